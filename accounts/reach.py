"""Into which schools an account reaches, without a word of what it is there."""

from collections.abc import Iterable

from accounts.models import Membership, School, User
from core import wall


class AccountOfOtherSchools(Exception):
    """What belongs to the account is not one school's to change: others rely on it too."""


def reaches_beyond(user: User, school_ids: Iterable[int]) -> bool:
    """Whether this account is also in a school that is none of these.

    Its name, e-mail and login then are not one school's to change: a mailbox changed in one opens
    the other. A school that has somebody as the guest of a project relies on their own school.
    """
    with wall.as_person(user.pk):
        elsewhere = Membership.objects.of_their_own(user)
        return elsewhere.exclude(school__in=school_ids).exists()


def is_anywhere_but(user: User, school_ids: Iterable[int]) -> bool:
    """The same, guests of projects too: for what moves the rows of an account in all its schools."""
    with wall.as_person(user.pk):
        return Membership.objects.filter(user=user).exclude(school__in=school_ids).exists()


def accounts_beyond(school_id: int) -> set[int]:
    """The accounts of this school that are in another too: `reaches_beyond` for all of it at once."""
    here = Membership.objects.filter(school=school_id)
    with wall.within(*School.objects.values_list("pk", flat=True)):
        elsewhere = Membership.objects.filter(user__in=here.values("user"), home=None)
        return set(elsewhere.exclude(school=school_id).values_list("user", flat=True))


def works_elsewhere(user: User, school_id: int) -> bool:
    """Whether another school lets this account do more than a family: teach there, or administer it.

    What one school says who somebody is by then opens nothing of it.
    """
    with wall.as_person(user.pk):
        elsewhere = Membership.objects.of_their_own(user).open().exclude(school=school_id)
        return elsewhere.beyond_family().exists()


def must_be_of_school(user: User, school_id: int) -> None:
    """Whoever opens an account has all that it is, in every school. One school alone therefore
    opens none that others have opened already, and none that works in another.

    Those where it is blocked count as well. Raises `AccountOfOtherSchools`; call it as this person.
    """
    elsewhere = Membership.objects.of_their_own(user).open().exclude(school=school_id)
    if user.has_usable_password() and elsewhere.exists():
        raise AccountOfOtherSchools
    if works_elsewhere(user, school_id):
        raise AccountOfOtherSchools
