"""Who may decide about the rights of others, held until the decision is written."""

from django.core.exceptions import PermissionDenied

from accounts.models import Membership, School
from accounts.policies import administers, can_decide_about


class NotAllowed(PermissionDenied):
    """Only a local administrator decides, about others, in their own school."""


def hold_school(school_id: int) -> None:
    """Nobody else decides about rights in this school until the transaction ends."""
    list(School.objects.select_for_update().filter(pk=school_id))


def hold_administration(by: Membership, school_id: int) -> None:
    """Raises `NotAllowed` unless `by` administers this school now, until the transaction ends.

    It holds the school's row: two administrators who take away each other's rights in the same
    moment would leave the school with nobody.
    """
    hold_school(school_id)
    acting = Membership.objects.usable().filter(pk=by.pk).first()
    if acting is None or not administers(acting, school_id):
        raise NotAllowed


def hold_rights_over(by: Membership, *people: Membership) -> None:
    """Raises `NotAllowed` unless `by` may decide about these people, until the transaction ends."""
    hold_administration(by, by.school_id)
    if not all(can_decide_about(by, person) for person in people):
        raise NotAllowed
