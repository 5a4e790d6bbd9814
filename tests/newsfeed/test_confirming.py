"""Entries that guardians confirm, as in a liaison book."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from accounts.groups import sync_groups
from accounts.models import Group, Membership
from audit.models import Event
from contacts.policies import SendingFrozen
from core import clock
from newsfeed.actions import (
    confirm_entry,
    delete_entry,
    edit_entry,
    publish_entry,
    remind_guardians,
)
from newsfeed.feed import card_of
from newsfeed.models import Confirmation, Entry
from newsfeed.policies import NobodyToAsk, NotAsked, NotFollowed, RemindedToday, WordsChanged
from newsfeed.roll import children_of
from newsfeed.versions import version
from tests.cast import Cast
from tests.costs import queries
from tests.factories.accounts import EnrolmentFactory, GuardianshipFactory, MembershipFactory
from tests.factories.contacts import FreezeFactory
from tests.factories.newsfeed import EntryFactory, TaskFactory
from tests.newsfeed.conftest import ClientFor, Sent, published

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 9, 22, 12, tzinfo=PARIS)
WORDS: dict[str, Any] = {"title": "Sortie", "body": "À huit heures, avec des bottes."}


@pytest.fixture
def asking(cast: Cast, cm1: Group) -> Entry:
    """The teacher of CM1 asks: two parents of Emma, one of Noé."""
    with clock.at(NOON):
        return publish_entry(cast.teacher, groups=[cm1], wants_confirmation=True, **WORDS)


def confirms(person: Membership, entry: Entry) -> None:
    entry.refresh_from_db()
    confirm_entry(person, entry=entry, seen=version(entry.pk, entry.edited_at))


def at(entry: Entry, name: str) -> str:
    return f"/entries/{entry.pk}/{name}/"


def test_each_guardian_confirms_for_themselves(
    cast: Cast, asking: Entry, client_for: ClientFor
) -> None:
    mother = client_for(cast.mother)
    page = mother.get(f"/entries/{asking.pk}/")
    assert at(asking, "confirm") in page.content.decode()
    seen = page.context["card"].version
    for _ in range(2):
        answer = mother.post(at(asking, "confirm"), {"seen": str(seen)})
        assert answer["Location"] == f"/entries/{asking.pk}/"
    (said,) = Confirmation.objects.given_to(asking)
    assert said.membership == cast.mother
    assert at(asking, "confirm") not in mother.get("/").content.decode()
    assert at(asking, "confirm") in client_for(cast.father).get("/").content.decode()
    assert Event.objects.filter(verb="confirm_entry").count() == 1


def test_in_an_open_feed_only_the_card_is_answered(
    cast: Cast, asking: Entry, client_for: ClientFor
) -> None:
    seen = {"seen": str(version(asking.pk, None))}
    answer = client_for(cast.mother).post(
        at(asking, "confirm"), seen, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert page.count("<article") == 1 and "<html" not in page
    assert at(asking, "confirm") not in page


@pytest.mark.parametrize("part", ["student", "teacher", "ce2_parent", "administrator"])
def test_nobody_else_confirms(cast: Cast, asking: Entry, client_for: ClientFor, part: str) -> None:
    """Above all no child for its parents."""
    person = cast.people[part]
    assert client_for(person).post(at(asking, "confirm")).status_code == 404
    with pytest.raises(NotAsked):
        confirms(person, asking)


def test_only_what_asks_for_it_is_confirmed(cast: Cast, entry: Entry, asking: Entry) -> None:
    delete_entry(cast.teacher, entry=asking)
    for each in (entry, asking):
        with pytest.raises(NotAsked):
            confirms(cast.mother, each)


def test_nobody_is_asked_where_no_parent_reads(cast: Cast) -> None:
    students = cast.group("class", "student", of=cast.cm1)
    with pytest.raises(NobodyToAsk):
        publish_entry(cast.teacher, groups=[students], wants_confirmation=True, **WORDS)
    assert not Entry.objects.exists()


def test_a_form_that_asks_nobody_keeps_what_was_typed(cast: Cast, client_for: ClientFor) -> None:
    students = cast.group("class", "student", of=cast.cm1)
    answer = published(
        client_for(cast.teacher), {**WORDS, "groups": students.pk, "wants_confirmation": "on"}
    )
    assert answer.status_code == 422
    assert WORDS["body"] in answer.content.decode()


def test_words_that_were_changed_meanwhile_are_read_first(cast: Cast, asking: Entry) -> None:
    seen = version(asking.pk, asking.edited_at)
    edit_entry(cast.teacher, entry=asking, title="Sortie", body="À neuf heures.")
    with pytest.raises(WordsChanged):
        confirm_entry(cast.mother, entry=asking, seen=seen)
    assert not Confirmation.objects.given_to(asking).exists()


def test_a_change_shows_beside_what_was_confirmed_before(
    cast: Cast, asking: Entry, client_for: ClientFor
) -> None:
    confirms(cast.mother, asking)
    assert not card_of(asking, [cast.mother]).is_changed_since
    edit_entry(cast.teacher, entry=asking, title="Sortie", body="À neuf heures.")
    confirms(cast.parent_in_both, asking)
    assert card_of(asking, [cast.mother]).is_changed_since
    page = client_for(cast.teacher).get(f"{at(asking, 'returns')}{cast.cm1.pk}/").content.decode()
    assert page.count("modifié depuis") == 1


def returned(answer: Any) -> dict[str, tuple[bool, list[str]]]:
    return {
        each.child.name: (each.child.has_confirmed, [one.membership.name for one in each.guardians])
        for each in answer.context["found"]
    }


def test_the_teacher_sees_child_by_child_who_has_not(
    cast: Cast, asking: Entry, client_for: ClientFor
) -> None:
    alone = MembershipFactory(school=cast.school, user__first_name="Zélie")
    EnrolmentFactory(school=cast.school, school_class=cast.cm1, membership=alone)
    sync_groups(cast.school.pk)
    confirms(cast.father, asking)
    teacher = client_for(cast.teacher)
    address = teacher.get(at(asking, "returns"))["Location"]
    answer = teacher.get(address)
    assert returned(answer) == {
        alone.name: (False, []),
        "Noé Marchand": (False, ["Anne Marchand"]),
        "Emma Lacombe": (True, ["Claire Lacombe", "Marc Roussel"]),
    }
    figures = answer.context["figures"]
    assert (figures.confirmed, figures.asked, figures.children) == (1, 2, 3)


def test_a_sibling_in_another_class_is_not_in_it(cast: Cast, asking: Entry) -> None:
    assert set(children_of(asking)) == {cast.student, cast.classmate}


def test_of_the_whole_school_each_teacher_sees_their_class(
    cast: Cast, client_for: ClientFor
) -> None:
    entry = publish_entry(
        cast.head, groups=[cast.group("school")], wants_confirmation=True, **WORDS
    )
    confirms(cast.mother, entry)
    head = client_for(cast.head).get(at(entry, "returns"))
    assert [(e.school_class, e.confirmed, e.asked) for e in head.context["found"]] == [
        (cast.ce2, 1, 2),
        (cast.cm1, 1, 2),
    ]
    colleague = client_for(cast.ce2_teacher)
    assert colleague.get(at(entry, "returns"))["Location"].endswith(f"/{cast.ce2.pk}/")
    assert colleague.get(f"{at(entry, 'returns')}{cast.cm1.pk}/").status_code == 404
    assert client_for(cast.staff).get(at(entry, "returns")).status_code == 404
    with pytest.raises(NotFollowed):
        remind_guardians(cast.ce2_teacher, entry=entry, classes=[cast.cm1, cast.ce2])


@pytest.mark.parametrize("part", ["head", "teacher", "mother", "student", "administrator"])
@pytest.mark.parametrize("profile", ["", "teacher"], ids=["everybody", "teachers"])
def test_the_card_leads_there_only_for_whom_the_page_is(
    cast: Cast, client_for: ClientFor, part: str, profile: str
) -> None:
    group, person = cast.group("school", profile), cast.people[part]
    entry = EntryFactory(school=cast.school, author=cast.head, audience=[group])
    TaskFactory(school=cast.school, entry=entry)
    may = client_for(person).get(at(entry, "returns")).status_code != 404
    assert may is (part in ("head", "teacher") and not profile)
    assert card_of(entry, [person]).may_follow is may


def test_only_families_that_have_not_are_reminded_and_once_a_day(
    cast: Cast, asking: Entry, sent: Sent, django_capture_on_commit_callbacks: Any
) -> None:
    confirms(cast.father, asking)
    with clock.at(NOON), django_capture_on_commit_callbacks(execute=True):
        assert remind_guardians(cast.teacher, entry=asking, classes=[cast.cm1]) == 1
    (reminded,) = Confirmation.objects.filter(reminded_at=NOON)
    assert reminded.membership == cast.parent_in_both
    assert [channels for channels, _ in sent] == [[f"person.{cast.parent_in_both.user_id}"]] * 2
    with clock.at(NOON + timedelta(hours=3)), pytest.raises(RemindedToday):
        remind_guardians(cast.teacher, entry=asking, classes=[cast.cm1])
    with clock.at(NOON + timedelta(days=1)):
        assert remind_guardians(cast.teacher, entry=asking, classes=[cast.cm1]) == 1
        confirms(cast.parent_in_both, asking)
        assert remind_guardians(cast.teacher, entry=asking, classes=[cast.cm1]) == 0
    assert Event.objects.filter(verb="remind_guardians").count() == 2


def test_a_reminder_by_one_teacher_counts_for_all(
    cast: Cast, asking: Entry, client_for: ClientFor
) -> None:
    colleague = MembershipFactory(school=cast.school, profile="teacher")
    EnrolmentFactory(school=cast.school, school_class=cast.cm1, membership=colleague)
    sync_groups(cast.school.pk)
    assert remind_guardians(colleague, entry=asking, classes=[cast.cm1]) == 3
    page = f"{at(asking, 'returns')}{cast.cm1.pk}/"
    answer = client_for(cast.teacher).get(page)
    assert at(asking, "remind") not in answer.content.decode()
    assert answer.context["reminded_at"]


def test_nobody_is_reminded_while_writing_is_frozen(cast: Cast, asking: Entry) -> None:
    FreezeFactory(school=cast.school, profiles=["teacher"])
    with pytest.raises(SendingFrozen):
        remind_guardians(cast.teacher, entry=asking, classes=[cast.cm1])


def test_the_pages_cost_the_same_however_many_families(
    cast: Cast, asking: Entry, client_for: ClientFor
) -> None:
    pages = [f"{at(asking, 'returns')}{cast.cm1.pk}/", "/"]
    teacher = client_for(cast.teacher)
    before = [queries(teacher, page) for page in pages]
    for _ in range(5):
        child = MembershipFactory(school=cast.school)
        EnrolmentFactory(school=cast.school, school_class=cast.cm1, membership=child)
        parent = MembershipFactory(school=cast.school, profile="parent")
        GuardianshipFactory(school=cast.school, guardian=parent, student=child)
    sync_groups(cast.school.pk)
    publish_entry(
        cast.teacher, groups=[cast.group("class", of=cast.cm1)], wants_confirmation=True, **WORDS
    )
    assert [queries(teacher, page) for page in pages] == before
