from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.choices import Profile
from accounts.groups import sync_groups
from accounts.models import Membership
from audit.models import Event
from charters.actions import CharterReplaced, charter_in_force, sign_charter
from charters.gate import still_to_sign
from charters.layout import blocks
from charters.models import CharterVersion, Signature
from charters.texts import shipped_text
from core import clock
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.accounts import EnrolmentFactory, MembershipFactory

ClientFor = Callable[[Membership], SchoolClient]


def unsign(*people: Membership) -> None:
    Signature.objects.filter(membership__in=people).delete()


def test_nobody_comes_further_before_they_sign(cast: Cast, client_for: ClientFor) -> None:
    unsign(cast.student)
    client = client_for(cast.student)
    assert client.get("/me/")["Location"] == "/charter/"
    assert client.post("/password/", {"current": "x"})["Location"] == "/charter/"
    page = client.get("/charter/")
    assert "Je respecte les autres." in page.content.decode()
    version = CharterVersion.objects.get(school=cast.school, profile=Profile.STUDENT)
    answer = client.post(f"/charter/{version.pk}/sign/")
    assert answer["Location"] == "/"
    assert client.get("/me/").status_code == 200
    assert Event.objects.filter(actor__membership=cast.student, verb="sign_charter").count() == 1


def test_without_signing_one_may_leave_and_choose_a_language(
    cast: Cast, client_for: ClientFor
) -> None:
    unsign(cast.student)
    client = client_for(cast.student)
    assert client.post("/me/language/", {"language": "en"})["Location"] == "/me/"
    assert "I respect others." in client.get("/charter/").content.decode()
    assert client.post("/sign-out/")["Location"] == "/signed-out/"


def test_each_profile_has_its_own_to_sign(cast: Cast, client_for: ClientFor) -> None:
    parent_too = MembershipFactory(
        school=cast.school, user=cast.teacher.user, profile=Profile.PARENT
    )
    client = client_for(cast.teacher)
    assert client.get("/me/")["Location"] == "/charter/"
    version = client.get("/charter/").context["charters"][0]["version"]
    assert version.profile == Profile.PARENT
    client.post(f"/charter/{version.pk}/sign/")
    assert client.get("/me/").status_code == 200
    assert Signature.objects.filter(membership=parent_too).exists()


def test_a_school_without_a_charter_gets_ours(cast: Cast) -> None:
    unsign(*cast.people.values())
    CharterVersion.objects.filter(school=cast.school).delete()
    for profile in Profile:
        version = charter_in_force(cast.school, profile)
        assert version.number == 1
        assert version == charter_in_force(cast.school, profile)
        assert len(blocks(version.text_fr)) == len(blocks(version.text_en))


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_our_charters_are_short_and_numbered(profile: Profile, language: str) -> None:
    text = shipped_text(profile, language)
    assert len(text.split()) < 260
    assert any(block.numbered for block in blocks(text))


def test_a_new_version_is_signed_anew(cast: Cast, client_for: ClientFor) -> None:
    old = CharterVersion.objects.get(school=cast.school, profile=Profile.STUDENT)
    client = client_for(cast.student)
    assert client.get("/me/").status_code == 200
    old.replaced_at = clock.now()
    old.save()
    new = CharterVersion.objects.create(
        school=cast.school, profile=Profile.STUDENT, number=2, text_fr="Neuf.", text_en="New."
    )
    assert client.get("/me/")["Location"] == "/charter/"
    assert client.post(f"/charter/{old.pk}/sign/")["Location"] == "/charter/"
    assert client.post(f"/charter/{new.pk}/sign/")["Location"] == "/"
    with pytest.raises(CharterReplaced):
        sign_charter(cast.classmate, version=old)


def test_nobody_signs_what_others_have_to(cast: Cast, client_for: ClientFor) -> None:
    for_teachers = CharterVersion.objects.get(school=cast.school, profile=Profile.TEACHER)
    elsewhere = CharterVersion.objects.get(school=cast.other.school, profile=Profile.STUDENT)
    unsign(cast.student, cast.teacher)
    client = client_for(cast.student)
    for version in (for_teachers, elsewhere):
        assert client.post(f"/charter/{version.pk}/sign/").status_code == 404
        with pytest.raises(PermissionDenied):
            sign_charter(cast.student, version=version)
    teacher = client_for(cast.teacher)
    assert teacher.post(f"/charter/{for_teachers.pk}/sign/").status_code == 302


def test_the_gate_costs_one_query(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert still_to_sign([cast.student, cast.teacher, cast.administrator]) == []


def test_teachers_follow_the_signatures_of_their_class(cast: Cast, client_for: ClientFor) -> None:
    unsign(cast.student)
    client = client_for(cast.teacher)
    page = client.get("/charter/signatures/", follow=True)
    assert page.status_code == 200
    names = [person.name for person in page.context["page"]]
    assert names[0] == cast.student.name
    assert {cast.classmate.name, cast.mother.name, cast.father.name} <= set(names)
    assert cast.ce2_student.name not in names
    assert page.context["signed"] == len(names) - 1
    of_ce2 = cast.group("class", of=cast.ce2)
    assert client.get(f"/charter/signatures/{of_ce2.pk}/").status_code == 404
    assert client_for(cast.ce2_teacher).get(f"/charter/signatures/{of_ce2.pk}/").status_code == 200


@pytest.mark.parametrize("part", ["student", "mother", "staff", "guest", "head"])
def test_others_do_not_follow_signatures(cast: Cast, client_for: ClientFor, part: str) -> None:
    whole = cast.group("school")
    client = client_for(cast.people[part])
    assert client.get("/charter/signatures/").status_code == 404
    assert client.get(f"/charter/signatures/{whole.pk}/").status_code == 404


def test_administrators_follow_their_school(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    whole = cast.group("school")
    page = client.get(f"/charter/signatures/{whole.pk}/")
    assert page.context["page"].paginator.count == len(cast.people)
    client = client_for(cast.other.administrator)
    assert client.get(f"/charter/signatures/{whole.pk}/").status_code == 404


def test_the_list_of_signatures_costs_the_same_for_everybody(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.teacher)
    address = f"/charter/signatures/{cast.group('class', of=cast.cm1).pk}/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(20):
        EnrolmentFactory(school=cast.school, school_class=cast.cm1)
    sync_groups(cast.school.pk)
    with CaptureQueriesContext(connection) as many:
        page = client.get(address)
    assert page.context["page"].paginator.count > 20
    assert len(many) == len(few)
