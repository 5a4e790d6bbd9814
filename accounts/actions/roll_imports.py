"""An import from the page: files are given, looked over, put right, then applied beside the pages."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction

import audit
from accounts import tasks
from accounts.actions.families import cut_links
from accounts.actions.import_roll import PlanHasChanged, RollHasErrors
from accounts.models import Guardianship, Membership, RollImport
from accounts.policies import can_import_roll
from accounts.roll.choices import Choices, SheetChoice
from accounts.roll.findings import findings_of
from accounts.roll.reading import headings_of
from accounts.roll.records import Place, Who
from accounts.roll.stored import as_text
from core.background import dispatch

# Some eight thousand lines, which are read in a second; more is read beside the pages.
READ_AT_ONCE = 1_000_000
State = RollImport.State


class NotToBeChanged(Exception):
    """The import is being read, or was confirmed, and its files stay as they are."""


@transaction.atomic
def prepare_roll_import(by: Membership, *, files: Mapping[str, bytes]) -> RollImport:
    """Keeps the files to be looked over; nothing of the school changes yet."""
    if not can_import_roll(by, by.school):
        raise PermissionDenied
    made = RollImport.objects.create(school=by.school, started_by=by, files=as_text(files))
    _read(made)
    audit.record(by=by, verb="prepare_roll_import", target=made)
    return made


@transaction.atomic
def add_roll_files(by: Membership, *, roll_import: RollImport, files: Mapping[str, bytes]) -> None:
    """A file takes the place of one with the same name. What was decided about its lines goes, and
    what its columns hold stays as long as they have the same headings.
    """
    held = _held(by, roll_import)
    held.files |= as_text(files)
    choices = _without_lines_of(Choices.from_json(held.choices), files)
    had = {
        sheet["file"]: [heading for heading, _field in sheet["columns"]]
        for sheet in held.findings["sheets"]
    }
    has = headings_of(files, had)
    sheets = {
        file: sheet
        for file, sheet in choices.sheets.items()
        if has.get(file, had.get(file)) == had.get(file)
    }
    _choose(held, replace(choices, sheets=sheets))
    audit.record(by=by, verb="add_roll_files", target=held, count=len(files))


@transaction.atomic
def remove_roll_file(by: Membership, *, roll_import: RollImport, file: str) -> None:
    held = _held(by, roll_import)
    if held.files.pop(file, None) is not None:
        choices = _without_lines_of(Choices.from_json(held.choices), [file])
        sheets = {
            name: sheet
            for name, sheet in choices.sheets.items()
            if name != file and not name.startswith(f"{file}/")
        }
        _choose(held, replace(choices, sheets=sheets))
        audit.record(by=by, verb="remove_roll_file", target=held)


@transaction.atomic
def choose_columns(
    by: Membership, *, roll_import: RollImport, file: str, choice: SheetChoice
) -> None:
    """Says which list a file is and what its columns hold."""
    held = _held(by, roll_import)
    choices = Choices.from_json(held.choices)
    _choose(held, replace(choices, sheets={**choices.sheets, file: choice}))
    audit.record(by=by, verb="choose_roll_columns", target=held)


@transaction.atomic
def choose_roll_school(by: Membership, *, roll_import: RollImport, school: str) -> None:
    """Says which of several schools in the files this one is, by its id there."""
    held = _held(by, roll_import)
    _choose(held, replace(Choices.from_json(held.choices), school=school))
    audit.record(by=by, verb="choose_roll_school", target=held)


@transaction.atomic
def correct_roll_line(
    by: Membership, *, roll_import: RollImport, place: Place, cells: Mapping[int, str]
) -> None:
    """Puts other texts into these columns of a line."""
    held = _held(by, roll_import)
    choices = Choices.from_json(held.choices)
    texts = {**choices.cells.get(place, {}), **cells}
    _choose(held, replace(choices, cells={**choices.cells, place: texts}))
    audit.record(by=by, verb="correct_roll_line", target=held)


@transaction.atomic
def leave_roll_line_out(
    by: Membership, *, roll_import: RollImport, place: Place, left_out: bool
) -> None:
    """Or brings it back."""
    held = _held(by, roll_import)
    choices = Choices.from_json(held.choices)
    lines = choices.left_out | {place} if left_out else choices.left_out - {place}
    _choose(held, replace(choices, left_out=lines))
    verb = "leave_roll_line_out" if left_out else "take_roll_line_back"
    audit.record(by=by, verb=verb, target=held)


@transaction.atomic
def say_who_is_who(
    by: Membership, *, roll_import: RollImport, place: Place, who: Who | None
) -> None:
    """Joins the person of a line with another one or keeps them apart; None takes it back."""
    held = _held(by, roll_import)
    choices = Choices.from_json(held.choices)
    people = {line: known for line, known in choices.people.items() if line != place}
    if who is not None:
        people[place] = who
    _choose(held, replace(choices, people=people))
    audit.record(by=by, verb="say_who_is_who", target=held)


@transaction.atomic
def confirm_roll_import(by: Membership, *, roll_import: RollImport, seen: str) -> None:
    """From now on it is applied, even if the page is closed. Without effect if it was already.

    `seen` is the fingerprint of the changes that were looked at; raises `PlanHasChanged` if they
    are others by now.
    """
    try:
        held = _held(by, roll_import)
    except NotToBeChanged:
        return
    if held.findings["errors"]:
        raise RollHasErrors
    if held.findings["fingerprint"] != seen:
        raise PlanHasChanged
    held.state, held.started_by = State.WAITING, by
    held.save(update_fields=["state", "started_by"])
    audit.record(by=by, verb="confirm_roll_import", target=held)
    dispatch(tasks.finish_roll_import, held.school_id, held.pk)


@transaction.atomic
def try_roll_import_again(by: Membership, *, roll_import: RollImport) -> None:
    """Reads the files of an import that failed once more; everything decided about them stays."""
    held = _held(by, roll_import, State.FAILED)
    held.state = State.PREVIEW
    _read(held)
    audit.record(by=by, verb="try_roll_import_again", target=held)


@transaction.atomic
def give_up_roll_import(by: Membership, *, roll_import: RollImport) -> None:
    """Forgets the files."""
    if not can_import_roll(by, roll_import.school):
        raise PermissionDenied
    if RollImport.objects.undecided().filter(pk=roll_import.pk).delete()[0]:
        audit.record(by=by, verb="give_up_roll_import", roll_import=roll_import.pk)


@transaction.atomic
def unlink_dropped_guardians(
    by: Membership, *, roll_import: RollImport, links: Collection[int]
) -> int:
    """Cuts those of these links that the roll no longer named; returns how many.

    A parent then sees nothing more of that child.
    """
    if not can_import_roll(by, roll_import.school):
        raise PermissionDenied
    dropped = {tuple(link) for link in roll_import.report.get("dropped_links", ())}
    found = Guardianship.objects.select_for_update().select_related("student")
    found = found.filter(school=roll_import.school_id, pk__in=links)
    cut = [link for link in found if (link.guardian_id, link.student_id) in dropped]
    cut_links(by, links=cut)
    return len(cut)


def _held(
    by: Membership, roll_import: RollImport, state: RollImport.State = State.PREVIEW
) -> RollImport:
    """As it is now; nobody else changes it before the transaction ends."""
    if not can_import_roll(by, roll_import.school):
        raise PermissionDenied
    found = RollImport.objects.select_for_update().filter(pk=roll_import.pk).first()
    if found is None or found.state != state:
        raise NotToBeChanged
    return found


def _choose(held: RollImport, choices: Choices) -> None:
    held.choices = choices.as_json()
    _read(held)


def _read(held: RollImport) -> None:
    """Now, or beside the pages where that takes longer than somebody waits for a page."""
    if sum(map(len, held.files.values())) <= READ_AT_ONCE:
        held.findings = findings_of(held)
    else:
        held.state = State.READING
        dispatch(tasks.read_roll_import, held.school_id, held.pk)
    held.save(update_fields=["files", "choices", "findings", "state"])


def _without_lines_of(choices: Choices, files: Iterable[str]) -> Choices:
    """Without what was said of single lines of these files."""
    gone = tuple(files)
    zipped = tuple(f"{file}/" for file in gone)

    def stays(place: Place | None) -> bool:
        return place is None or not (place.file in gone or place.file.startswith(zipped))

    return replace(
        choices,
        cells={place: texts for place, texts in choices.cells.items() if stays(place)},
        left_out=frozenset(filter(stays, choices.left_out)),
        people={
            place: who for place, who in choices.people.items() if stays(place) and stays(who.line)
        },
    )
