"""From the lines of a list to the people they speak of, whichever software wrote the list.

Of all its columns only those are read that the network needs: no address, telephone, sex or
authorisation enters the program.
"""

import re
from dataclasses import dataclass, field

from accounts.logins import fold
from accounts.roll.fields import CHILD, Field, ListKind
from accounts.roll.lines import CHILD_NAME, Line
from accounts.roll.problems import Kind
from accounts.roll.records import (
    ChildReference,
    ParentRow,
    Part,
    PersonRow,
    StudentRow,
    TeacherRow,
)

MAX_ID = 255
_PROFILES = {
    Part.STUDENTS: "student pupil eleve alumno alumna estudiante aluno aluna",
    Part.PARENTS: "parent guardian relative responsable mere pere tuteur tutrice padre madre tutor "
    "tutora mae pai encarregado encarregada responsavel",
    Part.TEACHERS: "teacher enseignant enseignante professeur professeure maitre maitresse "
    "profesor profesora maestro maestra docente professor professora",
    Part.STAFF: "staff personnel agent employe employee personal funcionario funcionaria pessoal",
    Part.GUESTS: "guest invite invitee invitado invitada convidado convidada visiteur",
}
_PART_OF = {word: part for part, words in _PROFILES.items() for word in words.split()}


@dataclass(slots=True)
class Lists:
    """Whoever has been read so far."""

    students: list[StudentRow] = field(default_factory=list)
    teachers: list[TeacherRow] = field(default_factory=list)
    parents: list[ParentRow] = field(default_factory=list)
    staff: list[PersonRow] = field(default_factory=list)
    guests: list[PersonRow] = field(default_factory=list)
    given: set[Part] = field(default_factory=set)

    def add(self, row: PersonRow) -> None:
        self.given.add(row.part)
        getattr(self, row.part).append(row)


def read_line(line: Line, kind: ListKind, lists: Lists) -> None:
    """Adds the person of this line, or what keeps it from being read."""
    part = _profile(line) if kind is ListKind.PEOPLE else Part(kind)
    if part is None:
        return
    row: PersonRow | None
    if part is Part.STUDENTS:
        row = _student(line)
    elif part is Part.TEACHERS:
        row = _teacher(line)
    elif part is Part.PARENTS:
        row = _parent(line)
    else:
        row = _other(line, part)
    if row is not None:
        lists.add(row)


def _profile(line: Line) -> Part | None:
    text = line.text(Field.PROFILE)
    words = fold(text).split()
    # Plurals too: a file put together from several lists says "Élèves".
    found = (_PART_OF.get(word) or _PART_OF.get(word.removesuffix("s")) for word in words)
    part = next((part for part in found if part), None)
    if not text:
        line.complain_of_nothing(Field.PROFILE)
    elif part is None:
        line.complain(Kind.PROFILE_UNREADABLE, Field.PROFILE, value=text)
    return part


def _student(line: Line) -> StudentRow | None:
    name = line.name()
    birth_date = line.date(Field.BIRTH_DATE)
    class_names = _class_names(line)
    external_id, account = _identity(line)
    if name is None or birth_date is None:
        return None
    if class_names == ():
        column = Field.CLASS if line.has(Field.CLASS) else Field.CLASSES
        line.complain(Kind.STUDENT_WITHOUT_CLASS, column, name=str(name))
    return StudentRow(
        place=line.place,
        name=name,
        email=line.email(Field.EMAIL),
        birth_date=birth_date,
        class_names=class_names,
        level=line.label(Field.LEVEL),
        external_id=external_id,
        account=account,
    )


def _teacher(line: Line) -> TeacherRow | None:
    name = line.name()
    is_head = line.is_yes(Field.IS_HEAD) if line.has(Field.IS_HEAD) else None
    class_names = _class_names(line)
    external_id, account = _identity(line)
    if name is None:
        return None
    return TeacherRow(
        place=line.place,
        name=name,
        email=line.email(Field.EMAIL),
        title=_title(line),
        class_names=class_names,
        is_head=is_head,
        external_id=external_id,
        account=account,
    )


def _parent(line: Line) -> ParentRow | None:
    name = line.name()
    children = tuple(
        child for nth in line.columns.numbers(*CHILD) for child in _children(line, nth)
    )
    external_id, account = _identity(line)
    if name is None:
        return None
    return ParentRow(
        place=line.place,
        name=name,
        email=line.email(Field.EMAIL),
        title=_title(line),
        children=children,
        external_id=external_id,
        account=account,
    )


def _other(line: Line, part: Part) -> PersonRow | None:
    name = line.name()
    external_id, account = _identity(line)
    if name is None:
        return None
    return PersonRow(
        place=line.place,
        part=part,
        name=name,
        email=line.email(Field.EMAIL),
        external_id=external_id,
        account=account,
    )


def _title(line: Line) -> str:
    return fold(line.text(Field.TITLE))


def _identity(line: Line) -> tuple[str, str]:
    """The external id, and what tells one person of several profiles: in a list of all, the same."""
    text = line.text(Field.EXTERNAL_ID)
    if len(text) > MAX_ID:
        line.complain(Kind.ID_TOO_LONG, Field.EXTERNAL_ID, limit=MAX_ID)
        return "", ""
    return text, text if line.has(Field.PROFILE) else ""


def _class_names(line: Line) -> tuple[str, ...] | None:
    """A cell of the column “class” is one class, even if it is called “CP, CE1”."""
    numbers = line.columns.numbers(Field.CLASS)
    if not numbers and not line.has(Field.CLASSES):
        return None
    cells = [line.label(Field.CLASS, nth) for nth in numbers]
    cells += split(r"[,;|]", line.label(Field.CLASSES))
    return tuple(dict.fromkeys(cell for cell in cells if cell))


def split(separators: str, cell: str) -> list[str]:
    return [part.strip() for part in re.split(separators, cell) if part.strip()]


def _children(line: Line, nth: int) -> list[ChildReference]:
    """The child of these columns; several where their ids stand in one cell."""
    if line.text(Field.CHILD_ID, nth):
        ids = split(r"[,;|\s]", line.text(Field.CHILD_ID, nth))
        where = _where(line, Field.CHILD_ID, nth)
        return [ChildReference(*where, external_id=each) for each in ids]
    class_name = line.text(Field.CHILD_CLASS, nth)
    whole = line.text(Field.CHILD_NAME, nth)
    if whole:
        where = _where(line, Field.CHILD_NAME, nth)
        return [ChildReference(*where, whole_name=whole, class_name=class_name)]
    if not (line.text(CHILD_NAME.last, nth) or line.text(CHILD_NAME.first, nth)):
        return []
    name = line.name(CHILD_NAME, nth)
    where = _where(line, CHILD_NAME.first, nth)
    return [ChildReference(*where, name, class_name)] if name else []


def _where(line: Line, column: Field, nth: int) -> tuple[int, str]:
    position = line.columns.position(column, nth)
    assert position is not None
    return position + 1, line.columns.headings[position]
