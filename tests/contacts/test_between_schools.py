"""A project of two schools: what crosses the wall, and what never does."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.actions.classes import enrol
from accounts.choices import Profile
from accounts.circles import with_circle
from accounts.deciding import NotAllowed
from accounts.entrance.arrivals import Arrival, person_of
from accounts.entrance.passwords import length_for
from accounts.forms.by_hand import described
from accounts.groups import sync_groups
from accounts.models import Membership, School, User
from accounts.policies import can_issue_code, can_move_away, can_reset_second_factors
from accounts.reach import must_be_of_school, reaches_beyond, works_elsewhere
from accounts.roll.knowledge import what_school_knows
from audit.models import Event
from charters.gate import still_to_sign
from contacts.actions.freezes import begin_freeze
from contacts.actions.invitations import (
    accept_invitation,
    decline_invitation,
    end_from_invitation,
    leave_project,
)
from contacts.actions.projects import (
    agree_to_project,
    ask_for_project,
    end_project,
    take_out_of_project,
)
from contacts.models import Invitation, Project
from contacts.policies import AlreadyDecided, TooLate, can_refuse, can_send
from contacts.reach import can_write_to, groups_reached_by, reached_by
from core import clock, wall
from messaging.actions import start_conversation
from moderation.actions.block import block_person, unblock_person
from moderation.measures import Grounds
from newsfeed.actions import publish_entry, write_comment
from newsfeed.models import Entry
from newsfeed.policies import CommentsClosed, MayNotPublish
from retention.actions.close import close_accounts
from retention.actions.erase import erase_due
from retention.actions.guests import follow_guests
from retention.models import Closure
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.accounts import MembershipFactory

ClientFor = Callable[[Membership], SchoolClient]


def invited(cast: Cast, **values: Any) -> Invitation:
    """The teacher here asked the other school, and the administrator here agreed."""
    project = ask_for_project(
        cast.teacher,
        **{
            "name": "Correspondance",
            "purpose": "S’écrire.",
            "until": clock.now() + timedelta(days=30),
            "classes": [cast.cm1],
            "partner": cast.other.school,
            "partner_classes": "Une classe de CM1.",
            **values,
        },
    )
    agree_to_project(cast.administrator, project=project)
    return Invitation.objects.get(school=cast.other.school, project_there=project.pk)


def running(cast: Cast) -> Invitation:
    invitation = invited(cast)
    accept_invitation(cast.other.administrator, invitation=invitation, classes=[cast.other.cm1])
    return Invitation.objects.get(pk=invitation.pk)


def project_of(invitation: Invitation) -> Project:
    return Project.objects.select_related("group").get(pk=invitation.project_there)


def guest(cast: Cast, of: Membership) -> Membership:
    """As what somebody of the other school is here; Marchand's parent has an account in both."""
    return Membership.objects.select_related("user", "school").get(
        school=cast.school, user=of.user, home=cast.other.school
    )


def members(invitation: Invitation) -> set[int]:
    group = project_of(invitation).group
    return {*Membership.objects.filter(in_groups__group=group).values_list("user", flat=True)}


def page(invitation: Invitation, name: str = "") -> str:
    return f"/schools/{invitation.school_id}/invitations/{invitation.pk}/{name}"


def test_it_begins_when_both_schools_agree(cast: Cast) -> None:
    invitation = invited(cast)
    assert project_of(invitation).state == Project.State.INVITED
    assert not can_write_to(cast.student, cast.ce2_student)
    accept_invitation(cast.other.administrator, invitation=invitation, classes=[cast.other.cm1])
    here = {cast.student, cast.classmate, cast.teacher}
    there = {cast.other.student, cast.other.classmate, cast.other.teacher}
    assert members(invitation) == {each.user_id for each in here | there}
    child = guest(cast, cast.other.student)
    assert child.profile == Profile.GUEST
    assert child.own_profile == Profile.STUDENT
    assert can_write_to(cast.student, child)
    assert can_write_to(child, cast.student)


