from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.logins import typed_login
from accounts.models import Membership, School
from core import wall
from retention.actions.close import close_accounts


class Command(BaseCommand):
    help = "Closes what somebody is in a school: shut at once, erased in ninety days."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login", metavar="LOGIN")
        parser.add_argument("--school", required=True, metavar="NAME")
        parser.add_argument("--reason", required=True, metavar="WORDS")

    def handle(self, *, login: str, school: str, reason: str, **_options: object) -> None:
        found = School.objects.filter(name=school).first()
        if found is None:
            raise CommandError(_("There is no school “%(name)s”.") % {"name": school})
        with wall.within(found.pk):
            people = Membership.objects.open().of_school(found.pk)
            closing = list(people.filter(user__username=typed_login(login)))
            if not closing:
                raise CommandError(
                    _("“%(login)s” has no open account in this school.") % {"login": login}
                )
            [first, *_others] = close_accounts(None, memberships=closing, reason=reason)
        self.stdout.write(
            _("Closed. It is erased on %(day)s, unless an administrator reopens it before.")
            % {"day": first.erase_at.date().isoformat()}
        )
