"""Who learns why somebody is out, by whom and until when."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.choices import Sending
from accounts.models import Membership
from core import clock
from moderation.actions.block import block_person
from moderation.actions.profile_blocks import begin_profile_block
from moderation.measures import Grounds
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.moderation.test_restricting import restrict

ClientFor = Callable[[Membership], SchoolClient]
WEEK = timedelta(weeks=1)
WHY = "Des insultes tous les matins."


def page(person: Membership) -> str:
    return f"/schools/{person.school_id}/people/{person.pk}/"


def read(client_for: ClientFor, reader: Membership, person: Membership) -> str:
    reader.user.language = "en"
    reader.user.save()
    return client_for(reader).get(page(person)).content.decode()


def test_whoever_handles_it_reads_why_and_the_teacher_until_when(
    cast: Cast, client_for: ClientFor
) -> None:
    until = clock.now() + WEEK
    block_person(cast.administrator, membership=cast.classmate, grounds=Grounds(WHY), until=until)
    shown = read(client_for, cast.administrator, cast.classmate)
    assert WHY in shown and "Cannot come in until" in shown
    shown = read(client_for, cast.teacher, cast.classmate)
    assert WHY not in shown and "Cannot come in until" in shown
    for part in ("student", "mother"):
        shown = read(client_for, cast.people[part], cast.classmate)
        assert WHY not in shown and "locked" not in shown


@pytest.mark.parametrize(("by", "reads"), [("administrator", True), ("second", False)])
def test_a_decision_about_a_teacher_is_the_heads_and_its_makers(
    cast: Cast, client_for: ClientFor, by: str, *, reads: bool
) -> None:
    cast.senior.duties = ["local_administrator"]
    cast.senior.save()
    block_person(cast.administrator, membership=cast.teacher, grounds=Grounds(WHY))
    reader = cast.administrator if by == "administrator" else cast.senior
    shown = read(client_for, reader, cast.teacher)
    assert (WHY in shown) == reads
    assert "Cannot come in for now" in shown


def test_what_they_may_not_send_is_told_to_those_who_look_after_them(
    cast: Cast, client_for: ClientFor
) -> None:
    restrict(cast.classmate, Sending.COMMENT)
    for part in ("administrator", "teacher"):
        assert "they cannot send: comments" in read(client_for, cast.people[part], cast.classmate)
    assert "cannot send" not in read(client_for, cast.student, cast.classmate)


def test_where_all_of_them_are_out_nobody_is_unblocked_alone(
    cast: Cast, client_for: ClientFor
) -> None:
    begin_profile_block(
        cast.administrator,
        school=cast.school,
        profiles=["student"],
        reason="Vacances",
        until=clock.now() + WEEK,
    )
    shown = read(client_for, cast.administrator, cast.classmate)
    assert "The school is closed for the students until" in shown
    assert f"{page(cast.classmate)}unblock/" not in shown


def test_nobody_else_pays_for_it(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.student)
    few = queries(client, page(cast.classmate))
    restrict(cast.classmate, Sending.COMMENT)
    assert queries(client, page(cast.classmate)) == few
