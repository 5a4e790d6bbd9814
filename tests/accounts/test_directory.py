"""Who finds whom: a truth table, cell by cell, of those one may see and of those one is shown."""

from collections.abc import Callable

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from accounts.choices import Profile
from accounts.groups import sync_groups
from accounts.models import ContactRule, Membership, NameWord
from audit.models import Event
from contacts.reach import reached_by
from core import clock
from core.paging import PAGE
from tests.cast import PARTS, Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.accounts import EnrolmentFactory, MembershipFactory, UserFactory

ClientFor = Callable[[Membership], SchoolClient]
MOST_QUERIES = 12
OF_THE_CLIENT = 2  # it closes the wall before a request and opens it again after

TEACHERS = {"teacher", "ce2_teacher"}
WITH_A_DUTY = {"senior", "above", "lead", "coordinator"}
STAFF = {"staff", "head", "administrator"} | WITH_A_DUTY
WITHOUT_GUEST = set(PARTS) - {"guest"}

# Whose page each opens, and so whom each finds; everybody opens their own.
SEES = {
    "student": {"classmate", "sibling", "mother", "father", "teacher"},
    "classmate": {"student", "parent_in_both", "teacher"},
    "ce2_student": {"sibling", "ce2_parent", "ce2_teacher"},
    "sibling": {"ce2_student", "student", "mother", "ce2_teacher"},
    "mother": {"student", "sibling", "father"} | TEACHERS | STAFF,
    "father": {"student", "mother", "teacher"} | STAFF,
    "parent_in_both": {"classmate", "teacher"} | STAFF,
    "ce2_parent": {"ce2_student", "ce2_teacher"} | STAFF,
    "teacher": WITHOUT_GUEST,
    "ce2_teacher": WITHOUT_GUEST,
    "staff": WITHOUT_GUEST,
    "head": WITHOUT_GUEST,
    "administrator": set(PARTS),
    "guest": set[str](),
    **dict.fromkeys(WITH_A_DUTY, WITHOUT_GUEST),
}


def found(client: SchoolClient, words: str, **more: object) -> list[str]:
    answer = client.post("/people/", {"words": words, **more})
    assert answer.status_code == 200
    return [person.name for person in answer.context["found"]]


@pytest.mark.parametrize("reader", PARTS)
def test_one_sees_whom_the_table_says_and_nobody_else(cast: Cast, reader: str) -> None:
    by = cast.people[reader]
    seen = Membership.objects.visible_to(by.user).of_school(cast.school.pk)
    expected = SEES[reader] | {reader}
    assert {part for part, person in cast.people.items() if person in seen} == expected


@pytest.mark.parametrize("reader", PARTS)
def test_one_finds_whom_one_sees_by_each_of_their_names(
    cast: Cast, client_for: ClientFor, reader: str
) -> None:
    """By the whole of it and by its beginning; whom one does not see is as if not there."""
    client = client_for(cast.people[reader])
    for part, person in cast.people.items():
        if person.user_id == cast.parent_in_both.user_id:
            continue  # has a namesake who is the same person in the other school
        words = [person.name, person.user.last_name[:4].upper()]
        for each in words:
            assert (person.name in found(client, each)) == (part in SEES[reader] | {reader}), part
        if part not in SEES[reader] | {reader}:
            page = client.post("/people/", {"words": person.name})
            nobody = client.post("/people/", {"words": "Nobody Atall"})
            assert page.context["found"] == nobody.context["found"] == []


@pytest.mark.parametrize("reader", PARTS)
def test_whoever_may_be_written_to_is_seen(cast: Cast, reader: str) -> None:
    by = cast.people[reader]
    seen = Membership.objects.visible_to(by.user)
    assert set(reached_by(by)) <= set(seen)


def test_a_rule_more_is_a_person_more_and_a_rule_less_takes_them_away(
    cast: Cast, client_for: ClientFor
) -> None:
    guest = client_for(cast.guest)
    assert found(guest, "ferrand") == []
    rule = ContactRule.objects.create(
        school=cast.school,
        from_group=cast.group("school", "guest"),
        to_group=cast.group("school", "staff"),
    )
    assert found(guest, "ferrand") == [cast.staff.name]
    rule.delete()
    assert found(guest, "ferrand") == []


def test_the_other_school_is_not_there(cast: Cast, client_for: ClientFor) -> None:
    for part in PARTS:
        if part != "parent_in_both":
            seen = Membership.objects.visible_to(cast.people[part].user)
            assert not seen.of_school(cast.other.school.pk).exists(), part
    assert found(client_for(cast.administrator), cast.other.student.name) == []


