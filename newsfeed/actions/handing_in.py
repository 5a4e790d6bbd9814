"""What students hand in, and what the teachers of their class decide about it."""

from django.db import transaction

import audit
from accounts.choices import Sending
from accounts.models import Membership
from contacts.policies import must_be_able_to_send
from core import clock
from core.screening import Words, look_before_sending
from newsfeed.drafts import hold_own, keep, set_out
from newsfeed.models import Decision, Entry, State
from newsfeed.nudges import nudge_author, nudge_who_decides
from newsfeed.policies import AlreadyDecided, NotTheirClass, can_decide


@transaction.atomic
def take_entry_back(by: Membership, *, entry: Entry) -> Entry:
    """What waits for a teacher is a draft again. Raises `NotTheAuthor` and `AlreadyDecided`."""
    held = _still_waiting(hold_own(by, entry))
    held.state, held.written_at = State.DRAFT, clock.now()
    keep(held)
    audit.record(by=by, verb="take_entry_back", target=held)
    nudge_who_decides(held)
    return held


@transaction.atomic
def approve_entry(by: Membership, *, entry: Entry) -> None:
    """Publishes what a student handed in, as theirs.

    Raises `NotTheirClass`, `AlreadyDecided`, and `SendingHeld` while their writing is paused.
    """
    held = _to_decide(by, entry)
    must_be_able_to_send(_author(held), Sending.ENTRY)
    set_out(held)
    _decide(by, held, is_approved=True)
    audit.record(by=by, verb="approve_entry", target=held)


@transaction.atomic
def return_entry(by: Membership, *, entry: Entry, words: str, thought: str = "") -> None:
    """Gives it back to the student, who reads why, may change it and hand it in again.

    Raises `NotTheirClass`, `AlreadyDecided`, `ThinkAgain`.
    """
    held = _to_decide(by, entry)
    look_before_sending(by, Words((words,)), thought)
    held.state = State.DECLINED
    keep(held)
    _decide(by, held, is_approved=False, words=words)
    audit.record(by=by, verb="return_entry", target=held)


def _to_decide(by: Membership, entry: Entry) -> Entry:
    """The entry as it is now, held until the transaction ends: one teacher decides."""
    if not can_decide(by, entry):
        raise NotTheirClass
    held = Entry.objects.select_for_update(of=("self",)).select_related("author__user")
    return _still_waiting(held.get(pk=entry.pk))


def _still_waiting(held: Entry) -> Entry:
    if held.state != State.WAITING:
        raise AlreadyDecided
    return held


def _author(entry: Entry) -> Membership:
    author: Membership | None = entry.author
    assert author is not None
    return author


def _decide(by: Membership, entry: Entry, *, is_approved: bool, words: str = "") -> None:
    said = {"decided_by": by, "decided_at": clock.now(), "is_approved": is_approved, "words": words}
    new = {"school_id": entry.school_id, "student": _author(entry)}
    Decision.objects.update_or_create(said, entry=entry, create_defaults=said | new)
    nudge_who_decides(entry)
    nudge_author(entry, by=by)
