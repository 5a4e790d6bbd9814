from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.actions.second_factors import reset_second_factors
from accounts.logins import typed_login
from accounts.models import Membership, User
from core import wall


class Command(BaseCommand):
    help = "Removes somebody's second factors and recovery codes, and ends their sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login", metavar="LOGIN")

    def handle(self, *, login: str, **_options: object) -> None:
        with wall.directory_open():
            user = User.objects.filter(username=typed_login(login)).first()
        if user is None:
            raise CommandError(_("There is no account “%(login)s”.") % {"login": login})
        with wall.as_person(user.pk):
            membership = Membership.objects.acting_for(user).first()
            if membership is None:
                raise CommandError(_("No school lets “%(login)s” in now.") % {"login": login})
            reset_second_factors(None, membership=membership)
        self.stdout.write(_("The password alone lets “%(login)s” in now.") % {"login": login})
