from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Membership, School
from audit.models import Event
from moderation.actions.danger import add_danger_number, remove_danger_number
from moderation.models import DangerNumber
from newsfeed.models import Comment
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.moderation import DangerNumberFactory

ClientFor = Callable[[Membership], SchoolClient]


def called(client: SchoolClient) -> list[list[str]]:
    calls = client.get("/danger/").context["calls"]
    return [[call.number for call in numbers] for _school, numbers in calls]


@pytest.mark.parametrize(
    ("language", "shipped"), [("fr", ["17", "119", "3018"]), ("en", ["999", "0800 1111", "101"])]
)
def test_a_school_that_named_none_shows_those_of_its_country(
    cast: Cast, client_for: ClientFor, language: str, shipped: list[str]
) -> None:
    School.objects.filter(pk=cast.school.pk).update(language=language)
    client = client_for(cast.student)
    assert called(client) == [shipped]
    page = client.get("/danger/").content.decode()
    assert all(f'href="tel:{number.replace(" ", "")}"' in page for number in shipped)


def test_what_a_school_names_is_shown_instead_until_it_is_taken_out(
    cast: Cast, client_for: ClientFor
) -> None:
    page = f"/schools/{cast.school.pk}/danger-numbers/"
    client = client_for(cast.administrator)
    for number, label in (("0 800 20 22 23", "Parents"), ("114", "Par SMS")):
        assert client.post(page, {"number": number, "label": label})["Location"] == page
    assert called(client_for(cast.student)) == [["0 800 20 22 23", "114"]]
    assert called(client_for(cast.other.student)) == [["17", "119", "3018"]]
    for named in DangerNumber.objects.all():
        client.post(f"{page}{named.pk}/remove/")
    assert called(client_for(cast.student)) == [["17", "119", "3018"]]
    done = Event.objects.of_school(cast.school.pk).filter(target_type="moderation.DangerNumber")
    verbs = {"add_danger_number": 2, "remove_danger_number": 2}
    assert {verb: done.filter(verb=verb).count() for verb in verbs} == verbs


@pytest.mark.parametrize("number", ["", "police", "1", "<17>", "1" * 21, "114", "114 "])
def test_what_is_no_number_or_there_already_is_refused_and_stays_typed(
    cast: Cast, client_for: ClientFor, number: str
) -> None:
    DangerNumberFactory(school=cast.school, number="114")
    page = f"/schools/{cast.school.pk}/danger-numbers/"
    answer = client_for(cast.administrator).post(page, {"number": number, "label": "Écoute"})
    assert answer.status_code == 422 and answer.context["form"].errors["number"]
    assert 'value="Écoute"' in answer.content.decode()
    assert DangerNumber.objects.filter(school=cast.school).count() == 1


def test_only_an_administrator_of_the_school_names_them(cast: Cast) -> None:
    named = DangerNumberFactory(school=cast.school)
    for by in (cast.teacher, cast.other.administrator):
        with pytest.raises(PermissionDenied):
            remove_danger_number(by, number=named)
    with pytest.raises(PermissionDenied):
        add_danger_number(cast.teacher, number="17", label="Police")


def test_the_way_there_stands_where_somebody_reports_and_on_the_receipt(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    client = client_for(cast.student)
    address = f"/report/comment/{comment.pk}/"
    receipt = client.post(address, {"reason": "violent"})["Location"]
    for page in (address, receipt):
        assert 'href="/danger/"' in client.get(page).content.decode()
