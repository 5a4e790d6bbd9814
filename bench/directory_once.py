"""Measures the directory of one school and prints the figures as JSON."""

import json
import os
import statistics
import sys
import time
from http import HTTPStatus

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Q  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.models import Membership, School, User  # noqa: E402
from core import wall  # noqa: E402

# The platform has twenty first and twenty last names: each is a twentieth of the school.
SOUGHT = ("", "marchal sofia", "mar", "m", "nobody")
TIMES = 9


def main() -> None:
    school = School.objects.get()
    rows = []
    for who, where in {
        "student": Q(profile="student"),
        "parent": Q(profile="parent"),
        "teacher": Q(profile="teacher"),
        "administrator": Q(duties=["local_administrator"]),
    }.items():
        with wall.within(school.pk):
            reader = Membership.objects.filter(where).select_related("user").first()
        assert reader is not None
        rows += [_figures(who, reader.user, words) for words in SOUGHT]
    json.dump(rows, sys.stdout)


def _figures(who: str, reader: User, words: str) -> dict[str, object]:
    client = Client(headers={"Host": "127.0.0.1"})
    with wall.as_person(reader.pk):
        # Administrators come no further without.
        has_an_app = {"user": reader, "type": Authenticator.Type.TOTP}
        Authenticator.objects.get_or_create(**has_an_app, defaults={"data": {}})
        client.force_login(reader)
    address, sought = reverse("accounts:directory"), {"words": words}
    answer = client.post(address, sought)
    if answer.status_code != HTTPStatus.OK:
        sys.exit(f"{who}: not the directory, but {answer.status_code}")
    with CaptureQueriesContext(connection) as asked:
        client.post(address, sought)
    # The log is emptied with the next request.
    asked_for = len(asked)
    found = max(asked.captured_queries, key=lambda query: float(query["time"]))
    return {
        "who": who,
        "words": words or "(those around)",
        "page": statistics.median(_milliseconds(client, address, sought) for _ in range(TIMES)),
        "sql": float(found["time"]) * 1000,
        "queries": asked_for,
    }


def _milliseconds(client: Client, address: str, sought: dict[str, str]) -> float:
    started = time.perf_counter()
    client.post(address, sought)
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
