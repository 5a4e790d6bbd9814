from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.choices import Profile, Sending
from accounts.deciding import NotAllowed
from accounts.models import Membership, School
from audit.models import Event
from contacts.actions.freezes import begin_freeze, end_freeze, end_freezes
from contacts.models import Freeze
from contacts.policies import SendingFrozen, can_send, must_be_able_to_send
from core import clock, realtime, wall
from messaging.actions import start_conversation
from moderation.actions.block import block_person
from moderation.measures import Grounds
from newsfeed.actions import edit_entry, publish_entry, write_comment
from newsfeed.models import Comment, Entry
from tests.cast import Cast, Troupe
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.accounts import MembershipFactory
from tests.factories.newsfeed import EntryFactory
from tests.newsfeed.conftest import begun

ClientFor = Callable[[Membership], SchoolClient]
REASON = "Un message blessant tourne. Nous regardons."


def freeze(troupe: Troupe, *profiles: str, hours: int = 1) -> Freeze:
    return begin_freeze(
        troupe.administrator,
        school=troupe.school,
        profiles=profiles,
        reason=REASON,
        until=clock.now() + timedelta(hours=hours),
    )


def told(*words: str) -> str:
    """What a command prints; it finds the wall closed, as in reality."""
    out = StringIO()
    with wall.within():
        call_command(*words, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def entry(cast: Cast) -> Entry:
    found: Entry = EntryFactory(
        school=cast.school, author=cast.teacher, audience=[cast.group("class", of=cast.cm1)]
    )
    return found


def test_a_freeze_holds_the_chosen_profiles_of_its_school_alone(cast: Cast) -> None:
    freeze(cast, Profile.STUDENT, Profile.PARENT)
    held = {part for part, person in cast.people.items() if not can_send(person)}
    students = {"student", "classmate", "ce2_student", "sibling"}
    assert held == students | {"mother", "father", "parent_in_both", "ce2_parent"}
    assert all(map(can_send, cast.other.people.values()))


def test_administrators_are_never_frozen_out(cast: Cast) -> None:
    freeze(cast, *Profile.values)
    free = {part for part, person in cast.people.items() if can_send(person)}
    assert free == {"administrator"}


def test_the_very_next_words_are_refused(cast: Cast, entry: Entry) -> None:
    """Also from a school that was read before the freeze began."""
    assert not cast.student.school.is_frozen
    freeze(cast, Profile.STUDENT, Profile.TEACHER)
    with pytest.raises(SendingFrozen):
        write_comment(cast.student, entry=entry, body="…")
    with pytest.raises(SendingFrozen):
        edit_entry(cast.teacher, entry=entry, title="…", body="…")
    with pytest.raises(SendingFrozen):
        publish_entry(cast.teacher, groups=[cast.group("class", of=cast.cm1)], title="…", body="…")
    with pytest.raises(SendingFrozen):
        must_be_able_to_send(cast.student, Sending.COMMENT)


def test_a_freeze_ends_by_itself_without_any_sweep(cast: Cast) -> None:
    freeze(cast, Profile.STUDENT)
    with clock.at(clock.now() + timedelta(hours=1)):
        assert can_send(cast.student)


def test_the_longer_of_two_freezes_holds(cast: Cast) -> None:
    freeze(cast, Profile.STUDENT, hours=3)
    short = freeze(cast, Profile.STUDENT, Profile.PARENT, hours=1)
    end_freeze(cast.administrator, freeze=short)
    assert can_send(cast.mother)
    assert not can_send(cast.student)
    cast.school.refresh_from_db()
    with clock.at(clock.now() + timedelta(hours=2)):
        assert cast.school.is_frozen


def test_ending_a_freeze_unblocks_nobody(cast: Cast) -> None:
    running = freeze(cast, Profile.STUDENT)
    block_person(cast.administrator, membership=cast.classmate, grounds=Grounds("…"))
    end_freeze(cast.administrator, freeze=running)
    cast.classmate.refresh_from_db()
    assert cast.classmate.is_blocked
    cast.school.refresh_from_db()
    assert not cast.school.is_frozen


def test_nobody_else_begins_or_ends_one(cast: Cast) -> None:
    running = freeze(cast, Profile.STUDENT)
    for person in (cast.teacher, cast.head, cast.other.administrator):
        with pytest.raises(NotAllowed):
            end_freeze(person, freeze=running)
        with pytest.raises(NotAllowed):
            begin_freeze(
                person, school=cast.school, profiles=["student"], reason="", until=clock.now()
            )


def test_ended_twice_it_was_ended_once(cast: Cast) -> None:
    running = freeze(cast, Profile.STUDENT)
    end_freeze(cast.administrator, freeze=running)
    end_freeze(cast.administrator, freeze=running)
    assert Event.objects.filter(verb="end_freeze").count() == 1


def test_the_sweep_puts_away_what_is_over(cast: Cast) -> None:
    over, still = freeze(cast, Profile.STUDENT), freeze(cast, Profile.PARENT, hours=5)
    with clock.at(over.until), wall.within():
        end_freezes()
        end_freezes()
    over.refresh_from_db()
    cast.school.refresh_from_db()
    assert over.ended_at == over.until
    assert cast.school.frozen_until == still.until
    assert Event.objects.filter(verb="end_freeze").count() == 1


def test_the_trail_says_who_paused_whom_and_not_why(cast: Cast) -> None:
    freeze(cast, Profile.STUDENT)
    event = Event.objects.get(verb="begin_freeze")
    assert event.actor and event.actor.membership_id == cast.administrator.pk
    assert event.facts["profiles"] == ["student"]
    assert REASON not in str(event.facts)


def test_every_page_says_so_to_everybody_of_the_school(cast: Cast, client_for: ClientFor) -> None:
    freeze(cast, Profile.STUDENT)
    for person in (cast.student, cast.mother, cast.teacher, cast.administrator, cast.guest):
        page = client_for(person).get("/people/").content.decode()
        assert REASON in page
        assert "les élèves" in page
    assert REASON not in client_for(cast.other.student).get("/").content.decode()


def test_who_is_in_two_schools_reads_in_which(cast: Cast, client_for: ClientFor) -> None:
    freeze(cast.other, Profile.STUDENT)
    page = client_for(cast.parent_in_both).get("/").content.decode()
    assert REASON in page
    assert f"{cast.other.school.name}." in page


def test_open_pages_are_told_at_once(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    sent: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(realtime, "_send", lambda *said: sent.append(said))
    with django_capture_on_commit_callbacks(execute=True):
        running = freeze(cast, Profile.STUDENT)
    with django_capture_on_commit_callbacks(execute=True):
        end_freeze(cast.administrator, freeze=running)
    everybody = [realtime.group_channel(cast.group("school").pk)]
    assert sent == [(everybody, {"type": "look", "look": "frozen"})] * 2


def test_while_nothing_is_frozen_no_page_asks(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.student)
    before = queries(client, "/")
    running = freeze(cast, Profile.STUDENT)
    assert queries(client, "/") == before + 1
    end_freeze(cast.administrator, freeze=running)
    assert queries(client, "/") == before


def test_the_page_says_it_in_place_of_the_form(
    cast: Cast, client_for: ClientFor, entry: Entry
) -> None:
    running = freeze(cast, Profile.STUDENT, Profile.TEACHER)
    page = client_for(cast.student).get(f"/entries/{entry.pk}/").content.decode()
    assert entry.title in page
    assert "<textarea" not in page
    change = client_for(cast.teacher).get(f"/entries/{entry.pk}/edit/").content.decode()
    assert "<textarea" not in change
    end_freeze(cast.administrator, freeze=running)
    assert "<textarea" in client_for(cast.student).get(f"/entries/{entry.pk}/").content.decode()


def test_what_was_typed_meanwhile_is_not_lost(
    cast: Cast, client_for: ClientFor, entry: Entry
) -> None:
    freeze(cast, Profile.STUDENT, Profile.TEACHER)
    words = "J’ai apporté une graine."
    given: list[tuple[Membership, str, dict[str, Any]]] = [
        (cast.student, f"/entries/{entry.pk}/", {"body": words}),
        (cast.teacher, f"/entries/{entry.pk}/edit/", {"title": "T", "body": words}),
        (
            cast.teacher,
            begun(client_for(cast.teacher)),
            {
                "do": "publish",
                "title": "T",
                "body": words,
                "groups": cast.group("class", of=cast.cm1).pk,
            },
        ),
    ]
    for person, address, data in given:
        answer = client_for(person).post(address, data)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not Comment.objects.filter(body=words).exists()
    assert not Entry.objects.published().filter(text=words).exists()


def test_an_administrator_needs_one_form_and_no_second_proof(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    address = f"/schools/{cast.school.pk}/freezes/"
    data = {"profiles": ["student", "parent"], "lasts": "hour", "reason": REASON}
    with time_machine.travel(clock.now() + timedelta(minutes=20)):
        assert client.post(address, data).status_code == 302
        assert not can_send(cast.mother)


def test_nothing_chosen_is_asked_for_and_nothing_typed_is_lost(
    cast: Cast, client_for: ClientFor
) -> None:
    answer = client_for(cast.administrator).post(
        f"/schools/{cast.school.pk}/freezes/", {"lasts": "hour", "reason": REASON}
    )
    assert answer.status_code == 422
    assert REASON in answer.content.decode()
    assert not Freeze.objects.exists()


def test_who_administers_one_school_freezes_it_and_no_other(
    cast: Cast, client_for: ClientFor
) -> None:
    theirs = freeze(cast.other, Profile.STUDENT)
    client = client_for(cast.administrator)
    here, there = cast.school.pk, cast.other.school.pk
    data = {"profiles": ["student"], "lasts": "hour", "reason": REASON}
    assert client.post(f"/schools/{there}/freezes/", data).status_code == 404
    assert client.post(f"/schools/{here}/freezes/{theirs.pk}/end/").status_code == 404
    assert theirs.is_in_force


def test_at_night_an_operator_does_the_same(cast: Cast) -> None:
    name = cast.school.name
    told("freeze_school", name, "--profiles", "student", "teacher", "--reason", REASON)
    assert not can_send(cast.student)
    assert not can_send(cast.teacher)
    assert School.objects.get(pk=cast.school.pk).is_frozen
    told("unfreeze_school", name)
    assert can_send(cast.student)
    with pytest.raises(CommandError):
        told("unfreeze_school", "École Nulle Part")


def test_one_profile_of_several_is_held(cast: Cast) -> None:
    """What is frozen is writing as a parent, not the person."""
    teacher_too = MembershipFactory(
        school=cast.school, user=cast.mother.user, profile=Profile.TEACHER
    )
    freeze(cast, Profile.PARENT)
    assert not can_send(cast.mother)
    assert can_send(teacher_too)


def test_a_conversation_is_read_and_says_why_nothing_is_written(
    cast: Cast, client_for: ClientFor
) -> None:
    talk = start_conversation(cast.teacher, to=[cast.student], subject="", body="Ton écharpe.")
    client, address = client_for(cast.student), f"/messages/{talk.pk}/"
    assert "<textarea" in client.get(address).content.decode()
    freeze(cast, Profile.STUDENT)
    page = client.get(address).content.decode()
    assert "Ton écharpe." in page and "<textarea" not in page
    answer = client.post(address, {"body": "Merci !"})
    assert answer.status_code == 422 and "Merci !" in answer.content.decode()
    assert talk.messages.exclude(sent_at=None).count() == 1
    assert "<textarea" in client_for(cast.teacher).get(address).content.decode()
