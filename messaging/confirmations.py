"""Who has confirmed a message, family by family (`accounts.families`)."""

from collections.abc import Collection

from django.db.models import Count, Exists, F, OuterRef, Q

from accounts import families
from accounts.choices import Profile
from accounts.families import Family, Figures, figures_of, students_of
from accounts.models import Guardianship, Membership, SchoolClass
from accounts.querysets import MembershipQuerySet
from messaging.models import Delivery, Message
from messaging.querysets import DeliveryQuerySet


def families_of(message: Message) -> MembershipQuerySet:
    """The children it is about, each with whether their family `has_confirmed`."""
    asked = asked_for(message)
    confirmed = asked.filter(confirmed_at__isnull=False)
    found = families.families(_children(message), asked=asked, confirmed=confirmed)
    return found.filter(is_asked=True)  # type: ignore[misc]  # by `families`


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
    others = others_of(message).aggregate(confirmed=Count("confirmed_at"), asked=Count("pk"))
    return figures_of(families_of(message)), Figures(**others)


def with_people(message: Message, children: Collection[Membership]) -> list[Family[Delivery]]:
    return families.with_people(children, asked_for(message))


def asked_for(message: Message) -> DeliveryQuerySet:
    """Everybody it went to whose account is open, its author beside."""
    asked = Delivery.objects.filter(message=message, membership__closed_at=None)
    return asked.exclude(membership=message.author).select_related("membership__user")


def _children(message: Message) -> MembershipQuerySet:
    """The students of the classes written to, or else of those the author teaches, or else all."""
    written_to = SchoolClass.objects.filter(
        groups__addressed__message__conversation=message.conversation_id
    )
    taught = SchoolClass.objects.filter(
        enrolments__membership=message.author, enrolments__membership__profile=Profile.TEACHER
    )
    for classes in (written_to, taught):
        if classes.exists():
            return students_of(message.school_id, classes.values("pk"))
    return students_of(message.school_id)
