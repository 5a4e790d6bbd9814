"""Measures the feed of one platform and prints the figures as JSON."""

import json
import os
import statistics
import sys
import time
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

from accounts.models import Membership, School, User  # noqa: E402
from bench.served import measure, page_server  # noqa: E402
from core import wall  # noqa: E402
from newsfeed.feed import older_than  # noqa: E402
from newsfeed.places import TOP  # noqa: E402

READERS = 40


def main() -> None:
    readers = _readers()
    feed = reverse("newsfeed:feed")
    with page_server("bench.bare_settings") as port:
        bare = asdict(measure(port, "/", _cookies(readers, "bench.bare.AccountBackend")))
    cookies = _cookies(readers, "accounts.entrance.backends.LoginBackend")
    with page_server("config.settings") as port:
        page = asdict(measure(port, feed, cookies))
    page["queries"] = _queries(feed, cookies[0])
    json.dump({"bare": bare, "feed": page, "feed SQL": _sql(readers)}, sys.stdout)


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


def _cookies(readers: list[User], backend: str) -> list[str]:
    cookies = []
    for reader in readers:
        session = SessionStore()
        session[SESSION_KEY] = str(reader.pk)
        session[BACKEND_SESSION_KEY] = backend
        session[HASH_SESSION_KEY] = reader.get_session_auth_hash()
        session.save()
        cookies.append(str(session.session_key))
    return cookies


def _queries(path: str, cookie: str) -> int:
    client = Client(headers={"Host": "127.0.0.1"})
    client.cookies["sessionid"] = cookie
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def _sql(readers: list[User]) -> dict[str, float]:
    """How long it takes to fetch the rows of the page, and nothing else."""
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
