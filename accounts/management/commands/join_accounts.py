from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.actions.join import CannotBeJoined, join_accounts
from accounts.models import School, User
from core import wall


class Command(BaseCommand):
    help = (
        "Joins two accounts of one person, in whichever schools they are. It cannot be undone: "
        "let the schools confirm that it is one person."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kept", metavar="LOGIN", help="the login that stays")
        parser.add_argument("ended", metavar="OTHER", help="the login that ends")

    def handle(self, *, kept: str, ended: str, **_options: object) -> None:
        with wall.within(*School.objects.values_list("pk", flat=True)), wall.directory_open():
            try:
                join_accounts(None, kept=_account(kept), ended=_account(ended))
            except CannotBeJoined as error:
                raise CommandError(str(error)) from error
        self.stdout.write(
            _("Everything of %(ended)s is with %(kept)s now.") % {"ended": ended, "kept": kept}
        )


def _account(login: str) -> User:
    found = User.objects.filter(username=login).first()
    if found is None:
        raise CommandError(_("There is no login “%(login)s”.") % {"login": login})
    return found