def test_somebody_of_two_schools_finds_both_and_is_told_which(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.parent_in_both)
    page = client.get("/people/")
    assert {person.name for person in page.context["found"]} == {
        *(cast.classmate.name, cast.teacher.name),
        *(cast.other.classmate.name, cast.other.teacher.name),
    }
    body = page.content.decode()
    assert cast.school.name in body and cast.other.school.name in body
    assert cast.school.name not in client_for(cast.mother).get("/people/").content.decode()


def test_before_looking_one_sees_those_around(cast: Cast, client_for: ClientFor) -> None:
    page = client_for(cast.student).get("/people/")
    names = {cast.people[part].name for part in SEES["student"]}
    assert {person.name for person in page.context["found"]} == names
    assert client_for(cast.staff).get("/people/").context["found"] == []


def test_closed_accounts_are_not_found_and_open_for_administrators_alone(
    cast: Cast, client_for: ClientFor
) -> None:
    cast.classmate.closed_at = clock.now()
    cast.classmate.save()
    for part, status in {"student": 404, "teacher": 404, "administrator": 200}.items():
        client = client_for(cast.people[part])
        assert found(client, cast.classmate.name) == []
        address = f"/schools/{cast.school.pk}/people/{cast.classmate.pk}/"
        assert client.get(address).status_code == status


@pytest.mark.parametrize("part", ["student", "teacher", "administrator"])
def test_nobody_finds_whoever_is_blocked(cast: Cast, client_for: ClientFor, part: str) -> None:
    client = client_for(cast.people[part])
    assert cast.classmate.name in found(client, cast.classmate.name)
    cast.classmate.blocked_at = clock.now()
    cast.classmate.save()
    assert found(client, cast.classmate.name) == []
    cast.classmate.blocked_until = clock.now()
    cast.classmate.save()
    assert cast.classmate.name in found(client, cast.classmate.name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("DUBREUIL helene", "Hélène Dubreuil"),
        ("hél", "Hélène Dubreuil"),
        ("d’ubr", ""),
        ("ubreuil", ""),
        ("", ""),
        ("  %_ ", ""),
        ("dubreuil x", ""),
    ],
)
def test_each_word_is_the_beginning_of_one(
    cast: Cast, client_for: ClientFor, typed: str, name: str
) -> None:
    expected = [name] if name else []
    staff = client_for(cast.staff)  # who has nobody around
    assert found(staff, typed) == expected


def test_names_of_several_words_are_found_by_each(cast: Cast, client_for: ClientFor) -> None:
    user = UserFactory(first_name="Marie-Ève", last_name="de l’Étang")
    person = MembershipFactory(school=cast.school, user=user, profile=Profile.TEACHER)
    sync_groups(cast.school.pk)
    for typed in ("eve", "etang", "marie etang", "DE L ÉTANG", "Marie-Ève de l’Étang"):
        assert found(client_for(cast.staff), typed) == [person.name], typed


def test_a_new_name_is_found_and_the_old_one_is_not(cast: Cast) -> None:
    cast.teacher.user.folded_name = "castor helene"
    cast.teacher.user.save()
    sync_groups(cast.school.pk)
    words = NameWord.objects.filter(membership=cast.teacher).values_list("word", flat=True)
    assert set(words) == {"castor", "helene"}


def test_what_is_looked_for_is_in_no_address_and_not_in_the_log(
    cast: Cast, client_for: ClientFor
) -> None:
    body = client_for(cast.student).get("/people/").content.decode()
    assert 'method="post"' in body and 'method="get"' not in body
    found(client_for(cast.student), "marchand")
    event = Event.objects.filter(verb="view_page").latest("pk")
    assert "marchand" not in str(event.facts)


def test_many_are_shown_in_parts_at_a_constant_cost(
    cast: Cast, client_for: ClientFor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_for(cast.student)
    few = queries(client, "/people/")
    for _ in range(2 * PAGE):
        EnrolmentFactory(school=cast.school, school_class=cast.cm1)
    sync_groups(cast.school.pk)
    assert queries(client, "/people/") == few
    with django_assert_max_num_queries(MOST_QUERIES + OF_THE_CLIENT):
        first = found(client, "camille")
    second, third = (found(client, "camille", page=number) for number in ("1", "2"))
    assert (len(first), len(second), len(third)) == (PAGE, PAGE, 0)
    assert len({*first, *second}) == 2 * PAGE
    assert first == found(client, "camille", page="x")


def test_a_name_is_found_by_index(cast: Cast) -> None:
    """Row-level security lets an index be used only by what leaks nothing."""
    words = (f"w{number}" for number in range(5000))
    NameWord.objects.bulk_create(
        NameWord(school=cast.school, membership=cast.teacher, word=word) for word in words
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_nameword")
    names = NameWord.objects.filter(word__gte="dub", word__lt="dub{").values("membership")
    plan = names.explain()
    assert "name_word_once_a_person" in plan
    condition = next(line for line in plan.splitlines() if "Index Cond" in line)
    assert "word" in condition and "school_id" in condition
