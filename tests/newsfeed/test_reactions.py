"""What is said of an entry without a word: by whom, and who reads that it was them."""

import pytest

from accounts.models import Group
from audit.models import Event
from contacts.policies import SendingFrozen
from core import clock
from newsfeed import feed
from newsfeed.actions import react_to_entry
from newsfeed.models import Entry, Reaction
from newsfeed.places import TOP
from newsfeed.policies import NotAddressed, ProjectEnded
from tests.cast import Cast
from tests.costs import queries
from tests.factories.accounts import GroupFactory, GroupMemberFactory, MembershipFactory
from tests.factories.contacts import FreezeFactory
from tests.factories.newsfeed import EntryFactory, ReactionFactory
from tests.newsfeed.conftest import ClientFor

BY_HTMX = {"HX-Request": "true"}


def test_one_says_one_thing_and_may_take_it_back(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    client = client_for(cast.student)
    page = f"/entries/{entry.pk}/reactions/"
    for kind in ("thanks", "bravo", "bravo"):
        assert client.post(page, {"kind": kind})["Location"] == f"/entries/{entry.pk}/"
        assert [each.kind for each in Reaction.objects.filter(by=cast.student)] == [kind]
    assert cast.student.name in client_for(cast.mother).get("/").content.decode()
    told = client.post(page, {"kind": ""}, headers=BY_HTMX)
    assert f"look:entry-{entry.pk}" in told.headers["HX-Trigger"]
    assert not Reaction.objects.exists()
    verbs = Event.objects.filter(target_id=entry.pk, verb__contains="react")
    assert [each.facts for each in verbs] == [{}] * 4


@pytest.mark.parametrize("kind", ["laugh", "thumbs_down", "x" * 50])
def test_nothing_else_can_be_said(
    cast: Cast, entry: Entry, client_for: ClientFor, kind: str
) -> None:
    answer = client_for(cast.student).post(f"/entries/{entry.pk}/reactions/", {"kind": kind})
    assert answer.status_code == 422
    assert not Reaction.objects.exists()


def test_those_who_read_react_as_long_as_it_goes_on(cast: Cast, entry: Entry) -> None:
    for person in (cast.ce2_student, cast.guest, cast.twin(cast.student)):
        with pytest.raises(NotAddressed):
            react_to_entry(person, entry=entry, kind="thanks")
    over = GroupFactory(school=cast.school, ends_at=clock.now())
    GroupMemberFactory(school=cast.school, group=over, membership=cast.student)
    ended = EntryFactory(school=cast.school, author=cast.teacher, audience=[over])
    with pytest.raises(ProjectEnded):
        react_to_entry(cast.student, entry=ended, kind="thanks")
    FreezeFactory(school=cast.school, profiles=["student"])
    with pytest.raises(SendingFrozen):
        react_to_entry(cast.student, entry=entry, kind="thanks")
    react_to_entry(cast.mother, entry=entry, kind="thanks")


def test_a_class_reads_names_and_a_school_a_number(cast: Cast, cm1: Group) -> None:
    everybody = [cast.student, cast.classmate, cast.mother, cast.teacher]

    def said(*audience: Group) -> str:
        entry = EntryFactory(school=cast.school, author=cast.staff, audience=audience)
        for person in everybody:
            ReactionFactory(school=cast.school, entry=entry, by=person)
        return feed.card_of(entry, [cast.mother]).content.reacted

    own = said(cm1, cast.group("class", "parent", of=cast.cm1))
    assert own.endswith("et 2 autres")
    assert sum(person.name in own for person in everybody) == 2
    for more in (cast.group("school"), cast.group("class", of=cast.ce2)):
        assert said(cm1, more) == "4 personnes"
    del everybody[2:]
    assert " et " in said(cm1)
    del everybody[1:]
    assert said(cm1) == cast.student.name


def test_who_is_not_known_stays_without_a_name(cast: Cast, client_for: ClientFor) -> None:
    entry = EntryFactory(school=cast.school, author=cast.staff, audience=[cast.group("school")])
    for person in (cast.student, cast.ce2_student, cast.sibling, cast.teacher, cast.ce2_teacher):
        ReactionFactory(school=cast.school, entry=entry, by=person)
    page = client_for(cast.student).get(f"/entries/{entry.pk}/reactions/").content.decode()
    for known in (cast.student, cast.teacher, cast.ce2_teacher):
        assert known.name in page
    for unknown in (cast.ce2_student, cast.sibling):
        assert unknown.name not in page
    assert "et 2 personnes d’autres classes" in page


def test_the_card_says_what_one_said_oneself(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    ReactionFactory(school=cast.school, entry=entry, by=cast.student, kind="bravo")
    for person, feeling in ((cast.student, "bravo"), (cast.mother, None)):
        [card] = feed.older_than(TOP, [person]).cards
        assert card.feeling == feeling
        page = client_for(person).get(f"/entries/{entry.pk}/").content.decode()
        assert ('aria-pressed="true"' in page) is bool(feeling)


def test_pages_cost_the_same_however_many_react(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    client = client_for(cast.student)
    ReactionFactory(school=cast.school, entry=entry, by=cast.teacher)
    pages = ("/", f"/entries/{entry.pk}/", f"/entries/{entry.pk}/reactions/")
    before = [queries(client, page) for page in pages]
    for _ in range(5):
        ReactionFactory(school=cast.school, entry=entry, by=MembershipFactory(school=cast.school))
    assert [queries(client, page) for page in pages] == before
