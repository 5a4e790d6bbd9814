from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.models import School
from contacts.actions.freezes import end_freeze
from contacts.models import Freeze
from core import wall


class Command(BaseCommand):
    help = "Ends every pause of writing in a school; whoever is blocked stays blocked."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME")

    def handle(self, *, name: str, **_options: object) -> None:
        school = School.objects.filter(name=name).first()
        if school is None:
            raise CommandError(_("There is no school “%(name)s”.") % {"name": name})
        with wall.within(school.pk):
            for freeze in Freeze.objects.in_force().filter(school=school):
                end_freeze(None, freeze=freeze)
        self.stdout.write(_("Nothing is paused any more."))
