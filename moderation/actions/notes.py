from django.db import transaction

from accounts.models import Membership
from moderation.actions.step import hold_case, take_step
from moderation.flow import Event
from moderation.models import Case, CaseNote


@transaction.atomic
def add_note(by: Membership, *, case: Case, words: str) -> CaseNote:
    """Writes something down for those who handle the case, now and later. Raises `NotAllowed`.

    It needs no version: it takes nothing from what somebody else did meanwhile.
    """
    hold_case(by, case)
    note = CaseNote.objects.create(school_id=case.school_id, case=case, by=by, words=words)
    take_step(case, Event.NOTE, by=by)
    return note
