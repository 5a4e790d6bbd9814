from collections.abc import Callable
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.people import add_person
from accounts.actions.schools import create_school
from accounts.choices import Profile, State
from accounts.groups import sync_groups
from accounts.logins import NameWithoutLetters
from accounts.models import Group, GroupMember, Membership
from audit.models import Event
from core import clock, wall
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.accounts import EnrolmentFactory, GuardianshipFactory

ClientFor = Callable[[Membership], SchoolClient]
NOT_ADMINISTRATORS = ["student", "mother", "teacher", "staff", "head", "guest"]


@pytest.fixture
def people(cast: Cast) -> str:
    return f"/schools/{cast.school.pk}/people/"


def names(answer: object) -> list[str]:
    return [person.name for person in answer.context["page"]]  # type: ignore[attr-defined]  # of the test client


def test_an_administrator_sees_everybody_of_the_school_by_name(
    cast: Cast, client_for: ClientFor, people: str
) -> None:
    answer = client_for(cast.administrator).get(people)
    assert names(answer)[0] == "Brigitte Aubry"
    assert set(names(answer)) == {person.name for person in cast.people.values()}


def test_names_are_found_without_accents_and_never_by_address(
    cast: Cast, client_for: ClientFor, people: str
) -> None:
    client = client_for(cast.administrator)
    assert names(client.post(people, {"words": "dubreuil HELENE"})) == ["Hélène Dubreuil"]
    assert names(client.post(people, {"words": "Nobody Here"})) == []
    assert names(client.post(people, {"words": "lac", "profile": "parent"})) == ["Claire Lacombe"]


def test_people_are_found_by_profile_class_and_state(
    cast: Cast, client_for: ClientFor, people: str
) -> None:
    Membership.objects.filter(pk=cast.student.pk).update(blocked_at=clock.now())
    Membership.objects.filter(pk=cast.ce2_parent.pk).update(closed_at=clock.now())
    cast.guest.user.set_unusable_password()
    cast.guest.user.save()
    client = client_for(cast.administrator)
    assert names(client.get(people, {"profile": "guest"})) == [cast.guest.name]
    in_cm1 = names(client.get(people, {"school_class": cast.cm1.pk}))
    assert {cast.classmate.name, cast.mother.name, cast.teacher.name} <= set(in_cm1)
    assert cast.ce2_teacher.name not in in_cm1
    expected = {
        State.BLOCKED: cast.student,
        State.CLOSED: cast.ce2_parent,
        State.INVITED: cast.guest,
    }
    for state, person in expected.items():
        assert names(client.get(people, {"state": state})) == [person.name]
    assert len(names(client.get(people, {"state": State.ACTIVE}))) == len(cast.people) - 3


def test_a_filter_that_makes_no_sense_is_ignored(
    cast: Cast, client_for: ClientFor, people: str
) -> None:
    client = client_for(cast.administrator)
    elsewhere: dict[str, str | int] = {
        "school_class": cast.other.cm1.pk,
        "profile": "pirate",
        "page": "x",
    }
    assert len(names(client.get(people, elsewhere))) == len(cast.people)


def test_the_list_has_pages_and_costs_the_same_for_everybody(
    cast: Cast, client_for: ClientFor, people: str
) -> None:
    client = client_for(cast.administrator)
    client.get(people)
    with CaptureQueriesContext(connection) as few:
        client.get(people)
    for _ in range(40):
        enrolled = EnrolmentFactory(school=cast.school, school_class=cast.cm1)
        GuardianshipFactory(school=cast.school, student=enrolled.membership)
    with CaptureQueriesContext(connection) as many:
        first = client.get(people)
    assert len(first.context["page"]) == 50
    assert len(many) == len(few)
    assert len(client.post(people, {"page": "2"}).context["page"]) > 20


def test_a_person_page_tells_what_an_administrator_needs(
    cast: Cast, client_for: ClientFor, people: str
) -> None:
    body = client_for(cast.administrator).get(f"{people}{cast.mother.pk}/").content.decode()
    for needed in (cast.mother.user.username, cast.student.name, cast.sibling.name, "/code/"):
        assert needed in body
    body = client_for(cast.administrator).get(f"{people}{cast.student.pk}/").content.decode()
    for needed in (cast.mother.name, cast.father.name, "CM1"):
        assert needed in body


