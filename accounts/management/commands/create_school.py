from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.activation import issue_activation_code
from accounts.actions.people import add_person
from accounts.actions.schools import create_school
from accounts.choices import Duty, Profile
from accounts.logins import NameWithoutLetters
from accounts.models import Membership, School
from core import wall


class Command(BaseCommand):
    help = "Makes a school and its local administrator, and says how they sign in the first time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME")
        parser.add_argument(
            "--admin",
            required=True,
            metavar="FIRST LAST",
            help="who administers it; the first word is the first name, the rest the last name",
        )

    def handle(self, *, name: str, admin: str, **_options: object) -> None:
        first_name, _space, last_name = admin.strip().partition(" ")
        with transaction.atomic():
            school = School.objects.filter(name=name).first()
            school = school or create_school(name=name, language=settings.LANGUAGE_CODE)
            with wall.within(school.pk):
                _must_have_no_administrator(school)
                administrator = _add_administrator(school, first_name, last_name)
                code = issue_activation_code(None, membership=administrator)
                login = administrator.user.username
        self.stdout.write(_("Login: %(login)s") % {"login": login})
        self.stdout.write(_("Activation code: %(code)s") % {"code": code})


def _must_have_no_administrator(school: School) -> None:
    """The roll may have come first; a second administrator is for the first one to make."""
    duties = [Duty.LOCAL_ADMINISTRATOR]
    if Membership.objects.open().filter(school=school, duties__contains=duties).exists():
        raise CommandError(
            _("“%(school)s” has a local administrator already.") % {"school": school.name}
        )


def _add_administrator(school: School, first_name: str, last_name: str) -> Membership:
    try:
        return add_person(
            None,
            school=school,
            first_name=first_name,
            last_name=last_name,
            profile=Profile.STAFF,
            duties=[Duty.LOCAL_ADMINISTRATOR],
        )
    except NameWithoutLetters as error:
        raise CommandError(str(error)) from error
