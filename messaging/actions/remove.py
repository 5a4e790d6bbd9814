"""What the school takes away: nobody reads it any more, its words stay until its author goes."""

from datetime import datetime

from django.db import transaction

import audit
from accounts.models import Membership
from core import clock
from messaging.models import Message
from messaging.nudges import nudge_readers
from messaging.policies import NotRemovable, can_remove


@transaction.atomic
def remove_message(by: Membership, *, message: Message) -> None:
    """Takes a message away from everybody who has it. Raises `NotRemovable`."""
    _set_removed(by, message, clock.now())
    audit.record(by=by, verb="remove_message", target=message)


@transaction.atomic
def restore_message(by: Membership, *, message: Message) -> None:
    """Brings a removed message back. Raises `NotRemovable`."""
    _set_removed(by, message, None)
    audit.record(by=by, verb="restore_message", target=message)


def _set_removed(by: Membership, message: Message, at: datetime | None) -> None:
    if not can_remove(by, message):
        raise NotRemovable
    message.removed_at = at
    message.save(update_fields=["removed_at"])
    nudge_readers(message)
