from django.db.models import Prefetch

from accounts.models import Enrolment, Guardianship
from accounts.querysets import MembershipQuerySet


def with_circle(memberships: MembershipQuerySet) -> MembershipQuerySet:
    """Each with account, school, classes, children and guardians; three more queries for all."""
    children = Guardianship.objects.filter(student__closed_at=None)
    guardians = Guardianship.objects.filter(guardian__closed_at=None)
    return memberships.select_related("user", "school").prefetch_related(
        Prefetch("enrolments", Enrolment.objects.select_related("school_class")),
        Prefetch("guardianships", children.select_related("student__user")),
        Prefetch("guardians", guardians.select_related("guardian__user")),
    )
