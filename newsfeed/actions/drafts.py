"""What is done to an entry before it is published; nobody but its author sees any of it.

Only the making and the deleting of a draft are recorded: it is kept at every other word.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

import audit
from accounts.models import Group, Membership
from core import clock
from core.keeping import must_be_the_latest
from newsfeed.drafts import address, hold, keep
from newsfeed.models import Entry, State
from newsfeed.parts.saving import Parts, save_parts
from newsfeed.policies import MayNotPublish, can_publish
from newsfeed.wording import describe, put_words
from uploads.actions import delete_file


@transaction.atomic
def start_entry(by: Membership) -> Entry:
    """Begins one. Whom it may be for is asked when it is published. Raises `MayNotPublish`."""
    if not can_publish(by):
        raise MayNotPublish
    entry = Entry(school_id=by.school_id, author=by)
    keep(entry)
    audit.record(by=by, verb="start_entry", target=entry)
    return entry


@transaction.atomic
def write_entry(  # noqa: PLR0913  (one argument a thing that is asked on the page)
    by: Membership,
    *,
    entry: Entry,
    seen: str,
    groups: Collection[Group],
    title: str,
    body: str,
    comments_open: bool = True,
    is_pinned: bool = False,
    wants_confirmation: bool = False,
    publish_at: datetime | None = None,
    expires_at: datetime | None = None,
    descriptions: Mapping[int, str] | None = None,
    parts: Parts | None = None,
) -> Entry:
    """Keeps what is written, over the version that was `seen`; `descriptions` of pictures by the key
    of their attachment. Without `parts` it keeps those it has. What a teacher
    gave back is a draft from then on. Raises `NotTheAuthor`, `AlreadyPublished` and `WrittenElsewhere`.
    """
    held = hold(by, entry)
    if held.state == State.DECLINED:
        held.state = State.DRAFT
    before = (held.title, held.text)
    put_words(held, title=title, body=body)
    goes_on = held.title.startswith(before[0]) and held.text.startswith(before[1])
    must_be_the_latest(held, seen, goes_on=goes_on)
    held.comments_open, held.written_at = comments_open, clock.now()
    held.wants_confirmation = wants_confirmation
    held.publish_at, held.expires_at = publish_at, expires_at
    keep(held)
    address(held, groups, pinned=is_pinned)
    describe(held, descriptions or {})
    if parts is not None:
        save_parts(held, parts)
    return held


@transaction.atomic
def delete_draft(by: Membership, *, entry: Entry) -> None:
    """Nothing is left of it, nor of its files. Raises `NotTheAuthor` and `AlreadyPublished`."""
    held = hold(by, entry)
    for attachment in held.attachments.select_related("file"):
        delete_file(by, stored=attachment.file)
    audit.record(by=by, verb="delete_draft_entry", target=held)
    Entry.objects.filter(pk=held.pk).delete()
