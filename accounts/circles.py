from django.db.models import Prefetch, QuerySet

from accounts.models import Enrolment, Guardianship, Membership


def with_circle(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    """Each with account, school, classes, children and guardians; three more queries for all."""
    children = Guardianship.objects.filter(student__closed_at=None)
    guardians = Guardianship.objects.filter(guardian__closed_at=None)
    return memberships.select_related("user", "school").prefetch_related(
        Prefetch("enrolments", Enrolment.objects.select_related("school_class")),
        Prefetch("guardianships", children.select_related("student__user")),
        Prefetch("guardians", guardians.select_related("guardian__user")),
    )
