from datetime import UTC, datetime

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

import audit
from accounts.models import School
from accounts.trail_lines import lines_of
from audit.models import Event
from core import wall


class Command(BaseCommand):
    help = (
        "Tells what the log of a school keeps from the school: who reported what, and when."
        " For an authority that asks for it. That it was read is in the log of the school."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--school", required=True, metavar="NAME")
        parser.add_argument("--since", required=True, type=_day, metavar="YYYY-MM-DD")

    def handle(self, *, school: str, since: datetime, **_options: object) -> None:
        found = School.objects.filter(name=school).first()
        if found is None:
            raise CommandError(_("There is no school “%(school)s”.") % {"school": school})
        with wall.within(found.pk):
            audit.record(by=None, verb="read_sealed_log", school_id=found.pk)
            events = Event.objects.sealed_in(found.pk).filter(at__gte=since)
            for line in lines_of(list(events)):
                about = filter(None, (line.what, line.about))
                self.stdout.write("\t".join([line.at.isoformat(), line.who, *about]))


def _day(typed: str) -> datetime:
    return datetime.strptime(typed, "%Y-%m-%d").replace(tzinfo=UTC)
