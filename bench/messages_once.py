"""Measures messages in one school and prints the figures as JSON."""

import json
import os
import statistics
import sys
import time
from http import HTTPStatus

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.choices import GroupKind, Profile  # noqa: E402
from accounts.models import Group, Membership, School  # noqa: E402
from core import wall  # noqa: E402
from messaging.actions import start_conversation  # noqa: E402
from messaging.delivery import deliver_message  # noqa: E402

TIMES = 5
FEW, MANY = 30, 1000
TABLES = "conversation, participant, message, addressee, delivery, attachment"


def main() -> None:
    school = School.objects.get()
    with connection.cursor() as cursor:
        tables = ", ".join(f"messaging_{name}" for name in TABLES.split(", "))
        cursor.execute(f"TRUNCATE {tables} CASCADE")
    with wall.within(school.pk):
        inbox = [_inbox(school, count) for count in (FEW, MANY)]
        sent = _sent(school)
    json.dump({"sent": sent, "inbox": inbox}, sys.stdout)


def _sent(school: School) -> list[dict[str, object]]:
    by = _one(school, Profile.STAFF)
    parents = Group.objects.filter(school=school, profile=Profile.PARENT)
    in_class = parents.filter(kind=GroupKind.CLASS).first()
    everybody = Group.objects.get(school=school, kind=GroupKind.SCHOOL, profile="")
    assert in_class is not None
    return [
        _sending(by, "one", to=[_one(school, Profile.PARENT)]),
        _sending(by, "a class", groups=[in_class]),
        _sending(by, "the school", groups=[everybody]),
    ]


def _sending(by: Membership, label: str, **whom: object) -> dict[str, object]:
    sender, everybody, people, queries = [], [], 0, 0
    for _ in range(TIMES):
        with CaptureQueriesContext(connection) as asked:
            started = time.perf_counter()
            talk = start_conversation(by, subject="Grève", body="Demain.", **whom)  # type: ignore[arg-type]  # as it says
            sender.append(time.perf_counter() - started)
            deliver_message(by.school_id, talk.messages.get().pk)
            everybody.append(time.perf_counter() - started)
        people, queries = talk.participants.count() - 1, len(asked)
    return {
        "to": label,
        "people": people,
        "sender": statistics.median(sender) * 1000,
        "all": statistics.median(everybody) * 1000,
        "queries": queries,
    }


def _inbox(school: School, count: int) -> dict[str, object]:
    reader, by = _one(school, Profile.PARENT), _one(school, Profile.STAFF)
    for number in range(count - reader.participations.count()):
        start_conversation(by, to=[reader], subject=f"Sujet {number}", body="Bonjour. " * 20)
    # As a database in use does by itself, in the minute after.
    connection.cursor().execute("ANALYZE")
    client = Client(headers={"Host": "127.0.0.1"})
    client.force_login(reader.user)
    address = reverse("messaging:inbox")
    if client.get(address).status_code != HTTPStatus.OK:
        sys.exit("not the inbox")
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    queries = len(asked)
    times = []
    for _ in range(TIMES * 3):
        started = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - started)
    return {
        "conversations": count,
        "page": statistics.median(times) * 1000,
        "queries": queries,
    }


def _one(school: School, profile: Profile) -> Membership:
    found = Membership.objects.of_school(school.pk).filter(profile=profile)
    return found.select_related("user", "school").earliest("pk")


if __name__ == "__main__":
    main()
