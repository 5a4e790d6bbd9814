from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.actions.providers import forget_arrivals
from accounts.logins import typed_login
from accounts.models import User
from core import wall


class Command(BaseCommand):
    help = (
        "Forgets who somebody is at their school's sign-in provider, as after a new account there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login", metavar="LOGIN")

    def handle(self, *, login: str, **_options: object) -> None:
        with wall.directory_open():
            user = User.objects.filter(username=typed_login(login)).first()
        if user is None:
            raise CommandError(_("There is no account “%(login)s”.") % {"login": login})
        forget_arrivals(user)
        self.stdout.write(
            _("“%(login)s” is recognised anew at the next arrival.") % {"login": login}
        )
