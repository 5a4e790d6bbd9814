"""While all students are out, each door is shut to them, as to whoever is blocked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions.activation import activate_account, issue_activation_code
from accounts.actions.codes import issue_codes
from accounts.consumers import THROWN_OUT
from accounts.entrance.entrants import CardNotAccepted, Entrant, entrant_with_card
from accounts.entrance.proofs import ProofNotAccepted, key_of_link, prove_with_link
from accounts.models import Membership, School
from core import clock, wall
from messaging.actions import start_draft
from messaging.scheduling import send_due
from moderation.actions.profile_blocks import begin_profile_block
from tests.access.sockets import session_of
from tests.access.test_sockets import how_it_closes
from tests.accounts.test_directory import found
from tests.accounts.test_pictures import MINE, choose, press
from tests.cast import Cast
from tests.client import SchoolClient
from tests.messaging.test_scheduling import scheduled

ClientFor = Callable[[Membership], SchoolClient]
HOUR = timedelta(hours=1)


def shut(cast: Cast) -> None:
    begin_profile_block(
        cast.administrator,
        school=cast.school,
        profiles=["student"],
        reason="Bonnes vacances !",
        until=clock.now() + timedelta(weeks=2),
    )


def test_a_code_opens_no_account(cast: Cast) -> None:
    cast.student.user.set_unusable_password()
    cast.student.user.save()
    code = issue_activation_code(cast.administrator, membership=cast.student)
    shut(cast)
    with pytest.raises(ProofNotAccepted), wall.within():
        activate_account(login=cast.student.user.username, code=code, password="chat-orage-tambour")
    with pytest.raises(PermissionDenied):
        issue_activation_code(cast.administrator, membership=cast.student)


def test_a_link_gives_no_new_password(cast: Cast) -> None:
    shut(cast)
    cast.student.user.refresh_from_db()
    with wall.as_person(cast.student.user_id):
        key = key_of_link(cast.student.user)
    with pytest.raises(ProofNotAccepted), wall.within():
        prove_with_link(key)


def test_the_right_pictures_lead_to_the_reason(cast: Cast, client: SchoolClient) -> None:
    child = youngest(cast)
    code = card_of(cast, child)
    choose(shown(child, code))
    shut(cast)
    client.post("/card/", {"login": child.user.username, "code": code})
    # A script would keep an answer of that status to itself.
    assert b"hx-post" not in press(client, MINE[:2]).content
    told = press(client, MINE)
    assert told.status_code == 403
    assert "Bonnes vacances !" in told.content.decode()
    assert client.get("/me/").status_code == 302


def test_no_pictures_are_chosen(cast: Cast) -> None:
    child = youngest(cast)
    entrant = shown(child, card_of(cast, child))
    shut(cast)
    with pytest.raises(CardNotAccepted):
        choose(entrant)


def youngest(cast: Cast) -> Membership:
    """A student in a school where CM1 signs in with pictures."""
    School.objects.filter(pk=cast.school.pk).update(pictures_up_to=4)
    cast.student.user.set_unusable_password()
    cast.student.user.save()
    return cast.student


def card_of(cast: Cast, child: Membership) -> str:
    (issued,) = issue_codes(cast.teacher, people=[child])
    return issued.code


def shown(child: Membership, code: str) -> Entrant:
    with wall.within():
        return entrant_with_card(login=child.user.username, code=code)


def test_no_socket_is_opened(cast: Cast) -> None:
    session = session_of(cast.student)
    assert how_it_closes(session) is None
    shut(cast)
    assert how_it_closes(session) == THROWN_OUT


def test_what_waits_for_its_hour_is_not_sent(cast: Cast) -> None:
    waiting = scheduled(cast.student, cast.teacher)
    shut(cast)
    with clock.at(clock.now() + 2 * HOUR):
        send_due()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.held_back) == ("draft", "author")


def test_nobody_finds_them(cast: Cast, client_for: ClientFor) -> None:
    teacher = client_for(cast.teacher)
    assert cast.classmate.name in found(teacher, cast.classmate.name)
    shut(cast)
    assert found(teacher, cast.classmate.name) == []
    to = f"/messages/drafts/{start_draft(cast.teacher).pk}/to/"
    assert teacher.post(to, {"person": cast.classmate.pk}).status_code == 404
