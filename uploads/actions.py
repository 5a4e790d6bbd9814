from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.fields.files import FieldFile

import audit
from accounts.models import Membership
from accounts.policies import can_administer
from uploads.cleaning import cleaned
from uploads.limited.kinds import Family
from uploads.models import Allowance, StoredFile, place, place_of_small
from uploads.names import clean_name
from uploads.room import take_room
from uploads.unsettled import note_of, note_until_commit, remove_after_commit

LONGEST_SIDE = 1600
PICTURES = frozenset({Family.PICTURE})

# The names under which they lie.
_being_stored: ContextVar[list[str] | None] = ContextVar("being_stored", default=None)


@contextmanager
def nothing_left_behind() -> Iterator[None]:
    """Goes around a transaction that stores files: if it fails, they are removed again. Within
    another one, what succeeded here is removed if that fails.
    """
    around = _being_stored.get()
    stored: list[str] = []
    token = _being_stored.set(stored)
    try:
        yield
    except BaseException:
        for name in stored:
            default_storage.delete(note_of(name))
            default_storage.delete(name)
        raise
    else:
        if around is not None:
            around.extend(stored)
    finally:
        _being_stored.reset(token)


@transaction.atomic
def store_file(
    by: Membership,
    *,
    upload: "File[bytes]",
    only: Collection[Family] = tuple(Family),
    longest_side: int = LONGEST_SIDE,
) -> StoredFile:
    """Checks and cleans a file and keeps the cleaned one; what was sent is not kept.

    Call it within `nothing_left_behind`. Raises `FileRefused`.
    """
    with cleaned(upload, only=only, longest_side=longest_side) as clean:
        take_room(by, clean.size)
        file = StoredFile(
            school_id=by.school_id,
            owner=by,
            name=clean_name(upload.name or "", clean.kind.extension),
            content_type=clean.kind.content_type,
            size=clean.size,
            width=clean.width,
            height=clean.height,
        )
        _put(file.content, clean.content, place(file, ""))
        if clean.small:
            _put(file.small, clean.small, place_of_small(file, ""))
    file.save()
    audit.record(by=by, verb="store_file", target=file, size=file.size)
    return file


def _put(field: FieldFile, content: Path, name: str) -> None:
    with content.open("rb") as opened:
        put_file(field, File(opened), name)


def put_file(field: FieldFile, content: "File[bytes]", name: str) -> None:
    """Puts a file into the storage, where `upload_to` of its field gives it this name; the caller
    saves the row. Call it in a transaction, within `nothing_left_behind`.
    """
    stored = _being_stored.get()
    if stored is None:
        raise RuntimeError("a file was stored outside nothing_left_behind")
    stored.append(name)
    note_until_commit(name)
    field.save("", content, save=False)


@transaction.atomic
def delete_file(by: Membership | None, *, stored: StoredFile) -> None:
    """The row goes with the transaction, the file after it; `by` is None for the program itself."""
    audit.record(by=by, verb="delete_file", target=stored, school_id=stored.school_id)
    for name in stored.places:
        remove_after_commit(name)
    stored.delete()


@transaction.atomic
def allow_room(by: Membership, *, megabytes: Mapping[str, int]) -> None:
    """How much each profile may keep in the school of `by`. What is kept already stays."""
    if not can_administer(by, by.school):
        raise PermissionDenied
    Allowance.objects.bulk_create(
        [
            Allowance(school_id=by.school_id, profile=profile, megabytes=most)
            for profile, most in megabytes.items()
        ],
        update_conflicts=True,
        unique_fields=["school", "profile"],
        update_fields=["megabytes"],
    )
    audit.record(by=by, verb="allow_room", target=by.school, **megabytes)
