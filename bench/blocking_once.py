"""Measures how soon the pages of those who are blocked are closed; prints the figures as JSON."""

import json
import os
import signal
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.test import override_settings  # noqa: E402

from accounts.choices import Profile  # noqa: E402
from accounts.models import Membership, School, User  # noqa: E402
from bench.served import free_port  # noqa: E402
from bench.sockets import cookie_of, open_pages, socket_server  # noqa: E402
from core import wall  # noqa: E402
from moderation.actions.block import block_person, unblock_person  # noqa: E402
from moderation.actions.profile_blocks import begin_profile_block, end_profile_block  # noqa: E402
from moderation.measures import Grounds  # noqa: E402
from moderation.models import ProfileBlock  # noqa: E402

TIMES = 5

Act = Callable[[], object]
Broker = Callable[[], AbstractContextManager[None]]


def main(broker: int, sockets: list[int], accounts: list[int]) -> None:
    states: dict[str, Broker] = {
        "up": nullcontext,
        "stopped": partial(_stopped, broker),
        "out of reach": _out_of_reach,
    }
    with wall.within(School.objects.get().pk):
        measured = [
            *((number, partial(_one_account, number)) for number in sockets),
            *((number, partial(_all_students, number)) for number in accounts),
        ]
        found = [
            {"sockets": number, "broker": name, **blocking(state)}
            for number, blocking in measured
            for name, state in states.items()
        ]
    json.dump(found, sys.stdout)


def _one_account(number: int, state: Broker) -> dict[str, object]:
    """Somebody with so many open pages is blocked."""
    (person,) = _students(1)
    grounds = Grounds("La règle 3 de la charte.")
    begin = partial(block_person, _administrator(), membership=person, grounds=grounds)
    end = partial(unblock_person, _administrator(), membership=person)
    return {"blocked": "account", **_closed([person.user_id] * number, state, begin, end)}


def _all_students(number: int, state: Broker) -> dict[str, object]:
    """All students are blocked, so many of whom have a page open each."""
    by = _administrator()
    begin = partial(
        begin_profile_block,
        by,
        school=by.school,
        profiles=[Profile.STUDENT],
        reason="Bonnes vacances !",
        until=None,
    )
    accounts = [each.user_id for each in _students(number)]
    return {"blocked": "students", **_closed(accounts, state, begin, partial(_end_all, by))}


def _end_all(by: Membership) -> None:
    for block in ProfileBlock.objects.in_force():
        end_profile_block(by, block=block)


def _closed(accounts: list[int], state: Broker, begin: Act, end: Act) -> dict[str, float]:
    """Each account has a page open for each time it is named; `begin` shuts them all, again and
    again, while the broker is so.
    """
    found = []
    with socket_server() as address:
        for _ in range(TIMES):
            # A session is that of the account as it is since the last time.
            users = User.objects.in_bulk(accounts)
            cookies = [cookie_of(users[account]) for account in accounts]
            with open_pages(address, cookies) as pages, state():
                try:
                    found.append(pages.closed_by(begin))
                finally:
                    end()
    return {
        "p50": statistics.median(each for times in found for each in times) * 1000,
        "last": statistics.median(map(max, found)) * 1000,
        "worst": max(map(max, found)) * 1000,
    }


def _students(number: int) -> list[Membership]:
    found = Membership.objects.filter(profile=Profile.STUDENT).order_by("pk")[:number]
    if len(found) < number:
        raise SystemExit(f"There are {len(found)} students.")
    return list(found)


def _administrator() -> Membership:
    here = Membership.objects.administering(School.objects.get().pk)
    return here.select_related("user", "school").order_by("pk")[0]


@contextmanager
def _stopped(broker: int) -> Iterator[None]:
    """It takes what it is sent and does nothing: one that is gone would be noticed."""
    os.kill(broker, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(broker, signal.SIGCONT)


@contextmanager
def _out_of_reach() -> Iterator[None]:
    """For this process alone, which stands for the page server: sockets are served as ever."""
    with override_settings(REDIS_URL=f"redis://127.0.0.1:{free_port()}/0"):
        yield


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
