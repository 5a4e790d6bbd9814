from django.db.models import Prefetch

from accounts.models import Enrolment, Guardianship, Membership
from accounts.querysets import MembershipQuerySet


def with_circle(
    memberships: MembershipQuerySet, seen: MembershipQuerySet | None = None
) -> MembershipQuerySet:
    """Each with account, school, classes, children and guardians; three more queries for all.

    Of children and guardians only those `seen`, and none whose account is closed.
    """
    seen = (Membership.objects.all() if seen is None else seen).open()
    children = Guardianship.objects.filter(student__in=seen.values("pk"))
    guardians = Guardianship.objects.filter(guardian__in=seen.values("pk"))
    return memberships.select_related("user", "school", "home").prefetch_related(
        Prefetch("enrolments", Enrolment.objects.select_related("school_class")),
        Prefetch("guardianships", children.select_related("student__user")),
        Prefetch("guardians", guardians.select_related("guardian__user")),
    )
