"""What the feed is narrowed to, and stays narrowed to."""

from datetime import timedelta

import pytest

from accounts.models import Group, Membership
from core import clock, feed_notices
from newsfeed import feed
from newsfeed.actions import write_comment
from newsfeed.actions.confirming import confirm_entry
from newsfeed.filters import FilterForm
from newsfeed.models import Entry, FeedFilter
from newsfeed.places import TOP
from newsfeed.versions import version
from tests.cast import Cast
from tests.factories.newsfeed import EntryFactory, VisitFactory
from tests.newsfeed.conftest import ClientFor

FILTER = "/feed/filter/"
SEEN = "/feed/seen/"
HOUR = timedelta(hours=1)


@pytest.fixture
def of_ce2(cast: Cast) -> Entry:
    made: Entry = EntryFactory(
        school=cast.school, author=cast.ce2_teacher, audience=[cast.group("class", of=cast.ce2)]
    )
    return made


def test_what_was_chosen_holds_until_something_else_is(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    write_comment(cast.student, entry=entry, body="Chouette !")
    client, article = client_for(cast.teacher), f'id="entry-{entry.pk}"'
    notice = f'id="notice-1-{entry.pk}"'
    for source, shows_entry, shows_notice in (
        ("0", True, False),
        ("1", False, True),
        ("", True, True),
    ):
        about = f"class-{cast.cm1.pk}"
        sent = client.post(FILTER, {"about": about, "source": source})
        assert sent.status_code == 302
        for _ in range(2):
            page = client.get("/").content.decode()
            assert ((article in page), (notice in page)) == (shows_entry, shows_notice)
        assert f"what={source}&" in client.get("/").context["newer"] or not source
    client.post(FILTER)
    assert not FeedFilter.objects.exists()


def test_it_offers_ones_own_and_takes_nothing_else(cast: Cast, client_for: ClientFor) -> None:
    offered = dict(FilterForm(None, [cast.mother], feed.EVERYTHING).fields["about"].choices)  # type: ignore[attr-defined]  # of the choice field
    assert set(offered) == {"class-", f"child-{cast.student.pk}", f"child-{cast.sibling.pk}"} | {
        f"class-{each.pk}" for each in (cast.cm1, cast.ce2)
    }
    client = client_for(cast.mother)
    for about in (f"child-{cast.classmate.pk}", "child-0", "nobody"):
        assert client.post(FILTER, {"about": about}).status_code == 422


def test_it_offers_the_kinds_that_one_may_get(cast: Cast) -> None:
    def offered(*mine: Membership) -> set[str]:
        choices = FilterForm(None, mine, feed.EVERYTHING).fields["source"].choices  # type: ignore[attr-defined]  # of the choice field
        sources = [feed_notices.named(number) for number, _label in choices if number]
        return {source.name for source in sources if source}

    of_all = {"answers", "messages", "reports", "account"}
    assert offered(cast.student) == of_all | {"comments", "decisions"}
    assert offered(cast.mother) == of_all | {"reminders", "charters"}
    for person in (cast.teacher, cast.staff):
        assert offered(person) == of_all | {"comments"}
    assert offered(cast.teacher, cast.mother) == of_all | {"comments", "reminders", "charters"}


def test_a_child_narrows_to_its_class_and_to_what_concerns_it(
    cast: Cast, entry: Entry, of_ce2: Entry, client_for: ClientFor
) -> None:
    client = client_for(cast.mother)
    client.post(FILTER, {"about": f"child-{cast.student.pk}"})
    page = client.get("/").content.decode()
    assert f'id="entry-{entry.pk}"' in page
    assert f'id="entry-{of_ce2.pk}"' not in page


def test_what_is_new_is_what_came_since_the_last_visit(cast: Cast, cm1: Group) -> None:
    now = clock.now()
    VisitFactory(
        school=cast.school, membership=cast.student, since=now - timedelta(hours=1), at=now
    )
    made = [
        EntryFactory(
            school=cast.school,
            author=cast.teacher,
            audience=[cm1],
            written_at=now - timedelta(hours=hours),
        )
        for hours in (0, 2)
    ]
    page = feed.older_than(TOP, [cast.student], narrowing=feed.Narrowing(unread=True))
    assert [card.content.id for card in page.cards] == [made[0].pk]


END = 'class="end-of-new"'


def test_what_is_new_ends_where_one_reads_on(cast: Cast, cm1: Group, client_for: ClientFor) -> None:
    """On the first page or on a later one, and what a filter hides is not seen by the way."""
    now = clock.now()
    VisitFactory(
        school=cast.school,
        membership=cast.student,
        **dict.fromkeys(("since", "at"), now - 4 * HOUR),
    )
    for hours in (5, *[2] * 25):
        moment = now - hours * HOUR
        EntryFactory(school=cast.school, author=cast.teacher, audience=[cm1], written_at=moment)
    client = client_for(cast.student)
    first = client.get("/")
    assert END not in first.content.decode()
    second = client.get(f"/{first.context['older']}")
    assert second.content.decode().count(END) == 1
    assert second.context["end_of_new"] == 5
    assert second.context["until"] == first.context["until"]
    assert "intersect" in second.content.decode()
    narrowed = client.get(f"/?class={cast.cm1.pk}")
    assert "intersect" not in client.get(f"/{narrowed.context['older']}").content.decode()
    sent = client.post(
        SEEN, {"until": str(second.context["until"])}, headers={"HX-Request": "true"}
    )
    assert END in sent.content.decode()
    assert client.get("/").content.decode().count('"badge new"') == 20
    assert "intersect" not in client.get(f"/{first.context['older']}").content.decode()
    client.post(SEEN, {"until": "0-0", "now": ""})
    assert '"badge new"' not in client.get("/").content.decode()
    assert [client.post(SEEN, {"until": each}).status_code for each in ("", "x")] == [404] * 2


def test_the_line_stands_once_below_what_is_new(
    cast: Cast, cm1: Group, client_for: ClientFor
) -> None:
    """One at the top would be seen before anything else is."""
    moment = clock.now() - HOUR
    VisitFactory(
        school=cast.school, membership=cast.student, **dict.fromkeys(("since", "at"), moment)
    )
    EntryFactory(school=cast.school, author=cast.teacher, audience=[cm1])
    page = client_for(cast.student).get("/").content.decode()
    assert page.count(END) == 1
    assert page.index("<article") < page.index(END)


def test_what_is_still_to_be_confirmed(
    cast: Cast, cm1: Group, entry: Entry, client_for: ClientFor
) -> None:
    asking = EntryFactory(
        school=cast.school, author=cast.teacher, audience=[cm1], wants_confirmation=True
    )
    client = client_for(cast.mother)
    client.post(FILTER, {"about": "class-", "to_confirm": "on"})
    shown = [card.content.id for card in client.get("/").context["page"].cards]
    assert shown == [asking.pk]
    confirm_entry(cast.mother, entry=asking, seen=version(asking.pk, asking.edited_at))
    assert client.get("/").context["page"].cards == []
    narrowing = feed.Narrowing(to_confirm=True)
    assert feed.older_than(TOP, [cast.student], narrowing=narrowing).items == []
    assert len(feed.older_than(TOP, [cast.father], narrowing=narrowing).items) == 1
