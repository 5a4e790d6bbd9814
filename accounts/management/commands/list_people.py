import json
from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.choices import GroupKind
from accounts.models import GroupMember, Membership, School
from core import wall

# Of several memberships the liveliest tells the state of the account.
STATES = ["active", "invited", "blocked", "closed"]


class Command(BaseCommand):
    help = "Lists the people of a school."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--school", required=True, metavar="NAME")
        parser.add_argument("--json", action="store_true", help="for another program to read")

    def handle(self, *, school: str, **options: object) -> None:
        found = School.objects.filter(name=school).first()
        if found is None:
            raise CommandError(_("There is no school “%(school)s”.") % {"school": school})
        with wall.within(found.pk):
            people = list(_people(found))
        if options["json"]:
            self.stdout.write(json.dumps(people, ensure_ascii=False, indent=2))
            return
        for person in people:
            self.stdout.write("\t".join(map(_told, person.values())))


def _told(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _people(school: School) -> Iterator[dict[str, object]]:
    """One for each account; a parent's classes are those of the children."""
    class_names = _class_names(school)
    accounts: dict[int, list[Membership]] = {}
    members = Membership.objects.filter(school=school).select_related("user").by_name()
    for membership in members:
        accounts.setdefault(membership.user_id, []).append(membership)
    for memberships in accounts.values():
        user = memberships[0].user
        of_account = (class_names.get(membership.pk, set()) for membership in memberships)
        yield {
            "login": user.username,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "profiles": [membership.profile for membership in memberships],
            "classes": sorted(set().union(*of_account)),
            "state": min((membership.state for membership in memberships), key=STATES.index),
        }


def _class_names(school: School) -> dict[int, set[str]]:
    names: dict[int, set[str]] = {}
    of_classes = GroupMember.objects.filter(
        school=school, group__kind=GroupKind.CLASS, group__profile=""
    )
    for pk, name in of_classes.values_list("membership_id", "group__school_class__name"):
        names.setdefault(pk, set()).add(name)
    return names
