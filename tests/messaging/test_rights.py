"""Who is reached by the next message of a conversation, whatever was said before."""

from collections.abc import Callable

import pytest

from accounts.choices import Profile
from accounts.groups import sync_groups
from accounts.models import ContactRule, Enrolment, Group, GroupMember, Membership
from contacts.reach import groups_reached_by, reached_by
from messaging.actions import answer_conversation, start_conversation
from messaging.models import Conversation, Message
from messaging.policies import MayNotWrite
from messaging.rights import heard_in
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.accounts import MembershipFactory

ClientFor = Callable[[Membership], SchoolClient]


def has(person: Membership) -> set[str]:
    """The words of all messages that came to this person, or went from them."""
    return set(Message.objects.visible_to(person.user).values_list("body", flat=True))


def take_rule_away(cast: Cast, by: Profile, to: Profile) -> None:
    rules = ContactRule.objects.filter(school=cast.school, from_group__profile=by)
    assert rules.filter(to_group__profile=to).delete()[0]


@pytest.fixture
def asked(cast: Cast) -> Conversation:
    """The mother asked the teacher, who answered."""
    talk = start_conversation(cast.mother, to=[cast.teacher], subject="Cantine", body="Noix ?")
    answer_conversation(cast.teacher, conversation=talk, body="Aucune.")
    return talk


@pytest.fixture
def told(cast: Cast) -> Conversation:
    """Staff wrote to two students who could not have begun it, and may not write to each other."""
    to = [cast.student, cast.ce2_student]
    return start_conversation(cast.staff, to=to, subject="", body="Votre ballon est ici.")


def test_who_was_written_to_answers_everybody_in_it(cast: Cast, told: Conversation) -> None:
    assert cast.ce2_student not in reached_by(cast.student)
    answer_conversation(cast.student, conversation=told, body="Il est à moi !")
    assert "Il est à moi !" in has(cast.ce2_student) & has(cast.staff)


def test_an_answer_to_one_alone_is_read_by_nobody_else(
    cast: Cast, told: Conversation, client_for: ClientFor
) -> None:
    first = told.messages.get()
    words = {"body": "C’est mon frère qui l’a pris.", "answers": first.pk}
    client_for(cast.student).post(f"/messages/{told.pk}/", words)
    assert "C’est mon frère qui l’a pris." in has(cast.staff) & has(cast.student)
    assert has(cast.ce2_student) == {"Votre ballon est ici."}
    page = client_for(cast.ce2_student).get(f"/messages/{told.pk}/").content.decode()
    assert "frère" not in page
    assert "frère" not in client_for(cast.ce2_student).get("/messages/").content.decode()
    found = client_for(cast.ce2_student).post("/messages/search/", {"words": "frere"})
    assert found.context["found"] == []


def test_one_answers_alone_only_what_one_has(
    cast: Cast, told: Conversation, asked: Conversation, client_for: ClientFor
) -> None:
    words = {"body": "Bonjour", "answers": asked.messages.earliest("pk").pk}
    assert client_for(cast.student).post(f"/messages/{told.pk}/", words).status_code == 422
    assert told.messages.count() == 1


def test_a_rule_taken_away_refuses_the_next_message_of_who_began(
    cast: Cast, asked: Conversation, client_for: ClientFor
) -> None:
    take_rule_away(cast, Profile.PARENT, Profile.TEACHER)
    with pytest.raises(MayNotWrite):
        answer_conversation(cast.mother, conversation=asked, body="Et vendredi ?")
    answer = client_for(cast.mother).post(f"/messages/{asked.pk}/", {"body": "Et vendredi ?"})
    assert answer.status_code == 422
    assert "Et vendredi ?" not in has(cast.teacher)
    # The teacher's own right stands.
    answer_conversation(cast.teacher, conversation=asked, body="Venez me voir.")
    assert "Venez me voir." in has(cast.mother)


def test_a_rule_taken_away_refuses_those_who_answered_too(cast: Cast, told: Conversation) -> None:
    take_rule_away(cast, Profile.STAFF, Profile.STUDENT)
    for person in (cast.staff, cast.student, cast.ce2_student):
        assert not heard_in(told, person).exists()
        with pytest.raises(MayNotWrite):
            answer_conversation(person, conversation=told, body="Encore là ?")


def test_who_may_not_write_any_more_reads_and_sees_no_form(
    cast: Cast, told: Conversation, client_for: ClientFor
) -> None:
    client = client_for(cast.student)
    assert "<textarea" in client.get(f"/messages/{told.pk}/").content.decode()
    take_rule_away(cast, Profile.STAFF, Profile.STUDENT)
    page = client.get(f"/messages/{told.pk}/").content.decode()
    assert "Votre ballon est ici." in page and "<textarea" not in page


