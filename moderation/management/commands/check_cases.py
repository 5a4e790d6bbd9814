from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count, Min
from django.utils.translation import gettext as _

from accounts.models import School
from core import wall
from moderation.models import Case


class Command(BaseCommand):
    help = (
        "Names the schools where nobody can look at a report, with how many wait and since when; "
        "fails if there is one."
    )

    def handle(self, **_options: object) -> None:
        alone = [line for school in School.objects.order_by("pk") if (line := _told(school))]
        if alone:
            raise CommandError("\n".join(alone))
        self.stdout.write(_("Every report lies with somebody who can look at it."))


def _told(school: School) -> str:
    with wall.within(school.pk), wall.protection_open():
        alone = Case.objects.open().with_nobody().filter(school=school)
        found = alone.aggregate(count=Count("pk"), oldest=Min("last_reported_at"))
    if not found["count"]:
        return ""
    told = _("%(school)s: %(count)s waiting for somebody, the oldest since %(since)s.")
    since = found["oldest"].isoformat(timespec="minutes")
    return told % {"school": school.name, "count": found["count"], "since": since}
