"""What classes of one school do together for a time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from accounts.actions.classes import enrol
from accounts.choices import Profile
from accounts.deciding import NotAllowed
from accounts.groups import sync_groups
from accounts.models import ContactRule, Enrolment, Group, Membership
from audit.models import Event
from contacts.actions.projects import (
    agree_to_project,
    ask_for_project,
    decline_project,
    end_project,
    take_out_of_project,
)
from contacts.models import Project
from contacts.policies import AlreadyDecided, NameTaken, TooLate
from contacts.reach import can_write_to, groups_reached_by
from core import clock, wall
from core.templatetags.readable import when
from messaging.actions import answer_conversation, start_conversation
from messaging.models import Conversation
from messaging.policies import MayNotWrite
from newsfeed.actions import edit_entry, publish_entry, write_comment
from newsfeed.models import Entry
from newsfeed.policies import CommentsClosed, MayNotPublish, ProjectEnded
from tests.cast import Cast, Troupe
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.accounts import EnrolmentFactory, MembershipFactory

ClientFor = Callable[[Membership], SchoolClient]
WORDS: dict[str, Any] = {"name": "Un journal", "purpose": "Écrire un journal ensemble."}


def asked(troupe: Troupe, **values: Any) -> Project:
    return ask_for_project(
        troupe.teacher,
        **{
            **WORDS,
            "until": clock.now() + timedelta(days=30),
            "classes": [troupe.cm1, troupe.ce2],
            **values,
        },
    )


def running(troupe: Troupe, **values: Any) -> Project:
    project = asked(troupe, **values)
    agree_to_project(troupe.administrator, project=project)
    return Project.objects.select_related("group").get(pk=project.pk)


def members(project: Project) -> set[Membership]:
    return {*Membership.objects.filter(in_groups__group=project.group)}


def page(project: Project, name: str = "") -> str:
    return f"/schools/{project.school_id}/projects/{project.pk}/{name}"


def test_once_agreed_its_classes_write_to_each_other(cast: Cast) -> None:
    project = asked(cast)
    assert not can_write_to(cast.student, cast.ce2_student)
    agree_to_project(cast.administrator, project=project)
    project.refresh_from_db()
    learning = {cast.student, cast.classmate, cast.ce2_student, cast.sibling}
    assert members(project) == learning | {cast.teacher, cast.ce2_teacher}
    assert can_write_to(cast.student, cast.ce2_student)
    assert can_write_to(cast.student, cast.ce2_teacher)
    assert not can_write_to(cast.mother, cast.ce2_student)
    assert {group.pk for group in groups_reached_by(cast.student)} >= {project.group_id}


def test_parents_come_in_where_the_teacher_wished_it(cast: Cast) -> None:
    project = running(cast, with_parents=True, classes=[cast.ce2])
    learning = {cast.ce2_student, cast.sibling, cast.ce2_teacher}
    assert members(project) == learning | {cast.ce2_parent, cast.mother, cast.teacher}


def test_what_was_declined_lets_nobody_write(cast: Cast) -> None:
    project = asked(cast)
    decline_project(cast.administrator, project=project, answer="Pas ce trimestre.")
    assert not can_write_to(cast.student, cast.ce2_student)
    assert asked(cast).name == project.name


def test_only_a_teacher_asks_and_for_classes_of_their_school(cast: Cast) -> None:
    until = clock.now() + timedelta(days=1)
    for person in (cast.student, cast.mother, cast.staff, cast.head, cast.guest):
        with pytest.raises(NotAllowed):
            ask_for_project(person, **WORDS, until=until, classes=[cast.cm1])
    for classes in ([], [cast.cm1, cast.other.cm1]):
        with pytest.raises(NotAllowed):
            ask_for_project(cast.teacher, **WORDS, until=until, classes=classes)


def test_only_an_administrator_of_the_school_decides(cast: Cast) -> None:
    project = asked(cast)
    for person in (cast.teacher, cast.head, cast.other.administrator):
        with pytest.raises(NotAllowed):
            agree_to_project(person, project=project)
        with pytest.raises(NotAllowed):
            decline_project(person, project=project, answer="…")


def test_it_is_decided_once(cast: Cast) -> None:
    project = running(cast)
    with pytest.raises(AlreadyDecided):
        agree_to_project(cast.administrator, project=project)
    with pytest.raises(AlreadyDecided):
        decline_project(cast.administrator, project=project, answer="…")
    assert Event.objects.filter(verb="agree_to_project").count() == 1


def test_what_is_past_neither_is_asked_nor_begins(cast: Cast) -> None:
    with pytest.raises(TooLate):
        asked(cast, until=clock.now())
    project = asked(cast)
    with clock.at(project.until), pytest.raises(TooLate):
        agree_to_project(cast.administrator, project=project)


def test_two_projects_of_one_name_would_be_taken_for_each_other(cast: Cast) -> None:
    running(cast)
    with pytest.raises(NameTaken):
        asked(cast)
    assert asked(cast.other).name == WORDS["name"]


def test_it_closes_by_itself(cast: Cast) -> None:
    project = running(cast)
    with clock.at(project.until):
        assert not can_write_to(cast.student, cast.ce2_student)
        assert project.group not in groups_reached_by(cast.teacher)
    with clock.at(project.until - timedelta(seconds=1)):
        assert can_write_to(cast.student, cast.ce2_student)


@pytest.mark.parametrize("part", ["teacher", "administrator"])
def test_either_side_ends_it_early_and_the_next_words_are_refused(cast: Cast, part: str) -> None:
    project = running(cast)
    end_project(cast.people[part], project=project)
    assert not can_write_to(cast.student, cast.ce2_student)
    end_project(cast.people[part], project=project)
    assert Event.objects.filter(verb="end_project").count() == 1
    for person in (cast.student, cast.ce2_teacher, cast.other.administrator):
        with pytest.raises(NotAllowed):
            end_project(person, project=project)


def test_its_feed_is_read_on_and_closed_to_writing(cast: Cast) -> None:
    project = running(cast)
    assert project.group is not None
    entry = publish_entry(cast.ce2_teacher, groups=[project.group], title="Début", body="…")
    write_comment(cast.student, entry=entry, body="Moi !")
    end_project(cast.teacher, project=project)
    assert Entry.objects.visible_to(cast.classmate.user).filter(pk=entry.pk).exists()
    for person in (cast.student, cast.ce2_teacher):
        with pytest.raises(CommentsClosed):
            write_comment(person, entry=entry, body="Encore ?")
    with pytest.raises(ProjectEnded):
        edit_entry(cast.ce2_teacher, entry=entry, title="Début", body="autre")
    project.group.refresh_from_db()
    with pytest.raises(MayNotPublish):
        publish_entry(cast.teacher, groups=[project.group], title="Suite", body="…")


def test_what_went_to_a_class_too_goes_on_there(cast: Cast) -> None:
    project = running(cast)
    assert project.group is not None
    groups = [project.group, cast.group("class", of=cast.cm1)]
    entry = publish_entry(cast.teacher, groups=groups, title="Début", body="…")
    end_project(cast.teacher, project=project)
    write_comment(cast.student, entry=entry, body="Moi !")
    with pytest.raises(CommentsClosed):
        write_comment(cast.ce2_student, entry=entry, body="Moi aussi !")


def test_its_conversations_are_closed_with_it(cast: Cast) -> None:
    """Also for a teacher, who may write to any of them alone."""
    project = running(cast)
    assert project.group is not None
    talk = start_conversation(cast.teacher, groups=[project.group], subject="Une", body="…")
    answer_conversation(cast.student, conversation=talk, body="Moi !")
    end_project(cast.teacher, project=project)
    for person in (cast.student, cast.teacher, cast.ce2_student):
        with pytest.raises(MayNotWrite):
            answer_conversation(person, conversation=talk, body="Encore ?")
        assert Conversation.objects.visible_to(person.user).filter(pk=talk.pk).exists()
    start_conversation(cast.teacher, to=[cast.student], subject="", body="À part.")


def test_only_teachers_who_are_in_it_publish_there(cast: Cast) -> None:
    project = running(cast, classes=[cast.cm1])
    assert project.group is not None
    for person in (cast.ce2_teacher, cast.student, cast.staff):
        with pytest.raises(MayNotPublish):
            publish_entry(person, groups=[project.group], title="…", body="…")


def test_it_follows_the_roll_of_its_classes(cast: Cast) -> None:
    project = running(cast, classes=[cast.cm1])
    newcomer = MembershipFactory(school=cast.school)
    enrol(cast.administrator, memberships=[newcomer], classes=[cast.cm1])
    enrol(cast.administrator, memberships=[cast.classmate], classes=[cast.ce2])
    assert members(project) == {cast.student, cast.teacher, newcomer}
    assert not can_write_to(cast.student, cast.classmate)


def test_an_ended_one_keeps_its_readers(cast: Cast) -> None:
    """They go to the next class, and to the next school year, and still read what they wrote."""
    project = running(cast)
    before = members(project)
    end_project(cast.teacher, project=project)
    Enrolment.objects.filter(membership=cast.student).delete()
    sync_groups(cast.school.pk)
    assert members(project) == before


def test_who_is_taken_out_stays_out(cast: Cast) -> None:
    project = running(cast)
    take_out_of_project(cast.teacher, project=project, person=cast.ce2_student)
    assert not can_write_to(cast.student, cast.ce2_student)
    assert not can_write_to(cast.ce2_student, cast.classmate)
    sync_groups(cast.school.pk)
    assert cast.ce2_student not in members(project)
    for by, person in (
        (cast.ce2_teacher, cast.student),
        (cast.student, cast.classmate),
        (cast.administrator, cast.teacher),
        (cast.teacher, cast.father),
        (cast.other.administrator, cast.student),
    ):
        with pytest.raises(NotAllowed):
            take_out_of_project(by, project=project, person=person)


def test_another_school_has_nothing_of_it(cast: Cast, client_for: ClientFor) -> None:
    project = running(cast)
    assert client_for(cast.other.administrator).get(page(project)).status_code == 404
    assert not can_write_to(cast.other.student, cast.student)


def test_its_page_is_for_who_is_in_it_and_who_decides(cast: Cast, client_for: ClientFor) -> None:
    project = running(cast, classes=[cast.ce2])
    assert client_for(cast.ce2_student).get(page(project)).status_code == 200
    for person in (cast.student, cast.mother, cast.staff):
        assert client_for(person).get(page(project)).status_code == 404


def test_a_request_is_nobodys_business_before_it_is_agreed(
    cast: Cast, client_for: ClientFor
) -> None:
    project = asked(cast)
    for person in (cast.student, cast.ce2_teacher):
        assert client_for(person).get(page(project)).status_code == 404
    assert client_for(cast.teacher).get(page(project)).status_code == 200
    assert page(project) in client_for(cast.teacher).get("/projects/").content.decode()


def test_an_administrator_sees_that_something_waits(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    here = f"/schools/{cast.school.pk}/projects/"
    before = client.get("/").content.decode().count('class="count"')
    cost = queries(client, "/")
    project = asked(cast)
    assert client.get("/").content.decode().count('class="count"') == before + 2
    assert queries(client, "/") == cost
    assert WORDS["name"] in client.get(here).content.decode()
    client.post(page(project, "agree/"))
    assert client.get("/").content.decode().count('class="count"') == before
    project.refresh_from_db()
    assert project.is_running


def test_the_teacher_reads_why_not(cast: Cast, client_for: ClientFor) -> None:
    project = asked(cast)
    answer = client_for(cast.administrator).post(page(project, "decline/"), {"answer": ""})
    assert answer.status_code == 422
    client_for(cast.administrator).post(page(project, "decline/"), {"answer": "Trop d’élèves."})
    assert "Trop d’élèves." in client_for(cast.teacher).get(page(project)).content.decode()


def test_a_form_that_cannot_be_keeps_what_was_typed(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.teacher)
    address = f"/schools/{cast.school.pk}/projects/ask/"
    running(cast)
    said = {"purpose": "Un spectacle.", "classes": [cast.cm1.pk]}
    today = clock.today()
    for wrong in (
        {"name": "Théâtre", "last_day": today - timedelta(days=1)},
        {"name": "Théâtre", "last_day": today + timedelta(days=400)},
        {"name": "Théâtre", "last_day": today, "classes": []},
        {"name": "Théâtre", "last_day": today, "classes": [cast.other.cm1.pk]},
        {"name": WORDS["name"], "last_day": today},
    ):
        answer = client.post(address, said | wrong)
        assert answer.status_code == 422
        assert "Un spectacle." in answer.content.decode()
    assert Project.objects.count() == 1
    assert client.post(address, said | {"name": "Théâtre", "last_day": today}).status_code == 302


def test_a_comment_typed_while_it_ended_is_not_lost(cast: Cast, client_for: ClientFor) -> None:
    project = running(cast)
    assert project.group is not None
    entry = publish_entry(cast.teacher, groups=[project.group], title="Début", body="…")
    client = client_for(cast.student)
    assert "<textarea" in client.get(f"/entries/{entry.pk}/").content.decode()
    end_project(cast.teacher, project=project)
    assert "<textarea" not in client.get(f"/entries/{entry.pk}/").content.decode()
    answer = client.post(f"/entries/{entry.pk}/", {"body": "Ma graine a poussé."})
    assert answer.status_code == 422
    assert "Ma graine a poussé." in answer.content.decode()


def test_the_feed_shows_its_end_and_can_be_narrowed_to_it(
    cast: Cast, client_for: ClientFor
) -> None:
    project = running(cast)
    assert project.group is not None
    publish_entry(cast.teacher, groups=[project.group], title="Du projet", body="…")
    publish_entry(cast.teacher, groups=[cast.group("class", of=cast.cm1)], title="Autre", body="…")
    client = client_for(cast.student)
    everything = client.get("/").content.decode()
    assert f"?project={project.group_id}" in everything
    with translation.override("fr"):
        assert when(project.until) in everything
    narrowed = client.get(f"/?project={project.group_id}").content.decode()
    assert "Du projet" in narrowed
    assert "Autre" not in narrowed
    of_class = Group.objects.get(
        school=cast.school, kind="class", profile="", school_class=cast.cm1
    )
    assert "Autre" not in client.get(f"/?project={of_class.pk}").content.decode()


def test_whoever_is_in_it_writes_to_all_from_its_page_until_it_ends(
    cast: Cast, client_for: ClientFor
) -> None:
    project = running(cast, classes=[cast.cm1])
    for part, may in {"student": True, "teacher": True, "administrator": True}.items():
        shown = client_for(cast.people[part]).get(page(project)).content.decode()
        assert ('action="/messages/new/' in shown) == may
        # Nobody else reads what is written there.
        assert ("/?project=" in shown) == (part != "administrator")
    client = client_for(cast.student)
    begun = client.post(f"/messages/new/?as={cast.student.pk}", {"group": project.group_id})
    assert project.name in client.get(begun["Location"]).content.decode()
    end_project(cast.teacher, project=project)
    assert 'action="/messages/new/' not in client.get(page(project)).content.decode()


def test_one_who_may_not_write_to_each_alone_is_not_offered_all(
    cast: Cast, client_for: ClientFor
) -> None:
    project = running(cast)
    rules = ContactRule.objects.filter(from_group=cast.group("school", Profile.STAFF))
    rules.delete()
    shown = client_for(cast.administrator).get(page(project)).content.decode()
    assert 'action="/messages/new/' not in shown


def test_a_conversation_shows_the_end_of_its_project_to_all_in_it(
    cast: Cast, client_for: ClientFor
) -> None:
    project = running(cast)
    assert project.group is not None
    talk = start_conversation(cast.teacher, groups=[project.group], subject="Une", body="…")
    alone = start_conversation(cast.teacher, to=[cast.student], subject="Autre", body="…")
    client, address = client_for(cast.student), f"/messages/{talk.pk}/"
    shown = client.get(address).content.decode()
    with translation.override("fr"):
        assert page(project) in shown and when(project.until) in shown
    assert queries(client, f"/messages/{alone.pk}/") < queries(client, address)
    end_project(cast.teacher, project=project)
    over = client.get(address).content.decode()
    assert "Le projet est terminé" in over and "<textarea" not in over


def test_the_feed_of_a_project_says_its_end_before_anything_is_written(
    cast: Cast, client_for: ClientFor
) -> None:
    project = running(cast, classes=[cast.cm1])
    narrowed = f"/?project={project.group_id}"
    shown = client_for(cast.student).get(narrowed).content.decode()
    with translation.override("fr"):
        assert when(project.until) in shown
    assert project.name in shown and page(project) in shown
    assert project.name not in client_for(cast.ce2_student).get(narrowed).content.decode()


def test_pages_of_projects_cost_the_same_for_many(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    addresses = [f"/schools/{cast.school.pk}/projects/", page(running(cast))]
    costs = [queries(client, address) for address in addresses]
    for number in range(3):
        running(cast, name=f"Autre {number}")
        student = MembershipFactory(school=cast.school, profile=Profile.STUDENT)
        EnrolmentFactory(school=cast.school, membership=student, school_class=cast.cm1)
    sync_groups(cast.school.pk)
    assert [queries(client, address) for address in addresses] == costs


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_decides(cast: Cast) -> None:
    project = asked(cast)
    both = Barrier(2)

    def decides(way: str) -> str:
        with wall.within(cast.school.pk):
            by = Membership.objects.select_related("school").get(pk=cast.administrator.pk)
            both.wait()
            try:
                if way == "agree":
                    agree_to_project(by, project=project)
                else:
                    decline_project(by, project=project, answer="Non.")
            except AlreadyDecided:
                return "late"
            finally:
                connection.close()
        return "decided"

    with ThreadPoolExecutor(2) as two:
        assert sorted(two.map(decides, ("agree", "decline"))) == ["decided", "late"]
