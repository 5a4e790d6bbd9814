from django.core.exceptions import PermissionDenied

from accounts.models import Membership, School
from moderation.models import Case
from moderation.subjects import Thing


class NotAllowed(PermissionDenied):
    """Only a local administrator decides, about others, in their own school."""


class OwnWords(Exception):
    """Nobody reports what they wrote themselves: they can delete it."""


def can_report(by: Membership, thing: Thing) -> bool:
    return thing.author is None or thing.author.user_id != by.user_id


def can_handle(by: Membership, case: Case) -> bool:
    return can_decide_about(by, case.accused) if case.accused else _administers(by, case.school_id)


def can_decide_about(by: Membership, person: Membership) -> bool:
    """Whether `by` may block this person and close their account."""
    return _administers(by, person.school_id) and by.user_id != person.user_id


def hold_rights_over(by: Membership, person: Membership) -> None:
    """Raises `NotAllowed` unless `by` may decide about this person, until the transaction ends.

    It holds the school's row: two administrators who take away each other's rights in the same
    moment would leave the school with nobody.
    """
    hold_school(by.school_id)
    acting = Membership.objects.usable().filter(pk=by.pk).first()
    if acting is None or not can_decide_about(acting, person):
        raise NotAllowed


def hold_school(school_id: int) -> None:
    """Nobody else decides about rights in this school until the transaction ends."""
    list(School.objects.select_for_update().filter(pk=school_id))


def _administers(by: Membership, school_id: int) -> bool:
    return by.is_local_administrator and by.school_id == school_id