def test_a_guest_reaches_the_members_of_the_project_and_nobody_else(cast: Cast) -> None:
    running(cast)
    child = guest(cast, cast.other.student)
    accounts = {each.user_id for each in reached_by(child)}
    here = {cast.student, cast.classmate, cast.teacher}
    assert accounts == {each.user_id for each in here} | {
        cast.other.classmate.user_id,
        cast.other.teacher.user_id,
    }
    seen = Membership.objects.visible_to(child.user).filter(school=cast.school)
    assert {each.user_id for each in seen} == accounts | {child.user_id}
    assert not child.in_groups.exclude(group__kind="project").exists()
    for person in (cast.mother, cast.ce2_student, cast.staff):
        assert not can_write_to(person, child) or person.profile == Profile.STAFF


def test_nothing_of_the_school_is_a_guests(cast: Cast) -> None:
    """What is for the whole school was not written for children of another."""
    running(cast)
    sync_groups(cast.school.pk)
    entry = publish_entry(cast.staff, groups=[cast.group("school")], title="Repas", body="…")
    child = guest(cast, cast.other.student)
    assert not Entry.objects.visible_to(child.user).filter(pk=entry.pk).exists()


def test_no_row_of_one_school_points_to_the_other(cast: Cast) -> None:
    """With one wall open, all of a project is there that belongs to that school, and no more."""
    invitation = running(cast)
    with wall.within(cast.school.pk):
        assert not Invitation.objects.exists()
        assert {each.school_id for each in Membership.objects.all()} == {cast.school.pk}
    with wall.within(cast.other.school.pk):
        assert not Project.objects.exists()
        assert Invitation.objects.get().pk == invitation.pk


def test_each_step_is_in_the_trail_of_its_school(cast: Cast) -> None:
    running(cast)
    verbs: dict[int, set[str]] = {each: set() for each in (cast.school.pk, cast.other.school.pk)}
    for school_id, verb in Event.objects.values_list("school_id", "verb"):
        if school_id in verbs:
            verbs[school_id].add(verb)
    assert verbs[cast.school.pk] >= {"ask_for_project", "agree_to_project", "partner_accepted"}
    assert verbs[cast.other.school.pk] >= {"invite_school", "accept_invitation"}


def test_only_its_administrator_answers_for_a_school(cast: Cast) -> None:
    invitation = invited(cast)
    for person in (cast.administrator, cast.other.teacher, cast.other.head, cast.teacher):
        with pytest.raises(NotAllowed):
            accept_invitation(person, invitation=invitation, classes=[cast.other.cm1])
        with pytest.raises(NotAllowed):
            decline_invitation(person, invitation=invitation, answer="…")
        with pytest.raises(NotAllowed):
            leave_project(person, invitation=invitation)
    for classes in ([], [cast.cm1], [cast.other.cm1, cast.cm1]):
        with pytest.raises(NotAllowed):
            accept_invitation(cast.other.administrator, invitation=invitation, classes=classes)


