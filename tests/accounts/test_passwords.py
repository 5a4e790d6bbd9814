from collections.abc import Callable

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.choices import Profile
from accounts.entrance.passwords import rules_for
from accounts.models import Membership, SchoolClass, User
from core import wall
from tests.cast import PASSWORD, Cast
from tests.client import SchoolClient
from tests.factories.accounts import MembershipFactory

ClientFor = Callable[[Membership], SchoolClient]


def fault(person: Membership, password: str) -> str:
    """Which rule a password breaks, as its person chooses it."""
    user = User.objects.get(pk=person.user_id)
    try:
        with wall.as_person(user.pk):
            validate_password(password, user)
    except ValidationError as error:
        return " ".join(each.code or "" for each in error.error_list)
    return ""


@pytest.mark.parametrize(
    ("level", "shortest"), [("CP", 6), ("CM1", 6), ("CM2/6e", 6), ("6e", 8), ("Tle", 8), ("", 8)]
)
def test_how_long_it_must_be_follows_the_level(cast: Cast, level: str, shortest: int) -> None:
    SchoolClass.objects.filter(pk=cast.cm1.pk).update(level=level)
    password = "xyloph sac"
    assert fault(cast.student, password[: shortest - 1]) == "too_short"
    assert fault(cast.student, password[:shortest]) == ""


@pytest.mark.parametrize("part", ["mother", "teacher", "staff", "guest", "administrator"])
def test_adults_need_ten_characters(cast: Cast, part: str) -> None:
    assert fault(cast.people[part], "xyloph sa") == "too_short"
    assert fault(cast.people[part], "xyloph sac") == ""


def test_whoever_is_more_than_a_student_needs_as_much_as_an_adult(cast: Cast) -> None:
    MembershipFactory(school=cast.school, user=cast.student.user, profile=Profile.STAFF)
    assert fault(cast.student, "xyloph sa") == "too_short"


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("2015-04-12", "no_words"),
        ("!!!????", "no_words"),
        ("emma2015", "about_the_person"),
        ("Lacombe-Emma!", "about_the_person"),
        ("emmalacombe99", "about_the_person"),
        ("claire2015", "about_the_person"),  # her mother
        ("leo leo leo", "about_the_person"),  # her brother
        ("Jules Verne", "about_the_person"),  # her school
        ("julesverne1", "about_the_person"),
        ("soleil", "common"),
        ("Soleil2026!", "common"),
        ("licorne", "common"),
        ("azertyuiop", "common"),
        ("aaaaaaaa", "common"),
        ("i love you", "common"),
        ("chat orage", ""),
        ("Emma aime les kiwis", ""),
        ("тетрадь и мел", ""),
        ("dragée poire 7", ""),
    ],
)
def test_what_would_be_tried_first_is_refused(cast: Cast, password: str, rule: str) -> None:
    assert fault(cast.student, password) == rule


def test_a_parent_does_not_take_the_name_of_a_child(cast: Cast) -> None:
    assert fault(cast.mother, "Emma12042015") == "about_the_person"


def test_nobody_learns_names_beyond_their_family_from_the_rules(cast: Cast) -> None:
    assert fault(cast.student, "haddad77") == ""


def test_a_long_passphrase_is_taken_whole(cast: Cast, client_for: ClientFor) -> None:
    long = "un escargot à roulettes traverse la cantine " * 10
    client = client_for(cast.student)
    client.post("/password/", {"current": PASSWORD, "password": long, "again": long})
    cast.student.user.refresh_from_db()
    assert cast.student.user.check_password(long)
    assert not cast.student.user.check_password(long[:-1])


def test_the_rules_are_said_to_their_person(cast: Cast, client_for: ClientFor) -> None:
    for person, length in ((cast.student, "6"), (cast.mother, "10")):
        page = client_for(person).get("/password/")
        with wall.as_person(person.user_id):
            assert str(page.context["form"]["password"].help_text) == rules_for(person.user)
        assert f"Au moins {length} caractères" in page.content.decode()


def test_a_refusal_says_what_to_do(cast: Cast, client_for: ClientFor) -> None:
    form = {"current": PASSWORD, "password": "abc", "again": "abc"}
    assert (
        "il faut au moins 6 caractères"
        in client_for(cast.student).post("/password/", form).content.decode()
    )


def test_what_a_choice_of_password_costs(
    cast: Cast, client_for: ClientFor, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = client_for(cast.mother)
    form = {"current": PASSWORD, "password": "emma2015emma", "again": "emma2015emma"}
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]  # a context manager
        client.post("/password/", form)
