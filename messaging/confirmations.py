"""Who has confirmed a message, family by family.

A family counts once one guardian has confirmed: for what a school asks day by day, each is taken to
act with the other's agreement. Where no guardian got it, the child counts.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q

from accounts.choices import Profile
from accounts.models import Enrolment, Guardianship, Membership, SchoolClass
from accounts.querysets import MembershipQuerySet
from messaging.models import Delivery, Message
from messaging.querysets import DeliveryQuerySet


class Figures(NamedTuple):
    confirmed: int
    asked: int


@dataclass(frozen=True)
class Family:
    """A child, and those of its family who got the message."""

    child: Membership
    people: list[Delivery]


def families_of(message: Message) -> MembershipQuerySet:
    """The children it is about, each with whether their family `has_confirmed`; those first who
    have not.
    """
    asked = asked_for(message)
    itself = asked.filter(membership=OuterRef("pk"))
    guardians = asked.filter(membership__guardianships__student=OuterRef("pk"))
    confirmed = Q(confirmed_at__isnull=False)
    return (
        _children(message)
        .filter(Exists(itself) | Exists(guardians))
        .annotate(
            has_confirmed=Q(Exists(guardians.filter(confirmed)))
            | (~Q(Exists(guardians)) & Q(Exists(itself.filter(confirmed))))
        )
        .select_related("user")
        .prefetch_related("enrolments__school_class")
        .order_by("has_confirmed", "user__folded_name", "pk")
    )


def others_of(message: Message) -> DeliveryQuerySet:
    """Those it went to who are of none of these families; those first who have not confirmed."""
    children = _children(message)
    linked = Guardianship.objects.filter(guardian=OuterRef("membership"), student__in=children)
    beside = asked_for(message).exclude(membership__in=children).exclude(Exists(linked))
    return beside.order_by(
        F("confirmed_at").asc(nulls_first=True), "membership__user__folded_name", "pk"
    )


def missing_of(message: Message) -> DeliveryQuerySet:
    """Those who have not confirmed, but for families that have."""
    missing = families_of(message).filter(has_confirmed=False)  # type: ignore[misc]  # by `families_of`
    of_family = Q(membership__in=missing.values("pk")) | Q(
        pk__in=asked_for(message)
        .filter(membership__guardianships__student__in=missing.values("pk"))
        .values("pk")
    )
    others = Q(pk__in=others_of(message).order_by().values("pk"))
    return asked_for(message).filter(of_family | others, confirmed_at=None)


def counts_of(message: Message) -> tuple[Figures, Figures]:
    """How many of the families have confirmed, and how many of the others."""
    families = families_of(message).aggregate(
        confirmed=Count("pk", filter=Q(has_confirmed=True)), asked=Count("pk")
    )
    others = others_of(message).aggregate(confirmed=Count("confirmed_at"), asked=Count("pk"))
    return Figures(**families), Figures(**others)


def with_people(message: Message, children: Collection[Membership]) -> list[Family]:
    """Two queries for all."""
    links = Guardianship.objects.filter(student__in=children).values_list("student", "guardian")
    family: dict[int, set[int]] = {child.pk: {child.pk} for child in children}
    for student, guardian in links:
        family[student].add(guardian)
    keys = {key for members in family.values() for key in members}
    asked = asked_for(message).filter(membership__in=keys).order_by("membership__user__folded_name")
    found = list(asked)
    return [
        Family(child, [each for each in found if each.membership_id in family[child.pk]])
        for child in children
    ]


def asked_for(message: Message) -> DeliveryQuerySet:
    """Everybody it went to whose account is open, its author beside."""
    asked = Delivery.objects.filter(message=message, membership__closed_at=None)
    return asked.exclude(membership=message.author).select_related("membership__user")


def _children(message: Message) -> MembershipQuerySet:
    """The students of the classes written to, or else of those the author teaches, or else all."""
    students = Membership.objects.open().filter(profile=Profile.STUDENT, school=message.school_id)
    written_to = SchoolClass.objects.filter(
        groups__addressed__message__conversation=message.conversation_id
    )
    taught = SchoolClass.objects.filter(
        enrolments__membership=message.author, enrolments__membership__profile=Profile.TEACHER
    )
    for classes in (written_to, taught):
        if classes.exists():
            learning = Enrolment.objects.filter(school_class__in=classes.values("pk"))
            return students.filter(pk__in=learning.values("membership"))
    return students
