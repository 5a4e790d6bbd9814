"""What a week brings: child by child for parents, class by class for teachers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Prefetch
from django.utils import timezone

from accounts.choices import GroupKind, Profile
from accounts.models import Enrolment, Membership, SchoolClass
from core import clock
from newsfeed.cards import Card
from newsfeed.feed import cards_of_days
from newsfeed.parts.shown import Learner
from newsfeed.roll import learners_of

DAYS_OF_WEEK = 7
# What nobody confirmed for so long is asked for in no week any more.
ASKED_FOR = timedelta(weeks=8)
# Beyond, nothing is planned and nothing is kept.
WITHIN = timedelta(weeks=104)


@dataclass(frozen=True)
class Week:
    monday: date

    @classmethod
    def of(cls, day: date) -> "Week":
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def now(cls) -> "Week":
        """On a Sunday the one that begins tomorrow: that is when a family looks ahead."""
        return cls.of(clock.today() + timedelta(days=1))

    @property
    def days(self) -> list[date]:
        return [self.monday + timedelta(days=number) for number in range(DAYS_OF_WEEK)]

    @property
    def sunday(self) -> date:
        return self.days[-1]

    @property
    def before(self) -> "Week":
        return Week(self.monday - timedelta(days=DAYS_OF_WEEK))

    @property
    def after(self) -> "Week":
        return Week(self.monday + timedelta(days=DAYS_OF_WEEK))

    @property
    def is_now(self) -> bool:
        return self == Week.now()

    @property
    def is_near(self) -> bool:
        return abs(self.monday - clock.today()) < WITHIN


@dataclass(frozen=True)
class Section:
    """What concerns one child, one class, or the reader: `learner_ids` are the child to tick for,
    who may be a guest of another school besides.
    """

    name: str
    cards: list[Card]
    week: Week
    rooms: Sequence[SchoolClass] = ()
    learner_ids: Sequence[int] = ()

    @cached_property
    def days(self) -> list[tuple[date, list[Card], list[tuple[Card, Learner | None]]]]:
        """Each day with its events by the hour, and what is to be done or brought for it."""
        return [
            (day, self._events_of(day), self._tasks_of(day))
            for day in self.week.days
            if self._events_of(day) or self._tasks_of(day)
        ]

    @cached_property
    def to_confirm(self) -> list[Card]:
        """What the reader is asked to confirm, or follows; what is still open of former weeks too,
        in the week it is now.
        """
        asking = (each for each in self.cards if each.content.wants_confirmation)
        return [each for each in asking if self._is_of_this_week(each)]

    @property
    def is_empty(self) -> bool:
        return not (self.days or self.to_confirm)

    def _events_of(self, day: date) -> list[Card]:
        found = [
            (card.content.event.starts_at, card)
            for card in self.cards
            if card.content.event and _falls_on(card, day)
        ]
        return [card for _, card in sorted(found, key=lambda each: each[0])]

    def _tasks_of(self, day: date) -> list[tuple[Card, Learner | None]]:
        due = [each for each in self.cards if each.content.task and each.content.task.day == day]
        return [(card, self._learner(card)) for card in due]

    def _learner(self, card: Card) -> Learner | None:
        return next((each for each in card.learners if each.id in self.learner_ids), None)

    def _is_of_this_week(self, card: Card) -> bool:
        is_open = card.asked is not None and card.asked.confirmed_at is None
        new = timezone.localdate(card.content.published_at) >= self.week.monday
        return (is_open and (new or self.week.is_now)) or (
            new and (card.asked is not None or card.may_follow)
        )


def sections_of(week: Week, memberships: Sequence[Membership]) -> list[Section]:
    """A child each, then a class each, then what concerns none of them; three queries."""
    since = week.monday - ASKED_FOR if week.is_now else week.monday
    cards = cards_of_days(week.monday, week.sunday, memberships, asked_from=since)
    found = [*_of_children(week, cards, memberships), *_of_classes(week, cards, memberships)]
    shown = {card.content.id for section in found for card in section.cards}
    rest = [card for card in cards if card.content.id not in shown]
    if rest or not found:
        found.append(Section("", rest, week))
    return found


def _of_children(
    week: Week, cards: list[Card], memberships: Sequence[Membership]
) -> Iterator[Section]:
    rooms = Prefetch("enrolments", Enrolment.objects.select_related("school_class"))
    children: dict[int, list[Membership]] = {}
    for child in learners_of(memberships).prefetch_related(rooms):
        children.setdefault(child.user_id, []).append(child)
    for hats in children.values():
        keys = [each.pk for each in sorted(hats, key=lambda each: each.home_id is not None)]
        about = [card for card in cards if any(each.id in keys for each in card.learners)]
        classes = [each.school_class for child in hats for each in child.enrolments.all()]
        yield Section(hats[0].user.first_name, about, week, classes, keys)


def _of_classes(
    week: Week, cards: list[Card], memberships: Sequence[Membership]
) -> Iterator[Section]:
    teaching = [each for each in memberships if each.profile == Profile.TEACHER]
    if not teaching:
        return
    taught = SchoolClass.objects.filter(enrolments__membership__in=teaching).distinct()
    for room in taught.order_by("name", "pk"):
        yield Section(room.name, [each for each in cards if _is_for(each, room)], week, [room])


def _is_for(card: Card, room: SchoolClass) -> bool:
    """Whether it is for the families of the class, or for those of the whole school."""
    families = [each for each in card.content.audience if each.profile in _OF_FAMILIES]
    return any(
        each.class_id == room.pk
        or (each.kind == GroupKind.SCHOOL and card.school_id == room.school_id)
        for each in families
    )


_OF_FAMILIES = ("", Profile.STUDENT, Profile.PARENT)


def _falls_on(card: Card, day: date) -> bool:
    assert card.content.event is not None
    first, last = card.content.event.days
    return first <= day <= last
