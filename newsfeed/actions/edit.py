from django.db import transaction

import audit
from accounts.models import Membership
from contacts.policies import must_be_able_to_send
from core import clock
from core.screening import Words, look_before_sending
from newsfeed.models import Entry
from newsfeed.nudges import look_of, nudge_readers
from newsfeed.parts.saving import NONE, Parts, drop_parts, save_parts
from newsfeed.policies import NotTheAuthor, ProjectEnded, can_change, is_over
from newsfeed.wording import put_words
from uploads.actions import delete_file


@transaction.atomic
def edit_entry(  # noqa: PLR0913  (one argument a thing that is asked on the page)
    by: Membership, *, entry: Entry, title: str, body: str, parts: Parts = NONE, thought: str = ""
) -> None:
    """Rewrites one's own entry, with these `parts` and no others; how it read before is kept.

    Raises `NotTheAuthor`, `ProjectEnded`, `SendingFrozen`, `ThinkAgain`.
    """
    held = _held(by, entry)
    if is_over(held):
        raise ProjectEnded
    must_be_able_to_send(by)
    put_words(held, title=title, body=body)
    look_before_sending(by, Words((title, held.text, *parts.words)), thought)
    held.edited_at = clock.now()
    held.save(update_fields=["title", "body", "text", "edited_at"])
    save_parts(held, parts)
    audit.record(by=by, verb="edit_entry", target=held)
    nudge_readers(held, look=look_of(held.pk))


@transaction.atomic
def delete_entry(by: Membership, *, entry: Entry) -> None:
    """Takes back one's own entry: its words, pictures and history are gone for good.

    Raises `NotTheAuthor`.
    """
    held = _held(by, entry)
    Entry.objects.filter(pk=held.pk).update(title="", body="", text="", deleted_at=clock.now())
    held.history.all().delete()
    drop_parts(held)
    for picture in held.pictures.select_related("file"):
        delete_file(by, stored=picture.file)
    audit.record(by=by, verb="delete_entry", target=held)
    nudge_readers(held, look=look_of(held.pk))


def _held(by: Membership, entry: Entry) -> Entry:
    """The entry as it is now, held until the transaction ends: words once deleted stay deleted."""
    held = Entry.objects.select_for_update().get(pk=entry.pk)
    if not can_change(by, held):
        raise NotTheAuthor
    return held
