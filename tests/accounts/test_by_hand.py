"""A school set up without any file, person by person."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.classes import ClassInUse, create_class, remove_class
from accounts.actions.families import link_guardian
from accounts.actions.people import add_profile, edit_person
from accounts.choices import Profile
from accounts.models import Enrolment, Group, GroupMember, Guardianship, Membership, SchoolClass
from accounts.reach import AccountOfOtherSchools
from audit.models import Event
from core import clock
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.accounts import EnrolmentFactory, MembershipFactory
from tests.factories.newsfeed import EntryFactory

ClientFor = Callable[[Membership], SchoolClient]
EMMA = {"first_name": "emma", "last_name": "LACOMBE"}


def of(cast: Cast, rest: str) -> str:
    return f"/schools/{cast.school.pk}/{rest}"


def person_page(person: Membership, rest: str = "") -> str:
    return f"/schools/{person.school_id}/people/{person.pk}/{rest}"


def in_group(group: Group, person: Membership) -> bool:
    return GroupMember.objects.filter(group=group, membership=person).exists()


def test_a_school_is_set_up_by_hand(cast: Cast, client_for: ClientFor) -> None:
    """A class, its teacher, a student and her mother, all through the pages."""
    client = client_for(cast.administrator)

    def add(**given: Any) -> Membership:
        answer = client.post(of(cast, "people/new/"), given)
        assert answer.status_code == 302, answer.context["form"].errors
        return Membership.objects.select_related("user").latest("pk")

    client.post(of(cast, "classes/new/"), {"name": "CP", "level": "CP", "colour": "4"})
    cp = SchoolClass.objects.get(school=cast.school, name="CP")
    teacher = add(first_name="Ada", last_name="Lune", profile="teacher", classes=cp.pk)
    child = add(
        first_name="Io",
        last_name="Étoile",
        profile="student",
        classes=cp.pk,
        birth_date="2020-03-02",
    )
    mother = add(first_name="Véga", last_name="Étoile", profile="parent", email="vega@example.org")
    found = client.post(person_page(child, "family/"), {"words": "etoile"})
    assert [each.pk for each in found.context["found"]] == [mother.pk]
    client.post(person_page(child, f"family/{mother.pk}/"))
    assert (child.user.birth_date, mother.user.email) == (date(2020, 3, 2), "vega@example.org")
    whole = cast.group("class", of=cp)
    assert all(in_group(whole, each) for each in (teacher, child, mother))
    verbs = ["create_class", "add_person", "add_person", "add_person", "link_guardian"]
    done = Event.objects.exclude(verb="view_page").order_by("id").values_list("verb", flat=True)
    assert list(done) == verbs


def test_a_known_name_is_asked_about_before_a_second_account(
    cast: Cast, client_for: ClientFor
) -> None:
    client, form = client_for(cast.administrator), {**EMMA, "birth_date": "2017-01-01"}
    form["profile"] = "student"
    asked = client.post(of(cast, "people/new/"), form)
    assert asked.status_code == 422
    body = asked.content.decode()
    for told in ("Emma Lacombe", "CM1", cast.mother.name, "LACOMBE", "2017-01-01"):
        assert told in body
    assert not Event.objects.filter(verb="add_person").exists()
    same = client.post(of(cast, "people/new/"), {**form, "same_as": cast.student.pk})
    assert same.status_code == 422
    made = client.post(of(cast, "people/new/"), {**form, "same_as": "new"})
    assert made.status_code == 302
    assert Membership.objects.latest("pk").user.username == "emma.lacombe2"


def test_names_of_another_school_are_not_asked_about(cast: Cast, client_for: ClientFor) -> None:
    form = {"first_name": "Sophie", "last_name": "Vasseur", "profile": "parent"}
    assert client_for(cast.administrator).post(of(cast, "people/new/"), form).status_code == 302
    theirs = {**form, "first_name": "Julie", "last_name": "Fontaine"}
    theirs["same_as"] = str(cast.other.teacher.pk)
    client_for(cast.administrator).post(of(cast, "people/new/"), theirs)
    assert Membership.objects.latest("pk").user_id != cast.other.teacher.user_id


def test_a_teacher_becomes_a_parent_with_the_same_login(cast: Cast, client_for: ClientFor) -> None:
    Membership.objects.filter(pk=cast.teacher.pk).update(blocked_at=clock.now())
    form = {"first_name": "Hélène", "last_name": "Dubreuil", "profile": "parent"}
    form["same_as"] = str(cast.teacher.pk)
    assert client_for(cast.administrator).post(of(cast, "people/new/"), form).status_code == 302
    parent = Membership.objects.latest("pk")
    assert (parent.user, parent.profile) == (cast.teacher.user, Profile.PARENT)
    assert parent.is_blocked, "a block holds for everything somebody is in the school"
    assert in_group(cast.group("school", "parent"), parent)
    assert Event.objects.filter(verb="add_profile", target_id=parent.pk).count() == 1


def test_profiles_that_do_not_go_together_are_refused(cast: Cast) -> None:
    for person, profile in (
        (cast.student, Profile.TEACHER),
        (cast.mother, Profile.STUDENT),
        (cast.teacher, Profile.TEACHER),
        (cast.other.teacher, Profile.PARENT),
    ):
        with pytest.raises(PermissionDenied):
            add_profile(cast.administrator, membership=person, profile=profile)
    with pytest.raises(PermissionDenied):
        add_profile(cast.head, membership=cast.teacher, profile=Profile.PARENT)


def test_a_student_needs_a_birth_date(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    form = {"first_name": "Io", "last_name": "Étoile", "profile": "student"}
    answer = client.post(of(cast, "people/new/"), form)
    assert answer.status_code == 422
    assert "birth_date" in answer.context["form"].errors
    assert 'value="Étoile"' in answer.content.decode()
    emma = {"first_name": "Emma", "last_name": "Lacombe"}
    assert client.post(person_page(cast.student, "edit/"), emma).status_code == 422


def test_a_name_is_put_right_and_the_login_stays(cast: Cast, client_for: ClientFor) -> None:
    client, login = client_for(cast.administrator), cast.staff.user.username
    form = {"first_name": "Denys", "last_name": "Ferrand", "email": "d@example.org"}
    assert client.post(person_page(cast.staff, "edit/"), form).status_code == 302
    user = Membership.objects.select_related("user").get(pk=cast.staff.pk).user
    assert (user.username, user.folded_name, user.email) == (
        login,
        "ferrand denys",
        "d@example.org",
    )
    facts = Event.objects.get(verb="edit_person").facts
    assert facts == {"fields": ["first_name", "folded_name", "email"]}
    nameless = client.post(person_page(cast.staff, "edit/"), {"first_name": "?", "last_name": "!"})
    assert nameless.status_code == 422


def test_an_account_of_two_schools_is_not_ones_to_change(cast: Cast, client_for: ClientFor) -> None:
    """Its mailbox, changed here, would open the other school."""
    person, client = cast.parent_in_both, client_for(cast.administrator)
    form = {"first_name": "Anne", "last_name": "Autre", "email": "mine@example.org"}
    answer = client.post(person_page(person, "edit/"), form)
    assert (answer.status_code, answer.context["of_other_schools"]) == (422, True)
    with pytest.raises(AccountOfOtherSchools):
        edit_person(cast.administrator, membership=person, birth_date=None, **form)
    person.user.refresh_from_db()
    assert (person.user.last_name, person.user.email) == ("Marchand", "")


def test_a_guardian_is_linked_and_unlinked_by_hand(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    family = cast.group("family", of=cast.ce2_student)
    client.post(person_page(cast.father, f"family/{cast.ce2_student.pk}/"))
    assert in_group(family, cast.father)
    client.post(person_page(cast.ce2_student, f"family/{cast.father.pk}/"), {"unlink": "yes"})
    assert not in_group(family, cast.father)
    verbs = Event.objects.filter(verb__endswith="guardian").order_by("id")
    assert [event.verb for event in verbs] == ["link_guardian", "unlink_guardian"]


def test_only_a_parent_is_a_guardian_and_only_of_a_student(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    for other in (cast.teacher, cast.classmate, cast.student):
        answer = client.post(person_page(cast.student, f"family/{other.pk}/"))
        assert answer.status_code == 404
    assert client.get(person_page(cast.teacher, "family/")).status_code == 404
    stranger = client.post(person_page(cast.student, f"family/{cast.other.mother.pk}/"))
    assert stranger.status_code == 404
    with pytest.raises(PermissionDenied):
        link_guardian(cast.teacher, guardian=cast.father, student=cast.classmate)
    assert Guardianship.objects.filter(student=cast.student).count() == 2


def test_a_class_is_renamed_and_its_teachers_chosen(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    form = {"name": "CM1 bleu", "level": "CM1", "colour": "7", "teachers": cast.ce2_teacher.pk}
    assert client.post(of(cast, f"classes/{cast.cm1.pk}/edit/"), form).status_code == 302
    cast.cm1.refresh_from_db()
    assert (cast.cm1.name, cast.cm1.colour) == ("CM1 bleu", 7)
    whole = cast.group("class", of=cast.cm1)
    assert in_group(whole, cast.ce2_teacher) and not in_group(whole, cast.teacher)
    assert in_group(whole, cast.student)
    taken = client.post(of(cast, f"classes/{cast.cm1.pk}/edit/"), {**form, "name": "ce2"})
    assert taken.status_code == 422
    theirs = {**form, "teachers": cast.other.teacher.pk}
    assert client.post(of(cast, f"classes/{cast.cm1.pk}/edit/"), theirs).status_code == 422


def test_a_class_goes_only_when_nothing_hangs_on_it(cast: Cast, client_for: ClientFor) -> None:
    client, by = client_for(cast.administrator), cast.administrator
    client.post(of(cast, f"classes/{cast.cm1.pk}/remove/"))
    assert SchoolClass.objects.filter(pk=cast.cm1.pk).exists()
    empty = create_class(by, name="CP", level="CP", colour=0)
    EntryFactory(school=cast.school, author=cast.teacher, audience=[cast.group("class", of=empty)])
    with pytest.raises(ClassInUse):
        remove_class(by, school_class=empty)
    other = create_class(by, name="GS", level="GS", colour=0)
    with pytest.raises(PermissionDenied):
        remove_class(cast.head, school_class=other)
    client.post(of(cast, f"classes/{other.pk}/remove/"))
    assert not SchoolClass.objects.filter(pk=other.pk).exists()
    assert Event.objects.get(verb="remove_class").facts == {"removed": other.pk}


def test_closed_teachers_stay_enrolled_when_a_class_is_edited(
    cast: Cast, client_for: ClientFor
) -> None:
    """Reopened, they are as they were."""
    Membership.objects.filter(pk=cast.teacher.pk).update(closed_at=clock.now())
    form = {"name": "CM1", "level": "CM1", "colour": "7"}
    client_for(cast.administrator).post(of(cast, f"classes/{cast.cm1.pk}/edit/"), form)
    assert Enrolment.objects.filter(membership=cast.teacher).exists()


@pytest.mark.parametrize(
    "page", ["classes/{cm1}/", "groups/", "groups/{group}/", "people/{p}/family/"]
)
def test_pages_cost_the_same_with_many(cast: Cast, client_for: ClientFor, page: str) -> None:
    group = cast.group("class", of=cast.cm1).pk
    address = of(cast, page.format(cm1=cast.cm1.pk, group=group, p=cast.student.pk))
    client = client_for(cast.administrator)
    few = queries(client, address)
    for _ in range(5):
        person = EnrolmentFactory(school=cast.school, school_class=cast.cm1).membership
        GroupMember.objects.create(school=cast.school, group_id=group, membership=person)
        parent = MembershipFactory(school=cast.school, profile=Profile.PARENT)
        Guardianship.objects.create(school=cast.school, student=cast.student, guardian=parent)
    assert queries(client, address) == few


def test_asking_about_namesakes_costs_the_same_for_many(cast: Cast, client_for: ClientFor) -> None:
    client, form = client_for(cast.administrator), {**EMMA, "profile": "parent"}

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.post(of(cast, "people/new/"), form).status_code == 422
        return len(asked)

    cost()
    few = cost()
    for _ in range(4):
        user = {"user__first_name": "Emma", "user__last_name": "Lacombe"}
        number = Membership.objects.count()
        MembershipFactory(school=cast.school, **user, user__username=f"emma.lacombe{number}")
    assert cost() == few


def test_groups_are_shown_and_follow_the_roll(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    shown = client.get(of(cast, "groups/"))
    group = cast.group("class", "student", of=cast.cm1)
    assert {each.pk: each.size for each in shown.context["automatic"]}[group.pk] == 2
    assert not any(each.kind == "family" for each in shown.context["automatic"])
    members = client.get(of(cast, f"groups/{group.pk}/")).context["members"]
    assert members == [cast.student, cast.classmate]


def test_a_parent_comes_with_their_child_in_one_step(cast: Cast, client_for: ClientFor) -> None:
    client, form = client_for(cast.administrator), {"last_name": "Roy", "profile": "parent"}
    unknown = {**form, "first_name": "Ada", "child": "Nobody Atall"}
    answer = client.post(of(cast, "people/new/"), unknown)
    assert answer.status_code == 422 and "Nobody Atall" in answer.content.decode()
    one = {**form, "first_name": "Ada", "child": "NOE marchand"}
    assert client.post(of(cast, "people/new/"), one).status_code == 302
    [link] = Guardianship.objects.filter(guardian__user__first_name="Ada")
    assert link.student == cast.classmate
    assert in_group(cast.group("family", of=cast.classmate), link.guardian)
    assert Event.objects.filter(verb="link_guardian", target_id=cast.classmate.pk).count() == 1
    several = {**form, "first_name": "Bo", "child": "lacombe"}
    asked = client.post(of(cast, "people/new/"), several)
    assert asked.status_code == 422
    assert {each.pk for each in asked.context["form"].children} == {
        cast.student.pk,
        cast.sibling.pk,
    }
    assert not Membership.objects.filter(user__first_name="Bo").exists()
    client.post(of(cast, "people/new/"), {**several, "child_is": cast.sibling.pk})
    assert Guardianship.objects.get(guardian__user__first_name="Bo").student == cast.sibling


def test_a_child_is_looked_for_in_this_school_and_among_its_students(
    cast: Cast, client_for: ClientFor
) -> None:
    form = {"first_name": "Ada", "last_name": "Roy", "profile": "parent"}
    for name in (cast.other.student.name, cast.mother.name):
        answer = client_for(cast.administrator).post(
            of(cast, "people/new/"), {**form, "child": name}
        )
        assert answer.status_code == 422, name
    other = {**form, "profile": "staff", "child": cast.student.name}
    assert client_for(cast.administrator).post(of(cast, "people/new/"), other).status_code == 302
    assert not Guardianship.objects.filter(guardian__user__first_name="Ada").exists()


def test_a_button_makes_somebody_one_thing_more(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    page = person_page(cast.teacher, "profile/")
    assert f'href="{page}"' in client.get(person_page(cast.teacher)).content.decode()
    offered = client.get(page).context["form"].fields["profile"].choices
    assert {value for value, _label in offered} == {"parent", "staff", "guest"}
    assert client.post(page, {"profile": "student"}).status_code == 422
    answer = client.post(page, {"profile": "parent"})
    parent = Membership.objects.get(user=cast.teacher.user, profile=Profile.PARENT)
    assert answer["Location"] == person_page(parent, "family/")
    assert client.post(page, {"profile": "parent"}).status_code == 422
    students = person_page(cast.student)
    assert "profile/" not in client.get(students).content.decode()
    assert client.get(students + "profile/").status_code == 404
