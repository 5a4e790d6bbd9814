from accounts.models import Membership
from accounts.querysets import MembershipQuerySet


def recipients_of(by: Membership) -> MembershipQuerySet:
    """Everybody a contact rule lets `by` begin to write to, by name."""
    rules = {"in_groups__group__may_hear_from__from_group__members__membership": by}
    allowed = Membership.objects.filter(**rules).exclude(pk=by.pk)
    everybody = Membership.objects.usable().filter(pk__in=allowed.values("pk"))
    return everybody.select_related("user").prefetch_related("enrolments__school_class").by_name()
