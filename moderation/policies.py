from collections.abc import Iterable
from datetime import datetime

from accounts.choices import Duty, Profile
from accounts.models import Membership, User
from core import clock
from moderation.models import Case, Report, SiteReport
from moderation.querysets import HOUR
from moderation.reasons import Reason
from moderation.subjects import Thing

MOST_IN_AN_HOUR = 10


class OwnWords(Exception):
    """Nobody reports what they wrote themselves: they can delete it."""


class TooManyReports(Exception):
    """They reported a lot within an hour, and may go on at `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def can_report(by: Membership, thing: Thing) -> bool:
    return thing.author is None or thing.author.user_id != by.user_id


def whom_to_tell(by: Membership, thing: Thing) -> list[Membership]:
    """The teachers of a student, without whom it is about: each may be told of it too, whoever may
    write to whom.
    """
    if by.own_profile != Profile.STUDENT:
        return []
    author = thing.author.user_id if thing.author else None
    return [each for each in Membership.objects.teaching(by) if each.user_id != author]


def can_be_told(user: User) -> bool:
    """Whether students may choose this person to tell."""
    return any(each.profile == Profile.TEACHER for each in user.memberships)


def must_not_flood(by: Membership, reason: str) -> None:
    """Whoever reports a lot in an hour goes on a little later, except to say that somebody is in danger.

    Raises `TooManyReports`.
    """
    if reason == Reason.SAFETY:
        return
    latest = Report.objects.in_the_hour_before(clock.now()).filter(reporter=by)
    _must_not_be_many(latest.values_list("reported_at", flat=True)[:MOST_IN_AN_HOUR])


def lacks_lead(school_id: int) -> bool:
    """Whether nobody has the duty that child protection comes to first."""
    here = Membership.objects.usable().filter(school=school_id)
    return not here.filter(duties__contains=[Duty.SAFEGUARDING_LEAD]).exists()


def can_report_site(by: Membership) -> bool:
    """Those who work with the school's devices, or on what it asks for."""
    return by.profile in (Profile.STUDENT, Profile.TEACHER, Profile.STAFF)


def can_look_after_site(by: Membership, site: SiteReport) -> bool:
    """Whether it is theirs at this moment, whatever the request knows of them."""
    now = User.objects.get(pk=by.user_id)
    return SiteReport.objects.visible_to(now).filter(pk=site.pk).exists()


def school_to_tell_of_sites(user: User) -> int | None:
    """The first where this person may."""
    return next((each.school_id for each in user.memberships if can_report_site(each)), None)


def must_not_flood_with_sites(by: Membership) -> None:
    """Raises `TooManyReports`."""
    latest = SiteReport.objects.filter(by=by, reported_at__gt=clock.now() - HOUR)
    moments = latest.order_by("-reported_at").values_list("reported_at", flat=True)
    _must_not_be_many(moments[:MOST_IN_AN_HOUR])


def _must_not_be_many(moments: Iterable[datetime]) -> None:
    counted = list(moments)
    if len(counted) == MOST_IN_AN_HOUR:
        raise TooManyReports(until=counted[-1] + HOUR)


def can_handle(by: Membership, case: Case) -> bool:
    """Whether it is theirs to handle at this moment, whatever the request knows of them."""
    return Case.objects.visible_to(User.objects.get(pk=by.user_id)).filter(pk=case.pk).exists()
