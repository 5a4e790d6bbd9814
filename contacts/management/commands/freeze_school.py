from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.choices import Profile
from accounts.models import School
from contacts.actions.freezes import begin_freeze
from contacts.freezing import LASTS, end_of
from core import wall
from core.templatetags.readable import readable


class Command(BaseCommand):
    help = "Pauses what these profiles of a school send; reading and reporting go on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME")
        parser.add_argument("--profiles", nargs="+", choices=Profile.values, required=True)
        parser.add_argument("--reason", required=True, metavar="WORDS", help="everybody reads it")
        parser.add_argument("--lasts", choices=list(LASTS), default="morning")

    def handle(
        self, *, name: str, profiles: list[str], reason: str, lasts: str, **_options: object
    ) -> None:
        school = School.objects.filter(name=name).first()
        if school is None:
            raise CommandError(_("There is no school “%(name)s”.") % {"name": name})
        until = end_of(lasts)
        with wall.within(school.pk):
            begin_freeze(None, school=school, profiles=set(profiles), reason=reason, until=until)
        self.stdout.write(_("Writing is paused until %(when)s.") % {"when": readable(until)})
