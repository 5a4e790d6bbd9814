"""To whom somebody may begin to write now: every floor above asks here."""

from accounts.models import Membership
from accounts.querysets import MembershipQuerySet


def reached_by(by: Membership) -> MembershipQuerySet:
    """Everybody to whom a contact rule lets `by` begin to write."""
    return Membership.objects.hearing_from(by)


def can_write_to(by: Membership, to: Membership) -> bool:
    return reached_by(by).filter(pk=to.pk).exists()
