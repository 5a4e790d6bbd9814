from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction

import audit
from accounts.models import Membership
from uploads.models import StoredFile, place
from uploads.pictures import LONGEST_SIDE, clean_picture
from uploads.unsettled import note_of, note_until_commit

_being_stored: ContextVar[list[StoredFile] | None] = ContextVar("being_stored", default=None)


@contextmanager
def nothing_left_behind() -> Iterator[None]:
    """Goes around a transaction that stores files: if it fails, they are removed again."""
    stored: list[StoredFile] = []
    token = _being_stored.set(stored)
    try:
        yield
    except BaseException:
        for file in stored:
            default_storage.delete(note_of(str(file.content.name)))
            file.content.delete(save=False)
        raise
    finally:
        _being_stored.reset(token)


@transaction.atomic
def store_picture(
    by: Membership, *, upload: "File[bytes]", longest_side: int = LONGEST_SIDE
) -> StoredFile:
    """Cleans a picture and keeps the cleaned one; what was sent is not kept.

    Call it within `nothing_left_behind`. Raises `PictureRefused`.
    """
    stored_before = _being_stored.get()
    if stored_before is None:
        raise RuntimeError("store_picture was called outside nothing_left_behind")
    clean = clean_picture(upload, longest_side)
    file = StoredFile(
        school_id=by.school_id,
        owner=by,
        content_type=clean.content_type,
        size=len(clean.content),
        width=clean.width,
        height=clean.height,
    )
    note_until_commit(place(file, ""))
    file.content.save("", ContentFile(clean.content), save=False)
    stored_before.append(file)
    file.save()
    audit.record(by=by, verb="store_picture", target=file, size=file.size)
    return file


@transaction.atomic
def delete_file(by: Membership | None, *, stored: StoredFile) -> None:
    """The row goes with the transaction, the file after it; `by` is None for the program itself."""
    audit.record(by=by, verb="delete_file", target=stored, school_id=stored.school_id)
    transaction.on_commit(partial(stored.content.delete, save=False))
    note_until_commit(str(stored.content.name))
    stored.delete()
