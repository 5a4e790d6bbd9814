from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

import audit
from accounts.deciding import NotAllowed, hold_school
from accounts.models import Membership
from core import clock, feed_notices
from core.realtime import nudge_people
from moderation.actions.block import let_in, shut_out
from moderation.models import Case
from moderation.policies import can_handle
from moderation.subjects import KINDS, thing_of


def remove_reported(by: Membership, *, case: Case) -> None:
    """Takes the thing away from everybody. Raises `NotAllowed`."""
    with _deciding(by, case, Case.Outcome.ACTED, "remove"):
        thing = thing_of(case)
        if thing is not None and thing.is_there:
            KINDS[case.kind].remove(by, thing)


def restore_reported(by: Membership, *, case: Case) -> None:
    """Brings back what was removed; the case stays decided. Raises `NotAllowed`."""
    if not can_handle(by, case):
        raise NotAllowed
    thing = thing_of(case)
    if thing is not None and thing.removed_at:
        with transaction.atomic():
            KINDS[case.kind].restore(by, thing)
            audit.record(by=by, verb="decide_case", target=case, decision="restore")


def block_author(by: Membership, *, case: Case, reason: str, until: datetime | None) -> None:
    """Shuts the author out of the school. Raises `NotAllowed`, also if the author is erased."""
    if case.accused is None:
        raise NotAllowed
    with _deciding(by, case, Case.Outcome.ACTED, "block"):
        hold_school(case.school_id)
        shut_out(by, membership=case.accused, reason=reason, until=until, case=case)


def unblock_author(by: Membership, *, case: Case) -> None:
    """Lets the author back in; the case stays decided. Raises `NotAllowed`."""
    if case.accused is None or not can_handle(by, case):
        raise NotAllowed
    with transaction.atomic():
        hold_school(case.school_id)
        let_in(by, membership=case.accused)


def dismiss_case(by: Membership, *, case: Case) -> None:
    """Finds that nothing has to be done. Raises `NotAllowed`."""
    with _deciding(by, case, Case.Outcome.DISMISSED, "dismiss"):
        pass


@contextmanager
def _deciding(by: Membership, case: Case, outcome: str, decision: str) -> Iterator[None]:
    if not can_handle(by, case):
        raise NotAllowed
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        yield
        case.state, case.outcome = Case.State.DECIDED, outcome
        case.decided_at, case.decided_by = clock.now(), by
        case.save(update_fields=["state", "outcome", "decided_at", "decided_by"])
        audit.record(by=by, verb="decide_case", target=case, decision=decision)
        reporters = case.reports.exclude(reporter=None)
        nudge_people(reporters.values_list("reporter__user", flat=True), look=feed_notices.LOOK)
