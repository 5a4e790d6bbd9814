from datetime import date

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.demo.rolls import invent_roll
from accounts.logins import login_stem
from accounts.roll.known import Known
from accounts.roll.matching import plan_roll
from accounts.roll.problems import Kind, Severity
from accounts.roll.reading import RollReading, read_roll
from accounts.roll.records import ClassRow, Part, PersonName

STUDENTS = "Nom Elève;Nom d'usage Elève;Prénom Elève;Date naissance; Cycle;Niveau;Classe"
TEACHERS = "Civilité;Nom usage;Nom;Prénom;Courriel;Directeur;Classe"
PARENTS = (
    "Civilité Responsable;Nom usage responsable;Nom responsable;Prénom responsable;Courriel"
    + ";Nom d'usage enfant;Nom de famille enfant;Prénom enfant;Classes enfants" * 2
)


def read(students: str = "", teachers: str = "", parents: str = "") -> RollReading:
    """A roll of the given lines; a list without lines is not given at all."""
    lists = {
        "s.csv": (STUDENTS, students),
        "t.csv": (TEACHERS, teachers),
        "p.csv": (PARENTS, parents),
    }
    return read_roll(
        {
            file: f"{headings}\r\n{lines}".encode("iso-8859-1")
            for file, (headings, lines) in lists.items()
            if lines
        }
    )


def kinds(reading: RollReading) -> list[Kind]:
    return [problem.kind for problem in reading.problems]


def test_lists_are_known_by_their_headings_whatever_their_case_and_accents() -> None:
    content = "\ufeffNOM ELEVE ; PRENOM ÉLÈVE;Date  Naissance*;classe\nMARTIN;Léa;2015-03-02;CP"
    reading = read_roll({"anything.txt": content.encode()})
    assert reading.problems == ()
    assert reading.roll.given == {Part.STUDENTS}


def test_a_student_has_name_birth_date_class_and_level() -> None:
    reading = read(
        "MARTIN;;LÉA;02/03/2015;CYCLE II;CP;CP A\nDUBOIS;DE SOUSA;Tom;2014-01-31;;CE1;CE1"
    )
    lea, tom = reading.roll.students
    assert (lea.name, lea.birth_date, lea.class_names, lea.level, lea.line) == (
        PersonName("Léa", "Martin"),
        date(2015, 3, 2),
        ("CP A",),
        "CP",
        2,
    )
    assert tom.name == PersonName("Tom", "de Sousa", birth_last="Dubois")
    assert reading.roll.classes == (ClassRow("CP A", "CP"), ClassRow("CE1", "CE1"))


def test_a_class_has_every_level_of_its_students_and_one_spelling() -> None:
    reading = read("B;;B;2014-01-01;;CE1;CP/CE1\nA;;A;2015-01-01;;CP;cp - ce1")
    assert reading.roll.classes == (ClassRow("CP/CE1", "CP/CE1"),)
    assert {student.class_names for student in reading.roll.students} == {("CP/CE1",)}


@pytest.mark.parametrize(
    ("cell", "classes"),
    [
        ("CP/CE1", ("CP/CE1",)),
        ("cp, ce2", ("CP", "CE2")),
        ("CP/CE2", ("CP", "CE2")),
        ("CP/CM1", ("CP/CM1",)),
        ("", ()),
    ],
)
def test_a_teacher_may_have_several_classes(cell: str, classes: tuple[str, ...]) -> None:
    students = "A;;A;2015-01-01;;;CP/CE1\nB;;B;2014-01-01;;;CP\nC;;C;2014-01-01;;;CE2"
    reading = read(students, f"MME;;ROY;Anne;;non;{cell}")
    assert reading.roll.teachers[0].class_names == classes


def test_a_teacher_with_a_line_for_each_class_is_one_person_and_the_head_is_told() -> None:
    reading = read(
        "A;;A;2015-01-01;;;CP\nB;;B;2014-01-01;;;CE2",
        "MME;;ROY;Anne;anne@example.org;oui;CP\nMME;;ROY;ANNE;Anne@example.org;non;CE2\nM.;;BLIN;Luc;;non;CP",
    )
    plan = plan_roll(reading.roll, Known())
    anne, luc = plan.teachers.new
    assert (anne.class_names, anne.is_head, anne.email) == (("CP", "CE2"), True, "anne@example.org")
    assert (luc.class_names, luc.is_head) == (("CP",), False)
    assert [problem.kind for problem in plan.problems] == [Kind.PERSON_TWICE]


def test_a_parent_names_several_children() -> None:
    reading = read(parents="Mme;PETIT;ROUX;Ève;;;ROUX;Léa;CP;DOE;ROUX;Tom;CE1\nM.;;ROUX;Max")
    eve, max_ = reading.roll.parents
    assert eve.name == PersonName("Ève", "Petit", "Roux")
    assert [(c.name, c.class_name, c.column) for c in eve.children] == [
        (PersonName("Léa", "Roux"), "CP", 8),
        (PersonName("Tom", "Doe", "Roux"), "CE1", 12),
    ]
    assert max_.children == ()


def test_a_student_given_twice_is_kept_once() -> None:
    reading = read("MARTIN;;Léa;2015-03-02;;;CP\nMartin;;LEA;02/03/2015;;;CE1")
    plan = plan_roll(reading.roll, Known())
    assert [student.class_names for student in plan.students.new] == [("CP",)]
    assert [(p.kind, p.line) for p in plan.problems] == [(Kind.STUDENT_TWICE, 3)]
    assert (reading.errors, plan.errors) == ((), ())


