from django.db import transaction

import audit
from accounts.deciding import NotAllowed
from accounts.models import Membership
from core import clock, realtime
from safeguarding.deciding import hold_concern
from safeguarding.models import Concern, ConcernReader
from safeguarding.policies import could_read


class StillAsked(Exception):
    """There is something they are to do about it first."""


@transaction.atomic
def name_reader(by: Membership, *, concern: Concern, reader: Membership) -> None:
    """Lets a colleague read this concern, and no other. Raises `NotAllowed`, `SignedOff`."""
    hold_concern(by, concern)
    if not could_read(concern).filter(pk=reader.pk).exists():
        raise NotAllowed
    ConcernReader.objects.create(
        school_id=concern.school_id, concern=concern, reader=reader, named_by=by
    )
    audit.record(by=by, verb="name_reader", target=concern, reader=reader.pk)
    realtime.nudge_people([reader.user_id], look="concerns")


@transaction.atomic
def end_reader(by: Membership, *, concern: Concern, reader: Membership) -> None:
    """Takes that away again. Raises `NotAllowed`, `SignedOff`, `StillAsked`."""
    hold_concern(by, concern)
    if concern.actions.open().filter(owner=reader).exists():
        raise StillAsked
    named = concern.readers.filter(reader=reader, ended_at=None)
    named.update(ended_at=clock.now())
    audit.record(by=by, verb="end_reader", target=concern, reader=reader.pk)
