from core import realtime
from messaging.models import Delivery, Message


def nudge_readers(message: Message) -> None:
    """After the commit, the open pages of everybody who has the message look again."""
    readers = Delivery.objects.filter(message=message).values_list("membership__user", flat=True)
    realtime.nudge_people(readers, look="messages")
