"""What the other parts of the house tell in the feed."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from accounts.actions.duties import set_duties
from accounts.choices import Duty
from accounts.models import Membership
from charters.models import Signature
from core import clock
from core.feed_notices import Told
from messaging.actions import (
    answer_conversation,
    confirm_message,
    mark_read,
    start_conversation,
)
from messaging.models import Participant
from moderation.actions.decide import find_nothing
from moderation.actions.report import report_thing
from moderation.models import Case
from moderation.subjects import Thing
from newsfeed import feed, items
from newsfeed.actions import write_comment
from newsfeed.cards import Notice
from newsfeed.models import Entry
from newsfeed.places import TOP
from newsfeed.told import facts
from tests.cast import Cast
from tests.factories.accounts import TellingFactory
from tests.newsfeed.conftest import ClientFor


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def told(person: Membership, child_id: int | None = None) -> list[Told]:
    page = feed.older_than(TOP, [person], narrowing=feed.Narrowing(child_id=child_id))
    return [item.told for item in page.items if isinstance(item, Notice)]


def test_a_message_names_its_author_and_the_child(cast: Cast) -> None:
    parents = cast.group("class", "parent", of=cast.cm1)
    talk = start_conversation(cast.teacher, groups=[parents], subject="Piscine", body="Mardi.")
    [notice] = told(cast.mother)
    assert notice.sentence == f"{cast.teacher.name} wrote: Piscine"
    assert (notice.child, notice.room) == (cast.student.user.first_name, "CM1")
    assert told(cast.mother, child_id=cast.student.pk) == [notice]
    assert told(cast.mother, child_id=cast.sibling.pk) == []
    assert told(cast.teacher) == told(cast.ce2_parent) == []
    mark_read(cast.mother, seen=talk.participants.get(membership=cast.mother))
    assert told(cast.mother) == []
    answer_conversation(cast.mother, conversation=talk, body="Merci.")
    [notice] = told(cast.teacher)
    assert (notice.child, notice.url) == (cast.student.user.first_name, f"/messages/{talk.pk}/")


def test_a_message_is_to_be_confirmed_until_it_is(cast: Cast, client_for: ClientFor) -> None:
    """Also once it is read, though the feed as a whole tells it no more."""
    parents = cast.group("class", "parent", of=cast.cm1)
    talk = start_conversation(cast.teacher, groups=[parents], subject="", body="Mardi.")
    talk.messages.update(wants_confirmation=True)
    [notice] = told(cast.mother)
    assert notice.sentence == f"{cast.teacher.name} asks to confirm a message."
    start_conversation(cast.teacher, to=[cast.mother], subject="", body="Bonjour.")
    mark_read(cast.mother, seen=talk.participants.get(membership=cast.mother))
    assert notice not in told(cast.mother)
    client = client_for(cast.mother)
    page = client.get("/?confirm=1").content.decode()
    assert page.count('class="feed-notice') == 1
    assert "/dismiss/" not in page
    message = talk.messages.get()
    confirm_message(cast.mother, message=message, wording=message.wording)
    assert "feed-notice" not in client.get("/?confirm=1").content.decode()


def test_what_is_read_while_the_page_is_gathered_is_told_no_more(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_conversation(cast.teacher, to=[cast.mother], subject="", body="Bonjour.")

    def read_meanwhile() -> str:
        Participant.objects.update(read_at=clock.now())
        return facts()

    monkeypatch.setattr(items, "facts", read_meanwhile)
    assert told(cast.mother) == []


def test_whoever_reported_something_hears_what_became_of_it(cast: Cast, entry: Entry) -> None:
    report = report_thing(cast.student, subject=entry, reason="unkind")
    assert told(cast.student) == []
    find_nothing(cast.head, case=report.case, seen=1)
    [notice] = told(cast.student)
    assert notice.sentence == "Your school has looked at what you reported."
    assert told(cast.teacher) == told(cast.classmate) == []


def test_a_report_is_about_the_class_where_it_stood(cast: Cast, entry: Entry) -> None:
    """And, for a parent, about the child whose class that is."""
    comment = write_comment(cast.classmate, entry=entry, body="Bof.")
    parents = cast.group("class", "parent", of=cast.cm1)
    talk = start_conversation(cast.teacher, groups=[parents], subject="Piscine", body="Mardi.")
    child = cast.student.user.first_name
    for person, named in ((cast.student, ""), (cast.mother, child)):
        for thing, decider in ((entry, cast.head), (comment, cast.administrator)):
            case = reported(person, thing)
            find_nothing(decider, case=case, seen=case.version)
        notices = [each for each in told(person) if "reported" in each.sentence]
        assert [(each.child, each.room) for each in notices] == [(named, "CM1")] * 2
    find_nothing(cast.head, case=reported(cast.mother, talk.messages.get()), seen=1)
    of_child, of_sibling = (
        [each for each in told(cast.mother, child_id=each.pk) if "reported" in each.sentence]
        for each in (cast.student, cast.sibling)
    )
    assert (len(of_child), len(of_sibling)) == (2, 0)
    assert (child, "CM1") == (told(cast.mother)[0].child, told(cast.mother)[0].room)


def reported(by: Membership, thing: Thing) -> Case:
    case: Case = report_thing(by, subject=thing, reason="unkind").case
    return case


def test_a_family_hears_of_a_charter_that_is_not_signed(cast: Cast) -> None:
    assert told(cast.mother) == []
    Signature.objects.filter(membership=cast.student).delete()
    name = cast.student.user.first_name
    for person in (cast.mother, cast.father):
        assert [(each.child, each.room) for each in told(person)] == [(name, "CM1")]
    assert told(cast.student) == told(cast.ce2_parent) == []


def test_an_account_hears_what_was_done_to_it(cast: Cast) -> None:
    set_duties(cast.administrator, membership=cast.staff, duties=[Duty.HEAD])
    set_duties(cast.administrator, membership=cast.staff, duties=[Duty.HEAD])
    [notice] = told(cast.staff)
    assert cast.administrator.name in notice.sentence
    assert told(cast.administrator) == []


def test_a_family_reads_who_made_a_code_for_a_child(cast: Cast) -> None:
    TellingFactory(school=cast.school, reader=cast.mother, about=cast.student, by=cast.teacher)
    [notice] = told(cast.mother)
    assert cast.student.name in notice.sentence
    assert (notice.child, notice.room) == (cast.student.user.first_name, "CM1")