def test_teachers_look_after_their_classes_alone(
    cast: Cast, client_for: ClientFor, people: str
) -> None:
    client = client_for(cast.teacher)
    for person in (cast.student, cast.mother, cast.father):
        body = client.get(f"{people}{person.pk}/").content.decode()
        assert "/code/" in body
        assert "/duties/" not in body
    for person in (cast.ce2_student, cast.ce2_parent, cast.ce2_teacher):
        body = client.get(f"{people}{person.pk}/").content.decode()
        assert "/code/" not in body
        assert person.user.username not in body
        assert client.get(f"{people}{person.pk}/code/").status_code == 404
    assert client.get(f"{people}{cast.other.student.pk}/").status_code == 404
    Membership.objects.filter(pk=cast.father.pk).update(closed_at=clock.now())
    assert client.get(f"{people}{cast.father.pk}/").status_code == 404
    administrator = client_for(cast.administrator)
    assert administrator.get(f"{people}{cast.father.pk}/").status_code == 200


@pytest.mark.parametrize("part", NOT_ADMINISTRATORS)
@pytest.mark.parametrize("page", ["people/", "people/new/", "classes/", "log/"])
def test_others_see_none_of_it(cast: Cast, client_for: ClientFor, part: str, page: str) -> None:
    address = f"/schools/{cast.school.pk}/{page}"
    assert client_for(cast.people[part]).get(address).status_code == 404
    assert client_for(cast.other.administrator).get(address).status_code == 404
    assert client_for(cast.administrator).get(address).status_code == 200


def test_a_person_is_added_with_login_groups_and_trail(
    cast: Cast, client_for: ClientFor, people: str
) -> None:
    form = {"first_name": "Emma", "last_name": "Lacombe", "profile": "student"}
    form |= {"birth_date": "2018-05-04", "same_as": "new"}
    answer = client_for(cast.administrator).post(f"{people}new/", form, follow=True)
    person = answer.context["person"]
    assert person.user.username == "emma.lacombe2"
    assert person.state == State.INVITED
    students = Group.objects.get(school=cast.school, kind="school", profile="student")
    assert GroupMember.objects.filter(group=students, membership=person).exists()
    assert Event.objects.filter(verb="add_person", target_id=person.pk).count() == 1


def test_a_name_without_letters_is_said_so_and_kept(
    cast: Cast, client_for: ClientFor, people: str
) -> None:
    form = {"first_name": "Ω", "last_name": "!!!", "profile": "student"}
    answer = client_for(cast.administrator).post(f"{people}new/", form)
    assert answer.status_code == 422
    assert 'value="!!!"' in answer.content.decode()
    with pytest.raises(NameWithoutLetters):
        add_person(None, school=cast.school, first_name="a", last_name="?", profile=Profile.STUDENT)


def test_only_administrators_add_people(cast: Cast) -> None:
    add = partial(
        add_person,
        school=cast.school,
        first_name="Ada",
        last_name="Nouvelle",
        profile=Profile.STAFF,
    )
    for by in (cast.staff, cast.head, cast.other.administrator):
        with pytest.raises(PermissionDenied):
            add(by)
    assert add(cast.administrator).pk


def test_a_school_begins_with_its_groups(db: None) -> None:
    school = create_school(name="École Neuve", language="fr")
    with wall.within(school.pk):
        assert Group.objects.filter(school=school, kind="school").count() == 6
        assert Event.objects.filter(school_id=school.pk, verb="create_school").exists()


def test_classes_are_listed_with_their_numbers(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    address = f"/schools/{cast.school.pk}/classes/"
    classes = {each.name: each for each in client.get(address).context["classes"]}
    assert (classes["CM1"].students, classes["CM1"].teachers) == (2, 1)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(5):
        EnrolmentFactory(school=cast.school)
    sync_groups(cast.school.pk)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/schools/{}/people/", "/schools/{}/people/"),
        ("/schools/{}/people/new/", "/schools/{}/people/"),
        ("/schools/{}/classes/", "/schools/{}/people/"),
        ("/schools/{}/log/", "/schools/{}/people/"),
        ("/schools/{}/cases/", "/schools/{}/cases/"),
        ("/", "/"),
    ],
)
def test_the_navigation_says_where_one_is(
    cast: Cast, client_for: ClientFor, path: str, current: str
) -> None:
    page = client_for(cast.administrator).get(path.format(cast.school.pk))
    marked = [each.url for each in page.context["navigation"]() if each.current]
    assert marked == [current.format(cast.school.pk)]
