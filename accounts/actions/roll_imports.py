"""An import from the page: files are given, looked over, then applied beside the pages."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

import audit
from accounts import tasks
from accounts.actions.import_roll import RollHasErrors
from accounts.models import Membership, RollImport
from accounts.policies import can_import_roll
from accounts.roll.reading import RollReading
from accounts.roll.stored import as_text
from core.background import dispatch

State = RollImport.State


@transaction.atomic
def prepare_roll_import(
    by: Membership, *, files: dict[str, bytes], reading: RollReading
) -> RollImport:
    """Keeps the files to be looked over; nothing of the school changes yet.

    `reading` is what was read from these files.
    """
    if not can_import_roll(by, by.school):
        raise PermissionDenied
    if reading.errors:
        raise RollHasErrors
    made = RollImport.objects.create(school=by.school, started_by=by, files=as_text(files))
    audit.record(by=by, verb="prepare_roll_import", target=made)
    return made


@transaction.atomic
def confirm_roll_import(by: Membership, *, roll_import: RollImport) -> None:
    """From now on it is applied, even if the page is closed. Without effect if it was already."""
    if not can_import_roll(by, roll_import.school):
        raise PermissionDenied
    still = RollImport.objects.filter(pk=roll_import.pk, state=State.PREVIEW)
    if still.update(state=State.WAITING, started_by=by):
        audit.record(by=by, verb="confirm_roll_import", target=roll_import)
        dispatch(tasks.finish_roll_import, roll_import.school_id, roll_import.pk)


@transaction.atomic
def give_up_roll_import(by: Membership, *, roll_import: RollImport) -> None:
    """Forgets the files."""
    if not can_import_roll(by, roll_import.school):
        raise PermissionDenied
    if RollImport.objects.filter(pk=roll_import.pk, state=State.PREVIEW).delete()[0]:
        audit.record(by=by, verb="give_up_roll_import", roll_import=roll_import.pk)
