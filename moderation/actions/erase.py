from django.db import transaction
from django.db.models import Q

import audit
from accounts.models import School
from core import clock, wall
from moderation.models import (
    Appeal,
    Case,
    CaseNote,
    CaseStep,
    Decision,
    Evidence,
    EvidenceFile,
    Measure,
    Notice,
    Referral,
    Report,
    Surrounding,
)
from uploads.unsettled import remove_after_commit


def erase_cases() -> None:
    """Leaves of each case whose own time is over what the figures of the school need, and no word."""
    with wall.protection_open():
        with wall.within(*School.objects.values_list("pk", flat=True)):
            due = list(Case.objects.over().values_list("pk", "school"))
        for case_id, school_id in due:
            with wall.within(school_id), wall.erasing():
                _erase_case(case_id)


@transaction.atomic
def _erase_case(case_id: int) -> None:
    case = Case.objects.select_for_update().over().filter(pk=case_id).first()
    if case is None:
        return
    _erase_reports(case)
    _erase_evidence(case)
    _erase_decisions(case)
    for model in (Referral, CaseNote, CaseStep):
        model.objects.filter(case=case).delete()
    case.accused = case.target_id = case.erase_at = None
    case.erased_at = clock.now()
    case.save()
    audit.record(by=None, verb="erase_case", target=case, school_id=case.school_id)


def _erase_reports(case: Case) -> None:
    Notice.objects.filter(Q(case=case) | Q(report__case=case)).delete()
    Report.objects.filter(case=case).delete()


def _erase_evidence(case: Case) -> None:
    files = EvidenceFile.objects.filter(evidence__case=case)
    for name in files.exclude(content="").values_list("content", flat=True):
        remove_after_commit(name)
    files.delete()
    Surrounding.objects.filter(evidence__case=case).delete()
    Evidence.objects.filter(case=case).delete()


def _erase_decisions(case: Case) -> None:
    """Cases that were decided with it keep their step; what it said goes with this one."""
    decisions = Decision.objects.filter(case=case)
    Notice.objects.filter(decision__in=decisions).delete()
    Appeal.objects.filter(decision__in=decisions).delete()
    CaseStep.objects.filter(decision__in=decisions).update(decision=None)
    Measure.objects.filter(decision__in=decisions).delete()
    decisions.delete()
