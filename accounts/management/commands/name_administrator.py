from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.actions.duties import set_duties
from accounts.choices import Duty
from accounts.models import Membership, School
from accounts.policies import can_have_duties
from core import wall


class Command(BaseCommand):
    help = "Gives somebody of a school a duty, beside those who have it; that of local administrator, if no other is named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login", metavar="LOGIN")
        parser.add_argument("--school", required=True, metavar="NAME")
        parser.add_argument("--duty", choices=Duty.values, default=Duty.LOCAL_ADMINISTRATOR)

    def handle(self, *, login: str, school: str, duty: str, **_options: object) -> None:
        found = School.objects.filter(name=school).first()
        if found is None:
            raise CommandError(_("There is no school “%(name)s”.") % {"name": school})
        with wall.within(found.pk):
            people = Membership.objects.open().filter(school=found, user__username=login)
            person = next(filter(can_have_duties, people), None)
            if person is None:
                raise CommandError(
                    _("“%(login)s” is neither a teacher nor of the staff of this school.")
                    % {"login": login}
                )
            set_duties(None, membership=person, duties=[*person.duties, duty])
