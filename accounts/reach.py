"""Into which schools an account reaches, without a word of what it is there."""

from collections.abc import Iterable

from accounts.models import Membership, User
from core import wall


def reaches_beyond(user: User, school_ids: Iterable[int]) -> bool:
    """Whether this account is also in a school that is none of these.

    Its name, e-mail and login then are not one school's to change: a mailbox changed in one opens
    the other.
    """
    with wall.as_person(user.pk):
        return Membership.objects.filter(user=user).exclude(school__in=school_ids).exists()
