from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

import audit
from accounts.choices import Sending
from accounts.models import Membership
from contacts.policies import must_be_able_to_send
from core import clock
from newsfeed.drafts import hold_own, look_at, make_room_at_the_top
from newsfeed.models import Entry, State
from newsfeed.nudges import look_of, nudge_readers
from newsfeed.parts.saving import NONE, Parts, drop_parts, save_parts
from newsfeed.policies import NothingWritten, NotPublished, ProjectEnded, ReadAsItIs, is_over
from newsfeed.students import is_student
from newsfeed.wording import describe, put_beside, put_words
from uploads.actions import delete_file


@transaction.atomic
def edit_entry(  # noqa: PLR0913  (one argument a thing that is asked on the page)
    by: Membership,
    *,
    entry: Entry,
    title: str,
    body: str,
    parts: Parts = NONE,
    descriptions: Mapping[int, str] | None = None,
    comments_open: bool | None = None,
    is_pinned: bool | None = None,
    expires_at: datetime | None = None,
    thought: str = "",
) -> Entry:
    """Rewrites one's own entry, with these `parts` and no others; how it read before is kept. Whom it is for stays as it was: who has
    read it cannot be told otherwise.

    Raises `NotTheAuthor`, `NotPublished`, `ReadAsItIs`, `ProjectEnded`, `SendingHeld`,
    `NothingWritten`, `ThinkAgain`.
    """
    held = _held(by, entry)
    if is_student(by):
        raise ReadAsItIs
    if is_over(held):
        raise ProjectEnded
    must_be_able_to_send(by, Sending.ENTRY)
    if not title.strip():
        raise NothingWritten
    changed = describe(held, descriptions or {})
    before = (held.title, held.body)
    put_words(held, title=title, body=body)
    save_parts(held, parts)
    put_beside(held)
    look_at(by, held, thought)
    held.expires_at = expires_at
    if comments_open is not None:
        held.comments_open = comments_open
    if changed or before != (held.title, held.body):
        held.edited_at = clock.now()
    held.save()
    if is_pinned is not None:
        held.audiences.update(is_pinned=is_pinned)
        make_room_at_the_top(held)
    audit.record(by=by, verb="edit_entry", target=held)
    nudge_readers(held, look=look_of(held.pk))
    if is_pinned:
        nudge_readers(held, look="feed")
    return held


@transaction.atomic
def bring_back_entry(by: Membership, *, entry: Entry) -> None:
    """What has disappeared is read again, without an end. Raises `NotTheAuthor`, `NotPublished`."""
    held = _held(by, entry)
    must_be_able_to_send(by, Sending.ENTRY)
    Entry.objects.filter(pk=held.pk).update(expires_at=None)
    audit.record(by=by, verb="bring_back_entry", target=held)
    nudge_readers(held, look="feed")


@transaction.atomic
def delete_entry(by: Membership, *, entry: Entry) -> None:
    """Takes back one's own entry: its words, files and history are gone for good.

    Raises `NotTheAuthor`, `NotPublished`.
    """
    held = _held(by, entry)
    Entry.objects.filter(pk=held.pk).update(
        title="", body="", text="", beside="", deleted_at=clock.now()
    )
    held.history.all().delete()
    drop_parts(held)
    for attachment in held.attachments.select_related("file"):
        delete_file(by, stored=attachment.file)
    audit.record(by=by, verb="delete_entry", target=held)
    nudge_readers(held, look=look_of(held.pk))


def _held(by: Membership, entry: Entry) -> Entry:
    """The entry as it is now, held until the transaction ends: words once deleted stay deleted."""
    held = hold_own(by, entry)
    if held.state != State.PUBLISHED:
        raise NotPublished
    return held
