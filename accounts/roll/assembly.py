"""From the lines of the lists to one roll: doubled lines are joined, classes get one spelling."""

import re
from collections.abc import Iterable
from dataclasses import replace

from accounts.levels import OLDER_THAN_ALL, year_of
from accounts.logins import fold
from accounts.roll.problems import Kind, Problem
from accounts.roll.records import ClassRow, ParentRow, Part, Roll, StudentRow, TeacherRow


def assemble(
    students: Iterable[StudentRow],
    teachers: Iterable[TeacherRow],
    parents: Iterable[ParentRow],
    files: dict[Part, str],
    problems: list[Problem],
) -> Roll:
    """The roll those lines make; what had to be joined or left out is added to `problems`."""
    classes = _Classes()
    kept_students = [
        replace(student, class_name=classes.of_student(student))
        for student in _without_doubles(students, files, problems)
    ]
    kept_teachers = [
        replace(teacher, class_names=classes.of_teacher(teacher))
        for teacher in _joined_teachers(teachers, files, problems)
    ]
    if Part.STUDENTS in files and Part.TEACHERS in files:
        problems.extend(
            Problem(
                Kind.CLASS_WITHOUT_STUDENTS,
                files[Part.TEACHERS],
                params={"class_name": row.name},
            )
            for row in classes.without_students()
        )
    return Roll(
        tuple(kept_students), tuple(kept_teachers), tuple(parents), classes.rows(), dict(files)
    )


def _without_doubles(
    students: Iterable[StudentRow], files: dict[Part, str], problems: list[Problem]
) -> list[StudentRow]:
    kept: dict[tuple[object, ...], StudentRow] = {}
    for student in students:
        name = student.name
        first = kept.setdefault((fold(name.last), fold(name.first), student.birth_date), student)
        if first is not student:
            params: dict[str, str | int] = {"name": str(name), "other": first.line}
            problems.append(
                Problem(Kind.STUDENT_TWICE, files[Part.STUDENTS], student.line, params=params)
            )
    return list(kept.values())


def _joined_teachers(
    teachers: Iterable[TeacherRow], files: dict[Part, str], problems: list[Problem]
) -> list[TeacherRow]:
    """A teacher has a line for each class in some exports."""
    joined: dict[tuple[str, str], TeacherRow] = {}
    for teacher in teachers:
        key = fold(teacher.name.last), fold(teacher.name.first)
        first = joined.get(key)
        if first is None:
            joined[key] = teacher
            continue
        joined[key] = replace(
            first,
            email=first.email or teacher.email,
            class_names=first.class_names + teacher.class_names,
            is_head=first.is_head or teacher.is_head,
        )
        params: dict[str, str | int] = {"name": str(teacher.name), "other": first.line}
        problems.append(
            Problem(Kind.TEACHER_TWICE, files[Part.TEACHERS], teacher.line, params=params)
        )
    return list(joined.values())


class _Classes:
    """Classes are told apart by their folded names; the first spelling met is kept."""

    def __init__(self) -> None:
        self._spelling: dict[str, str] = {}
        self._levels: dict[str, set[str]] = {}

    def of_student(self, student: StudentRow) -> str:
        if not student.class_name:
            return ""
        spelling = self._spelled(student.class_name)
        levels = self._levels.setdefault(spelling, set())
        if student.level:
            levels.add(student.level)
        return spelling

    def of_teacher(self, teacher: TeacherRow) -> tuple[str, ...]:
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
        return self._spelling.setdefault(fold(name), name)

    def _split(self, cell: str) -> list[str]:
        """A cell may name several classes, and a class may be called "CE1/CE2"."""
        if fold(cell) in self._spelling:
            return [cell]
        parts = _parts(r"[,;|/+]", cell)
        return parts if all(fold(p) in self._spelling for p in parts) else _parts(r"[,;|]", cell)


def _by_age(level: str) -> tuple[int, str]:
    year = year_of(level)
    return OLDER_THAN_ALL if year is None else year, level


def _parts(separators: str, cell: str) -> list[str]:
    return [part.strip() for part in re.split(separators, cell) if part.strip()]
