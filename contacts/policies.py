from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext

from accounts.choices import Profile
from accounts.models import Membership
from contacts.models import Freeze, Refusal
from core.templatetags.readable import when


class SendingFrozen(PermissionDenied):
    """The school has paused the sending of whoever asks."""

    def __init__(self, freeze: Freeze) -> None:
        super().__init__()
        self.freeze = freeze

    @property
    def sentence(self) -> str:
        words = gettext(
            "Writing is paused until %(when)s. Nothing was sent; the words are kept here."
        )
        return words % {"when": when(self.freeze.until)}


def holding_freeze(by: Membership) -> Freeze | None:
    """What keeps this one from sending now. Administrators are never frozen out.

    Always asked anew: the school that came with a membership may have been read before it.
    """
    return None if by.is_local_administrator else Freeze.objects.holding(by).first()


def can_send(by: Membership) -> bool:
    return holding_freeze(by) is None


def must_be_able_to_send(by: Membership) -> None:
    """Raises `SendingFrozen`; asked by every action that sends words to others."""
    freeze = holding_freeze(by)
    if freeze is not None:
        raise SendingFrozen(freeze)


def freeze_shown_to(by: Membership) -> Freeze | None:
    """The same for a page, which shows it in place of its form; no query while nothing is frozen."""
    return holding_freeze(by) if by.school.is_frozen else None


class MayNotRefuse(PermissionDenied):
    """Students refuse the messages of other students, and nobody those of an adult."""


def can_refuse(by: Membership, of: Membership) -> bool:
    both_are_students = by.profile == of.profile == Profile.STUDENT
    return both_are_students and by.school_id == of.school_id and by.pk != of.pk


def has_refused(by: Membership, of: Membership) -> bool:
    return can_refuse(by, of) and Refusal.objects.filter(by=by, of=of).exists()
