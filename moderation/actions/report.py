from django.db import transaction

import audit
from accounts.deciding import NotAllowed
from accounts.models import Hidden, Membership
from core import clock
from moderation.actions.step import take_step
from moderation.evidence import take_evidence
from moderation.flow import Event
from moderation.models import Case, Report
from moderation.people import place, weigh
from moderation.policies import OwnWords, can_report
from moderation.reasons import SEVERITY
from moderation.subjects import KINDS, Thing, name_of
from uploads.actions import nothing_left_behind


@nothing_left_behind()
@transaction.atomic
def report_thing(by: Membership, *, subject: Thing, reason: str, note: str = "") -> Report:
    """Tells the school about something that `by` sees, and keeps it as it is; one case a thing, one
    report a person.

    Reporting it again completes one's report and puts the case back before the school. From then on
    it is hidden from `by`. Raises `OwnWords` if `by` wrote it.
    """
    if not can_report(by, subject):
        raise OwnWords
    case = _case_about(subject)
    take_evidence(case, subject, by)
    report, is_first = Report.objects.get_or_create(
        school_id=by.school_id, case=case, reporter=by, defaults={"reason": reason, "note": note}
    )
    if not is_first:
        _complete(report, reason, note)
    Hidden.objects.get_or_create(
        school_id=by.school_id, membership=by, kind=case.kind, target_id=case.target_id
    )
    place(case)
    weigh(case)
    take_step(case, Event.REPORT, by=by, reason=reason)
    return report


@transaction.atomic
def show_again(by: Membership, *, report: Report) -> None:
    """What `by` reported is seen again where it stood, if it is there. Raises `NotAllowed`."""
    if report.reporter_id != by.pk:
        raise NotAllowed
    about = {"kind": report.case.kind, "target_id": report.case.target_id}
    Hidden.objects.filter(membership=by, **about).delete()
    audit.record(by=by, verb="show_again", target=report)


def _case_about(subject: Thing) -> Case:
    kind = KINDS[name_of(subject)]
    Case.objects.get_or_create(
        school_id=subject.school_id,
        kind=name_of(subject),
        target_id=subject.pk,
        defaults={"accused": subject.author, "written_at": kind.written_at(subject)},
    )
    case = Case.objects.select_for_update().get(kind=name_of(subject), target_id=subject.pk)
    case.outcome, case.decided_at, case.decided_by = "", None, None
    case.last_reported_at = clock.now()
    return case


def _complete(report: Report, reason: str, note: str) -> None:
    report.reason = max(report.reason, reason, key=lambda each: SEVERITY[each])
    report.reported_at = clock.now()
    if note not in report.note:
        report.note = f"{report.note}\n\n{note}".strip()
    report.save()
