from collections.abc import Collection

from django.core.files.base import File
from django.db import transaction

import audit
from accounts.models import Group, Membership
from contacts.policies import must_be_able_to_send
from core import clock
from core.screening import Words, look_before_sending
from newsfeed.models import Audience, Entry, Picture, State
from newsfeed.nudges import nudge_readers
from newsfeed.parts.saving import NONE, Parts, save_parts
from newsfeed.policies import MayNotPublish, NobodyToAsk, can_publish_to
from newsfeed.roll import guardians_asked
from newsfeed.wording import put_words
from uploads.actions import PICTURES, nothing_left_behind, store_file


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
    thought: str = "",
) -> Entry:
    """Writes HTML to one or several groups.

    Raises `MayNotPublish`, `NobodyToAsk`, `SendingFrozen`, `ThinkAgain`, and `FileRefused`.
    """
    must_be_able_to_send(by)
    if not can_publish_to(by, groups):
        raise MayNotPublish
    if wants_confirmation and not guardians_asked(groups).exists():
        raise NobodyToAsk
    with nothing_left_behind(), transaction.atomic():
        entry = Entry(
            school_id=by.school_id,
            author=by,
            comments_open=comments_open,
            wants_confirmation=wants_confirmation,
        )
        put_words(entry, title=title, body=body)
        look_before_sending(by, Words((title, entry.text, description, *parts.words)), thought)
        # Cleaning takes its time: the entry gets its place in the feed after it.
        file = store_file(by, upload=picture, only=PICTURES) if picture else None
        entry.state, entry.published_at = State.PUBLISHED, clock.now()
        entry.save()
        _address(entry, groups)
        save_parts(entry, parts)
        if file:
            Picture.objects.create(
                school_id=by.school_id, entry=entry, file=file, description=description
            )
        audit.record(
            by=by, verb="publish_entry", target=entry, groups=sorted(group.pk for group in groups)
        )
        nudge_readers(entry, look="feed")
    return entry


def _address(entry: Entry, groups: Collection[Group]) -> None:
    Audience.objects.bulk_create(
        Audience(
            school_id=entry.school_id, entry=entry, group=group, published_at=entry.published_at
        )
        for group in groups
    )
