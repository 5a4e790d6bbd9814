from collections.abc import Mapping
from datetime import timedelta

import pytest

from accounts.roll.choices import Choices
from accounts.roll.known import Known
from accounts.roll.matching import plan_roll
from accounts.roll.oneroster import Org, level_of
from accounts.roll.problems import Kind
from accounts.roll.reading import RollReading, read_roll
from accounts.roll.records import Place
from core import clock
from tests.accounts.test_roll_docs import samples

SAMPLE = samples("roll-oneroster.md")


def read(
    changes: Mapping[str, tuple[str, str]] | None = None, choices: Choices | None = None
) -> RollReading:
    """The sample of the documentation, with this replaced by that in the tables named."""
    files = dict(SAMPLE)
    for table, (this, that) in (changes or {}).items():
        assert this.encode() in files[f"{table}.csv"]
        files[f"{table}.csv"] = files[f"{table}.csv"].replace(this.encode(), that.encode())
    return read_roll(files, choices or Choices())


def kinds(reading: RollReading) -> list[Kind]:
    return [problem.kind for problem in reading.problems]


def names(reading: RollReading) -> set[str]:
    roll = reading.roll
    everybody = (roll.students, roll.teachers, roll.parents, roll.staff)
    return {str(person.name) for people in everybody for person in people}


def test_people_have_their_roles_classes_levels_and_children() -> None:
    reading = read()
    assert reading.problems == ()
    assert reading.schools == (Org("o-1", "Marelle School"),)
    lina, tom = reading.roll.students
    assert (str(tom.name), tom.class_names, tom.level) == ("Tom Osei", ("Wrens",), "CE1")
    assert lina.birth_date.isoformat() == "2020-02-11"
    plan = plan_roll(reading.roll, Known())
    assert len(plan.guardian_links.new) == 2
    assert [teacher.class_names for teacher in plan.teachers.new] == [("Larks",)]


def test_a_teacher_who_is_a_parent_has_one_account() -> None:
    plan = plan_roll(read().roll, Known())
    (ama,), (as_parent,) = plan.teachers.new, plan.parents.new
    assert plan.shared.keys[ama] == plan.shared.keys[as_parent.row]
    assert plan.homonyms == []


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"manifest": ("oneroster.version,1.2", "oneroster.version,1.1")}, Kind.ONEROSTER_VERSION),
        ({"manifest": ("file.users,bulk", "file.users,delta")}, Kind.ONEROSTER_DELTA),
        ({"manifest": ("file.roles,bulk", "file.roles,absent")}, Kind.ONEROSTER_ABSENT),
        ({"orgs": ("The District,district", "Second School,school")}, Kind.ONEROSTER_SCHOOLS),
        ({"orgs": ("Marelle School,school", "Marelle School,local")}, Kind.ONEROSTER_SCHOOLS),
        ({"demographics": ("u-2,,,2019-06-30,\n", "")}, Kind.BIRTH_DATE_UNKNOWN),
        ({"demographics": ("2019-06-30", "")}, Kind.MISSING_VALUE),
        ({"users": ("Thomas,Osei", "Thomas,=Osei()")}, Kind.NAME_LIKE_FORMULA),
    ],
)
def test_what_cannot_be_right_is_refused(changes: dict[str, tuple[str, str]], kind: Kind) -> None:
    reading = read(changes)
    assert [problem.kind for problem in reading.errors] == [kind]
    assert "%(" not in str(reading.errors[0])


def test_a_table_that_was_promised_must_be_there() -> None:
    files = {name: content for name, content in SAMPLE.items() if name != "classes.csv"}
    assert [problem.kind for problem in read_roll(files).errors] == [Kind.ONEROSTER_ABSENT]


def test_an_absent_table_is_not_read_even_if_it_lies_there() -> None:
    reading = read({"manifest": ("file.enrollments,bulk", "file.enrollments,absent")})
    assert reading.problems == ()
    assert {student.class_names for student in reading.roll.students} == {None}


