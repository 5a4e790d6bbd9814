"""What reading the files of an import found, kept with them as plain data for its pages to show.

Reading a large roll takes longer than anybody waits for a page, so it is read once for each
change, and the pages only show what was found.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from accounts.models import Membership, RollImport
from accounts.roll.changes import changes_of, counts_of, fingerprint
from accounts.roll.choices import Choices
from accounts.roll.knowledge import what_school_knows
from accounts.roll.matching import plan_roll
from accounts.roll.problems import JOINED, Problem, Severity
from accounts.roll.questions import Question, questions_about
from accounts.roll.reading import SheetReading, cells_of, headings_of, read_roll
from accounts.roll.records import Place
from accounts.roll.roster_tables import FIELDS
from accounts.roll.stored import as_bytes

# More than anybody mends by hand; the numbers are told all the same.
MOST_LINES = 60
MOST_PROBLEMS = 5000
MOST_QUESTIONS = 60


def findings_of(roll_import: RollImport) -> dict[str, Any]:
    """Call it within the school's wall."""
    files = as_bytes(roll_import.files)
    choices = Choices.from_json(roll_import.choices)
    reading = read_roll(files, choices)
    plan = plan_roll(reading.roll, what_school_knows(roll_import.school_id))
    changes = changes_of(plan)
    problems = _worst_first([*reading.problems, *plan.problems])
    questions = list(questions_about(plan.homonyms))
    asked = questions[:MOST_QUESTIONS]
    cells = cells_of(files, choices, _places(problems, choices))
    lists = [_sheet(sheet) for sheet in reading.sheets]
    others = {place.file for place in cells} - {sheet["file"] for sheet in lists}
    return {
        "files": list(files),
        "sheets": lists,
        "tables": [
            _table(file, headings, problems)
            for file, headings in sorted(headings_of(files, others).items())
        ],
        "schools": [[school.id, school.name] for school in reading.schools],
        "problems": [problem.as_json() for problem in problems[:MOST_PROBLEMS]],
        "errors": sum(problem.severity is Severity.ERROR for problem in problems),
        "warnings": sum(problem.severity is Severity.WARNING for problem in problems),
        "lines": [[*place, texts] for place, texts in cells.items()],
        "questions": asked,
        "questions_left": len(questions) - len(asked),
        "logins": _logins(asked),
        "counts": counts_of(plan, changes),
        "changes": [list(change) for change in changes],
        "fingerprint": fingerprint(changes),
    }


def _sheet(sheet: SheetReading) -> dict[str, Any]:
    return {
        "file": sheet.file,
        "kind": sheet.kind,
        "columns": [[column.heading, column.field] for column in sheet.columns],
        "sample": sheet.sample,
        "missing": sheet.missing,
        "is_understood": sheet.is_understood,
    }


def _table(file: str, headings: list[str], problems: Iterable[Problem]) -> dict[str, Any]:
    """A table of a roster; its columns are known, and those with a problem may be put right too."""
    wrong = {p.column for p in problems if p.file == file}
    return {
        "file": file,
        "columns": [
            [heading, FIELDS.get(heading) or (heading if nth in wrong else None)]
            for nth, heading in enumerate(headings, 1)
        ],
    }


def _worst_first(problems: list[Problem]) -> list[Problem]:
    """What should be looked at first comes first: only some of them are shown on the page."""
    return sorted(problems, key=lambda p: (p.severity is not Severity.ERROR, p.kind not in JOINED))


def _places(problems: Iterable[Problem], choices: Choices) -> Iterator[Place]:
    """The lines that are shown with their cells."""
    lines = (Place(p.file, p.line) for p in problems if p.line is not None)
    yield from islice(dict.fromkeys(lines), MOST_LINES)
    yield from choices.left_out
    yield from choices.cells
    yield from choices.people


def _logins(questions: Iterable[Question]) -> dict[str, str]:
    """Of those who are known, by membership."""
    known = {person["known_id"] for question in questions for person in question["people"]}
    found = Membership.objects.filter(pk__in=known - {None})
    return {str(pk): login for pk, login in found.values_list("pk", "user__username")}
