"""An unsuitable site: whoever meets one tells of it, one adult looks, and the reporter reads the answer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext
from time_machine import travel

from accounts.deciding import NotAllowed
from accounts.models import Membership
from audit.models import Event
from core import clock
from core.background import sweep
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
THURSDAY = "2026-11-19 15:00+01:00"
WAITS_TOO_LONG = "2026-11-24 15:00+01:00"
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


def test_a_year_after_its_answer_nothing_is_left_nor_of_what_nobody_answered(cast: Cast) -> None:
    answered, open_one = reported(cast.student), reported(cast.teacher)
    check_site(cast.coordinator, site=answered)
    first = clock.now()
    with clock.at(first + timedelta(days=300)):
        close_site(cast.coordinator, site=answered, answer="Merci.")
    for days, left in (
        (364, {answered, open_one}),
        (366, {answered}),
        (664, {answered}),
        (666, set()),
    ):
        with clock.at(first + timedelta(days=days)):
            follow_sites()
        assert set(SiteReport.objects.all()) == left
        assert set(Notice.objects.values_list("site", flat=True)) == {each.pk for each in left}
    assert Event.objects.filter(verb="erase_site").count() == 2


def reminded() -> set[int]:
    overdue = Notice.objects.filter(kind=Notice.Kind.OVERDUE)
    return set(overdue.values_list("reader", flat=True))


@pytest.mark.parametrize("looked_at", [False, True])
def test_its_desk_is_reminded_every_three_school_days(
    cast: Cast, client_for: ClientFor, mailoutbox: list[EmailMessage], *, looked_at: bool
) -> None:
    user = cast.coordinator.user
    EmailAddress.objects.create(user=user, email="coordinator@mail.example", verified=True)
    with travel(THURSDAY, tick=False):
        site = reported(cast.student)
        if looked_at:
            check_site(cast.coordinator, site=site)
    for moment, mails in (
        ("2026-11-24 14:59+01:00", 0),
        ("2026-11-24 15:00+01:00", 1),
        ("2026-11-27 14:59+01:00", 1),
        ("2026-11-27 15:00+01:00", 2),
    ):
        with travel(moment, tick=False):
            sweep()
            sweep()  # which reminds nobody again
            assert len(mailoutbox) == mails, moment
            assert reminded() == ({cast.coordinator.pk} if mails else set())
    for secret in (ADDRESS, "monstres", cast.student.name):
        assert secret not in mailoutbox[0].body
    assert Event.objects.filter(verb="remind_of_site", target_id=site.pk).count() == 2
    feed = client_for(cast.coordinator).get("/").content.decode()
    sentence = gettext("A site that somebody met waits for you longer than it should.")
    assert sentence in feed and page("site", site.school_id, site.pk) in feed
    assert "/dismiss/" not in feed


def test_in_the_quiet_hours_nobody_is_reminded(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    """Even of a school that is open day and night."""
    user = cast.coordinator.user
    EmailAddress.objects.create(user=user, email="coordinator@mail.example", verified=True)
    cast.school.opens_at, cast.school.closes_at = 0, 24
    cast.school.save()
    with travel("2026-11-16 20:30+01:00", tick=False):
        reported(cast.student)
    for moment, mails in (
        ("2026-11-17 23:30+01:00", 0),
        ("2026-11-18 06:59+01:00", 0),
        ("2026-11-18 07:00+01:00", 1),
    ):
        with travel(moment, tick=False):
            sweep()
            sweep()
            assert len(mailoutbox) == mails, moment


@pytest.mark.parametrize("does", ["pass_on", "close"])
def test_what_the_helpdesk_has_or_was_answered_reminds_nobody(cast: Cast, does: str) -> None:
    with travel(THURSDAY, tick=False):
        site = reported(cast.student)
        check_site(cast.coordinator, site=site)
    with travel(WAITS_TOO_LONG, tick=False):
        follow_sites()
        assert reminded() == {cast.coordinator.pk}
        if does == "close":
            close_site(cast.coordinator, site=site, answer="Merci.")
        else:
            pass_site_on(cast.coordinator, site=site, reference="T", passed_on=clock.today())
        assert reminded() == set()
    with travel("2026-12-18 15:00+01:00", tick=False):
        follow_sites()
    assert reminded() == set()


def test_who_comes_to_the_desk_hears_that_it_waits_and_who_left_no_more(cast: Cast) -> None:
    with travel(THURSDAY, tick=False):
        site = reported(cast.student)
        check_site(cast.coordinator, site=site)
    with travel(WAITS_TOO_LONG, tick=False):
        follow_sites()
        cast.coordinator.blocked_at = clock.now()
        cast.coordinator.save()
        follow_sites()
        assert reminded() == {cast.administrator.pk}


def test_where_nobody_looks_after_them_nothing_is_written_down(cast: Cast) -> None:
    with travel(THURSDAY, tick=False):
        reported(cast.student)
    Membership.objects.filter(school=cast.school).update(duties=[])
    with travel(WAITS_TOO_LONG, tick=False):
        follow_sites()
    assert not Event.objects.filter(verb="remind_of_site").exists()


def test_the_list_costs_the_same_however_long(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.coordinator)
    SiteReportFactory(school=cast.school)
    few = queries(client, page("sites", cast.school.pk))
    for _ in range(5):
        SiteReportFactory(school=cast.school)
    assert queries(client, page("sites", cast.school.pk)) == few
