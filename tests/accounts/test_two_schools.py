"""Somebody who administers two schools, and somebody who is several things in one."""

from collections.abc import Callable

import pytest
from django.test import RequestFactory

from accounts.access import membership_in
from accounts.choices import Duty, Profile
from accounts.models import Membership
from charters.models import CharterVersion
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.accounts import MembershipFactory
from tests.factories.charters import SignatureFactory

ClientFor = Callable[[Membership], SchoolClient]
PAGES = ("people", "classes", "groups", "cards", "settings", "log", "cases", "closures")


def administrator_is_also(cast: Cast, profile: Profile, *duties: Duty) -> Membership:
    """The administrator is that in the other school."""
    person: Membership = MembershipFactory(
        school=cast.other.school,
        user=cast.administrator.user,
        profile=profile,
        duties=list(duties),
    )
    version = CharterVersion.objects.in_force().get(school=cast.other.school, profile=profile)
    SignatureFactory(school=cast.other.school, version=version, membership=person)
    return person


@pytest.fixture
def there(cast: Cast) -> Membership:
    return administrator_is_also(cast, Profile.STAFF, Duty.LOCAL_ADMINISTRATOR)


def test_each_page_of_a_school_leads_to_the_same_of_the_other(
    cast: Cast, there: Membership, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    for page in PAGES:
        mine, other = (f"/schools/{each.pk}/{page}/" for each in (cast.school, cast.other.school))
        answer = client.get(mine)
        assert answer.status_code == 200, page
        assert f'href="{other}"' in answer.content.decode()
        there_now = client.get(other).content.decode()
        assert f'href="{mine}"' in there_now, page
        # The navigation stays in the school whose page it is.
        assert f'href="/schools/{cast.other.school.pk}/people/"' in there_now


def test_a_page_about_somebody_leads_to_the_people_of_the_other(
    cast: Cast, there: Membership, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    page = client.get(f"/schools/{cast.other.school.pk}/people/{cast.other.student.pk}/")
    links = page.context["school_switch"]
    assert [each["current"] for each in links] == [False, True]
    assert links[0]["url"] == f"/schools/{cast.school.pk}/people/"
    for item in page.context["navigation"]():
        assert f"/schools/{cast.school.pk}/" not in item.url


def test_who_administers_one_school_is_offered_no_other(cast: Cast, client_for: ClientFor) -> None:
    administrator_is_also(cast, Profile.PARENT)
    client = client_for(cast.administrator)
    page = client.get(f"/schools/{cast.school.pk}/people/")
    assert not page.context["school_switch"]
    assert client.get(f"/schools/{cast.other.school.pk}/people/").status_code == 404


def test_teaching_elsewhere_one_still_finds_one_s_class(cast: Cast, client_for: ClientFor) -> None:
    administrator_is_also(cast, Profile.TEACHER)
    page = client_for(cast.administrator).get("/me/")
    assert "/classes/" in [each.url for each in page.context["account_pages"]()]
    alone = client_for(cast.teacher).get("/me/")
    assert "/classes/" in [each.url for each in alone.context["navigation"]()]
    assert "/classes/" not in [each.url for each in alone.context["account_pages"]()]


@pytest.mark.parametrize("order", [1, -1])
def test_who_is_several_things_acts_as_the_one_with_the_most_rights(cast: Cast, order: int) -> None:
    """Whichever they became first."""
    request = RequestFactory().get("/")
    request.user = cast.father.user
    profiles = [Profile.TEACHER, Profile.STAFF][::order]
    for profile in profiles:
        MembershipFactory(school=cast.school, user=cast.father.user, profile=profile)
    assert membership_in(request, cast.school.pk).profile == Profile.TEACHER
