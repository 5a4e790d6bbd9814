from django.db import transaction

import audit
from accounts.deciding import NotAllowed
from accounts.models import Membership
from moderation.evidence import take_evidence
from moderation.models import Case
from moderation.policies import can_handle
from moderation.subjects import thing_of
from uploads.actions import nothing_left_behind


@nothing_left_behind()
@transaction.atomic
def keep_as_read(by: Membership, *, case: Case) -> None:
    """Keeps the thing as whoever handles the case reads it, if it was changed since it was reported:
    what is decided upon must not change once more. Raises `NotAllowed`.
    """
    if not can_handle(by, case):
        raise NotAllowed
    held = Case.objects.select_for_update().get(pk=case.pk)
    thing = thing_of(held)
    if thing is not None and thing.is_there:
        take_evidence(held, thing, by)
        audit.record(by=by, verb="keep_as_read", target=held)
