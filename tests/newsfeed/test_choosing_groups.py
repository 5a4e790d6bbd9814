"""For whom an entry is, chosen among the groups of a large school."""

from typing import Any

import pytest

from accounts.groups import sync_groups
from accounts.models import Group, SchoolClass
from newsfeed.models import Entry
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.accounts import ClassFactory
from tests.newsfeed.conftest import ClientFor, begun

LOOKING: dict[str, Any] = {"headers": {"HX-Request": "true", "HX-Trigger-Name": "find"}}


@pytest.fixture
def sixth(cast: Cast) -> SchoolClass:
    """The first of many classes."""
    made = [ClassFactory(school=cast.school, name=f"6e {letter}") for letter in "ÂBCDEFGHI"]
    sync_groups(cast.school.pk)
    first: SchoolClass = made[0]
    return first


@pytest.fixture
def secretary(cast: Cast, client_for: ClientFor) -> SchoolClient:
    """Who writes to all classes."""
    return client_for(cast.staff)


def shown(answer: Any) -> tuple[set[str], set[str]]:
    """The circles in sight, and those that are folded away."""
    near, others, *_ = answer.context["circles"]
    return {circle.name for circle in near}, {circle.name for circle in others}


def test_of_many_classes_those_meant_are_found(
    cast: Cast, cm1: Group, sixth: SchoolClass, secretary: SchoolClient
) -> None:
    page = begun(secretary)
    near, others = shown(secretary.get(page))
    assert near == {cast.school.name} and {"CM1", sixth.name} < others
    found = secretary.post(page, {"groups": [cm1.pk], "find": "6E a"}, **LOOKING)
    assert shown(found) == ({"CM1", sixth.name}, set()), "what is chosen stays in sight"
    assert f'value="{cm1.pk}" checked' in found.content.decode()
    nothing = secretary.post(page, {"find": "maternelle"}, **LOOKING)
    assert "Rien ne s’appelle" in nothing.content.decode()
    parents = secretary.post(page, {"find": "parents 6e"}, **LOOKING)
    assert {len(circle.choices) for circle in parents.context["circles"].near} == {1}


def test_looking_without_scripts_keeps_what_was_typed(
    cm1: Group, sixth: SchoolClass, secretary: SchoolClient
) -> None:
    page = begun(secretary)
    sheet = {"title": "Sortie", "body": "Demain", "groups": [cm1.pk], "find": sixth.name}
    sheet["seen"] = secretary.get(page).context["form"]["seen"].value()
    found = secretary.post(page, sheet)
    assert found.status_code == 200
    assert shown(found) == ({"CM1", sixth.name}, set())
    kept = Entry.objects.get()
    assert (kept.title, kept.audiences.get().group) == ("Sortie", cm1)
    sheet |= {"seen": found.context["form"]["seen"].value(), "do": "publish"}
    assert secretary.post(page, sheet)["Location"] == f"/entries/{kept.pk}/"


def test_the_page_costs_the_same_for_many_classes(cast: Cast, secretary: SchoolClient) -> None:
    page = begun(secretary)
    few = queries(secretary, page)
    for number in range(12):
        ClassFactory(school=cast.school, name=f"{number}")
    sync_groups(cast.school.pk)
    assert queries(secretary, page) == few


def test_a_teacher_of_few_classes_looks_for_nothing(cast: Cast, client_for: ClientFor) -> None:
    teacher = client_for(cast.teacher)
    assert 'name="find"' not in teacher.get(begun(teacher)).content.decode()
