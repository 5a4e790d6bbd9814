from collections.abc import Collection

from django.db import transaction

import audit
from accounts.deciding import NotAllowed
from accounts.models import Hidden, Membership
from core import clock, wall
from moderation.actions.step import take_step
from moderation.evidence import take_evidence
from moderation.flow import Event
from moderation.models import Case, Evidence, Report
from moderation.people import place, weigh
from moderation.policies import OwnWords, can_report, must_not_flood, whom_to_tell
from moderation.reasons import SEVERITY, Reason
from moderation.subjects import KINDS, Thing, name_of
from moderation.telling import tell_teachers
from uploads.actions import nothing_left_behind


@nothing_left_behind()
@transaction.atomic
# The thing may have a case already that is not for `by` to know of.
@wall.protection_open()
def report_thing(
    by: Membership,
    *,
    subject: Thing,
    reason: str,
    note: str = "",
    teachers: Collection[Membership] = (),
) -> Report:
    """Tells the school about something that `by` sees, and keeps it as it is; one case a thing, one
    report a person.

    Reporting it again completes one's report. It puts a case that was decided back before the school
    where it says more than before, or that somebody is in danger. From then on the thing is hidden
    from `by`. These `teachers` are told the same. Raises `OwnWords` if `by` wrote it,
    `TooManyReports`, and `NotAllowed` unless `by` can tell all of them.
    """
    if not can_report(by, subject):
        raise OwnWords
    must_not_flood(by, reason)
    if not {each.pk for each in teachers} <= {each.pk for each in whom_to_tell(by, subject)}:
        raise NotAllowed
    case = _case_about(subject)
    evidence = take_evidence(case, subject, by)
    report, is_first = Report.objects.get_or_create(
        school_id=by.school_id, case=case, reporter=by, defaults={"reason": reason, "note": note}
    )
    is_news = is_first or _says_more(report, reason, note, evidence)
    if not is_first:
        _complete(report, reason, note)
    report.hidden = _hide(by, subject)
    report.evidence = evidence
    report.save()
    tell_teachers(report, teachers)
    if is_news or case.is_undecided:
        _put_before_the_school(case, by, reason)
    else:
        audit.record(by=by, verb="report_thing", target=report)
    return report


@transaction.atomic
@wall.protection_open()
def say_danger(by: Membership, *, report: Report) -> None:
    """Somebody is in danger, or `by` is afraid, whatever else they reported it for.

    It says so of what was reported, be it still there or not. Raises `NotAllowed`.
    """
    if report.reporter_id != by.pk:
        raise NotAllowed
    case = Case.objects.select_for_update().get(pk=report.case_id)
    _complete(report, Reason.SAFETY)
    report.save()
    _put_before_the_school(case, by, Reason.SAFETY)


@transaction.atomic
def show_again(by: Membership, *, report: Report) -> None:
    """What `by` reported is seen again where it stood, if it is there. Raises `NotAllowed`."""
    if report.reporter_id != by.pk:
        raise NotAllowed
    if report.hidden is not None:
        report.hidden.delete()
    audit.record(by=by, verb="show_again", target=report)


def _hide(by: Membership, subject: Thing) -> Hidden | None:
    """What they see no more, if it is anything."""
    sees_no_more = KINDS[name_of(subject)].hides(subject)
    if sees_no_more is None:
        return None
    kind, key = sees_no_more
    hidden, _is_new = Hidden.objects.get_or_create(
        school_id=by.school_id, membership=by, kind=kind, target_id=key
    )
    return hidden


def _case_about(subject: Thing) -> Case:
    kind = KINDS[name_of(subject)]
    Case.objects.get_or_create(
        school_id=subject.school_id,
        kind=name_of(subject),
        target_id=subject.pk,
        defaults={"accused": subject.author, "written_at": kind.written_at(subject)},
    )
    return Case.objects.select_for_update().get(kind=name_of(subject), target_id=subject.pk)


def _put_before_the_school(case: Case, by: Membership, reason: str) -> None:
    """The case just reported, decided before or not; the caller holds it."""
    case.outcome, case.decided_at = "", None
    case.last_reported_at = clock.now()
    place(case)
    weigh(case)
    take_step(case, Event.REPORT, by=by, reason=reason)


def _says_more(report: Report, reason: str, note: str, evidence: Evidence | None) -> bool:
    """Than it has said: who taps again what was decided would hold the school up for ever."""
    return (
        reason == Reason.SAFETY
        or SEVERITY[reason] > SEVERITY[report.reason]
        or note not in report.note
        or report.evidence != evidence
    )


def _complete(report: Report, reason: str, note: str = "") -> None:
    report.reason = max(report.reason, reason, key=lambda each: SEVERITY[each])
    report.reported_at = clock.now()
    if note not in report.note:
        report.note = f"{report.note}\n\n{note}".strip()
