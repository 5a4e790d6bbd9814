"""What is looked at before a message goes, and for whom it is."""

from accounts.choices import Profile
from accounts.models import Membership
from core.screening import Readers, Words, look_before_sending
from messaging.models import Message
from messaging.rights import recipients_of


def look_at(by: Membership, message: Message, thought: str = "") -> None:
    """Raises `ThinkAgain`. What waits for its hour was looked at when its hour was chosen."""
    if message.state == Message.State.SCHEDULED:
        return
    passages = [message.conversation.subject] if message.addressees.exists() else []
    passages.append(message.body)
    if message.forwards is not None and message.forwards.is_there:
        passages.append(message.forwards.body)
    words = Words(tuple(passages), readers=_readers_of(by, message), is_message=True)
    look_before_sending(by, words, thought)


def _readers_of(by: Membership, message: Message) -> Readers:
    if by.own_profile != Profile.STUDENT:
        return Readers.ANYBODY
    recipients = Membership.objects.filter(pk__in=recipients_of(message).values("pk"))
    if not recipients.exclude(guardianships__student=by).exists():
        return Readers.FAMILY
    if not recipients.children().exists():
        return Readers.ADULTS
    return Readers.ANYBODY
