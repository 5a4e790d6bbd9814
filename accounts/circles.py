from django.db.models import Prefetch, QuerySet

from accounts.models import Enrolment, Guardianship, Membership
from accounts.querysets import MembershipQuerySet


def with_circle(
    memberships: MembershipQuerySet, seen: MembershipQuerySet | None = None
) -> MembershipQuerySet:
    """Each with account, school, classes, children and guardians; three more queries for all.

    Of children and guardians only those `seen`, and none whose account is closed.
    """
    seen = Membership.objects.all() if seen is None else seen
    guardians = Guardianship.objects.filter(guardian__in=seen.open().values("pk"))
    return memberships.select_related("user", "school", "home").prefetch_related(
        Prefetch("enrolments", _classes()),
        Prefetch("guardianships", _children(seen)),
        Prefetch("guardians", guardians.select_related("guardian__user")),
    )


def with_children(memberships: MembershipQuerySet, seen: MembershipQuerySet) -> MembershipQuerySet:
    """Each with classes and children, these with theirs; three more queries for all, and what `seen`
    costs. Of children only those `seen`, and none whose account is closed.
    """
    children = _children(seen).prefetch_related(Prefetch("student__enrolments", _classes()))
    return memberships.prefetch_related(
        Prefetch("enrolments", _classes()), Prefetch("guardianships", children)
    )


def _children(seen: MembershipQuerySet) -> "QuerySet[Guardianship]":
    children = Guardianship.objects.filter(student__in=seen.open().values("pk"))
    return children.select_related("student__user").order_by("student__user__folded_name", "pk")


def _classes() -> "QuerySet[Enrolment]":
    return Enrolment.objects.select_related("school_class")
