from datetime import timedelta

from django.db import transaction

import audit
from accounts.choices import Sending
from accounts.models import Membership
from contacts.policies import must_be_able_to_send
from core import clock
from core.screening import Words, look_before_sending
from newsfeed import answered
from newsfeed.models import Comment, Entry
from newsfeed.nudges import look_under, nudge_answered, nudge_readers
from newsfeed.policies import CommentsClosed, NotAddressed, NotTheAuthor, can_change, can_see
from newsfeed.silence import why_silent

PRESSED_TWICE = timedelta(minutes=1)


@transaction.atomic
def write_comment(
    by: Membership, *, entry: Entry, body: str, answers: Comment | None = None, thought: str = ""
) -> Comment:
    """Says something under an entry, or to a comment there. What is said to an answer stands
    beside it, under the comment that answers.

    Raises `NotAddressed`, `CommentsClosed`, `SendingHeld`, `ThinkAgain`.
    """
    if not can_see(by, entry) or (answers and answers.entry_id != entry.pk):
        raise NotAddressed
    if why := why_silent(by, entry):
        raise CommentsClosed(why)
    must_be_able_to_send(by, Sending.COMMENT)
    look_before_sending(by, Words((body,)), thought)
    first = answers and (answers.answers or answers)
    if said := _said_already(by, entry, body, first):
        return said
    comment = Comment.objects.create(
        school_id=by.school_id, entry=entry, author=by, body=body, answers=first
    )
    answered.settle(comment)
    audit.record(by=by, verb="write_comment", target=comment, entry=entry.pk)
    nudge_readers(entry, look=look_under(entry.pk))
    nudge_answered(comment, by=by)
    return comment


def _said_already(by: Membership, entry: Entry, body: str, first: Comment | None) -> Comment | None:
    """The same words in the same place a moment ago: who pressed twice said it once."""
    Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    mine = Comment.objects.there().filter(entry=entry, author=by, answers=first, body=body)
    return mine.filter(written_at__gt=clock.now() - PRESSED_TWICE).first()


@transaction.atomic
def delete_comment(by: Membership, *, comment: Comment) -> None:
    """Takes back one's own comment: its words are gone for good. Raises `NotTheAuthor`."""
    held = Comment.objects.select_for_update().get(pk=comment.pk)
    if not can_change(by, held):
        raise NotTheAuthor
    Comment.objects.filter(pk=held.pk).update(body="", deleted_at=clock.now())
    held.history.all().delete()
    answered.settle(held)
    audit.record(by=by, verb="delete_comment", target=held, entry=held.entry_id)
    nudge_readers(held.entry, look=look_under(held.entry_id))
