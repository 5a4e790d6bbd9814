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

READERS = 40


def main() -> None:
    readers = _readers()
    feed = reverse("newsfeed:feed")
    with page_server("bench.bare_settings") as port:
        bare = asdict(measure(port, "/", _cookies(readers, "bench.bare.AccountBackend")))
    cookies = _cookies(readers, "accounts.backends.LoginBackend")
    with page_server("config.settings") as port:
        page = asdict(measure(port, feed, cookies))
    queries, sql = _sql(feed, cookies)
    page["queries"] = queries
    json.dump({"bare": bare, "feed": page, "feed SQL": sql}, sys.stdout)


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


def _sql(path: str, cookies: list[str]) -> tuple[int, dict[str, float]]:
    """How many queries the page makes, and how long what they read takes on its own."""
    times = []
    for cookie in cookies:
        client = Client(headers={"Host": "127.0.0.1"})
        client.cookies["sessionid"] = cookie
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        reading = [query["sql"] for query in captured if "INSERT" not in query["sql"]]
        times.append(min(_seconds(reading) for _ in range(5)) * 1000)
    times.sort()
    return len(captured), {"p50": statistics.median(times), "p95": times[int(len(times) * 0.95)]}


def _seconds(statements: list[str]) -> float:
    with connection.cursor() as cursor:
        started = time.perf_counter()
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()
        return time.perf_counter() - started


if __name__ == "__main__":
    main()
