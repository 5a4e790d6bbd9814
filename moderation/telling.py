"""What those are told whom a case concerns, when something happens to it: call it in the transaction
of the step, with the case held.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

import audit
from accounts import mails
from accounts.choices import Profile
from accounts.models import Mail, Membership
from core import clock, feed_notices
from core.realtime import nudge_people
from core.wall import SchoolOwned
from moderation.flow import State
from moderation.measures import MeasureKind
from moderation.models import Case, Decision, Notice, ProfileBlock, Report, SiteReport
from moderation.routing import Desk
from moderation.site_desk import site_desk


def tell_reporters(case: Case) -> None:
    """Where it stands, on their pages, and in their feed once the school has answered."""
    stands, answer = _stands(case), _answer(case)
    news = case.reports.exclude(stands=stands, answer=answer)
    told = list(news.select_related("reporter"))
    news.update(stands=stands, answer=answer)
    if stands == Report.Stands.ANSWERED:
        _say_to_reporters(told)
    else:
        Notice.objects.filter(kind=Notice.Kind.OUTCOME, report__in=told).delete()


def tell_desk_of_danger(case: Case, handling: Collection[int]) -> None:
    """To each of these accounts, who handle it now, at once and until it is decided; to nobody else
    any more.
    """
    if not case.is_danger:
        return
    readers = _at_the_desk(case, handling) if not case.outcome else []
    post_at_once(Mail.Kind.DANGER, _tell_these_alone(readers, Notice.Kind.DANGER, case=case))


def tell_desk_of_site(site: SiteReport) -> None:
    """To those who look after sites now, until somebody has looked at it; to nobody else any more, nor
    that it waits too long.
    """
    is_new = site.state == SiteReport.State.NEW
    readers = _once(site_desk(site.school_id)) if site.waits else []
    _tell_these_alone(readers if is_new else [], Notice.Kind.SITE, site=site)
    site.notices.filter(kind=Notice.Kind.OVERDUE).exclude(reader__in=readers).delete()


def remind_desk_of_site(site: SiteReport) -> bool:
    """It waits too long. Says whether there is anybody to hear it."""
    readers = _once(site_desk(site.school_id))
    _remind(readers, site=site)
    return bool(readers)


def answer_about_site(site: SiteReport) -> None:
    if site.by is not None:
        _tell_these_alone([site.by], Notice.Kind.SITE_ANSWER, site=site)


def remind_desk(case: Case, handling: Collection[int]) -> None:
    """To each of these accounts, who handle it now: it waits too long."""
    _remind(_at_the_desk(case, handling), case=case)


def end_reminders(case: Case) -> None:
    case.notices.filter(kind=Notice.Kind.OVERDUE).delete()


def remind_of_closing(school_id: int) -> None:
    """To each administrator, once however often it is said: somebody is kept out without an end."""
    readers = _once(Membership.objects.administering(school_id))
    for reader in readers:
        Notice.objects.update_or_create(
            school_id=school_id,
            reader=reader,
            kind=Notice.Kind.CLOSING,
            defaults={"at": clock.now()},
        )
    nudge_people([reader.user_id for reader in readers], look=feed_notices.LOOK)


def end_reminders_of_closing(school_id: int) -> None:
    """Unless another one goes on without an end."""
    if not ProfileBlock.objects.in_force().filter(school=school_id, until=None).exists():
        Notice.objects.filter(school=school_id, kind=Notice.Kind.CLOSING).delete()


def tell_teachers(report: Report, teachers: Iterable[Membership]) -> None:
    """What a student reported, to these whom they chose; the case is not theirs to see."""
    for teacher in teachers:
        Notice.objects.update_or_create(
            school_id=report.school_id,
            reader=teacher,
            kind=Notice.Kind.TOLD,
            report=report,
            defaults={"at": clock.now(), "told_at": None, "spoke_at": None},
        )
        audit.record(by=report.reporter, verb="tell_teacher", target=report)
        nudge_people([teacher.user_id], look=feed_notices.LOOK)


def readers_about(person: Membership | None) -> list[Membership]:
    """Who reads what is decided about somebody: they themselves first, and the guardians of a student."""
    if person is None:
        return []
    if person.own_profile != Profile.STUDENT:
        return [person]
    guardians = Membership.objects.open().filter(guardianships__student=person)
    return [person, *guardians.select_related("user").order_by("pk")]


def tell_of_decision(decision: Decision, kind: Notice.Kind) -> None:
    """To whom it concerns; what it says is written when they read it."""
    readers = readers_about(decision.about)
    for reader in readers:
        Notice.objects.update_or_create(
            school_id=decision.school_id,
            reader=reader,
            decision=decision,
            defaults={
                "kind": kind,
                "at": clock.now(),
                "told_at": None,
                "child": None if reader == decision.about else decision.about,
            },
        )
    nudge_people([reader.user_id for reader in readers], look=feed_notices.LOOK)


def arrived(
    people: QuerySet[Membership], after: datetime, until: datetime
) -> Iterable[tuple[int, datetime]]:
    """See `core.arrivals.Source`."""
    said = Notice.objects.there().filter(reader__in=people, at__gt=after, at__lte=until)
    return said.order_by().values("reader").values_list("reader", Max("at"))


def danger_arrived(
    people: QuerySet[Membership], after: datetime, until: datetime
) -> Iterable[tuple[int, datetime]]:
    """See `core.arrivals.Source`."""
    said = Notice.objects.filter(
        kind=Notice.Kind.DANGER, reader__in=people, at__gt=after, at__lte=until
    )
    return said.values("reader").values_list("reader", Max("at"))


def _stands(case: Case) -> str:
    if case.outcome:
        return Report.Stands.ANSWERED
    if case.desk == Desk.OPERATOR:
        return Report.Stands.WITH_NOBODY
    return Report.Stands.IN_REVIEW if case.state == State.IN_REVIEW else Report.Stands.RECEIVED


def _answer(case: Case) -> str:
    if not case.outcome:
        return ""
    if case.outcome == MeasureKind.NOTHING:
        return Report.Answer.NOTHING
    last = Decision.objects.of_case(case).order_by("-pk").first()
    put_back = last is not None and last.undone_at is not None
    return Report.Answer.PUT_BACK if put_back else Report.Answer.ACTED


def _say_to_reporters(reports: Iterable[Report]) -> None:
    for report in reports:
        if report.reporter is not None:
            Notice.objects.update_or_create(
                school_id=report.school_id,
                reader=report.reporter,
                kind=Notice.Kind.OUTCOME,
                report=report,
                defaults={"at": clock.now()},
            )
            nudge_people([report.reporter.user_id], look=feed_notices.LOOK)


def _tell_these_alone(
    readers: Collection[Membership], kind: Notice.Kind, **of: SchoolOwned
) -> list[Membership]:
    """Says it to those who do not know it yet, who are returned, and to nobody else any more."""
    told = Notice.objects.filter(kind=kind, **of)
    told.exclude(reader__in=readers).delete()
    known = set(told.values_list("reader", flat=True))
    new = [reader for reader in readers if reader.pk not in known]
    Notice.objects.bulk_create(
        Notice(school_id=reader.school_id, reader=reader, kind=kind, **of) for reader in new
    )
    if new:
        nudge_people([reader.user_id for reader in new], look=feed_notices.LOOK)
    return new


def _remind(readers: Collection[Membership], **of: Any) -> None:
    for reader in readers:
        Notice.objects.update_or_create(
            school_id=reader.school_id,
            reader=reader,
            kind=Notice.Kind.OVERDUE,
            defaults={"at": clock.now()},
            **of,
        )
    post_at_once(Mail.Kind.OVERDUE, readers)
    nudge_people([reader.user_id for reader in readers], look=feed_notices.LOOK)


def _at_the_desk(case: Case, handling: Collection[int]) -> list[Membership]:
    return _once(Membership.objects.handling_reports(case.school_id).filter(user__in=handling))


def _once(people: QuerySet[Membership]) -> list[Membership]:
    """One of what each of them is there: they read it once."""
    return list(people.select_related("user").order_by("user", "pk").distinct("user"))


def post_at_once(kind: Mail.Kind, readers: Iterable[Membership]) -> None:
    """At once, and whatever they chose: a child in danger does not wait for the quiet hours to end,
    and nothing else waits too long in them.
    """
    by_user = {reader.user_id: reader.user for reader in readers}
    mails.post(
        Mail(kind=kind, to=box, language=by_user[key].language, about=by_user[key])
        for key, box in mails.mailboxes_of(by_user).items()
    )
