from django.db import transaction

import audit
from accounts.models import Membership
from core import clock
from moderation.actions.reroute import place_case
from moderation.models import Case, Report
from moderation.policies import OwnWords, can_report
from moderation.subjects import KINDS, Thing, name_of


@transaction.atomic
def report_thing(by: Membership, *, subject: Thing, reason: str, note: str = "") -> Report:
    """Tells the school about something that `by` sees; one case a thing, one report a person.

    Reporting it again completes one's report and puts the case back before the school. Raises
    `OwnWords` if `by` wrote it.
    """
    if not can_report(by, subject):
        raise OwnWords
    case = _case_about(subject)
    report, is_first = Report.objects.get_or_create(
        school_id=by.school_id, case=case, reporter=by, defaults={"reason": reason, "note": note}
    )
    if not is_first:
        _complete(report, reason, note)
    audit.record(by=by, verb="report_thing", target=case, reason=reason)
    place_case(case)
    return report


def _case_about(subject: Thing) -> Case:
    kind = KINDS[name_of(subject)]
    Case.objects.get_or_create(
        school_id=subject.school_id,
        kind=name_of(subject),
        target_id=subject.pk,
        defaults={"accused": subject.author, "written_at": kind.written_at(subject)},
    )
    case = Case.objects.select_for_update().get(kind=name_of(subject), target_id=subject.pk)
    words = kind.words(subject)
    if words not in case.words:
        case.words.append(words)
    case.state, case.outcome = Case.State.NEW, ""
    case.decided_at = case.decided_by = None
    case.last_reported_at = clock.now()
    case.save()
    return case


def _complete(report: Report, reason: str, note: str) -> None:
    report.reason, report.reported_at = reason, clock.now()
    if note not in report.note:
        report.note = f"{report.note}\n\n{note}".strip()
    report.save()
