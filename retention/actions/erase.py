from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from django.core.cache import cache
from django.db import transaction

import audit
from accounts.models import Membership, School, User
from core import clock, wall
from core.personal_data import Subject
from retention.erasure import Erased, erase_shares, remove_file
from retention.models import Closure

log = structlog.get_logger()


def erase_due() -> None:
    """Erases everybody whose ninety days are over; one failure holds up nobody else."""
    with wall.within(*School.objects.values_list("pk", flat=True)):
        due = list(Closure.objects.due())
        unfinished = list(Closure.objects.with_files_left())
    for closure in due:
        with wall.within(closure.school_id), _holding_up_nobody(closure):
            erase_person(closure)
    for closure in unfinished:
        with wall.within(closure.school_id), _holding_up_nobody(closure):
            _remove_files(closure)


@contextmanager
def _holding_up_nobody(closure: Closure) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # noqa: BLE001  (the next sweep tries again)
        # The error's own words could hold those of the person.
        log.warning("erasure failed", closure=closure.pk, error=type(error).__name__)


def erase_person(closure: Closure) -> None:
    """Leaves nothing of somebody in a school, and of their account if no other school has them.

    Does nothing unless the closure is due. Call it within the wall of its school.
    """
    with transaction.atomic(durable=True):
        due = Closure.objects.select_for_update().due().filter(pk=closure.pk).first()
        if due is None or due.membership is None or not due.membership.is_closed:
            return
        with wall.erasing(), wall.protection_open():
            erased = _erase(due.membership)
        _keep_proof(due, erased)
        # What is remembered there may hold words and logins.
        cache.clear()
        audit.record(by=None, verb="erase_person", target=due, school_id=due.school_id)
    _remove_files(due)


def _erase(membership: Membership) -> Erased:
    # Two schools that erase one person at once would each leave the account to the other.
    user = User.objects.select_for_update().get(pk=membership.user_id)
    erased = Erased()
    erase_shares(Subject.MEMBERSHIP, membership.pk, erased)
    with wall.as_person(user.pk):
        if not Membership.objects.filter(user=user).exists():
            erase_shares(Subject.ACCOUNT, user.pk, erased)
    return erased


def _keep_proof(closure: Closure, erased: Erased) -> None:
    proof: dict[str, Any] = {
        "deleted": dict(erased.deleted),
        "blanked": {label: count for label, count in erased.blanked.items() if count},
        "files": len(erased.files),
    }
    Closure.objects.filter(pk=closure.pk).update(
        erased_at=clock.now(), erased_counts=proof, files_left=erased.files
    )
    closure.files_left = erased.files


def _remove_files(closure: Closure) -> None:
    for file in closure.files_left:
        remove_file(file)
    Closure.objects.filter(pk=closure.pk).update(files_left=[])
