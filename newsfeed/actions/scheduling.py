from django.db import transaction

import audit
from accounts.choices import Sending
from accounts.models import Membership
from contacts.policies import must_be_able_to_send
from core import clock
from core.keeping import HeldBack
from newsfeed.drafts import (
    can_wait_until,
    hold,
    is_over_by,
    keep,
    look_at,
    must_be_publishable,
)
from newsfeed.models import Entry, State
from newsfeed.policies import NotThen


@transaction.atomic
def schedule_entry(by: Membership, *, entry: Entry, thought: str = "") -> Entry:
    """At its `publish_at` it is published by itself, if the rules of then let it.

    Raises what `publish_draft` raises, and `NotThen` where some of it would be over before.
    """
    held = hold(by, entry)
    must_be_able_to_send(by, Sending.ENTRY)
    must_be_publishable(by, held)
    if held.publish_at is None or not can_wait_until(held.publish_at):
        raise NotThen
    if is_over_by(held, held.publish_at):
        raise NotThen
    look_at(by, held, thought)
    held.state, held.held_back = State.SCHEDULED, ""
    keep(held)
    audit.record(by=by, verb="schedule_entry", target=held, publish_at=held.publish_at.isoformat())
    return held


@transaction.atomic
def unschedule_entry(by: Membership, *, entry: Entry, why: HeldBack | None = None) -> Entry:
    """It waits for nothing any more and is a draft again; `why` if nobody asked for that."""
    held = hold(by, entry)
    held.state, held.held_back, held.written_at = State.DRAFT, why or "", clock.now()
    keep(held)
    audit.record(by=by, verb="unschedule_entry", target=held)
    return held
