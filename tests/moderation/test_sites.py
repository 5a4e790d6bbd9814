"""An unsuitable site: whoever meets one tells of it, one adult looks, and the reporter reads the answer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.deciding import NotAllowed
from accounts.models import Membership
from audit.models import Event
from core import clock
from moderation.actions.sites import (
    check_site,
    close_site,
    follow_sites,
    pass_site_on,
    report_site,
)
from moderation.flow import NotNow
from moderation.models import Notice, SiteReport
from moderation.policies import MOST_IN_AN_HOUR, TooManyReports
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.moderation import SiteReportFactory

ClientFor = Callable[[Membership], SchoolClient]
ADDRESS = "https://www.jeux-gratuits.example/page?id=1"
FILLED_IN = {"address": ADDRESS, "seen_at": "2026-01-12T10:00", "content": "Des monstres."}


def reported(by: Membership, address: str = ADDRESS) -> SiteReport:
    return report_site(by, address=address, seen_at=clock.now(), content="Des monstres.")


def page(name: str, *args: object) -> str:
    return reverse(f"moderation:{name}", args=args)


def form_of(cast: Cast) -> str:
    return page("report_site", cast.school.pk)


@pytest.mark.parametrize(
    ("part", "may"),
    [
        ("student", True),
        ("teacher", True),
        ("staff", True),
        ("mother", False),
        ("guest", False),
    ],
)
def test_who_learns_and_works_at_the_school_tells_of_a_site(
    cast: Cast, client_for: ClientFor, part: str, *, may: bool
) -> None:
    client = client_for(cast.people[part])
    answer = client.post(form_of(cast), FILLED_IN)
    assert answer.status_code == (302 if may else 404)
    assert SiteReport.objects.filter(by=cast.people[part], address=ADDRESS).exists() == may
    if not may:
        with pytest.raises(NotAllowed):
            reported(cast.people[part])


@pytest.mark.parametrize("address", ["www.example.org", "HTTP://EXEMPLE.FR/é?a=1", "exemple.fr/ça"])
def test_an_address_is_text_that_looks_like_one(
    cast: Cast, client_for: ClientFor, address: str
) -> None:
    client_for(cast.student).post(form_of(cast), FILLED_IN | {"address": f"  {address} "})
    assert SiteReport.objects.get().address == address


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": ""},
        {"address": "des monstres"},
        {"address": "javascript:alert(1)"},
        {"address": "a" * 501 + ".fr"},
        {"seen_at": "2126-01-12T10:00"},
        {"seen_at": ""},
    ],
)
def test_what_is_no_address_or_no_moment_is_asked_for_again(
    cast: Cast, client_for: ClientFor, wrong: dict[str, str]
) -> None:
    assert client_for(cast.student).post(form_of(cast), FILLED_IN | wrong).status_code == 422
    assert not SiteReport.objects.exists()


def test_it_is_nowhere_a_link(cast: Cast, client_for: ClientFor) -> None:
    site = reported(cast.student)
    shown = {
        cast.coordinator: [page("sites", site.school_id), page("site", site.school_id, site.pk)],
        cast.student: [page("my_reports")],
    }
    for person, addresses in shown.items():
        for each in addresses:
            answer = client_for(person).get(each).content.decode()
            assert ADDRESS in answer
            assert f'href="{ADDRESS}' not in answer


def test_from_new_to_answered(cast: Cast, client_for: ClientFor) -> None:
    site = reported(cast.student)
    desk = client_for(cast.coordinator)
    here = (site.school_id, site.pk)
    desk.post(page("check_site", *here))
    letter = desk.get(page("site", *here)).context["letter"]
    assert ADDRESS in letter and cast.student.user.last_name not in letter
    passed = {"reference": "T-4711", "passed_on": str(clock.today())}
    late = {"passed_on": str(clock.today() + timedelta(days=1))}
    for wrong in ({"reference": ""}, {"passed_on": ""}, late):
        assert desk.post(page("pass_site_on", *here), passed | wrong).status_code == 422
    desk.post(page("pass_site_on", *here), passed)
    assert "T-4711" in desk.get(page("site", *here)).content.decode()
    assert desk.post(page("close_site", *here), {"answer": ""}).status_code == 422
    desk.post(page("close_site", *here), {"answer": "Le site est bloqué."})
    assert (
        "Le site est bloqué." in client_for(cast.student).get(page("my_reports")).content.decode()
    )
    told = Event.objects.filter(target_id=site.pk, verb__contains="_site")
    assert list(told.order_by("at").values_list("verb", flat=True)) == [
        *("report_site", "check_site", "pass_site_on", "close_site"),
    ]


def test_each_step_is_taken_once_and_in_its_order(cast: Cast) -> None:
    site = reported(cast.student)
    steps: list[Callable[[], object]] = [
        lambda: check_site(cast.coordinator, site=site),
        lambda: pass_site_on(cast.coordinator, site=site, reference="T", passed_on=clock.today()),
        lambda: close_site(cast.coordinator, site=site, answer="Merci."),
    ]
    for number, step in enumerate(steps):
        for too_soon in steps[number + 1 :]:
            if number:
                break
            with pytest.raises(NotNow):
                too_soon()
        step()
        with pytest.raises(NotNow):
            step()


def test_who_comes_second_is_told(cast: Cast, client_for: ClientFor) -> None:
    site = SiteReportFactory(school=cast.school, state="checked")
    answer = client_for(cast.coordinator).post(
        page("check_site", site.school_id, site.pk), follow=True
    )
    assert "a été plus rapide" in answer.content.decode()


@pytest.mark.parametrize(
    ("gone", "desk"),
    [
        ((), {"coordinator"}),
        (("coordinator",), {"administrator"}),
        (("coordinator", "administrator"), {"head"}),
    ],
)
def test_it_is_at_the_desk_of_whoever_is_there(
    cast: Cast, client_for: ClientFor, gone: tuple[str, ...], desk: set[str]
) -> None:
    site = reported(cast.student)
    for part in gone:
        cast.people[part].blocked_at = clock.now()
        cast.people[part].save()
    follow_sites()
    told = Notice.objects.filter(kind=Notice.Kind.SITE, site=site)
    assert {each.reader for each in told} == {cast.people[part] for part in desk}
    for part in {"coordinator", "administrator", "head", "teacher", "lead"} - set(gone):
        answer = client_for(cast.people[part]).get(page("site", site.school_id, site.pk))
        assert answer.status_code == (200 if part in desk else 404), part


def test_the_desk_is_told_until_somebody_looked_and_the_reporter_when_it_is_answered(
    cast: Cast,
) -> None:
    site = reported(cast.student)
    kinds = Notice.objects.filter(site=site).values_list("kind", "reader")
    assert list(kinds.all()) == [("site", cast.coordinator.pk)]
    check_site(cast.coordinator, site=site)
    assert list(kinds.all()) == []
    close_site(cast.coordinator, site=site, answer="Merci.")
    assert list(kinds.all()) == [("site_answer", cast.student.pk)]


def test_the_log_does_not_say_who_told(cast: Cast, client_for: ClientFor) -> None:
    student = client_for(cast.student)
    for visit in (student.get, lambda address: student.post(address, FILLED_IN)):
        visit(form_of(cast))
    site = SiteReport.objects.get()
    assert Event.objects.sealed_in(site.school_id).filter(verb="report_site").exists()
    assert not Event.objects.of_school(site.school_id).filter(actor__membership=site.by).exists()


def test_whoever_tells_a_lot_at_once_is_slowed(cast: Cast, client_for: ClientFor) -> None:
    for _ in range(MOST_IN_AN_HOUR):
        reported(cast.student)
    with pytest.raises(TooManyReports):
        reported(cast.student)
    answer = client_for(cast.student).post(form_of(cast), FILLED_IN)
    assert answer.status_code == 429
    assert ADDRESS in answer.content.decode()
    with clock.at(clock.now() + timedelta(hours=1, seconds=1)):
        reported(cast.student)


def test_a_year_after_its_answer_nothing_is_left(cast: Cast) -> None:
    site, open_one = reported(cast.student), reported(cast.teacher)
    check_site(cast.coordinator, site=site)
    close_site(cast.coordinator, site=site, answer="Merci.")
    with clock.at(clock.now() + timedelta(days=364)):
        follow_sites()
    assert SiteReport.objects.count() == 2
    with clock.at(clock.now() + timedelta(days=366)):
        follow_sites()
    assert SiteReport.objects.get() == open_one
    assert not Notice.objects.filter(kind=Notice.Kind.SITE_ANSWER).exists()


def test_the_list_costs_the_same_however_long(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.coordinator)
    SiteReportFactory(school=cast.school)
    few = queries(client, page("sites", cast.school.pk))
    for _ in range(5):
        SiteReportFactory(school=cast.school)
    assert queries(client, page("sites", cast.school.pk)) == few
