"""Files that a crash between the disk and the commit would leave to nobody.

Each has an empty note beside it, of its own name, until its transaction is over: what was left
behind is found among a few notes, however many files there are.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import islice

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import FileField, Model, QuerySet

from core import clock, wall

NOTES = "unsettled"
# Longer than any transaction lasts.
PATIENCE = timedelta(days=1)
MOST_IN_A_RUN = 500


def note_until_commit(name: str) -> None:
    """Call it in the transaction that brings the file of this name, or takes it away."""
    if not default_storage.exists(note_of(name)):
        default_storage.save(note_of(name), ContentFile(b""))
    transaction.on_commit(partial(default_storage.delete, note_of(name)))


def remove_after_commit(name: str) -> None:
    """The file of this name goes with the transaction that takes its row away."""
    transaction.on_commit(partial(default_storage.delete, name))
    note_until_commit(name)


def note_of(name: str) -> str:
    return f"{NOTES}/{name}"


def remove_files_left_behind() -> None:
    """Settles what is noted since a day: a file that no row names goes, and its note goes."""
    for school in _listed(NOTES)[0]:
        # What is kept in a restricted case is named too.
        with wall.within(int(school)), wall.protection_open():
            for key in islice(_listed(f"{NOTES}/{school}")[1], MOST_IN_A_RUN):
                _settle(f"{school}/{key}")


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """The folders and files in a folder, which need not be there yet."""
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _settle(name: str) -> None:
    if default_storage.get_modified_time(note_of(name)) > clock.now() - PATIENCE:
        return
    if not any(rows.exists() for rows in _rows_that_name(name)):
        default_storage.delete(name)
    default_storage.delete(note_of(name))


def _rows_that_name(name: str) -> Iterator[QuerySet[Model]]:
    """Of every model that has files, higher floors included."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, FileField):
                yield QuerySet(model).filter(**{field.name: name})