@pytest.mark.parametrize(
    ("line", "kind", "column", "heading"),
    [
        (";;Léa;2015-03-02;;;CP", Kind.MISSING_VALUE, 1, "Nom Elève"),
        ("MARTIN;;;2015-03-02;;;CP", Kind.MISSING_VALUE, 3, "Prénom Elève"),
        ("MARTIN;;Léa;;;;CP", Kind.MISSING_VALUE, 4, "Date naissance"),
        ("MARTIN;;Léa;2015-02-30;;;CP", Kind.DATE_UNREADABLE, 4, "Date naissance"),
        ("MARTIN;;Léa;le 3 mai;;;CP", Kind.DATE_UNREADABLE, 4, "Date naissance"),
        ("123;;Léa;2015-03-02;;;CP", Kind.NAME_WITHOUT_LETTER, 1, "Nom Elève"),
        ("MARTIN;=A1;Léa;2015-03-02;;;CP", Kind.NAME_LIKE_FORMULA, 2, "Nom d'usage Elève"),
        ("MARTIN;;Léa;2015-03-02;;;@CP", Kind.NAME_LIKE_FORMULA, 7, "Classe"),
        (f"{'M' * 101};;Léa;2015-03-02;;;CP", Kind.NAME_TOO_LONG, 1, "Nom Elève"),
    ],
)
def test_an_error_says_line_column_and_cure(
    line: str, kind: Kind, column: int, heading: str
) -> None:
    reading = read(f"ROUX;;Tom;2015-01-01;;;CP\n{line}")
    (problem,) = reading.errors
    assert (problem.kind, problem.file, problem.line) == (kind, "s.csv", 3)
    assert (problem.column, problem.heading) == (column, heading)
    for language, line_word, column_word in (("en", "line", "column"), ("fr", "ligne", "colonne")):
        with translation.override(language):
            assert problem.place == f"s.csv, {line_word} 3, {column_word} {column} ({heading})"
            assert "%(" not in str(problem)
            assert problem.cure in str(problem)


@pytest.mark.parametrize(
    ("reading", "kind"),
    [
        (read("MARTIN;;Léa;2015-03-02"), Kind.STUDENT_WITHOUT_CLASS),
        (read(teachers="M.;;ROY;Luc;luc at home;non;"), Kind.EMAIL_UNREADABLE),
        (read(teachers="M.;;ROY;Luc;;peut-être;"), Kind.ANSWER_UNREADABLE),
        (
            read("MARTIN;;Léa;2015-03-02;;;CP", "M.;;ROY;Luc;;non;CE2"),
            Kind.CLASS_WITHOUT_STUDENTS,
        ),
    ],
)
def test_a_doubt_is_a_warning_and_does_not_block(reading: RollReading, kind: Kind) -> None:
    assert kinds(reading) == [kind]
    assert reading.errors == ()
    assert "%(" not in str(reading.problems[0])


def test_every_broken_file_is_told_at_once() -> None:
    reading = read_roll(
        {
            "a.csv": b"Nom El\xe8ve;Pr\xe9nom El\xe8ve;Classe\nX;Y;Z",
            "b.csv": b"apple;pear\n1;2",
            "c.csv": b"PK\x03\x04",
            "d.csv": f"{TEACHERS}\r\n".encode(),
            "e.csv": f"{TEACHERS}\r\nM.;;ROY;Luc;;non;".encode(),
            "f.csv": f"{TEACHERS}\r\nM.;;ROY;Luc;;non;".encode(),
        }
    )
    assert [(p.file, p.kind) for p in reading.errors] == [
        ("a.csv", Kind.MISSING_HEADING),
        ("b.csv", Kind.UNKNOWN_HEADINGS),
        ("c.csv", Kind.SPREADSHEET),
        ("d.csv", Kind.FILE_EMPTY),
        ("f.csv", Kind.FILE_TWICE),
    ]
    with translation.override("en"):
        assert "Date of birth" in reading.errors[0].message


def test_no_file_at_all_is_an_error() -> None:
    assert kinds(read_roll({})) == [Kind.NO_FILE]


@pytest.mark.parametrize("kind", Kind)
def test_every_problem_says_what_to_do(kind: Kind) -> None:
    assert kind.message.endswith(".")
    assert kind.cure.endswith(".")
    assert kind.severity in Severity


@settings(max_examples=15, deadline=None)
@given(st.integers(), st.integers(min_value=1, max_value=400))
def test_invented_rolls_have_no_problem(seed: int, size: int) -> None:
    files = invent_roll(seed, students=size)
    assert files == invent_roll(seed, students=size)
    reading = read_roll(files)
    assert reading.problems == ()
    assert len(reading.roll.students) == size
    assert any(teacher.is_head for teacher in reading.roll.teachers)
    roll = reading.roll
    for name in (
        person.name for part in (roll.students, roll.teachers, roll.parents) for person in part
    ):
        assert login_stem(name.first, name.last)


def test_the_usual_invented_school_has_ten_classes_from_tps_to_cm2() -> None:
    roll = read_roll(invent_roll("demo")).roll
    names = {row.name for row in roll.classes}
    assert names == {"TPS", "PS", "MS", "GS", "CP", "CE1", "CE2", "CM1", "CM2", "ULIS"}
    taught = {name for teacher in roll.teachers for name in teacher.class_names or ()}
    assert taught == names
