from collections.abc import Collection

from django.core.files.base import File
from django.db import transaction

import audit
from accounts.choices import Sending
from accounts.models import Group, Membership
from contacts.policies import must_be_able_to_send
from newsfeed.actions.attaching import attach_file
from newsfeed.actions.drafts import start_entry, write_entry
from newsfeed.drafts import hand_over, hold, look_at, must_be_publishable, set_out
from newsfeed.models import Entry
from newsfeed.parts.saving import NONE, Parts
from newsfeed.policies import MayNotPublish, can_publish_to
from newsfeed.students import is_read_first
from uploads.actions import nothing_left_behind


@transaction.atomic
def publish_draft(by: Membership, *, entry: Entry, thought: str = "") -> Entry:
    """Publishes what is drafted or scheduled; one group too many refuses the whole of it. Of a
    student it may only be handed in, to be read by a teacher first.

    Raises `NotTheAuthor`, `AlreadyPublished`, `SendingHeld`, `NothingWritten`, `MayNotPublish`,
    `NobodyToAsk`, `NotThen` and `ThinkAgain`.
    """
    held = hold(by, entry)
    must_be_able_to_send(by, Sending.ENTRY)
    must_be_publishable(by, held)
    look_at(by, held, thought)
    groups = Group.objects.filter(audiences__entry=held)
    told = sorted(group.pk for group in groups)
    if is_read_first(by, groups):
        hand_over(held)
        audit.record(by=by, verb="hand_in_entry", target=held, groups=told)
    else:
        set_out(held)
        audit.record(by=by, verb="publish_entry", target=held, groups=told)
    return held


def publish_entry(  # noqa: PLR0913  (one argument a thing that is asked on the page)
    by: Membership,
    *,
    groups: Collection[Group],
    title: str,
    body: str,
    picture: "File[bytes] | None" = None,
    description: str = "",
    comments_open: bool = True,
    wants_confirmation: bool = False,
    parts: Parts = NONE,
    is_pinned: bool = False,
    thought: str = "",
) -> Entry:
    """Writes HTML to one or several groups, at one go.

    Raises what `publish_draft` raises, and `FileRefused`.
    """
    if not can_publish_to(by, groups):
        raise MayNotPublish
    with nothing_left_behind(), transaction.atomic():
        draft = start_entry(by)
        hung = attach_file(by, entry=draft, upload=picture) if picture else None
        written = write_entry(
            by,
            entry=draft,
            seen=draft.version,
            groups=groups,
            title=title,
            body=body,
            comments_open=comments_open,
            is_pinned=is_pinned,
            wants_confirmation=wants_confirmation,
            parts=parts,
            descriptions={hung.pk: description} if hung else None,
        )
        return publish_draft(by, entry=written, thought=thought)
