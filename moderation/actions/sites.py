from datetime import date, datetime

from django.db import transaction

import audit
from accounts.deciding import NotAllowed
from accounts.models import Membership, School
from accounts.waking import is_waking
from core import clock, wall
from moderation.deadlines import is_reminder_due
from moderation.flow import NotNow
from moderation.models import SiteReport
from moderation.policies import can_look_after_site, can_report_site, must_not_flood_with_sites
from moderation.telling import answer_about_site, remind_desk_of_site, tell_desk_of_site

State = SiteReport.State


@transaction.atomic
def report_site(by: Membership, *, address: str, seen_at: datetime, content: str) -> SiteReport:
    """Tells whoever looks after sites at the school. Raises `NotAllowed` or `TooManyReports`."""
    if not can_report_site(by):
        raise NotAllowed
    must_not_flood_with_sites(by)
    site = SiteReport.objects.create(
        school_id=by.school_id, by=by, address=address, seen_at=seen_at, content=content
    )
    audit.record(by=by, verb="report_site", target=site)
    tell_desk_of_site(site)
    return site


@transaction.atomic
def check_site(by: Membership, *, site: SiteReport) -> None:
    """Somebody has looked at it. Raises `NotAllowed` or `NotNow`."""
    _hold(by, site, State.NEW)
    _go_on(by, site, State.CHECKED, verb="check_site")


@transaction.atomic
def pass_site_on(by: Membership, *, site: SiteReport, reference: str, passed_on: date) -> None:
    """The helpdesk was told, and answers under this reference. Raises the same."""
    _hold(by, site, State.CHECKED)
    site.reference, site.passed_on = reference, passed_on
    _go_on(by, site, State.PASSED_ON, verb="pass_site_on")


@transaction.atomic
def close_site(by: Membership, *, site: SiteReport, answer: str) -> None:
    """What the reporter reads in the end. Raises the same."""
    _hold(by, site, State.CHECKED, State.PASSED_ON)
    site.answer, site.closed_at = answer, clock.now()
    _go_on(by, site, State.CLOSED, verb="close_site")
    answer_about_site(site)


def _hold(by: Membership, site: SiteReport, *states: SiteReport.State) -> None:
    """The row as it is now, for `by` alone until the transaction ends."""
    site.refresh_from_db(from_queryset=SiteReport.objects.select_for_update())
    if not can_look_after_site(by, site):
        raise NotAllowed
    if site.state not in states:
        raise NotNow


def _go_on(by: Membership, site: SiteReport, state: SiteReport.State, *, verb: str) -> None:
    site.state = state
    site.save()
    audit.record(by=by, verb=verb, target=site)
    tell_desk_of_site(site)


def follow_sites() -> None:
    """Tells those at whose desk new ones lie by now, reminds them of what waits too long, and erases
    those whose time is over.
    """
    with wall.within(*School.objects.values_list("pk", flat=True)):
        due = [*SiteReport.objects.waiting(), *SiteReport.objects.over()]
    for site in due:
        with wall.within(site.school_id):
            _follow(site.pk)


@transaction.atomic
def _follow(pk: int) -> None:
    held = SiteReport.objects.select_for_update().filter(pk=pk)
    for site in held.over():
        audit.record(by=None, verb="erase_site", target=site, school_id=site.school_id)
        site.notices.all().delete()
        site.delete()
    for site in held.waiting():
        tell_desk_of_site(site)
        _remind(site)


def _remind(site: SiteReport) -> None:
    """Again every three school days, and in the quiet hours nobody."""
    if not is_waking(site.school, clock.now()) or not is_reminder_due(site):
        return
    if remind_desk_of_site(site):
        audit.record(by=None, verb="remind_of_site", target=site, school_id=site.school_id)
