from core import realtime
from messaging.models import Addressee, Delivery, Message

# More would not reach the broker within its half second.
MOST_ONE_BY_ONE = 200


def nudge_readers(message: Message) -> None:
    """After the commit, the open pages of everybody who has the message look again."""
    has_it = Delivery.objects.filter(message=message)
    readers = list(has_it.values_list("membership__user", flat=True)[: MOST_ONE_BY_ONE + 1])
    realtime.nudge_people(readers, look="messages")
    if len(readers) > MOST_ONE_BY_ONE:
        addressed = Addressee.objects.filter(message__conversation=message.conversation_id)
        groups = addressed.exclude(group=None).values_list("group", flat=True)
        realtime.nudge(groups, look="messages")