def test_nobody_asks_their_own_school(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        invited(cast, partner=cast.school)


def test_it_is_answered_once_and_in_time(cast: Cast) -> None:
    by = cast.other.administrator
    invitation = invited(cast)
    with clock.at(invitation.until), pytest.raises(TooLate):
        accept_invitation(by, invitation=invitation, classes=[cast.other.cm1])
    decline_invitation(by, invitation=invitation, answer="Pas cette année.")
    with pytest.raises(AlreadyDecided):
        accept_invitation(by, invitation=invitation, classes=[cast.other.cm1])
    assert project_of(invitation).answer == "Pas cette année."


def test_what_was_taken_back_waits_for_nobody(cast: Cast, client_for: ClientFor) -> None:
    by = cast.other.administrator
    taken_back = invited(cast)
    end_project(cast.teacher, project=project_of(taken_back))
    with pytest.raises(AlreadyDecided):
        accept_invitation(by, invitation=taken_back, classes=[cast.other.cm1])
    client = client_for(by)
    assert 'name="classes"' not in client.get(page(taken_back)).content.decode()
    here = client.get(f"/schools/{cast.other.school.pk}/projects/")
    assert not here.context["asked_elsewhere"]
    assert 'class="count"' not in here.content.decode()


def test_a_guest_who_teaches_publishes_there_and_nowhere_else(cast: Cast) -> None:
    group = project_of(running(cast)).group
    assert group is not None
    teacher = guest(cast, cast.other.teacher)
    entry = publish_entry(teacher, groups=[group], title="Bonjour", body="…")
    write_comment(guest(cast, cast.other.student), entry=entry, body="Bonjour !")
    write_comment(cast.student, entry=entry, body="Bonjour aussi !")
    for groups in ([cast.group("class", of=cast.cm1)], [cast.group("school")]):
        with pytest.raises(MayNotPublish):
            publish_entry(teacher, groups=groups, title="…", body="…")
    with pytest.raises(MayNotPublish):
        publish_entry(guest(cast, cast.other.student), groups=[group], title="…", body="…")


@pytest.mark.parametrize("by_partner", [True, False], ids=["there", "here"])
def test_either_school_ends_it_and_all_read_on(cast: Cast, by_partner: bool) -> None:  # noqa: FBT001  (a case)
    invitation = running(cast)
    project = project_of(invitation)
    assert project.group is not None
    entry = publish_entry(cast.teacher, groups=[project.group], title="Début", body="…")
    if by_partner:
        end_from_invitation(cast.other.administrator, invitation=invitation)
    else:
        end_project(cast.administrator, project=project)
    child = guest(cast, cast.other.student)
    assert not can_write_to(cast.student, child)
    assert not can_write_to(child, cast.student)
    with pytest.raises(CommentsClosed):
        write_comment(child, entry=entry, body="…")
    sync_groups(cast.other.school.pk)
    child.refresh_from_db()
    assert not child.is_closed
    assert Entry.objects.visible_to(child.user).filter(pk=entry.pk).exists()


def test_a_school_takes_its_people_out_at_once(cast: Cast) -> None:
    invitation = running(cast)
    leave_project(cast.other.administrator, invitation=invitation)
    child = guest(cast, cast.other.student)
    assert child.is_closed
    assert not can_write_to(cast.student, child)
    assert can_write_to(cast.student, cast.classmate)
    assert not project_of(invitation).group.members.filter(membership=child).exists()


def test_guests_follow_the_roll_of_their_own_school(cast: Cast) -> None:
    invitation = running(cast)
    newcomer = MembershipFactory(school=cast.other.school)
    by = cast.other.administrator
    enrol(by, memberships=[newcomer], classes=[cast.other.cm1])
    enrol(by, memberships=[cast.other.classmate], classes=[cast.other.ce2])
    assert newcomer.user_id in members(invitation)
    assert cast.other.classmate.user_id not in members(invitation)
    assert guest(cast, cast.other.classmate).is_closed
    enrol(by, memberships=[cast.other.classmate], classes=[cast.other.cm1])
    assert not guest(cast, cast.other.classmate).is_closed


@pytest.mark.parametrize("is_over", [False, True], ids=["running", "over"])
def test_a_guest_is_closed_and_erased_with_the_account_at_home(cast: Cast, is_over: bool) -> None:  # noqa: FBT001  (a case)
    invitation = running(cast)
    if is_over:
        end_project(cast.teacher, project=project_of(invitation))
    child = cast.other.student
    close_accounts(cast.other.administrator, memberships=[child], reason="…")
    assert guest(cast, child).is_closed
    follow_guests()
    follow_guests()
    closure = Closure.objects.get(membership=guest(cast, child))
    assert closure.erase_at == guest(cast, child).erase_at


def test_who_comes_back_is_not_erased(cast: Cast) -> None:
    invitation = running(cast)
    child = guest(cast, cast.other.student)
    leave = Membership.objects.filter(pk=child.pk)
    leave.update(closed_at=clock.now())
    follow_guests()
    sync_groups(cast.other.school.pk)
    child.refresh_from_db()
    assert not child.is_closed
    with clock.at(clock.now() + timedelta(days=100)):
        follow_guests()
        assert not Closure.objects.due().filter(membership=child).exists()
    assert invitation.state == Invitation.State.AGREED


def test_of_an_erased_guest_nothing_is_left_there(cast: Cast) -> None:
    invitation = running(cast)
    child = guest(cast, cast.other.student)
    leave_project(cast.other.administrator, invitation=invitation)
    follow_guests()
    with clock.at(clock.now() + timedelta(days=91)):
        erase_due()
    assert not Membership.objects.filter(pk=child.pk).exists()
    assert Membership.objects.filter(pk=cast.other.student.pk).exists()


def test_who_is_blocked_at_home_is_out_here_too(cast: Cast) -> None:
    invitation = running(cast)
    child = cast.other.classmate
    block_person(cast.other.administrator, membership=child, grounds=Grounds("…"))
    assert child.user_id not in members(invitation)
    assert guest(cast, child).is_closed
    unblock_person(cast.other.administrator, membership=child)
    assert not guest(cast, child).is_closed
    assert child.user_id in members(invitation)


def test_who_is_blocked_here_stays_blocked(cast: Cast) -> None:
    running(cast)
    child = guest(cast, cast.other.classmate)
    block_person(cast.administrator, membership=child, grounds=Grounds("…"))
    sync_groups(cast.other.school.pk)
    assert guest(cast, cast.other.classmate).is_blocked
    cast.other.classmate.refresh_from_db()
    assert not cast.other.classmate.is_blocked


def test_taken_out_by_hand_a_guest_stays_out(cast: Cast) -> None:
    invitation = running(cast)
    child = guest(cast, cast.other.classmate)
    take_out_of_project(cast.teacher, project=project_of(invitation), person=child)
    sync_groups(cast.other.school.pk)
    assert child.user_id not in members(invitation)
    assert not can_write_to(cast.student, guest(cast, cast.other.classmate))


def test_a_freeze_of_either_school_holds_a_guest(cast: Cast) -> None:
    running(cast)
    until = clock.now() + timedelta(hours=1)
    child = guest(cast, cast.other.student)
    assert can_send(child)
    for troupe in (cast, cast.other):
        freeze = begin_freeze(
            troupe.administrator,
            school=troupe.school,
            profiles=[Profile.STUDENT],
            reason="…",
            until=until,
        )
        with wall.within(cast.school.pk):
            assert not can_send(child)
            assert can_send(guest(cast, cast.other.teacher))
        freeze.ended_at = clock.now()
        freeze.save()
    assert can_send(child)


def test_children_of_two_schools_refuse_each_other(cast: Cast) -> None:
    running(cast)
    child, teacher = guest(cast, cast.other.student), guest(cast, cast.other.teacher)
    assert can_refuse(child, cast.student)
    assert can_refuse(cast.student, child)
    assert not can_refuse(cast.student, teacher)
    assert not can_refuse(child, cast.teacher)


def test_the_school_at_home_still_looks_after_the_account(cast: Cast) -> None:
    running(cast)
    child = cast.other.student
    home = cast.other.school.pk
    assert not reaches_beyond(child.user, [home])
    assert not works_elsewhere(child.user, home)
    must_be_of_school(child.user, home)
    assert can_issue_code(cast.other.administrator, child)


def test_the_host_makes_no_way_into_the_account_of_a_guest(cast: Cast) -> None:
    running(cast)
    child = cast.other.student
    child.user.set_unusable_password()
    child.user.save()
    here = guest(cast, child)
    assert not can_issue_code(cast.administrator, here)
    assert not can_issue_code(cast.teacher, here)
    assert not can_move_away(cast.administrator, here)
    assert not can_reset_second_factors(cast.administrator, here)
    assert reaches_beyond(here.user, [cast.school.pk])
    with pytest.raises(NotAllowed):
        close_accounts(cast.administrator, memberships=[here], reason="…")


def test_the_host_reads_nothing_of_the_account_of_a_guest(
    cast: Cast, client_for: ClientFor
) -> None:
    running(cast)
    email, born = "famille.marchand@example.org", date(2016, 3, 14)
    User.objects.filter(pk=cast.other.student.user_id).update(email=email, birth_date=born)
    here = guest(cast, cast.other.student)
    client, people = client_for(cast.administrator), f"/schools/{cast.school.pk}/people"
    shown = client.get(f"{people}/{here.pk}/").content.decode()
    assert "/edit/" not in shown and "/join/" not in shown
    assert email not in client.get(f"{people}/{here.pk}/edit/").content.decode()
    for one, other in ((here, cast.student), (cast.student, here)):
        assert client.get(f"{people}/{one.pk}/join/{other.pk}/").status_code == 404
    assert "2016" not in described(with_circle(Membership.objects.all()).get(pk=here.pk))


def test_the_provider_of_the_host_lets_no_guest_in(cast: Cast) -> None:
    running(cast)
    child = cast.other.student

    def arriving_at(school: School) -> Arrival:
        return Arrival(
            provider="lycee",
            school=school.name,
            sub=f"{school.pk}",
            match="login",
            value=child.user.username,
        )

    with wall.directory_open():
        assert person_of(arriving_at(cast.school)) is None
        assert person_of(arriving_at(cast.other.school)) == child.user


def test_a_child_chooses_a_password_as_a_child(cast: Cast) -> None:
    before = length_for(User.objects.get(pk=cast.other.student.user_id))
    running(cast)
    assert length_for(User.objects.get(pk=cast.other.student.user_id)) == before


def test_a_roll_knows_nothing_of_guests_of_projects(cast: Cast) -> None:
    before = len(what_school_knows(cast.school.pk).guests)
    running(cast)
    assert len(what_school_knows(cast.school.pk).guests) == before


def test_a_guest_signs_no_second_charter(cast: Cast) -> None:
    running(cast)
    assert still_to_sign([guest(cast, cast.other.student)]) == []


def test_both_administrators_and_the_child_find_it_on_their_pages(
    cast: Cast, client_for: ClientFor
) -> None:
    invitation = invited(cast)
    client = client_for(cast.other.administrator)
    of_school = f"/schools/{cast.other.school.pk}/projects/"
    assert page(invitation) in client.get(of_school).content.decode()
    shown = client.get(page(invitation)).content.decode()
    assert "Correspondance" in shown
    assert cast.teacher.name in shown
    assert client.post(page(invitation), {"classes": ""}).status_code == 422
    assert client.post(page(invitation), {"classes": cast.other.cm1.pk}).status_code == 302
    there = f"/schools/{cast.school.pk}/projects/{invitation.project_there}/"
    child = client_for(cast.other.student)
    seen = child.get(there).content.decode()
    assert cast.student.name in seen
    assert cast.other.school.name in seen
    assert child.get("/").status_code == 200
    for asked in ("leave/", "end/"):
        assert client.get(page(invitation, asked)).status_code == 200
        assert 'action="/messages/new/' in child.get(there).content.decode()
    assert client.post(page(invitation, "leave/")).status_code == 302
    assert client_for(cast.other.student).get(there).status_code == 404


def test_what_the_other_school_decides_is_not_for_this_one_to_decide(
    cast: Cast, client_for: ClientFor
) -> None:
    waiting = invited(cast)
    here = client_for(cast.administrator).get(f"/schools/{cast.school.pk}/projects/").context
    assert [each.pk for each in here["invited"]] == [waiting.project_there]
    assert not here["asked"]
    there = client_for(cast.other.administrator)
    address = f"/schools/{cast.other.school.pk}/projects/"
    assert [each.invitation for each in there.get(address).context["asked_elsewhere"]] == [waiting]
    accept_invitation(cast.other.administrator, invitation=waiting, classes=[cast.other.cm1])
    context = there.get(address).context
    (elsewhere,) = context["elsewhere"]
    assert elsewhere.taking_part == 3 and not context["asked_elsewhere"]
    end_project(cast.teacher, project=project_of(waiting))
    context = there.get(address).context
    assert [each.invitation for each in context["past_elsewhere"]] == [waiting]
    assert not context["elsewhere"]


def test_projects_of_others_cost_the_same_for_many(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.other.administrator)
    address = f"/schools/{cast.other.school.pk}/projects/"
    invited(cast)
    cost = queries(client, address)
    for number in range(3):
        invited(cast, name=f"Autre {number}")
    assert queries(client, address) == cost


def test_to_write_to_all_is_to_write_to_the_guests_too(cast: Cast) -> None:
    """Staff may write to everybody of the school, and to no child of another."""
    group = project_of(running(cast)).group
    assert group not in groups_reached_by(cast.staff)
    for person in (cast.student, cast.teacher, guest(cast, cast.other.student)):
        assert group in groups_reached_by(person)


def test_what_a_guest_writes_says_that_they_are_of_another_school(
    cast: Cast, client_for: ClientFor
) -> None:
    group = project_of(running(cast)).group
    assert group is not None
    teacher, child = (guest(cast, each) for each in (cast.other.teacher, cast.other.student))
    entry = publish_entry(teacher, groups=[group], title="Bonjour", body="…")
    write_comment(child, entry=entry, body="Bonjour !")
    talk = start_conversation(child, to=[cast.student], subject="", body="À toi.")
    client = client_for(cast.student)
    student = "Élève d’une autre école"
    assert "Équipe enseignante d’une autre école" in client.get("/").content.decode()
    assert student in client.get(f"/entries/{entry.pk}/").content.decode()
    assert student in client.get(f"/messages/{talk.pk}/").content.decode()


def test_a_guest_of_what_is_over_reads_why_nobody_is_offered(
    cast: Cast, client_for: ClientFor
) -> None:
    invitation = running(cast)
    child = guest(cast, cast.other.student)
    picker = f"/messages/new/?as={child.pk}"
    client, said = client_for(cast.other.student), "Les projets sont terminés ici"
    assert said not in client.get(picker).content.decode()
    end_from_invitation(cast.other.administrator, invitation=invitation)
    assert said in client.get(picker).content.decode()


def test_a_guest_who_is_a_child_tells_an_adult(cast: Cast, client_for: ClientFor) -> None:
    running(cast)
    child = guest(cast, cast.other.student)
    talk = start_conversation(cast.teacher, to=[child], subject="", body="Bonjour.")
    shown = client_for(cast.other.student).get(f"/messages/{talk.pk}/").content.decode()
    assert "Le dire à un adulte" in shown


def test_others_find_no_invitation(cast: Cast, client_for: ClientFor) -> None:
    invitation = invited(cast)
    crossed = f"/schools/{cast.school.pk}/invitations/{invitation.pk}/"
    for person in (cast.administrator, cast.other.teacher, cast.other.student):
        for address in (page(invitation), crossed, page(invitation, "decline/")):
            assert client_for(person).get(address).status_code == 404


def test_a_teacher_says_in_words_which_classes_of_the_other_school(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.teacher)
    address = f"/schools/{cast.school.pk}/projects/ask/"
    asked = {
        "name": "Lettres",
        "purpose": "S’écrire.",
        "classes": cast.cm1.pk,
        "last_day": clock.today(),
        "partner": cast.other.school.pk,
    }
    assert client.post(address, asked).status_code == 422
    assert client.post(address, {**asked, "partner": cast.school.pk}).status_code == 422
    assert client.post(address, {**asked, "partner_classes": "Des CM1."}).status_code == 302
    assert not Invitation.objects.exists()
