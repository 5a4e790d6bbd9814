"""What becomes of an import from the page beside the pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import structlog
from django.db import OperationalError, connection, transaction

import audit
from accounts.actions.import_roll import PlanHasChanged, RollHasErrors, import_roll
from accounts.models import RollImport, School
from accounts.roll.choices import Choices
from accounts.roll.findings import findings_of
from accounts.roll.outcome import outcome_of
from accounts.roll.progress import tell_others
from accounts.roll.reading import read_roll
from accounts.roll.stored import as_bytes
from core import wall

log = structlog.get_logger()

TRY_TO_BE_ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('accounts.roll_import'), %s)"
State = RollImport.State


def finish_roll_import(roll_import_id: int) -> None:
    """Applies a confirmed import and keeps its numbers; twice, or twice at once, does no harm.

    Should the school have changed since somebody looked, the new changes wait for them to look
    again. A failure changes nothing and keeps the files for somebody to try again; where the
    database went away meanwhile, the next sweep does.
    """
    with _or_failed(roll_import_id):
        try:
            with transaction.atomic():
                _apply_if_due(roll_import_id)
        except (PlanHasChanged, RollHasErrors):
            _look_again(roll_import_id)


def read_roll_import(roll_import_id: int) -> None:
    """Finds out what the files of an import would do; twice, or twice at once, does no harm."""
    with _or_failed(roll_import_id):
        to_be_read = RollImport.objects.to_be_read().filter(pk=roll_import_id)
        roll_import = to_be_read.first()
        if roll_import is not None:
            to_be_read.update(state=State.PREVIEW, findings=findings_of(roll_import))


@contextmanager
def _or_failed(roll_import_id: int) -> Iterator[None]:
    try:
        yield
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001  (the sweep would fail again, each minute)
        # Its message may hold names.
        log.error("roll import failed", roll_import=roll_import_id, error=type(error).__name__)  # noqa: TRY400
        _fail(roll_import_id)


def finish_roll_imports() -> None:
    """Each school's imports that a worker lost, and those that nobody decided about."""
    for school_id in School.objects.values_list("pk", flat=True):
        with wall.within(school_id):
            forget_old_previews(school_id)
            for roll_import_id in RollImport.objects.to_be_read().values_list("pk", flat=True):
                read_roll_import(roll_import_id)
            for roll_import_id in RollImport.objects.waiting().values_list("pk", flat=True):
                finish_roll_import(roll_import_id)


@transaction.atomic
def forget_old_previews(school_id: int) -> None:
    """Drops the files that nobody decided about in a day."""
    forgotten = RollImport.objects.forgotten().filter(school=school_id).delete()[0]
    if forgotten:
        audit.record(by=None, verb="forget_old_previews", school_id=school_id, count=forgotten)


def _apply_if_due(roll_import_id: int) -> None:
    if not _is_alone(roll_import_id):
        return
    due = RollImport.objects.waiting().filter(pk=roll_import_id)
    roll_import = due.select_related("school", "started_by").first()
    if roll_import is None:
        return
    imported = import_roll(
        roll_import.started_by,
        school=roll_import.school,
        reading=read_roll(as_bytes(roll_import.files), Choices.from_json(roll_import.choices)),
        seen=roll_import.findings["fingerprint"],
        progress=partial(tell_others, roll_import),
    )
    RollImport.objects.filter(pk=roll_import_id).update(
        state=State.DONE,
        report=outcome_of(imported.plan, imported.made),
        files={},
        choices={},
        findings={},
    )
    # What the others would do is another thing now.
    others = RollImport.objects.filter(school=roll_import.school, state=State.PREVIEW)
    others.update(state=State.READING)


@transaction.atomic
def _look_again(roll_import_id: int) -> None:
    roll_import = RollImport.objects.get(pk=roll_import_id)
    findings = findings_of(roll_import) | {"is_renewed": True}
    again = RollImport.objects.waiting().filter(pk=roll_import_id)
    again.update(state=State.PREVIEW, findings=findings, progress=0)
    audit.record(
        by=None, verb="renew_roll_preview", target=roll_import, school_id=roll_import.school_id
    )


@transaction.atomic
def _fail(roll_import_id: int) -> None:
    roll_import = RollImport.objects.get(pk=roll_import_id)
    RollImport.objects.filter(pk=roll_import_id).update(state=State.FAILED, progress=0)
    audit.record(
        by=None,
        verb="fail_roll_import",
        target=roll_import,
        school_id=roll_import.school_id,
    )


def _is_alone(roll_import_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(TRY_TO_BE_ALONE, [roll_import_id % 2**31])
        return bool(cursor.fetchone()[0])
