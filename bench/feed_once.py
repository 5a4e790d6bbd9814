"""Measures the feed of one platform and prints the figures as JSON."""

import json
import os
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.models import Enrolment, Membership, School, User  # noqa: E402
from bench.served import Asked, Visit, measure, page_server, warm  # noqa: E402
from core import wall  # noqa: E402
from newsfeed.feed import older_than  # noqa: E402
from newsfeed.places import TOP  # noqa: E402

READERS = 40
AT_A_TIME = (1, 8, 32)
FEED = reverse("newsfeed:feed")
SEARCH = reverse("newsfeed:search")
# Which two entries of three have, and one of a thousand (`config.platform`).
SOUGHT = {"often found": "museum", "rarely found": "hedgehog"}
BACKEND = "accounts.entrance.backends.LoginBackend"


def main() -> None:
    readers = _readers()
    with page_server("bench.bare_settings") as bare, page_server("config.settings") as port:
        plain = _visits(readers, ["/"] * READERS, "bench.bare.AccountBackend")
        pages = {"bare": Asked(bare, plain), **_pages(port, readers)}
        warm(pages.values(), rounds=8)
        found = _measured(pages, turns=10)
        searches = _searches(port, readers)
        # Nothing of a search is kept.
        warm(searches.values(), rounds=1)
        found |= _measured(searches, turns=2)
        for name, page in (pages | searches).items():
            if page.port == port:
                found[name]["queries"] = _queries(page.visits[0])
    json.dump({"pages": found, "sql": _sql(readers)}, sys.stdout)


def _measured(pages: Mapping[str, Asked], turns: int) -> dict[str, dict[str, object]]:
    """By page, and by the number of readers at a time."""
    found: dict[str, dict[str, object]] = {name: {} for name in pages}
    for at_a_time in AT_A_TIME:
        for name, figures in measure(pages, readers=at_a_time, turns=turns).items():
            found[name][str(at_a_time)] = asdict(figures)
    return found


def _pages(port: int, readers: Sequence[User]) -> dict[str, Asked]:
    """What each of these asks for."""
    paths = {
        "feed": [FEED] * READERS,
        "tenth page": [_tenth_page(reader) for reader in readers],
        "a class": [_class_of(reader) for reader in readers],
    }
    return {name: Asked(port, _visits(readers, each, BACKEND)) for name, each in paths.items()}


def _searches(port: int, readers: Sequence[User]) -> dict[str, Asked]:
    """The words that each of these looks for."""
    here = _visits(readers, [SEARCH] * READERS, BACKEND)
    return {
        name: Asked(port, [each._replace(sought=word) for each in here])
        for name, word in SOUGHT.items()
    }


def _tenth_page(reader: User) -> str:
    with wall.as_person(reader.pk):
        place = TOP
        for _ in range(9):
            place = older_than(place, reader.memberships).oldest
    return f"{FEED}?before={place}"


def _class_of(reader: User) -> str:
    """The feed narrowed to a class of some five hundred entries."""
    with wall.as_person(reader.pk):
        [mine] = reader.memberships
        child = mine.guardianships.first()
        enrolled = Enrolment.objects.filter(membership=child.student_id if child else mine)
        return f"{FEED}?class={enrolled.values_list('school_class', flat=True)[0]}"


def _readers() -> list[User]:
    """Parents and students of schools all over the platform."""
    schools = list(School.objects.order_by("pk").values_list("pk", flat=True))
    picked = [schools[number * len(schools) // READERS] for number in range(READERS)]
    readers: list[User] = []
    for number, school_id in enumerate(picked):
        profile = "parent" if number % 2 else "student"
        with wall.within(school_id):
            people = Membership.objects.filter(profile=profile).select_related("user")
            readers.append(people.order_by("pk")[number].user)
    return readers


def _visits(readers: Sequence[User], paths: Sequence[str], backend: str) -> list[Visit]:
    """Each of these readers, signed in, asks for their own."""
    return [
        Visit(path, _cookie(reader, backend)) for reader, path in zip(readers, paths, strict=True)
    ]


def _cookie(reader: User, backend: str) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(reader.pk)
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = reader.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def _queries(visit: Visit) -> int:
    client = Client(headers={"Host": "127.0.0.1"})
    client.cookies["sessionid"] = visit.cookie
    asks = {"words": visit.sought} if visit.sought else None
    ask = client.post if asks else client.get
    ask(visit.path, asks)
    with CaptureQueriesContext(connection) as captured:
        ask(visit.path, asks)
    return len(captured)


def _sql(readers: Sequence[User]) -> dict[str, float]:
    """How long it takes to fetch the rows of the first page, and nothing else."""
    times = sorted(min(_seconds(reader) for _ in range(5)) * 1000 for reader in readers)
    return {"p50": statistics.median(times), "p95": times[int(len(times) * 0.95)]}


def _seconds(reader: User) -> float:
    with wall.as_person(reader.pk):
        memberships = reader.memberships
        started = time.perf_counter()
        older_than(TOP, memberships)
        return time.perf_counter() - started


if __name__ == "__main__":
    main()
