"""What somebody may not send for a time, at each door where something is sent."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.choices import Sending
from accounts.models import Membership
from contacts.actions.projects import ask_for_project
from contacts.policies import SendingBlocked, SendingHeld, SendingRestricted, must_be_able_to_send
from core import clock
from core.keeping import HeldBack
from messaging.actions import (
    answer_conversation,
    correct_message,
    remind_readers,
    schedule_message,
    start_conversation,
    start_draft,
    write_draft,
)
from messaging.models import Message
from messaging.scheduling import send_due
from moderation.actions.report import report_thing
from moderation.models import Measure
from moderation.settling import settle
from newsfeed.actions import (
    delete_comment,
    edit_entry,
    publish_entry,
    react_to_entry,
    write_comment,
)
from newsfeed.actions.confirming import remind_guardians
from newsfeed.actions.voting import cast_vote
from newsfeed.models import Comment, Entry
from newsfeed.scheduling import publish_due
from profiles.actions import tell_of_oneself
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.accounts import MembershipFactory
from tests.factories.contacts import FreezeFactory
from tests.factories.messaging import ConversationFactory, MessageFactory
from tests.factories.moderation import CaseFactory, DecisionFactory, MeasureFactory
from tests.factories.newsfeed import CommentFactory, EntryFactory, PollFactory

ClientFor = Callable[[Membership], SchoolClient]
WEEK = timedelta(weeks=1)


def restrict(person: Membership, *kinds: str, until: timedelta = WEEK) -> Measure:
    case = CaseFactory(school=person.school, accused=person)
    made: Measure = MeasureFactory(
        school=person.school,
        decision=DecisionFactory(school=person.school, case=case),
        kind="restrict",
        restricted_to=list(kinds),
        until=clock.now() + until,
    )
    settle(person.school_id)
    person.refresh_from_db()
    return made


def entry_of(cast: Cast, **what: object) -> Entry:
    audience = [cast.group("class", of=cast.cm1)]
    made: Entry = EntryFactory(school=cast.school, author=cast.teacher, audience=audience, **what)
    return made


def message_of(cast: Cast, **what: object) -> Message:
    talk = ConversationFactory(school=cast.school, between=[cast.teacher, cast.mother])
    made: Message = MessageFactory(
        school=cast.school, conversation=talk, author=cast.teacher, **what
    )
    return made


def write_to(cast: Cast) -> None:
    start_conversation(cast.teacher, to=[cast.mother], subject="Cantine", body="Bonjour")


def publish(cast: Cast) -> None:
    groups = [cast.group("class", of=cast.cm1)]
    publish_entry(cast.teacher, groups=groups, title="Sortie", body="<p>Vendredi.</p>")


def vote(cast: Cast) -> None:
    audience = [cast.group("class", of=cast.cm1)]
    entry = EntryFactory(school=cast.school, author=cast.head, audience=audience)
    cast_vote(cast.teacher, poll=PollFactory(school=cast.school, entry=entry), choices=[0])


def ask(cast: Cast) -> None:
    until = clock.now() + WEEK
    ask_for_project(cast.teacher, name="Lac", purpose="Voir.", until=until, classes=[cast.cm1])


# What the teacher does there, and which restriction holds it beside that of everything.
DOORS: dict[str, tuple[Sending, Callable[[Cast], object]]] = {
    "comment": (
        Sending.COMMENT,
        lambda cast: write_comment(cast.teacher, entry=entry_of(cast), body="Oui."),
    ),
    "publish": (Sending.ENTRY, publish),
    "edit": (
        Sending.ENTRY,
        lambda cast: edit_entry(cast.teacher, entry=entry_of(cast), title="…", body="…"),
    ),
    "remind": (
        Sending.ENTRY,
        lambda cast: remind_guardians(
            cast.teacher, entry=entry_of(cast, wants_confirmation=True), classes=[cast.cm1]
        ),
    ),
    "write": (Sending.MESSAGE, write_to),
    "answer": (
        Sending.MESSAGE,
        lambda cast: answer_conversation(
            cast.teacher, conversation=message_of(cast).conversation, body="Oui."
        ),
    ),
    "correct": (
        Sending.MESSAGE,
        lambda cast: correct_message(
            cast.teacher, message=message_of(cast, wants_confirmation=True), body="Non."
        ),
    ),
    "remind_readers": (
        Sending.MESSAGE,
        lambda cast: remind_readers(
            cast.teacher, message=message_of(cast, wants_confirmation=True)
        ),
    ),
    "react": (
        Sending.ALL,
        lambda cast: react_to_entry(cast.teacher, entry=entry_of(cast), kind="thanks"),
    ),
    "vote": (Sending.ALL, vote),
    "portrait": (Sending.ALL, lambda cast: tell_of_oneself(cast.teacher, motto="Vive le lac")),
    "project": (Sending.ALL, ask),
}


@pytest.mark.parametrize("restricted", [None, *Sending])
@pytest.mark.parametrize("door", DOORS)
def test_a_restriction_holds_its_doors_and_no_others(
    cast: Cast, door: str, restricted: Sending | None
) -> None:
    kind, pass_through = DOORS[door]
    if restricted:
        restrict(cast.teacher, restricted)
    if restricted in (kind, Sending.ALL):
        with pytest.raises(SendingRestricted):
            pass_through(cast)
    else:
        pass_through(cast)


@pytest.mark.parametrize("door", DOORS)
def test_a_freeze_holds_every_door_too(cast: Cast, door: str) -> None:
    FreezeFactory(school=cast.school, profiles=["teacher"])
    with pytest.raises(SendingHeld):
        DOORS[door][1](cast)


@pytest.mark.parametrize("door", DOORS)
def test_whoever_was_blocked_during_their_request_sends_nothing_more(cast: Cast, door: str) -> None:
    """As the membership of the request was read before that."""
    Membership.objects.filter(pk=cast.teacher.pk).update(blocked_at=clock.now())
    assert cast.teacher.is_usable
    with pytest.raises(SendingBlocked):
        DOORS[door][1](cast)


def test_it_holds_until_then_and_the_longest_holds(cast: Cast) -> None:
    restrict(cast.student, Sending.COMMENT, until=WEEK)
    restrict(cast.student, Sending.COMMENT, Sending.MESSAGE, until=WEEK / 7)
    with clock.at(clock.now() + WEEK / 2):
        must_be_able_to_send(cast.student, Sending.MESSAGE)
        with pytest.raises(SendingRestricted):
            must_be_able_to_send(cast.student, Sending.COMMENT)
    with clock.at(clock.now() + WEEK):
        must_be_able_to_send(cast.student, Sending.COMMENT)


def test_it_holds_in_the_project_of_another_school_too(cast: Cast) -> None:
    child = cast.student
    guest = MembershipFactory(
        school=cast.other.school,
        user=child.user,
        profile="guest",
        home=cast.school,
        home_profile="student",
    )
    must_be_able_to_send(guest, Sending.COMMENT)
    restrict(child, Sending.COMMENT)
    with pytest.raises(SendingRestricted):
        must_be_able_to_send(guest, Sending.COMMENT)


def test_reading_reporting_and_taking_back_go_on(cast: Cast, client_for: ClientFor) -> None:
    entry = entry_of(cast)
    mine = CommentFactory(school=cast.school, entry=entry, author=cast.student)
    unkind = CommentFactory(school=cast.school, entry=entry, author=cast.classmate)
    restrict(cast.student, Sending.ALL)
    assert client_for(cast.student).get(f"/entries/{entry.pk}/").status_code == 200
    report_thing(cast.student, subject=unkind, reason="unkind")
    delete_comment(cast.student, comment=mine)
    assert not Comment.objects.get(pk=mine.pk).is_there


def test_the_page_says_so_in_place_of_its_form(cast: Cast, client_for: ClientFor) -> None:
    entry, page = entry_of(cast), f"/schools/{cast.school.pk}/people/{cast.teacher.pk}/portrait/"
    talk = message_of(cast).conversation
    cast.teacher.user.language = "en"
    cast.teacher.user.save()
    client = client_for(cast.teacher)
    shown = [f"/entries/{entry.pk}/", f"/messages/{talk.pk}/", page]
    for address in shown:
        assert "Your school decided" not in client.get(address).content.decode()
    restrict(cast.teacher, Sending.ALL)
    for address in shown:
        page_now = client.get(address).content.decode()
        assert "Your school decided that you cannot send this until" in page_now, address
        assert "<textarea" not in page_now.split("<main", 1)[1], address


def test_what_was_typed_stays_when_it_is_refused(cast: Cast, client_for: ClientFor) -> None:
    entry = entry_of(cast)
    client = client_for(cast.teacher)
    restrict(cast.teacher, Sending.COMMENT)
    answer = client.post(f"/entries/{entry.pk}/", {"body": "Mes mots à moi"})
    assert answer.status_code == 422
    assert "Mes mots à moi" in answer.content.decode()


def test_what_waits_for_its_hour_is_kept_and_says_why(cast: Cast) -> None:
    entry = entry_of(cast, state="scheduled", publish_at=clock.now() + WEEK / 7)
    draft = start_draft(cast.teacher, to=[cast.mother])
    draft = write_draft(
        cast.teacher,
        message=draft,
        seen=draft.version,
        subject="",
        body="Bonjour",
        answers_to_all=True,
    )
    schedule_message(cast.teacher, message=draft, send_at=clock.now() + WEEK / 7)
    restrict(cast.teacher, Sending.ALL)
    with clock.at(clock.now() + WEEK / 2):
        publish_due()
        send_due()
    for waiting in (entry, draft):
        waiting.refresh_from_db()
        assert (waiting.state, waiting.held_back) == ("draft", HeldBack.RESTRICTED)


def test_scheduling_is_sending(cast: Cast) -> None:
    draft = start_draft(cast.teacher, to=[cast.mother])
    restrict(cast.teacher, Sending.MESSAGE)
    with pytest.raises(SendingRestricted):
        schedule_message(cast.teacher, message=draft, send_at=clock.now() + WEEK)
