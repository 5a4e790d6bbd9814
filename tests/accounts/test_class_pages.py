"""The list of a class, and the settings of a school."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions.codes import issue_codes, renew_class_code
from accounts.actions.schools import change_settings
from accounts.levels import NAMES
from accounts.models import ClassCode, Membership, School, SignInCard, User
from audit.models import Event
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.accounts import EnrolmentFactory, GuardianshipFactory, MembershipFactory

ClientFor = Callable[[Membership], SchoolClient]


def page_of_cm1(cast: Cast) -> str:
    return f"/schools/{cast.school.pk}/classes/{cast.cm1.pk}/"


def test_a_teacher_sees_who_of_the_class_has_not_signed_in(
    cast: Cast, client_for: ClientFor
) -> None:
    for person in (cast.student, cast.father):
        person.user.set_unusable_password()
        person.user.save()
    page = client_for(cast.teacher).get(page_of_cm1(cast))
    listed = page.context["list"]
    assert [student.name for student in listed.students] == ["Emma Lacombe", "Noé Marchand"]
    assert (listed.students_came.came, listed.students_came.total) == (1, 2)
    assert (listed.parents_came.came, listed.parents_came.total) == (2, 3)
    assert "Inès Haddad" not in page.content.decode()


def test_a_teacher_comes_to_their_class(cast: Cast, client_for: ClientFor) -> None:
    assert client_for(cast.teacher).get("/classes/")["Location"] == page_of_cm1(cast)
    assert client_for(cast.student).get("/classes/").status_code == 200


def test_a_large_class_costs_no_more_queries(
    cast: Cast,
    client_for: ClientFor,
    django_assert_max_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    for _ in range(10):
        student = MembershipFactory(school=cast.school)
        EnrolmentFactory(school=cast.school, school_class=cast.cm1, membership=student)
        GuardianshipFactory(school=cast.school, student=student)
    client = client_for(cast.teacher)
    client.get(page_of_cm1(cast))
    with django_assert_max_num_queries(20):
        client.get(page_of_cm1(cast))


def test_a_stopped_card_is_seen(cast: Cast, client_for: ClientFor) -> None:
    School.objects.filter(pk=cast.school.pk).update(pictures_up_to=4)
    issue_codes(cast.teacher, people=[cast.student])
    client = client_for(cast.teacher)
    assert "carte arrêtée" not in client.get(page_of_cm1(cast)).content.decode()
    SignInCard.objects.update(wrong_in_a_row=5)
    assert client.get(page_of_cm1(cast)).content.decode().count("carte arrêtée") == 1


@pytest.mark.parametrize("part", ["ce2_teacher", "student", "mother", "staff", "head"])
def test_others_make_no_class_code(cast: Cast, part: str) -> None:
    for by in (cast.people[part], cast.other.administrator, cast.other.teacher):
        with pytest.raises(PermissionDenied):
            renew_class_code(by, school_class=cast.cm1)
    assert not ClassCode.objects.exists()


def test_the_school_says_up_to_which_level_there_are_pictures(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    settings = f"/schools/{cast.school.pk}/settings/"
    hours = {"waking_from": "7", "waking_until": "20"}
    assert client.post(settings, hours | {"pictures_up_to": "2"}).status_code == 302
    assert School.objects.get(pk=cast.school.pk).pictures_up_to == 2
    assert 'value="2" selected' in client.get(settings).content.decode()
    assert client.post(settings, hours | {"pictures_up_to": ""}).status_code == 302
    assert School.objects.get(pk=cast.school.pk).pictures_up_to is None
    assert Event.objects.filter(verb="change_settings").latest("id").facts == {
        "pictures_up_to": None,
        "student_photographs": False,
        "waking_from": 7,
        "waking_until": 20,
        "quiet_weekends": False,
    }
    client.post(settings, hours | {"student_photographs": "on"})
    assert School.objects.get(pk=cast.school.pk).student_photographs
    assert client.post(settings, hours | {"pictures_up_to": str(max(NAMES))}).status_code == 422


def test_the_settings_speak_the_language_of_their_reader(cast: Cast, client_for: ClientFor) -> None:
    User.objects.filter(pk=cast.administrator.user_id).update(language="en")
    page = client_for(cast.administrator).get(f"/schools/{cast.school.pk}/settings/")
    assert "up to CE1" in page.content.decode()


def test_nobody_else_changes_the_settings(cast: Cast) -> None:
    for by in (cast.head, cast.teacher, cast.other.administrator):
        with pytest.raises(PermissionDenied):
            change_settings(by, school=cast.school, pictures_up_to=2)
