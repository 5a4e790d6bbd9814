"""The three lists of the French primary schools' software (Base élèves, ONDE), as it exports them.

Each list is known by its headings, never by the name of its file. Of all its columns only those
are read that the network needs: no address, telephone, sex or authorisation enters the program.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from accounts.roll.assembly import assemble
from accounts.roll.lines import Columns, Line, heading_key
from accounts.roll.problems import Kind, Problem, RollRefused, Severity
from accounts.roll.reading import Sheet, read_sheet
from accounts.roll.records import ChildReference, ParentRow, Part, Roll, StudentRow, TeacherRow


@dataclass(frozen=True, slots=True)
class RollReading:
    """A roll with errors must not be applied: lines are missing from it."""

    roll: Roll
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)


@dataclass(slots=True)
class _Lists:
    files: dict[Part, str] = field(default_factory=dict)
    students: list[StudentRow] = field(default_factory=list)
    teachers: list[TeacherRow] = field(default_factory=list)
    parents: list[ParentRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Shape:
    """A list is told by any of `marks`, and must then have all of `needed`."""

    part: Part
    marks: frozenset[str]
    needed: tuple[str, ...]
    read: Callable[[Line, _Lists], None]


def read_be1d(files: Mapping[str, bytes]) -> RollReading:
    """Whatever lists there are among `files` (file name to content), and what is wrong in them."""
    problems: list[Problem] = []
    lists = _Lists()
    if not files:
        problems.append(Problem(Kind.NO_FILE, ""))
    for file, content in files.items():
        try:
            _read_list(read_sheet(file, content), lists, problems)
        except RollRefused as refusal:
            problems.append(refusal.problem)
    roll = assemble(lists.students, lists.teachers, lists.parents, lists.files, problems)
    return RollReading(roll, tuple(problems))


def _read_list(sheet: Sheet, lists: _Lists, problems: list[Problem]) -> None:
    columns = Columns(sheet.headings)
    shape = _recognise(sheet, columns)
    if shape.part in lists.files:
        other = lists.files[shape.part]
        raise RollRefused(Problem(Kind.LIST_TWICE, sheet.file, params={"other": other}))
    lists.files[shape.part] = sheet.file
    row = None
    for row in sheet.rows:
        shape.read(Line(sheet, columns, row, problems), lists)
    if row is None:
        raise RollRefused(Problem(Kind.FILE_EMPTY, sheet.file))


def _recognise(sheet: Sheet, columns: Columns) -> _Shape:
    keys = columns.keys()
    shape = next((shape for shape in _SHAPES if shape.marks & keys), None)
    if shape is None:
        raise RollRefused(Problem(Kind.UNKNOWN_HEADINGS, sheet.file, sheet.line))
    for heading in shape.needed:
        if heading_key(heading) not in keys:
            params = {"missing": heading}
            raise RollRefused(
                Problem(
                    Kind.MISSING_HEADING, sheet.file, sheet.line, heading=heading, params=params
                )
            )
    return shape


def _read_student(line: Line, lists: _Lists) -> None:
    name = line.name("nomeleve", "prenomeleve", "nomdusageeleve")
    birth_date = line.date("datenaissance")
    class_name = line.label("classe")
    if name is None or birth_date is None:
        return
    if not line.text("classe"):
        line.complain(Kind.STUDENT_WITHOUT_CLASS, "classe", name=str(name))
    level = line.label("niveau")
    lists.students.append(StudentRow(line.number, name, birth_date, class_name, level))


def _read_teacher(line: Line, lists: _Lists) -> None:
    name = line.name("nom", "prenom", "nomusage")
    is_head = line.is_yes("directeur")
    email = line.email("courriel")
    if name is not None:
        class_name = line.label("classe")
        class_names = (class_name,) if class_name else ()
        lists.teachers.append(TeacherRow(line.number, name, email, class_names, is_head))


def _read_parent(line: Line, lists: _Lists) -> None:
    name = line.name("nomresponsable", "prenomresponsable", "nomusageresponsable")
    title = heading_key(line.text("civiliteresponsable"))
    email = line.email("courriel")
    children = tuple(
        child
        for nth in range(line.columns.count("prenomenfant"))
        if (child := _child(line, nth)) is not None
    )
    if name is not None:
        lists.parents.append(ParentRow(line.number, name, title, email, children))


def _child(line: Line, nth: int) -> ChildReference | None:
    last, first = "nomdefamilleenfant", "prenomenfant"
    if not (line.text(last, nth) or line.text(first, nth)):
        return None
    name = line.name(last, first, "nomdusageenfant", nth)
    column = line.columns.position(first, nth)
    if name is None or column is None:
        return None
    heading = line.columns.headings[column]
    return ChildReference(column + 1, heading, name, line.text("classesenfants", nth))


_SHAPES = (
    _Shape(
        Part.STUDENTS,
        frozenset({"nomeleve", "prenomeleve"}),
        ("Nom Elève", "Prénom Elève", "Date naissance", "Classe"),
        _read_student,
    ),
    _Shape(
        Part.PARENTS,
        frozenset({"nomresponsable", "prenomresponsable"}),
        (
            "Nom responsable",
            "Prénom responsable",
            "Nom de famille enfant",
            "Prénom enfant",
            "Classes enfants",
        ),
        _read_parent,
    ),
    _Shape(
        Part.TEACHERS,
        frozenset({"directeur", "nomusage"}),
        ("Nom", "Prénom", "Directeur", "Classe"),
        _read_teacher,
    ),
)
