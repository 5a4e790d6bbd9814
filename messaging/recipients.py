from accounts.models import Membership
from accounts.querysets import MembershipQuerySet


def recipients_of(by: Membership) -> MembershipQuerySet:
    """Everybody a contact rule lets `by` begin to write to, by name."""
    heard = Membership.objects.hearing_from(by)
    return heard.prefetch_related("enrolments__school_class").by_name()