def test_who_left_the_class_gets_nothing_more_of_its_conversation(cast: Cast) -> None:
    students = cast.group("class", "student", of=cast.cm1)
    talk = start_conversation(cast.student, groups=[students], subject="", body="On joue ?")
    assert "On joue ?" in has(cast.classmate)
    Enrolment.objects.filter(membership=cast.classmate).delete()
    sync_groups(cast.school.pk, of=[cast.classmate.pk])
    with pytest.raises(MayNotWrite):
        answer_conversation(cast.student, conversation=talk, body="Et demain ?")
    assert has(cast.classmate) == {"On joue ?"}


def test_one_who_is_missing_stops_nobody_else(cast: Cast, told: Conversation) -> None:
    Membership.objects.filter(pk=cast.ce2_student.pk).update(closed_at=told.started_at)
    answer_conversation(cast.student, conversation=told, body="Merci.")
    assert "Merci." in has(cast.staff)


def test_a_group_is_who_is_in_it_when_it_is_sent(cast: Cast) -> None:
    students = cast.group("class", "student", of=cast.cm1)
    start_conversation(cast.teacher, groups=[students], subject="", body="Contrôle lundi.")
    late = MembershipFactory(school=cast.school, profile=Profile.STUDENT)
    Enrolment.objects.create(school=cast.school, school_class=cast.cm1, membership=late)
    sync_groups(cast.school.pk, of=[late.pk])
    assert has(late) == set()
    start_conversation(cast.teacher, groups=[students], subject="", body="Contrôle mardi.")
    assert has(late) == {"Contrôle mardi."}


def test_whoever_is_in_two_groups_gets_it_once(cast: Cast) -> None:
    parent_too = MembershipFactory(
        school=cast.school, user=cast.ce2_teacher.user, profile=Profile.PARENT
    )
    sync_groups(cast.school.pk)
    everybody = cast.group("school", "")
    GroupMember.objects.filter(membership=cast.guest).delete()
    groups = [everybody, cast.group("school", "teacher")]
    talk = start_conversation(
        cast.staff, to=[cast.teacher], groups=groups, subject="", body="Réunion."
    )
    twice = [parent_too.pk, cast.ce2_teacher.pk]
    assert talk.participants.filter(membership__in=twice).count() == 1
    people = set(talk.participants.values_list("membership__user", flat=True))
    here = Membership.objects.of_school(cast.school.pk).exclude(pk=cast.guest.pk)
    assert people == set(here.values_list("user", flat=True))


GROUPS_OF = {
    "student": {("class", "student", "CM1"), ("class", "teacher", "CM1")},
    "mother": {
        ("class", "teacher", "CM1"),
        ("class", "teacher", "CE2"),
        ("school", "teacher", ""),
        ("school", "staff", ""),
    },
    "father": {("class", "teacher", "CM1"), ("school", "staff", "")},
    "guest": set[tuple[str, str, str]](),
}


@pytest.mark.parametrize("part", GROUPS_OF)
def test_groups_are_offered_where_one_may_write_to_everybody_in_them(cast: Cast, part: str) -> None:
    offered = {
        (group.kind, group.profile, group.school_class.name if group.school_class else "")
        for group in groups_reached_by(cast.people[part])
    }
    assert offered == GROUPS_OF[part]


def test_a_teacher_is_offered_every_group_of_the_school(cast: Cast) -> None:
    every = Group.objects.filter(school=cast.school, kind__in=("school", "class"))
    empty = every.filter(profile=Profile.GUEST)
    herself = every.filter(school_class=cast.cm1, profile=Profile.TEACHER)
    assert set(groups_reached_by(cast.teacher)) == set(every) - {*empty, *herself}


def test_a_group_one_may_not_write_to_whole_refuses_the_message(cast: Cast) -> None:
    with pytest.raises(MayNotWrite) as refusal:
        start_conversation(
            cast.student,
            groups=[cast.group("class", "parent", of=cast.cm1)],
            subject="",
            body="Bonjour",
        )
    assert refusal.value.refused == ["Parents, CM1"]
    for stranger in (cast.other.group("school", "student"), cast.group("school", "student")):
        with pytest.raises(MayNotWrite):
            start_conversation(cast.student, groups=[stranger], subject="", body="Bonjour")
    assert not Message.objects.exists()


def test_where_answers_go_to_who_began_it_nobody_learns_of_the_others(
    cast: Cast, client_for: ClientFor
) -> None:
    parents = cast.group("class", "parent", of=cast.cm1)
    talk = start_conversation(
        cast.teacher, groups=[parents], subject="Photo", body="D’accord ?", answers_to_all=False
    )
    answer_conversation(cast.mother, conversation=talk, body="Je préfère que non.")
    assert "Je préfère que non." in has(cast.teacher)
    assert has(cast.father) == {"D’accord ?"}
    client = client_for(cast.father)
    for address in ("/messages/", f"/messages/{talk.pk}/", f"/messages/{talk.pk}/people/"):
        page = client.get(address).content.decode()
        assert cast.mother.name not in page and cast.parent_in_both.name not in page
    assert (
        cast.father.name in client_for(cast.teacher).get(f"/messages/{talk.pk}/").content.decode()
    )
