from collections.abc import Callable

import pytest

from accounts.choices import Profile
from accounts.models import Membership
from audit.models import Event
from contacts.actions.refusals import accept_messages, refuse_messages
from contacts.models import Refusal
from contacts.policies import MayNotRefuse
from contacts.reach import can_write_to, groups_reached_by, reached_by, refused_by
from messaging.rights import heard_in, recipients_of
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.messaging import ConversationFactory, MessageFactory

ClientFor = Callable[[Membership], SchoolClient]


def page(person: Membership, name: str = "") -> str:
    return f"/schools/{person.school_id}/people/{person.pk}/{name}"


def test_neither_reaches_the_other_until_it_is_taken_back(cast: Cast) -> None:
    refuse_messages(cast.student, of=cast.classmate)
    assert not can_write_to(cast.classmate, cast.student)
    assert not can_write_to(cast.student, cast.classmate)
    assert can_write_to(cast.classmate, cast.teacher)
    accept_messages(cast.student, of=cast.classmate)
    assert can_write_to(cast.classmate, cast.student)


def test_taking_ones_own_back_leaves_that_of_the_other(cast: Cast) -> None:
    refuse_messages(cast.student, of=cast.classmate)
    refuse_messages(cast.classmate, of=cast.student)
    accept_messages(cast.student, of=cast.classmate)
    assert not can_write_to(cast.student, cast.classmate)


def test_nobody_refuses_an_adult_and_no_adult_refuses(cast: Cast) -> None:
    for by, of in (
        (cast.student, cast.teacher),
        (cast.student, cast.mother),
        (cast.student, cast.student),
        (cast.teacher, cast.student),
        (cast.mother, cast.teacher),
        (cast.student, cast.other.student),
    ):
        with pytest.raises(MayNotRefuse):
            refuse_messages(by, of=of)
    assert not Refusal.objects.exists()


def test_in_a_conversation_of_many_it_reaches_all_others(cast: Cast) -> None:
    """Whoever began it may write to both, and yet the one does not get what the other says."""
    people = [cast.teacher, cast.student, cast.classmate]
    talk = ConversationFactory(school=cast.school, started_by=cast.teacher, between=people)
    assert {*heard_in(talk, cast.classmate)} == {cast.teacher, cast.student}
    refuse_messages(cast.student, of=cast.classmate)
    answer = MessageFactory(school=cast.school, conversation=talk, author=cast.classmate)
    assert {*heard_in(talk, cast.classmate)} == {cast.teacher}
    assert {*recipients_of(answer)} == {cast.teacher}
    assert {*heard_in(talk, cast.student)} == {cast.teacher}
    assert {*heard_in(talk, cast.teacher)} == {cast.student, cast.classmate}


def test_the_class_stays_a_group_one_writes_to(cast: Cast) -> None:
    """A group that vanished from the picker would tell who refused."""
    students = cast.group("class", Profile.STUDENT, of=cast.cm1)
    refuse_messages(cast.student, of=cast.classmate)
    assert students in groups_reached_by(cast.classmate)
    assert cast.student not in reached_by(cast.classmate)


def test_refused_on_their_page_and_undone_there_and_on_ones_own(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.student)
    refuse, accept = page(cast.classmate, "refuse/"), page(cast.classmate, "accept/")
    assert refuse in client.get(page(cast.classmate)).content.decode()
    assert client.post(refuse).status_code == 302
    shown = client.get(page(cast.classmate)).content.decode()
    assert accept in shown
    assert refuse not in shown
    assert accept in client.get("/refused/").content.decode()
    assert client.post(accept).status_code == 302
    assert cast.classmate.name not in client.get("/refused/").content.decode()


def test_the_other_is_told_nothing(cast: Cast, client_for: ClientFor) -> None:
    theirs = client_for(cast.classmate)
    before = theirs.get(page(cast.student)).content.decode()
    assert "messages/new" in before or "write" in before
    refuse_messages(cast.student, of=cast.classmate)
    after = theirs.get(page(cast.student)).content.decode()
    assert page(cast.student, "accept/") not in after
    assert page(cast.student, "refuse/") in after
    assert theirs.get("/refused/").content.decode().count(cast.student.name) == 0


def test_it_is_undone_also_when_the_other_is_out_of_sight(
    cast: Cast, client_for: ClientFor
) -> None:
    Refusal.objects.create(school=cast.school, by=cast.student, of=cast.ce2_student)
    client = client_for(cast.student)
    assert client.get(page(cast.ce2_student)).status_code == 404
    assert client.post(page(cast.ce2_student, "accept/")).status_code == 302
    assert not refused_by(cast.student.user).exists()


def test_adults_see_it_in_the_log_alone(cast: Cast, client_for: ClientFor) -> None:
    refuse_messages(cast.student, of=cast.classmate)
    refuse_messages(cast.student, of=cast.classmate)
    assert Event.objects.filter(verb="refuse_messages", target_id=cast.classmate.pk).count() == 1
    for adult in (cast.teacher, cast.administrator, cast.mother):
        assert client_for(adult).get(page(cast.student, "accept/")).status_code == 404
        for person in (cast.student, cast.classmate):
            answer = client_for(adult).get(page(person)).content.decode()
            assert "/refuse/" not in answer
            assert "/accept/" not in answer


def test_a_page_of_many_refusals_costs_as_one_of_few(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.student)
    refuse_messages(cast.student, of=cast.classmate)
    cost = queries(client, "/refused/")
    for other in (cast.ce2_student, cast.sibling):
        refuse_messages(cast.student, of=other)
    assert queries(client, "/refused/") == cost
