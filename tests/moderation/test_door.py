"""What somebody reads who is not let in."""

import html
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import translation
from time_machine import travel

from accounts.actions.rights import end_sessions
from accounts.choices import Profile, View
from accounts.models import Membership
from core import clock
from core.templatetags.readable import readable
from moderation.actions.block import block_person
from moderation.actions.profile_blocks import begin_profile_block
from moderation.flow import State
from moderation.measures import Grounds, MeasureKind, Wanted
from moderation.models import Appeal, Case, Decision
from newsfeed.models import Comment
from tests.cast import PASSWORD, Cast
from tests.client import SchoolClient
from tests.moderation.test_statements import NOTE, decided, reported
from tests.moderation.test_statements import WHY as BECAUSE

DAY = timedelta(days=1)
WHY = "Des insultes tous les matins."


@pytest.fixture(autouse=True)
def _in_french() -> Iterator[None]:
    with translation.override("fr"):
        yield


def at_the_door(person: Membership) -> str:
    """What the right password shows."""
    attempt = {"login": person.user.username, "password": PASSWORD}
    answer = SchoolClient().post("/sign-in/", attempt)
    assert answer.status_code == 403
    return str(answer.content.decode())


@pytest.mark.parametrize("length", [DAY, None])
def test_it_says_until_when_somebody_is_blocked_and_why_and_by_whom(
    cast: Cast, length: timedelta | None
) -> None:
    until = clock.now() + length if length else None
    block_person(cast.administrator, membership=cast.classmate, grounds=Grounds(WHY), until=until)
    said = at_the_door(cast.classmate)
    assert "on ne peut pas entrer avec ce compte" in said
    assert WHY in said and cast.administrator.name in said
    assert until is None or readable(until) in said


def test_in_a_restricted_case_it_says_so_too_and_not_who_reported(
    cast: Cast, comment: Comment
) -> None:
    case = reported(cast, comment, "safety")
    decided(cast.lead, case, Wanted(MeasureKind.BLOCK))
    said = at_the_door(cast.classmate)
    assert BECAUSE in said and cast.lead.name in said
    assert cast.student.name not in said and NOTE not in said


def test_who_reads_little_is_told_to_ask(cast: Cast) -> None:
    block_person(cast.administrator, membership=cast.classmate, grounds=Grounds(WHY))
    cast.classmate.user.view = View.SIMPLE
    cast.classmate.user.save()
    said = at_the_door(cast.classmate)
    assert "Ils peuvent demander à l’école de regarder encore" in said
    assert WHY not in said and 'name="ticket"' not in said


def asked_with(ticket: str) -> Any:
    typed = {"ticket": ticket, "words": "C’était pour rire."}
    return SchoolClient().post("/another-look/", typed)


def ticket_in(said: str) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', said)
    assert found
    return found.group(1)


def test_somebody_who_is_not_let_in_asks_for_another_look_there(cast: Cast) -> None:
    block_person(cast.administrator, membership=cast.mother, grounds=Grounds(WHY))
    ticket = ticket_in(at_the_door(cast.mother))
    assert asked_with(ticket).status_code == 200
    appeal = Appeal.objects.get()
    assert (appeal.by, appeal.words) == (cast.mother, "C’était pour rire.")
    assert Case.objects.get().state == State.APPEALED
    said = at_the_door(cast.mother)
    assert "L’école regarde encore une fois" in said and 'name="ticket"' not in said
    assert asked_with(ticket).status_code == 200, "twice is once"
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize("spoiled", ["made up", "late", "signed out since", "over"])
def test_a_ticket_is_good_for_half_an_hour_and_for_its_holder(cast: Cast, spoiled: str) -> None:
    until = clock.now() + timedelta(minutes=40)
    block_person(cast.administrator, membership=cast.mother, grounds=Grounds(WHY), until=until)
    ticket = ticket_in(at_the_door(cast.mother))
    later = clock.now() + timedelta(minutes=31 if spoiled == "late" else 0)
    if spoiled == "made up":
        ticket = ticket[:-3] + "abc"
    elif spoiled == "signed out since":
        end_sessions(cast.mother.user)
    elif spoiled == "over":
        Decision.objects.update(undone_at=clock.now())
    with travel(later, tick=False):
        answer = asked_with(ticket)
    assert answer.status_code == (200 if spoiled == "over" else 422)
    said = answer.content.decode()
    assert "C’était pour rire." in html.unescape(said), "what was typed is given back"
    assert WHY not in said and cast.administrator.name not in said
    assert not Appeal.objects.exists()


def test_too_many_words_are_given_back_with_a_sentence(cast: Cast) -> None:
    block_person(cast.administrator, membership=cast.mother, grounds=Grounds(WHY))
    typed = {"ticket": ticket_in(at_the_door(cast.mother)), "words": "trop " * 500}
    answer = SchoolClient().post("/another-look/", typed)
    assert answer.status_code == 422 and typed["words"].strip() in answer.content.decode()
    assert "2000" in answer.content.decode()


def test_the_door_says_nothing_to_a_stranger(cast: Cast) -> None:
    block_person(cast.administrator, membership=cast.mother, grounds=Grounds(WHY))
    attempt = {"login": cast.mother.user.username, "password": "pas le bon"}
    said = SchoolClient().post("/sign-in/", attempt).content.decode()
    assert WHY not in said and "ticket" not in said


def shut(cast: Cast, until: datetime | None, profile: Profile = Profile.STUDENT) -> None:
    begin_profile_block(
        cast.administrator,
        school=cast.school,
        profiles=[profile],
        reason="Bonnes vacances !",
        until=until,
    )


@pytest.mark.parametrize("length", [DAY, None])
def test_where_all_of_their_profile_are_out_it_says_so(
    cast: Cast, length: timedelta | None
) -> None:
    until = clock.now() + length if length else None
    shut(cast, until)
    said = at_the_door(cast.student)
    assert ": c’est fermé pour les élèves" in said and "Bonnes vacances !" in said
    assert until is None or readable(until) in said
    assert "on ne peut pas entrer avec ce compte" not in said


def test_of_both_it_says_both_each_with_its_own_end(cast: Cast) -> None:
    soon, late = clock.now() + DAY, clock.now() + 9 * DAY
    block_person(cast.administrator, membership=cast.student, grounds=Grounds(WHY), until=soon)
    shut(cast, late)
    said = at_the_door(cast.student)
    assert said.count(readable(soon)) == said.count(readable(late)) == 1


def test_what_one_school_decided_is_not_said_of_the_other(cast: Cast) -> None:
    ends = [(cast, clock.now() + DAY), (cast.other, clock.now() + 2 * DAY)]
    for troupe, until in ends:
        person = troupe.parent_in_both
        block_person(troupe.administrator, membership=person, grounds=Grounds(WHY), until=until)
    said = at_the_door(cast.parent_in_both)
    for _troupe, until in ends:
        assert said.count(readable(until)) == 1
