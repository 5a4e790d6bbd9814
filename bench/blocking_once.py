"""Measures how soon the pages of somebody who is blocked are closed; prints the figures as JSON."""

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

from accounts.choices import Profile  # noqa: E402
from accounts.models import Membership, School  # noqa: E402
from bench.sockets import cookie_of, open_pages, socket_server  # noqa: E402
from core import wall  # noqa: E402
from moderation.actions.block import block_person, unblock_person  # noqa: E402
from moderation.measures import Grounds  # noqa: E402

TIMES = 5

Broker = Callable[[], AbstractContextManager[None]]


def main(broker: int, numbers: list[int]) -> None:
    states: dict[str, Broker] = {"up": nullcontext, "stopped": partial(_stopped, broker)}
    school = School.objects.get()
    with wall.within(school.pk):
        found = [
            {"sockets": number, "broker": name, **_blocking(school, number, state)}
            for number in numbers
            for name, state in states.items()
        ]
    json.dump(found, sys.stdout)


def _blocking(school: School, number: int, state: Broker) -> dict[str, float]:
    """Somebody with so many open pages is blocked, again and again, while the broker is so."""
    people = Membership.objects.select_related("user", "school").order_by("pk")
    by = people.administering(school.pk)[0]
    person = people.filter(profile=Profile.STUDENT)[0]
    found = []
    with socket_server() as address:
        for _ in range(TIMES):
            cookies = [cookie_of(person.user) for _ in range(number)]
            with open_pages(address, cookies) as pages, state():
                try:
                    found.append(pages.closed_by(partial(_block, by, person)))
                finally:
                    unblock_person(by, membership=person)
    return {
        "p50": statistics.median(each for times in found for each in times) * 1000,
        "last": statistics.median(map(max, found)) * 1000,
        "worst": max(map(max, found)) * 1000,
    }


def _block(by: Membership, person: Membership) -> None:
    block_person(by, membership=person, grounds=Grounds("La règle 3 de la charte."))


@contextmanager
def _stopped(broker: int) -> Iterator[None]:
    """It takes what it is sent and does nothing: one that is gone would be noticed."""
    os.kill(broker, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(broker, signal.SIGCONT)


if __name__ == "__main__":
    main(int(sys.argv[1]), [int(each) for each in sys.argv[2:]])
