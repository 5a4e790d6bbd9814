"""Devices are woken for what came while their people were away."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F

import audit
from accounts.models import Device, Membership, School
from accounts.notices import GATHERED
from accounts.pushing import Answer, wake
from accounts.querysets.devices import DeviceQuerySet
from accounts.waking import end_of_waking, is_waking
from core import arrivals, clock, wall

# What is older wakes nobody any more.
KEPT = timedelta(days=1)
# Of a whole school's devices so many each minute, some of them side by side.
MOST = 300
AT_ONCE = 20

Ask = Callable[[str], Answer]


def wake_devices() -> None:
    """One push for each device, until its person has come; in the quiet hours none but for what is
    urgent, for which a device is woken whatever it was woken for before.

    A worker that dies on the way leaves them tried: they are due again a little later.
    """
    schools = list(School.objects.order_by("pk")) if settings.PUSH_KEY else []
    for school in schools:
        _warn(school)
    for school in schools:
        if not _tell(school):
            break  # the services are away


def _warn(school: School) -> None:
    """Of what is urgent, at once, whether another school's services answered or not."""
    waiting = Device.objects.to_warn()
    with wall.within(school.pk):
        came = _came(school, waiting, clock.now(), urgent=True)
        due = [
            (device.pk, person)
            for device, moment, person in came
            if device.told_at is None or device.told_at < moment
        ]
        _wake_all(school, waiting, due, partial(wake, seconds=_seconds(KEPT), is_urgent=True))


def _tell(school: School) -> bool:
    """Of all the rest, as long as people may be disturbed."""
    now = clock.now()
    if not is_waking(school, now):
        return True
    waiting = Device.objects.to_tell()
    with wall.within(school.pk):
        came = _came(school, waiting, now - GATHERED, urgent=False)
        due = [(device.pk, person) for device, _moment, person in came]
        seconds = _seconds(end_of_waking(school, now) - now)
        ask = partial(wake, seconds=seconds, is_urgent=False)
        return _wake_all(school, waiting, due, ask)


def _seconds(kept: timedelta) -> int:
    return int(kept.total_seconds())


def _wake_all(
    school: School, waiting: DeviceQuerySet, due: list[tuple[int, Membership]], ask: Ask
) -> bool:
    few = (due[start : start + AT_ONCE] for start in range(0, min(len(due), MOST), AT_ONCE))
    return all(_wake(school, waiting, dict(each), ask) for each in few)


def _came(
    school: School, waiting: DeviceQuerySet, until: datetime, *, urgent: bool
) -> Iterator[tuple[Device, datetime, Membership]]:
    """Those of these devices to whose people something came since they were here, each with when and
    to whom.
    """
    devices = waiting.order_by("pk")
    members = Membership.objects.of_school(school.pk).usable()
    people = members.filter(user__in=devices.values("session__user"))
    came = arrivals.latest(people, clock.now() - KEPT, until, urgent=urgent)
    to: dict[int, tuple[datetime, Membership]] = {}
    for person in people.filter(pk__in=came):
        known = to.get(person.user_id)
        if known is None or known[0] < came[person.pk]:
            to[person.user_id] = came[person.pk], person
    theirs = devices.filter(session__user__in=to)
    for device in theirs.select_related("session"):
        moment, person = to[device.session.user_id]
        if moment > device.here:  # type: ignore[attr-defined]  # by `here_since`
            yield device, moment, person


def _wake(school: School, waiting: DeviceQuerySet, whose: dict[int, Membership], ask: Ask) -> bool:
    """Whether anybody answered, if there was anybody to ask."""
    devices = _hold(waiting, list(whose))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = pool.map(ask, [each.endpoint for each in devices])
        answers = {device.pk: answer for device, answer in zip(devices, asked, strict=True)}
    taken = [key for key, answer in answers.items() if answer is Answer.TAKEN]
    gone = [key for key, answer in answers.items() if answer is Answer.GONE]
    _note(school, taken=taken, gone=gone, told=[whose[key] for key in taken])
    return bool(taken or gone or not devices)


@transaction.atomic
def _hold(waiting: DeviceQuerySet, keys: list[int]) -> list[Device]:
    """Of two workers one has them, and no row is locked while a push service is asked."""
    due = waiting.filter(pk__in=keys)
    held = list(due.select_for_update(of=("self",), skip_locked=True))
    Device.objects.filter(pk__in=[each.pk for each in held]).update(tried_at=clock.now())
    return held


@transaction.atomic
def _note(school: School, *, taken: list[int], gone: list[int], told: Sequence[Membership]) -> None:
    Device.objects.filter(pk__in=gone).delete()
    Device.objects.filter(pk__in=taken).update(told_at=F("tried_at"))
    people = list({person.pk: person for person in told}.values())
    audit.record_each(by=None, verb="wake_device", targets=people, school_id=school.pk)
