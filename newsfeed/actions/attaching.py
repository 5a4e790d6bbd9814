from django.core.files.base import File
from django.db import transaction

import audit
from accounts.choices import Sending
from accounts.models import Membership
from contacts.policies import must_be_able_to_send
from core import clock
from newsfeed.drafts import hold_own
from newsfeed.models import Entry, EntryFile, State
from newsfeed.nudges import look_of, nudge_readers
from newsfeed.policies import ProjectEnded, ReadAsItIs, is_over
from newsfeed.students import is_student
from newsfeed.wording import put_beside
from uploads.actions import delete_file, nothing_left_behind, store_file
from uploads.attaching import MOST
from uploads.limited.refusals import Why
from uploads.refusals import FileRefused


def attach_file(by: Membership, *, entry: Entry, upload: "File[bytes]") -> EntryFile:
    """Puts a file to one's own entry, published or not; a student's stays as a teacher reads it.

    Raises `NotTheAuthor`, `ReadAsItIs`, `ProjectEnded`, `SendingHeld` and `FileRefused`.
    """
    with nothing_left_behind(), transaction.atomic():
        # Looking at it takes its time: whoever goes on typing must not wait for that.
        file = store_file(by, upload=upload)
        held = _held(by, entry)
        if held.attachments.count() >= MOST:
            raise FileRefused(Why.TOO_MANY)
        attachment = EntryFile.objects.create(school_id=by.school_id, entry=held, file=file)
        audit.record(by=by, verb="attach_to_entry", target=held, file=file.pk)
        _tell_of_it(held)
    return attachment


@transaction.atomic
def take_file_off(by: Membership, *, attachment: EntryFile) -> None:
    """Nothing is left of it. Raises what `attach_file` raises."""
    held = _held(by, attachment.entry)
    audit.record(by=by, verb="take_off_entry", target=held, file=attachment.file_id)
    delete_file(by, stored=attachment.file)
    _tell_of_it(held)


def _held(by: Membership, entry: Entry) -> Entry:
    held = hold_own(by, entry)
    if is_student(by) and not held.is_unpublished:
        raise ReadAsItIs
    if held.state == State.PUBLISHED:
        must_be_able_to_send(by, Sending.ENTRY)
        if is_over(held):
            raise ProjectEnded
    return held


def _tell_of_it(entry: Entry) -> None:
    """Those who read it see that it was changed, and find it by what it has now."""
    if entry.state == State.PUBLISHED:
        put_beside(entry)
        Entry.objects.filter(pk=entry.pk).update(edited_at=clock.now(), beside=entry.beside)
        nudge_readers(entry, look=look_of(entry.pk))
