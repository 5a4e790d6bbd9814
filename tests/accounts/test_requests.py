"""Around every request: whose schools are open, and what is written into the trail."""

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse

from accounts.middleware import PersonMiddleware
from accounts.models import Membership
from audit.models import Event
from core import clock, wall
from tests.cast import Cast
from tests.client import SchoolClient, signed_in

FEED, NOWHERE = "/", "/entries/1099511627776/"


def views_of(person: Membership) -> list[tuple[str, int]]:
    views = Event.objects.filter(verb="view_page", actor__membership=person).order_by("id")
    return [(event.facts["page"], event.facts["status"]) for event in views]


def setting() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('preau.schools', true)")
        value: str = cursor.fetchone()[0]
        return value


def test_a_page_is_made_within_the_schools_of_its_person_alone(cast: Cast) -> None:
    seen: list[str] = []

    def page(request: HttpRequest) -> HttpResponse:
        seen.append(setting())
        return HttpResponse()

    for person in (cast.student, cast.other.student):
        client = signed_in(person)
        request = client.get(FEED).wsgi_request
        request.session = client.session
        with wall.within():
            PersonMiddleware(page)(request)
            assert setting() == "{}"
    assert seen == [f"{{{cast.school.pk}}}", f"{{{cast.other.school.pk}}}"]


def test_every_page_view_is_in_the_trail_refused_ones_too(cast: Cast) -> None:
    client = signed_in(cast.student)
    client.get(FEED)
    client.get(NOWHERE)
    assert views_of(cast.student) == [("newsfeed:feed", 200), ("newsfeed:entry", 404)]


def test_what_somebody_of_two_schools_sees_is_in_both_trails(cast: Cast) -> None:
    signed_in(cast.parent_in_both).get(FEED)
    assert views_of(cast.parent_in_both) == views_of(cast.other.parent_in_both) != []


def test_a_strangers_view_is_in_the_trail_of_no_school(cast: Cast) -> None:
    before = Event.objects.count()
    SchoolClient().get(FEED)
    assert Event.objects.count() == before


@pytest.mark.parametrize("lost", ["blocked_at", "closed_at"])
def test_who_may_not_come_in_any_more_is_a_stranger_at_once(cast: Cast, lost: str) -> None:
    client = signed_in(cast.student)
    assert client.get(FEED).status_code == 200
    setattr(cast.student, lost, clock.now())
    cast.student.save()
    assert client.get(FEED).status_code == 302
