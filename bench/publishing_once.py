"""Measures publishing in one school, and the way to its open pages; prints the figures as JSON."""

import json
import os
import statistics
import sys
import time

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.choices import GroupKind, Profile  # noqa: E402
from accounts.models import Group, Membership, School  # noqa: E402
from bench.sockets import cookie_of, open_pages, socket_server  # noqa: E402
from core import wall  # noqa: E402
from newsfeed.actions import publish_entry  # noqa: E402
from newsfeed.models import Entry  # noqa: E402

TIMES = 15


def main(sockets: int) -> None:
    school = School.objects.get()
    with wall.within(school.pk):
        staff = Membership.objects.filter(profile=Profile.STAFF).select_related("user", "school")
        by = staff.earliest("pk")
        groups = Group.objects.filter(school=school, profile="")
        in_class = groups.filter(kind=GroupKind.CLASS).earliest("pk")
        everybody = groups.get(kind=GroupKind.SCHOOL)
        _publish(by, everybody)
        published = [
            _publishing(by, label, group)
            for label, group in (("a class", in_class), ("the school", everybody))
        ]
        heard = _heard(by, everybody, sockets)
    json.dump({"published": published, "heard": heard}, sys.stdout)


def _publish(by: Membership, group: Group) -> Entry:
    return publish_entry(by, groups=[group], title="Vacances", body="<p>À lundi !</p>")


def _publishing(by: Membership, label: str, group: Group) -> dict[str, object]:
    times = []
    for _ in range(TIMES):
        with CaptureQueriesContext(connection) as asked:
            started = time.perf_counter()
            _publish(by, group)
            times.append(time.perf_counter() - started)
    return {
        "to": label,
        "people": group.members.count(),
        "ms": statistics.median(times) * 1000,
        "queries": len(asked),
    }


def _heard(by: Membership, group: Group, sockets: int) -> dict[str, float]:
    """How long after its commit each open page is told of an entry, in ms."""
    people = Membership.objects.filter(in_groups__group=group).select_related("user")
    cookies = [cookie_of(each.user) for each in people.order_by("pk")[:sockets]]
    with socket_server() as address, open_pages(address, cookies) as pages:
        times = sorted(
            each for _ in range(TIMES) for each in pages.told_of(lambda: _publish(by, group))
        )
    milliseconds = [each * 1000 for each in times]
    return {
        "sockets": len(cookies),
        "p50": statistics.median(milliseconds),
        "p95": milliseconds[int(len(milliseconds) * 0.95)],
        "p99": milliseconds[int(len(milliseconds) * 0.99)],
        "last": milliseconds[-1],
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
