from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.choices import Profile
from accounts.models import Membership
from accounts.policies import moderates
from core import clock
from messaging.models import Message

LONGEST_WAIT = timedelta(days=365)


class MayNotWrite(PermissionDenied):
    """No contact rule lets this person write to `refused`, by their labels; or to nobody at all."""

    def __init__(self, refused: Iterable[str] = ()) -> None:
        self.refused = list(refused)
        super().__init__()


class NotInConversation(PermissionDenied):
    """Only those in a conversation write in it."""


class NotTheAuthor(PermissionDenied):
    """Only whoever wrote a message sends it, changes it or takes it back."""


class AlreadySent(PermissionDenied):
    """What was sent is not sent or written again."""


class NothingWritten(PermissionDenied):
    """A message without words, files or a message it hands on is none."""


class NotThen(PermissionDenied):
    """A message waits for a moment to come, a year at most."""


class NotForwardable(PermissionDenied):
    """Only what one has, and what is still there, is handed on."""


class TooLate(PermissionDenied):
    """A message is taken back within the hour or not at all."""


class NotAsked(PermissionDenied):
    """Only whoever got a message that wants to be confirmed confirms it, and its author not."""


class WordsChanged(PermissionDenied):
    """What was read stands there no longer; nobody confirms what they have not read."""


class RemindedToday(PermissionDenied):
    """People are reminded once a day at most."""


class NotRemovable(PermissionDenied):
    """Only the school takes a message away."""


def can_send_at(moment: datetime) -> bool:
    now = clock.now()
    return now < moment <= now + LONGEST_WAIT


def can_ask_to_confirm(by: Membership) -> bool:
    """Families are asked by those who work at the school, and by nobody else."""
    return by.profile in (Profile.TEACHER, Profile.STAFF)


def can_recall(by: Membership, message: Message) -> bool:
    until = message.recallable_until
    return is_author(by, message) and until is not None and clock.now() < until


def is_author(by: Membership, message: Message) -> bool:
    """Whether they wrote it and something of it is left."""
    return message.is_there and message.author_id == by.pk


def can_follow(by: Membership, message: Message) -> bool:
    """Whether they see who has confirmed it, remind the others and correct its words."""
    asks = message.wants_confirmation and not message.is_unsent
    return asks and is_author(by, message)


def was_reminded_today(message: Message) -> bool:
    at = message.reminded_at
    return at is not None and timezone.localdate(at) == clock.today()


def can_remove(by: Membership, message: Message) -> bool:
    return moderates(by, message.school_id)
