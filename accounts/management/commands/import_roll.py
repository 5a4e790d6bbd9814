import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions.import_roll import RollHasErrors, import_roll
from accounts.actions.schools import create_school
from accounts.models import School
from accounts.roll.choices import NOTHING_CHOSEN, Choices
from accounts.roll.knowledge import what_school_knows
from accounts.roll.known import Known
from accounts.roll.matching import plan_roll
from accounts.roll.plan import Homonym, RollPlan
from accounts.roll.problems import Problem
from accounts.roll.reading import RollReading, read_roll
from accounts.roll.records import Roll
from accounts.roll.report import report_of
from core import wall


class Command(BaseCommand):
    help = "Brings a school's roll in from the CSV and zip files of a folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="where the files are")
        parser.add_argument("--school", required=True, metavar="NAME", help="made if there is none")
        parser.add_argument(
            "--org", default="", metavar="ID", help="the school in a OneRoster file"
        )
        parser.add_argument(
            "--choices", type=Path, metavar="FILE", help="what was decided about the files (JSON)"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--json", action="store_true", help="for another program to read")

    def handle(
        self,
        *,
        folder: Path,
        school: str,
        org: str,
        choices: Path | None,
        dry_run: bool,
        **options: object,
    ) -> None:
        chosen = _choices(choices)
        reading = read_roll(_files(folder), replace(chosen, school=org or chosen.school))
        plan = _plan(reading, school, dry_run=dry_run)
        problems = [*reading.problems, *plan.problems]
        if options["json"]:
            report = report_of(plan, problems)
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            self._tell(plan, problems)
        if reading.errors or plan.errors:
            raise CommandError(_("Nothing was imported."))

    def _tell(self, plan: RollPlan, problems: list[Problem]) -> None:
        for part, counts in plan.counts().items():
            numbers = ", ".join(f"{number} {state}" for state, number in counts.items())
            self.stdout.write(f"{part}: {numbers}")
        for homonym in plan.homonyms:
            self.stdout.write(_told(homonym))
        for problem in problems:
            self.stderr.write(f"{problem.severity}: {problem}")


def _told(homonym: Homonym) -> str:
    people = "; ".join(", ".join(person.details) or "?" for person in homonym.people)
    count = len(homonym.people)
    told = ngettext("one person", "%(count)s people", count) % {"count": count}
    return f"{homonym.part}: {homonym.name}, {told} ({people})"


def _choices(file: Path | None) -> Choices:
    """As `Choices.as_json` writes them: columns, corrected cells, lines left out, who is who."""
    if file is None:
        return NOTHING_CHOSEN
    try:
        return Choices.from_json(json.loads(file.read_text()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        told = {"file": file, "error": type(error).__name__}
        raise CommandError(_("%(file)s holds no choices (%(error)s).") % told) from None


def _files(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        raise CommandError(_("There is no folder %(folder)s.") % {"folder": folder})
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in {".csv", ".zip"})
    return {path.name: path.read_bytes() for path in found}


def _plan(reading: RollReading, name: str, *, dry_run: bool) -> RollPlan:
    if reading.errors:
        return plan_roll(Roll(), Known())
    school = School.objects.filter(name=name).first()
    if not dry_run:
        with suppress(RollHasErrors), transaction.atomic():
            into = school or create_school(name=name, language=settings.LANGUAGE_CODE)
            return import_roll(None, school=into, reading=reading).plan
    if school is None:
        return plan_roll(reading.roll, Known())
    with wall.within(school.pk):
        return plan_roll(reading.roll, what_school_knows(school.pk))
