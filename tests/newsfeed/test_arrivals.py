"""What wakes a device for the feed: what others published to somebody, and said to what they wrote."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from core import arrivals, clock
from newsfeed.actions import delete_entry, remove_entry, write_comment
from newsfeed.models import Entry
from tests.cast import Cast
from tests.factories.newsfeed import EntryFactory
from tests.messaging.test_telling import NOON

MINUTE = timedelta(minutes=1)


def publishes(cast: Cast, **fields: object) -> Entry:
    entry: Entry = EntryFactory(
        school=cast.school,
        author=cast.teacher,
        audience=[cast.group("class", of=cast.cm1)],
        **fields,
    )
    Entry.objects.filter(pk=entry.pk).update(published_at=NOON)
    entry.audiences.update(published_at=NOON)
    return entry


def told(cast: Cast, after: datetime = NOON - MINUTE, until: datetime = NOON + MINUTE) -> set[str]:
    """Of whom of the cast something came in that time."""
    keys = [person.pk for person in cast.people.values()]
    people = Membership.objects.filter(pk__in=keys)
    with clock.at(NOON + MINUTE):
        came = arrivals.latest(people, after, until)
    return {part for part, person in cast.people.items() if person.pk in came}


def test_an_entry_comes_to_those_it_is_for(cast: Cast) -> None:
    publishes(cast)
    of_cm1 = {"student", "classmate", "mother", "father", "parent_in_both"}
    assert told(cast) == of_cm1
    assert told(cast, after=NOON) == told(cast, until=NOON - MINUTE) == set()


@pytest.mark.parametrize("what", ["deleted", "removed", "over"])
def test_what_is_gone_comes_to_nobody(cast: Cast, what: str) -> None:
    entry = publishes(cast, expires_at=NOON if what == "over" else None)
    if what == "deleted":
        delete_entry(cast.teacher, entry=entry)
    elif what == "removed":
        remove_entry(cast.administrator, entry=entry)
    assert told(cast) == set()


def test_what_is_said_under_an_entry_comes_to_its_author(cast: Cast) -> None:
    entry = publishes(cast)
    with clock.at(NOON + 10 * MINUTE):
        write_comment(cast.student, entry=entry, body="Merci")
    assert told(cast, after=NOON + 9 * MINUTE, until=NOON + 11 * MINUTE) == {"teacher"}


def test_an_answer_comes_to_whoever_spoke_before(cast: Cast) -> None:
    entry = publishes(cast)
    with clock.at(NOON + 5 * MINUTE):
        first = write_comment(cast.student, entry=entry, body="Merci")
    with clock.at(NOON + 10 * MINUTE):
        write_comment(cast.teacher, entry=entry, body="Bravo", answers=first)
    later = {"after": NOON + 9 * MINUTE, "until": NOON + 11 * MINUTE}
    assert told(cast, **later) == {"student"}
    remove_entry(cast.administrator, entry=entry)
    assert told(cast, **later) == set()


def test_asking_costs_the_same_however_much_came(cast: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            told(cast)
        return len(asked)

    publishes(cast)
    one = cost()
    for _ in range(5):
        publishes(cast)
    assert cost() == one
