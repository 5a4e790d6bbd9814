from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext as _

from accounts.models import School
from core import wall
from moderation.models import Case
from safeguarding.models import Concern


class Command(BaseCommand):
    help = (
        "Names the schools where nobody can look at a report, or at a concern about a child, with how "
        "many wait and since when; fails if there is one."
    )

    def handle(self, **_options: object) -> None:
        alone = [line for school in School.objects.order_by("pk") for line in _told(school)]
        if alone:
            raise CommandError("\n".join(alone))
        self.stdout.write(
            _("Every report and every concern lies with somebody who can look at it.")
        )


def _told(school: School) -> Iterator[str]:
    with wall.within(school.pk), wall.protection_open():
        reports = _counted(Case.objects.open().with_nobody(), "last_reported_at")
        concerns = _counted(Concern.objects.open().with_nobody(), "written_at")
    waiting = _("%(school)s: %(count)s waiting for somebody, the oldest since %(since)s.")
    worrying = _(
        "%(school)s: concerns about children waiting for somebody: %(count)s, the oldest since %(since)s."
    )
    for says, (count, oldest) in ((waiting, reports), (worrying, concerns)):
        if count:
            since = oldest.isoformat(timespec="minutes")
            yield says % {"school": school.name, "count": count, "since": since}


def _counted(alone: QuerySet[Any], since: str) -> tuple[int, datetime]:
    found = alone.aggregate(count=Count("pk"), oldest=Min(since))
    return found["count"], found["oldest"]
