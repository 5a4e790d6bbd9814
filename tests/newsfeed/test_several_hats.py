"""Somebody who is several things: everything says of which school it is, and as whom one writes."""

from typing import Any

import pytest

from accounts.choices import Profile
from accounts.groups import sync_groups
from accounts.models import Membership, School
from charters.models import CharterVersion
from messaging.actions import start_conversation
from newsfeed.models import Comment, Entry
from tests.cast import Cast, Troupe
from tests.factories.accounts import GuardianshipFactory, MembershipFactory
from tests.factories.charters import SignatureFactory
from tests.factories.newsfeed import ClassFeedFactory, EntryFactory
from tests.newsfeed.conftest import ClientFor


def entry_of(troupe: Troupe) -> Entry:
    made: Entry = EntryFactory(
        school=troupe.school,
        author=troupe.teacher,
        audience=[troupe.group("class", of=troupe.cm1)],
    )
    return made


def parent_in(school: School, person: Membership) -> Membership:
    """One more hat of somebody's, with the charter signed."""
    made: Membership = MembershipFactory(school=school, user=person.user, profile=Profile.PARENT)
    version = CharterVersion.objects.in_force().get(school=school, profile=Profile.PARENT)
    SignatureFactory(school=school, version=version, membership=made)
    return made


@pytest.fixture
def teacher_as_parent(cast: Cast) -> Membership:
    """The teacher's other hat: the classmate is her child."""
    parent = parent_in(cast.school, cast.teacher)
    GuardianshipFactory(school=cast.school, guardian=parent, student=cast.classmate)
    sync_groups(cast.school.pk)
    return parent


def test_entries_and_messages_name_the_school_and_the_child(
    cast: Cast, client_for: ClientFor
) -> None:
    for troupe in (cast, cast.other):
        entry_of(troupe)
        start_conversation(troupe.teacher, to=[troupe.parent_in_both], subject="", body="Bonjour")
    both = client_for(cast.parent_in_both)
    cards = both.get("/").context["page"].cards
    assert {(card.school, card.children[0].first_name) for card in cards} == {
        (cast.school.name, cast.classmate.user.first_name),
        (cast.other.school.name, cast.other.classmate.user.first_name),
    }
    for page in ("/", "/messages/", "/me/", "/people/"):
        body = both.get(page).content.decode()
        assert cast.school.name in body and cast.other.school.name in body, page
    for page in ("/", "/messages/"):
        assert cast.school.name not in client_for(cast.mother).get(page).content.decode()


def test_a_conversation_says_as_whom_one_is_in_it(cast: Cast, client_for: ClientFor) -> None:
    talk = start_conversation(
        cast.teacher, to=[cast.parent_in_both, cast.mother], subject="", body="Bonjour"
    )
    page = f"/messages/{talk.pk}/"
    assert f", {cast.school.name}" in client_for(cast.parent_in_both).get(page).content.decode()
    assert f", {cast.school.name}" not in client_for(cast.mother).get(page).content.decode()


def test_who_reads_an_entry_as_two_chooses_as_whom_to_answer(
    cast: Cast, client_for: ClientFor, teacher_as_parent: Membership
) -> None:
    entry = entry_of(cast)
    assert "?as=" not in client_for(cast.teacher).get(f"/entries/{entry.pk}/").content.decode()
    ClassFeedFactory(school=cast.school, school_class=cast.cm1)
    page, client = f"/entries/{entry.pk}/", client_for(cast.teacher)
    body = client.get(page).content.decode()
    assert f"?as={cast.teacher.pk}#" in body and f"?as={teacher_as_parent.pk}#" in body
    for by in (cast.teacher, teacher_as_parent):
        client.post(f"{page}?as={by.pk}", {"body": "Bonjour"})
        assert Comment.objects.latest("pk").author_id == by.pk
    assert "?as=" not in client_for(cast.mother).get(page).content.decode()


@pytest.mark.parametrize("forged", ["somebody else", "not reached", "nonsense"])
def test_one_answers_as_none_but_oneself(
    cast: Cast, client_for: ClientFor, teacher_as_parent: Membership, forged: str
) -> None:
    entry = entry_of(cast)
    elsewhere = parent_in(cast.other.school, cast.teacher)
    asked: dict[str, Any] = {"somebody else": cast.mother.pk, "not reached": elsewhere.pk}
    address = f"/entries/{entry.pk}/?as={asked.get(forged, 'x')}"
    answer = client_for(cast.teacher).post(address, {"body": "Bonjour"})
    assert answer.status_code == 404
    assert not Comment.objects.exists()
