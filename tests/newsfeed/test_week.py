"""The week at a glance: what takes place, what is to be done, brought and confirmed."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Group, Membership
from core import clock
from newsfeed.actions import confirm_entry, publish_entry, tick_task
from newsfeed.models import Entry, Task
from newsfeed.parts.saving import Parts
from newsfeed.versions import version
from newsfeed.week import Section, Week, sections_of
from tests.cast import Cast
from tests.costs import queries
from tests.newsfeed.conftest import ClientFor

PARIS = ZoneInfo("Europe/Paris")
# A Wednesday.
NOW = datetime(2026, 9, 23, 12, tzinfo=PARIS)
WEEK = Week(date(2026, 9, 21))


def publishes(by: Membership, group: Group, title: str, **more: Any) -> Entry:
    with clock.at(more.pop("at", NOW)):
        return publish_entry(by, groups=[group], title=title, body="", **more)


def on(day: int, hour: int = 9, **more: Any) -> Parts:
    start = datetime(2026, 9, day, hour, tzinfo=PARIS)
    event = {"starts_at": start, "ends_at": start, "all_day": False, "place": ""}
    return Parts(event=event | more)


def due(day: int) -> Parts:
    return Parts(task={"due_on": date(2026, 9, day), "kind": "bring"})


def titles(section: Section) -> list[tuple[int, list[str], list[str]]]:
    return [
        (
            day.day,
            [card.content.title for card in events],
            [card.content.title for card, _ in tasks],
        )
        for day, events, tasks in section.days
    ]


def shown(*people: Membership, week: Week = WEEK) -> dict[str, Section]:
    with clock.at(NOW):
        return {each.name: each for each in sections_of(week, list(people))}


def test_each_child_has_its_own_week(cast: Cast, cm1: Group) -> None:
    ce2 = cast.group("class", of=cast.ce2)
    publishes(cast.teacher, cm1, "Musée", parts=on(24, 14))
    publishes(cast.teacher, cm1, "Photo", parts=on(24, 9))
    publishes(cast.teacher, cm1, "Bottes", parts=due(25))
    publishes(cast.ce2_teacher, ce2, "Piscine", parts=on(21))
    publishes(cast.head, cast.group("school"), "Fête", parts=on(27))
    publishes(cast.teacher, cm1, "Plus tard", parts=on(28))
    publishes(cast.teacher, cm1, "Sans date")
    found = shown(cast.mother)
    assert list(found) == ["Emma", "Léo"]
    assert titles(found["Emma"]) == [
        (24, ["Photo", "Musée"], []),
        (25, [], ["Bottes"]),
        (27, ["Fête"], []),
    ]
    assert titles(found["Léo"]) == [(21, ["Piscine"], []), (27, ["Fête"], [])]
    assert titles(shown(cast.mother, week=WEEK.after)["Emma"]) == [(28, ["Plus tard"], [])]


def test_what_takes_several_days_is_on_each_of_them(cast: Cast, cm1: Group) -> None:
    last = datetime(2026, 9, 22, tzinfo=PARIS)
    publishes(
        cast.teacher,
        cm1,
        "Classe verte",
        parts=on(18, 0, ends_at=last, all_day=True),
    )
    assert [day for day, _, _ in titles(shown(cast.student)["Emma"])] == [21, 22]


def test_what_is_done_is_ticked(cast: Cast, cm1: Group, client_for: ClientFor) -> None:
    publishes(cast.teacher, cm1, "Bottes", parts=due(25))
    client = client_for(cast.mother)
    page = "/week/?day=2026-09-23"
    with clock.at(NOW):
        entry = Entry.objects.get()
        data = {"student": cast.student.pk, "done": "1", "next": page}
        answer = client.post(f"/entries/{entry.pk}/tick/", data)
        assert answer["Location"] == page
        assert 'aria-pressed="true"' in client.get(page).content.decode()
        away = client.post(f"/entries/{entry.pk}/tick/", data | {"next": "https://mal.example/"})
    assert away["Location"] == f"/entries/{entry.pk}/"


def test_what_is_to_be_confirmed_waits_in_the_week_it_is(cast: Cast, cm1: Group) -> None:
    for weeks, title in ((0, "Neuf"), (2, "Ouvert"), (3, "Dit"), (9, "Oublié")):
        entry = publishes(
            cast.teacher, cm1, title, wants_confirmation=True, at=NOW - timedelta(weeks=weeks)
        )
        if title == "Dit":
            confirm_entry(cast.mother, entry=entry, seen=version(entry.pk, None))

    def asked(week: Week) -> list[str]:
        with clock.at(NOW):
            section = shown(cast.mother, week=week)["Emma"]
            return [card.content.title for card in section.to_confirm]

    assert asked(WEEK) == ["Neuf", "Ouvert"]
    assert asked(WEEK.before.before.before) == ["Dit"]
    assert asked(WEEK.after) == []
    assert shown(cast.student)["Emma"].to_confirm == []


def test_a_teacher_has_the_week_of_each_class_and_what_else_concerns_them(
    cast: Cast, cm1: Group
) -> None:
    publishes(cast.teacher, cm1, "Bottes", parts=due(25), wants_confirmation=True)
    publishes(cast.head, cast.group("school"), "Fête", parts=on(25))
    publishes(cast.head, cast.group("school", "teacher"), "Conseil", parts=on(22))
    found = shown(cast.teacher)
    assert list(found) == ["CM1", ""]
    assert titles(found["CM1"]) == [(25, ["Fête"], ["Bottes"])]
    assert [card.content.title for card in found["CM1"].to_confirm] == ["Bottes"]
    assert titles(found[""]) == [(22, ["Conseil"], [])]
    assert list(shown(cast.staff)) == [""]


def test_nobody_sees_the_week_of_others(cast: Cast, cm1: Group) -> None:
    publishes(cast.teacher, cm1, "Musée", parts=on(24))
    publishes(cast.teacher, cast.group("class", "parent", of=cast.cm1), "Surprise", parts=on(24))
    assert titles(shown(cast.ce2_parent)["Inès"]) == []
    assert titles(shown(cast.student)["Emma"]) == [(24, ["Musée"], [])]
    assert titles(shown(cast.other.mother)["Zoé"]) == []


def test_what_is_gone_is_in_no_week(cast: Cast, cm1: Group) -> None:
    entry = publishes(cast.teacher, cm1, "Musée", parts=on(24))
    Entry.objects.filter(pk=entry.pk).update(removed_at=NOW)
    assert titles(shown(cast.mother)["Emma"]) == []


@pytest.mark.parametrize("day", ["demain", "2026-13-01", "0001-01-01", "9999-12-31", "2020-01-01"])
def test_there_is_no_week_so_far_away(cast: Cast, client_for: ClientFor, day: str) -> None:
    assert client_for(cast.mother).get(f"/week/?day={day}").status_code == 404


def test_a_week_costs_the_same_however_full(cast: Cast, cm1: Group, client_for: ClientFor) -> None:
    today = clock.today()
    client = client_for(cast.mother)
    teacher = client_for(cast.teacher)
    costs = []
    for _ in range(4):
        publish_entry(
            cast.teacher,
            groups=[cm1],
            title="Bottes",
            body="",
            wants_confirmation=True,
            parts=Parts(task={"due_on": today, "kind": "do"}),
        )
        costs.append([queries(client, "/week/"), queries(teacher, "/week/")])
        task = Task.objects.latest("pk")
        tick_task(cast.mother, task=task, student=cast.student, is_done=True)
    assert costs == costs[:1] * 4
