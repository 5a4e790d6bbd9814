"""What came back from families, class by class: who confirmed, who did what was to be done."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.choices import Profile
from accounts.families import COUNTED, with_people
from accounts.models import Enrolment, Membership, SchoolClass
from accounts.querysets import MembershipQuerySet
from core import clock
from newsfeed.models import Confirmation, Done, Entry, Task
from newsfeed.roll import children_of, families_of, guardians_of


@dataclass(frozen=True)
class Guardian:
    """One who is asked, and what they were told and said."""

    membership: Membership
    confirmation: Confirmation | None

    @property
    def confirmed_at(self) -> datetime | None:
        return self.confirmation.confirmed_at if self.confirmation else None

    @property
    def reminded_at(self) -> datetime | None:
        return self.confirmation.reminded_at if self.confirmation else None


@dataclass(frozen=True)
class Return:
    """A child, whether they did it, and those of their guardians who are asked."""

    child: Any
    guardians: list[Guardian]


@dataclass(frozen=True)
class OfClass:
    """How many of a class are asked, have confirmed and have done it."""

    school_class: SchoolClass
    children: int
    asked: int
    confirmed: int
    done: int


def by_class(entry: Entry, classes: Collection[SchoolClass]) -> list[OfClass]:
    """One query for all."""
    in_classes = children_of(entry).filter(enrolments__school_class__in=classes)
    counted = (
        _with_done(entry, families_of(entry, in_classes))
        .order_by()
        .values("enrolments__school_class")
        .annotate(**COUNTED, children=Count("pk"), done=Count("pk", filter=Q(is_done=True)))
    )
    names = ("children", "asked", "confirmed", "done")
    found = {
        row["enrolments__school_class"]: {name: row[name] for name in names} for row in counted
    }
    return [OfClass(each, **found[each.pk]) for each in classes if each.pk in found]


def of_class(entry: Entry, school_class: SchoolClass) -> list[Return]:
    """The children of a class, those first of whose family nobody has confirmed."""
    children = list(_with_done(entry, families_of(entry, _in_class(entry, [school_class.pk]))))
    given = {each.membership_id: each for each in Confirmation.objects.filter(entry=entry)}
    return [
        Return(
            family.child,
            [
                Guardian(each, given.get(each.pk))
                for each in dict.fromkeys(asked.membership for asked in family.people)
            ],
        )
        for family in with_people(children, guardians_of(entry))
    ]


def task_of(entry: Entry) -> Task | None:
    """What it asks to be done, with of how many guests of a project, and how many of them `guests_did`:
    they are in no class.
    """
    guests = children_of(entry).filter(profile=Profile.GUEST)
    did = guests.filter(Exists(Done.objects.filter(task__entry=entry, student=OuterRef("pk"))))
    counted = {"guests": _number_of(guests), "guests_did": _number_of(did)}
    found: Task | None = Task.objects.filter(entry=entry).annotate(**counted).first()
    return found


def missing_guardians(entry: Entry, class_ids: Collection[int]) -> MembershipQuerySet:
    """Those asked in these classes of whose family nobody has confirmed."""
    missing = families_of(entry, _in_class(entry, class_ids)).filter(
        is_asked=True,  # type: ignore[misc]  # by `families`
        has_confirmed=False,
    )
    asked = guardians_of(entry).filter(
        membership__guardianships__student__in=missing.order_by().values("pk")
    )
    return Membership.objects.filter(pk__in=asked.values("membership"))


def not_reminded_today(entry: Entry, guardians: MembershipQuerySet) -> MembershipQuerySet:
    midnight = timezone.make_aware(datetime.combine(clock.today(), time()))
    today = Confirmation.objects.filter(
        entry=entry, membership=OuterRef("pk"), reminded_at__gte=midnight
    )
    return guardians.exclude(Exists(today))


def last_reminded(entry: Entry, guardians: MembershipQuerySet) -> datetime | None:
    reminded = Confirmation.objects.filter(entry=entry, membership__in=guardians)
    latest: datetime | None = reminded.aggregate(latest=Max("reminded_at"))["latest"]
    return latest


def _number_of(children: MembershipQuerySet) -> Coalesce:
    counted = children.order_by().values("school").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _in_class(entry: Entry, class_ids: Collection[int]) -> MembershipQuerySet:
    learning = Enrolment.objects.filter(school_class__in=class_ids, membership=OuterRef("pk"))
    return children_of(entry).filter(Exists(learning))


def _with_done(entry: Entry, children: MembershipQuerySet) -> "QuerySet[Any]":
    done = Done.objects.filter(task__entry=entry, student=OuterRef("pk"))
    return children.annotate(is_done=Exists(done))
