"""From the lines of the lists to one roll, in which classes have one spelling."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from accounts.levels import OLDER_THAN_ALL, year_of
from accounts.roll.choices import Choices
from accounts.roll.lists import Lists, split
from accounts.roll.names import folded
from accounts.roll.problems import Kind, Problem
from accounts.roll.records import ClassRow, Roll, StudentRow, TeacherRow


def assemble(lists: Lists, problems: list[Problem], choices: Choices) -> Roll:
    """The roll those lines make; what had to be left out is added to `problems`."""
    classes = _Classes()
    students = [
        replace(student, class_names=classes.of_student(student)) for student in lists.students
    ]
    teachers = [
        replace(teacher, class_names=classes.of_teacher(teacher)) for teacher in lists.teachers
    ]
    if students and teachers:
        problems.extend(_without_students(classes, teachers))
    return Roll(
        tuple(students),
        tuple(teachers),
        tuple(lists.parents),
        tuple(lists.staff),
        tuple(lists.guests),
        classes=classes.rows(),
        given=frozenset(lists.given),
        people=choices.people,
    )


def _without_students(classes: "_Classes", teachers: Iterable[TeacherRow]) -> Iterator[Problem]:
    """One problem a class, on the first line that names it."""
    empty = {row.name for row in classes.without_students()}
    for teacher in teachers:
        for name in teacher.class_names or ():
            if name in empty:
                empty.remove(name)
                yield Problem.on_line(Kind.CLASS_WITHOUT_STUDENTS, teacher.place, class_name=name)


class _Classes:
    """Classes are told apart by their folded names; the first spelling met is kept."""

    def __init__(self) -> None:
        self._spelling: dict[str, str] = {}
        self._levels: dict[str, set[str]] = {}

    def of_student(self, student: StudentRow) -> tuple[str, ...] | None:
        if student.class_names is None:
            return None
        names = tuple(self._spelled(name) for name in student.class_names)
        for name in names:
            levels = self._levels.setdefault(name, set())
            if student.level:
                levels.add(student.level)
        return names

    def of_teacher(self, teacher: TeacherRow) -> tuple[str, ...] | None:
        if teacher.class_names is None:
            return None
        named = [name for cell in teacher.class_names for name in self._split(cell)]
        return tuple(dict.fromkeys(self._spelled(name) for name in named))

    def without_students(self) -> list[ClassRow]:
        return [row for row in self.rows() if row.name not in self._levels]

    def rows(self) -> tuple[ClassRow, ...]:
        return tuple(
            ClassRow(name, "/".join(sorted(self._levels.get(name, ()), key=_by_age)))
            for name in self._spelling.values()
        )

    def _spelled(self, name: str) -> str:
        return self._spelling.setdefault(folded(name), name)

    def _split(self, cell: str) -> list[str]:
        """A cell may name several classes, and a class may be called "CE1/CE2"."""
        if folded(cell) in self._spelling:
            return [cell]
        parts = split(r"[,;|/+]", cell)
        return parts if all(folded(p) in self._spelling for p in parts) else split(r"[,;|]", cell)


def _by_age(level: str) -> tuple[int, str]:
    year = year_of(level)
    return OLDER_THAN_ALL if year is None else year, level
