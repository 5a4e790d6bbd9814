"""What the school takes away: nobody sees it any more, its words stay until its author goes."""

from datetime import datetime

from django.db import transaction

import audit
from accounts.models import Membership
from core import clock
from newsfeed import answered
from newsfeed.models import Comment, Entry
from newsfeed.nudges import look_of, look_under, nudge_readers
from newsfeed.policies import MayNotRemove, can_remove


@transaction.atomic
def remove_entry(by: Membership, *, entry: Entry) -> None:
    """Takes an entry away from everybody. Raises `MayNotRemove`."""
    _set_removed(by, entry, clock.now())
    audit.record(by=by, verb="remove_entry", target=entry)
    nudge_readers(entry, look=look_of(entry.pk))


@transaction.atomic
def restore_entry(by: Membership, *, entry: Entry) -> None:
    """Brings a removed entry back. Raises `MayNotRemove`."""
    _set_removed(by, entry, None)
    audit.record(by=by, verb="restore_entry", target=entry)
    nudge_readers(entry, look=look_of(entry.pk))


@transaction.atomic
def remove_comment(by: Membership, *, comment: Comment) -> None:
    """Takes a comment away from everybody. Raises `MayNotRemove`."""
    _set_removed(by, comment, clock.now())
    audit.record(by=by, verb="remove_comment", target=comment, entry=comment.entry_id)
    answered.settle(comment)
    nudge_readers(comment.entry, look=look_under(comment.entry_id))


@transaction.atomic
def restore_comment(by: Membership, *, comment: Comment) -> None:
    """Brings a removed comment back. Raises `MayNotRemove`."""
    _set_removed(by, comment, None)
    audit.record(by=by, verb="restore_comment", target=comment, entry=comment.entry_id)
    answered.settle(comment)
    nudge_readers(comment.entry, look=look_under(comment.entry_id))


def _set_removed(by: Membership, words: Entry | Comment, at: datetime | None) -> None:
    if not can_remove(by, words):
        raise MayNotRemove
    words.removed_at = at
    # Not saved: that would keep one more copy of the words in their history.
    type(words).objects.filter(pk=words.pk).update(removed_at=at)
