"""Which families have answered what their guardians are asked, child by child.

A family counts once one guardian has confirmed: for what a school asks day by day, each is taken to
act with the other's agreement. Where no guardian is asked, the child counts if it is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet

from accounts.choices import Profile
from accounts.models import Enrolment, Guardianship, Membership
from accounts.querysets import MembershipQuerySet

# Whatever names the `membership` of somebody who is asked, or who has confirmed.
Asked = TypeVar("Asked", bound=Model)


class Figures(NamedTuple):
    confirmed: int
    asked: int


@dataclass(frozen=True)
class Family(Generic[Asked]):
    """A child, and those of its family who are asked."""

    child: Membership
    people: list[Asked]


def students_of(school_id: int, classes: "QuerySet[Any] | None" = None) -> MembershipQuerySet:
    """Who learns in these classes, or else in the school."""
    students = Membership.objects.open().filter(profile=Profile.STUDENT, school=school_id)
    if classes is None:
        return students
    learning = Enrolment.objects.filter(school_class__in=classes)
    return students.filter(pk__in=learning.values("membership"))


def families(
    children: MembershipQuerySet, *, asked: "QuerySet[Any]", confirmed: "QuerySet[Any]"
) -> MembershipQuerySet:
    """The children, each with whether somebody of their family `is_asked` and whether it
    `has_confirmed`; those first who have not.
    """
    itself = {"membership": OuterRef("pk")}
    guardian = {"membership__guardianships__student": OuterRef("pk")}
    guardian_asked = Exists(asked.filter(**guardian))
    has_confirmed = Q(Exists(confirmed.filter(**guardian))) | (
        ~Q(guardian_asked) & Q(Exists(confirmed.filter(**itself)))
    )
    return (
        children.annotate(
            is_asked=Q(Exists(asked.filter(**itself))) | Q(guardian_asked),
            has_confirmed=has_confirmed,
        )
        .select_related("user")
        .prefetch_related("enrolments__school_class")
        .order_by("has_confirmed", "user__folded_name", "pk")
    )


COUNTED = {
    "asked": Count("pk", filter=Q(is_asked=True)),
    "confirmed": Count("pk", filter=Q(has_confirmed=True)),
}


def figures_of(found: MembershipQuerySet) -> Figures:
    """How many of these `families` are asked, and how many of them have confirmed."""
    return Figures(**found.aggregate(**COUNTED))


def with_people(
    children: Collection[Membership], asked: "QuerySet[Asked]"
) -> "list[Family[Asked]]":
    """Two queries for all."""
    links = Guardianship.objects.filter(student__in=children).values_list("student", "guardian")
    family: dict[int, set[int]] = {child.pk: {child.pk} for child in children}
    for student, guardian in links:
        family[student].add(guardian)
    keys = {key for members in family.values() for key in members}
    found: list[Any] = list(
        asked.filter(membership__in=keys).order_by("membership__user__folded_name")
    )
    return [
        Family(child, [each for each in found if each.membership_id in family[child.pk]])
        for child in children
    ]
