from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.actions.activation import issue_activation_code
from accounts.entrance.pictures import with_pictures
from accounts.models import Membership, School
from core import wall


class Command(BaseCommand):
    help = (
        "Makes a code that opens an account, also one of several schools, which none opens alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login", metavar="LOGIN")
        parser.add_argument("--school", required=True, metavar="NAME", help="one that they are in")

    def handle(self, *, login: str, school: str, **_options: object) -> None:
        found = School.objects.filter(name=school).first()
        if found is None:
            raise CommandError(_("There is no school “%(name)s”.") % {"name": school})
        with wall.within(found.pk):
            people = Membership.objects.usable().filter(school=found, user__username=login)
            person = people.first()
            if person is None:
                raise CommandError(_("There is no account “%(login)s”.") % {"login": login})
            code = issue_activation_code(None, membership=person)
            is_card = bool(with_pictures(found, [person]))
        said = _("Code of the card: %(code)s") if is_card else _("Activation code: %(code)s")
        self.stdout.write(said % {"code": code})