@pytest.mark.parametrize(
    "changes",
    [
        {"users": ("u-2,,,true", "u-2,tobedeleted,2026-01-01T00:00:00Z,true")},
        {"users": ("u-2,,,true", "u-2,,,false")},
        {"roles": ("r-2,,,u-2,primary,student,,", "r-2,,,u-2,primary,student,,2020-07-05")},
        {"roles": ("r-2,", "r-2,tobedeleted")},
    ],
)
def test_who_is_no_longer_there_is_left_out(changes: dict[str, tuple[str, str]]) -> None:
    assert "Tom Osei" not in names(read(changes))


def test_an_enrolment_or_a_term_that_is_over_counts_no_more() -> None:
    ended = (clock.now().date() - timedelta(days=1)).isoformat()
    over = read({"enrollments": ("u-2,student,false,,", f"u-2,student,false,,{ended}")})
    assert [student.class_names for student in over.roll.students] == [("Larks",), ()]
    assert kinds(over) == [Kind.STUDENT_WITHOUT_CLASS]
    term = read({"academicSessions": ("2099-07-05", ended)})
    assert {student.class_names for student in term.roll.students} == {()}


def test_where_there_are_homerooms_other_courses_are_no_classes() -> None:
    scheduled = read({"classes": ("W,homeroom", "W,scheduled")})
    assert [student.class_names for student in scheduled.roll.students] == [("Larks",), ()]
    all_scheduled = read({"classes": ("homeroom", "scheduled")})
    assert {s.class_names for s in all_scheduled.roll.students} == {("Larks",), ("Wrens",)}


def test_classes_of_one_title_are_told_apart_by_their_codes() -> None:
    reading = read({"classes": ("Wrens,", "Larks,")})
    assert {s.class_names for s in reading.roll.students} == {("Larks (L)",), ("Larks (W)",)}


def test_one_of_several_schools_is_chosen() -> None:
    two = {"orgs": ("The District,district", "Second School,school")}
    assert [org.id for org in read(two).schools] == ["o-1", "o-0"]
    assert len(names(read(two, Choices(school="o-1")))) == 4
    second = read(
        two | {"roles": ("r-5,,,u-4,primary,counselor,,,o-1", "r-5,,,u-4,primary,aide,,,o-0")},
        Choices(school="o-0"),
    )
    assert names(second) == {"Iris Fenwick"}
    unknown = read(two, Choices(school="o-9"))
    assert kinds(unknown) == [Kind.ONEROSTER_NO_SCHOOL]


def test_either_side_may_name_the_other() -> None:
    without = SAMPLE["users.csv"].replace(b",u-3,01,", b",,01,").replace(b",u-3,02,", b",,02,")
    parent = without.replace(b"ama@example.org,,,,", b'ama@example.org,,,"u-1,u-2",')
    plan = plan_roll(read_roll({**SAMPLE, "users.csv": parent}).roll, Known())
    assert len(plan.guardian_links.new) == 2


def test_cells_can_be_corrected_and_lines_left_out() -> None:
    choices = Choices(
        cells={Place("demographics.csv", 3): {4: "2019-06-30"}},
        left_out=frozenset({Place("users.csv", 5)}),
    )
    reading = read({"demographics": ("2019-06-30", "")}, choices)
    assert reading.errors == ()
    assert "Iris Fenwick" not in names(reading)


def test_a_role_nobody_knows_is_said() -> None:
    reading = read({"roles": ("counselor", "astronaut")})
    assert [(p.kind, p.file, p.line) for p in reading.problems] == [
        (Kind.ROLE_UNKNOWN, "users.csv", 5)
    ]


def test_a_principal_who_teaches_is_head() -> None:
    more = "r-5,,,u-4,primary,principal,,,o-1,\nr-6,,,u-4,secondary,teacher,,,o-1,"
    reading = read({"roles": ("r-5,,,u-4,primary,counselor,,,o-1,", more)})
    assert {str(t.name): t.is_head for t in reading.roll.teachers} == {
        "Ama Osei": False,
        "Iris Fenwick": True,
    }


@pytest.mark.parametrize(
    ("grades", "level"),
    [("KG", "GS"), ("01", "CP"), ("06,07", "6e"), ("12", "Tle"), ("CM1", "CM1"), ("", "")],
)
def test_grades_are_named_as_the_levels_are(grades: str, level: str) -> None:
    assert level_of(grades) == level
