"""What a person decides about the files of a roll before it is applied."""

import json

import pytest

from accounts.actions.import_roll import import_roll
from accounts.roll.choices import Choices, SheetChoice
from accounts.roll.fields import Field, ListKind
from accounts.roll.known import Known, KnownPerson, KnownTeacher
from accounts.roll.matching import plan_roll
from accounts.roll.plan import RollPlan
from accounts.roll.problems import Kind
from accounts.roll.questions import questions_about
from accounts.roll.reading import RollReading, cells_of, read_roll
from accounts.roll.records import Part, PersonName, Place, Who
from tests.factories.accounts import SchoolFactory

PEOPLE = b"nom;prenom;classe\nROUX;Lea;CP\nROY;Luc;CE1"


def read(content: bytes, **choices: object) -> RollReading:
    return read_roll({"a.csv": content}, Choices(**choices))  # type: ignore[arg-type]


def kinds(reading: RollReading | RollPlan) -> list[Kind]:
    return [problem.kind for problem in reading.problems]


CHOICES = [
    Choices(),
    Choices(
        sheets={
            "a.csv": SheetChoice(ListKind.TEACHERS, {1: Field.LAST_NAME, 2: None}),
            "b.csv": SheetChoice(is_left_out=True),
        },
        cells={Place("a.csv", 3): {2: "Léa"}},
        left_out=frozenset({Place("a.csv", 4), Place("a.csv", 2)}),
        people={
            Place("a.csv", 5): Who(membership=7),
            Place("a.csv", 6): Who(line=Place("a.csv", 5)),
            Place("a.csv", 7): Who(),
        },
        school="org-1",
    ),
]


@pytest.mark.parametrize("choices", CHOICES)
def test_choices_go_into_json_and_come_back(choices: Choices) -> None:
    assert Choices.from_json(json.loads(json.dumps(choices.as_json()))) == choices


def test_nothing_stored_is_nothing_chosen() -> None:
    assert Choices.from_json({}) == Choices()


def test_a_list_that_suits_several_is_asked_about() -> None:
    reading = read(PEOPLE)
    (sheet,) = reading.sheets
    assert kinds(reading) == [Kind.UNKNOWN_HEADINGS]
    assert (sheet.kind, sheet.is_understood) == (None, False)
    assert sheet.sample == (("ROUX", "Lea", "CP"), ("ROY", "Luc", "CE1"))
    chosen = read(PEOPLE, sheets={"a.csv": SheetChoice(ListKind.TEACHERS)})
    assert chosen.problems == ()
    assert [column.field for column in chosen.sheets[0].columns] == [
        *(Field.LAST_NAME, Field.FIRST_NAME, Field.CLASS)
    ]
    assert [teacher.class_names for teacher in chosen.roll.teachers] == [("CP",), ("CE1",)]


def test_what_a_list_still_needs_is_said_and_can_be_mapped() -> None:
    content = b"nom;prenom;jour;classe\nROUX;Lea;2015-03-02;CP"
    students = SheetChoice(ListKind.STUDENTS)
    reading = read(content, sheets={"a.csv": students})
    assert reading.sheets[0].missing == (Field.BIRTH_DATE,)
    assert kinds(reading) == [Kind.MISSING_HEADING]
    assert not reading.sheets[0].is_understood
    mapped = SheetChoice(ListKind.STUDENTS, {3: Field.BIRTH_DATE})
    reading = read(content, sheets={"a.csv": mapped})
    assert reading.problems == ()
    assert reading.sheets[0].is_understood
    assert len(reading.roll.students) == 1


def test_a_heading_taken_wrongly_can_be_overruled() -> None:
    content = b"nom;prenom;date naissance;classe;groupe\nROUX;Lea;2015-03-02;x;CP"
    chosen = SheetChoice(fields={4: None, 5: Field.CLASS})
    (lea,) = read(content, sheets={"a.csv": chosen}).roll.students
    assert lea.class_names == ("CP",)


def test_a_file_can_be_left_out() -> None:
    reading = read(b"apple;pear\n1;2", sheets={"a.csv": SheetChoice(is_left_out=True)})
    assert (reading.problems, reading.roll.given) == ((), frozenset())


STUDENTS = b"nom;prenom;date naissance;classe\nROUX;Lea;2015-03-42;CP\nROY;Luc;2015-01-01;CP;x"


def test_a_cell_can_be_corrected_and_a_line_left_out() -> None:
    reading = read(STUDENTS)
    assert [(p.kind, p.line, p.column) for p in reading.problems] == [
        (Kind.DATE_UNREADABLE, 2, 3),
        (Kind.TOO_MANY_CELLS, 3, 5),
    ]
    choices = Choices(
        cells={Place("a.csv", 2): {3: "2015-03-02"}}, left_out=frozenset({Place("a.csv", 3)})
    )
    reading = read_roll({"a.csv": STUDENTS}, choices)
    assert reading.problems == ()
    assert [str(student.name) for student in reading.roll.students] == ["Lea Roux"]


def test_the_cells_of_lines_are_shown_as_they_are_now() -> None:
    choices = Choices(cells={Place("a.csv", 2): {3: "2015-03-02"}})
    shown = cells_of({"a.csv": STUDENTS}, choices, [Place("a.csv", 2), Place("b.csv", 1)])
    assert shown == {Place("a.csv", 2): ["ROUX", "Lea", "2015-03-02", "CP"]}


CP = frozenset({"CP"})
TEACHERS = b"nom;prenom;profil\nROY;Anne;enseignant\nROY;Anne;enseignant"
FIRST, SECOND = Place("a.csv", 2), Place("a.csv", 3)


def planned(people: dict[Place, Who], known: Known | None = None) -> RollPlan:
    return plan_roll(read(TEACHERS, people=people).roll, known or Known())


@pytest.mark.parametrize(
    "lines",
    [
        "nom;prenom;profil\nROY;Anne;{profile}\nROY;Anne;{profile}",
        "nom;prenom;profil;classe\nROY;Anne;{profile};CP\nROY;Anne;{profile};CE1",
        "nom;prenom;profil;mail\nROY;Anne;{profile};a@example.org\nROY;Anne;{profile};b@example.org",
    ],
)
@pytest.mark.parametrize("profile", ["enseignant", "staff", "invité", "parent"])
def test_a_name_alone_joins_nobody(lines: str, profile: str) -> None:
    content = lines.format(profile=profile).encode()
    plan = plan_roll(read(content).roll, Known())
    (homonym,) = plan.homonyms
    assert [person.place for person in homonym.people] == [FIRST, SECOND]
    assert [question["people"][1]["options"] for question in questions_about([homonym])] == [[0]]
    said = plan_roll(read(content, people={SECOND: Who(line=FIRST)}).roll, Known())
    assert len(said.outcome(homonym.part).new) == 1


PROVEN = [
    "nom;prenom;profil;mail\nROY;Anne;{profile};a@example.org\nROY;ANNE;{profile};A@example.org",
    "nom;prenom;profil;id\nROY;Anne;{profile};7\nROY;Anne;{profile};7",
]


@pytest.mark.parametrize("lines", PROVEN)
@pytest.mark.parametrize("profile", ["enseignant", "staff", "invité", "parent"])
def test_lines_proven_to_be_one_person_are_told_and_can_be_set_apart(
    lines: str, profile: str
) -> None:
    content = lines.format(profile=profile).encode()
    plan = plan_roll(read(content).roll, Known())
    (problem,) = [p for p in plan.problems if p.kind is Kind.PERSON_TWICE]
    assert (problem.line, plan.homonyms) == (3, [])
    apart = plan_roll(read(content, people={SECOND: Who()}).roll, Known())
    assert [len(homonym.people) for homonym in apart.homonyms] == [2]


def test_two_ids_or_somebodys_word_make_two_students_of_one_name_and_birth_date() -> None:
    lines = "nom;prenom;ne le;classe;id\nROUX;Lea;2015-03-02;CP;{}\nROUX;Lea;2015-03-02;CE1;{}"
    content = lines.format("", "").encode()
    assert len(plan_roll(read(content).roll, Known()).students.new) == 1
    for two in (
        plan_roll(read(content, people={SECOND: Who()}).roll, Known()),
        plan_roll(read(lines.format(1, 2).encode()).roll, Known()),
    ):
        assert len(two.students.new) == 2
        (homonym,) = two.homonyms
        assert [person.details for person in homonym.people] == [
            ("2015-03-02", "CP"),
            ("2015-03-02", "CE1"),
        ]


def test_a_second_teacher_of_a_known_name_is_asked_about() -> None:
    known = Known(teachers=(KnownTeacher(1, PersonName("Anne", "Roy"), class_names=CP),))
    content = b"nom;prenom;profil;classe\nROY;Anne;enseignant;CP\nROY;Anne;enseignant;CE1"
    plan = plan_roll(read(content).roll, known)
    assert [known.id for _row, known in plan.teachers.matched()] == [1]
    (question,) = questions_about(plan.homonyms)
    assert [person["options"] for person in question["people"]] == [[], [0]]


def test_a_line_can_be_said_to_be_a_membership() -> None:
    anne, anna = PersonName("Anne", "Roy"), PersonName("Anna", "Roi")
    known = Known(teachers=(KnownTeacher(1, anne), KnownTeacher(2, anna)))
    plan = planned({SECOND: Who(membership=2)}, known)
    assert {known.id for _, known in plan.teachers.matched()} == {1, 2}
    assert plan.teachers.counts()["new"] == 0


def test_two_lines_said_to_be_one_membership_are_one_person() -> None:
    known = Known(teachers=(KnownTeacher(7, PersonName("Anna", "Roi")),))
    plan = planned({FIRST: Who(membership=7), SECOND: Who(membership=7)}, known)
    assert [has.id for _, has in plan.teachers.matched()] == [7]
    assert plan.teachers.new == []


def test_two_lines_can_be_said_to_be_one_person() -> None:
    content = b"nom;prenom;id;profil\nROY;Anne;1;enseignant\nROI;Anna;;enseignant"
    roll = read(content, people={SECOND: Who(line=FIRST)}).roll
    assert [row.external_id for row in plan_roll(roll, Known()).teachers.new] == ["1"]


def test_a_parent_line_can_be_said_to_be_a_teacher_who_is_known() -> None:
    teacher = KnownTeacher(5, PersonName("Anne", "Roy"), user_id=50)
    content = b"nom;prenom;profil\nROY;Anne;parent"
    for people, account in (({}, None), ({FIRST: Who(membership=5)}, 50)):
        plan = plan_roll(read(content, people=people).roll, Known(teachers=(teacher,)))
        (guardian,) = plan.parents.new
        assert plan.shared.user_of(guardian.row) == account


def test_lines_of_two_profiles_can_be_said_to_be_one_person() -> None:
    content = b"nom;prenom;profil\nROY;Anne;staff\nROY;Anne;parent"
    apart = plan_roll(read(content).roll, Known())
    assert {person.part for person in apart.homonyms[0].people} == {Part.STAFF, Part.PARENTS}
    one = plan_roll(read(content, people={SECOND: Who(line=FIRST)}).roll, Known())
    assert one.homonyms == []
    assert len(set(one.shared.keys.values())) == 1


def test_a_person_already_of_that_profile_gets_it_only_once() -> None:
    known = Known(
        staff=(KnownPerson(1, PersonName("Anne", "Roy"), user_id=50),),
        teachers=(KnownTeacher(2, PersonName("Anna", "Roy"), user_id=50),),
    )
    content = b"nom;prenom;profil\nROY;Anne;enseignant"
    plan = plan_roll(read(content, people={FIRST: Who(membership=1)}).roll, known)
    assert [known.id for _, known in plan.teachers.changed] == [2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "who"),
    [
        ("nom;prenom;profil;classe\nROY;Anne;enseignant;CP\nROY;Anne;enseignant;CE1", Who()),
        ("nom;prenom;profil;classe\nROY;Anne;enseignant;CP\nROY;Anne;enseignant;CP", Who()),
        ("nom;prenom;profil;classe\nROY;Anne;enseignant;CP\nROY;Anne;enseignant;CE1", None),
        (
            "nom;prenom;profil;classe\nROY;Anne;enseignant;CP\nROY;Anne;enseignant;CE1",
            Who(line=FIRST),
        ),
        ("nom;prenom;ne le;classe\nROY;Anne;2014-05-06;CP\nROY;Anne;2014-05-06;CP", Who()),
        ("nom;prenom;ne le;classe\nROY;Anne;2014-05-06;CP\nROY;Anne;2014-05-06;CE1", Who()),
        ("nom;prenom;profil\nROY;Anne;staff\nROY;Anne;staff", None),
        ("nom;prenom;profil\nROY;Anne;staff\nROY;Anne;staff", Who(line=FIRST)),
        ("nom;prenom;profil;enfant\nROUX;Max;parent;Lea Roux\nROUX;Max;parent;Lea Roux", Who()),
        (
            "nom;prenom;profil;enfant\nROUX;Max;parent;Lea Roux\nROUX;Max;parent;Tom Roux",
            Who(line=FIRST),
        ),
        ("nom;prenom;profil;enfant\nROUX;Max;staff;\nROUX;Max;parent;Tom Roux", Who(line=FIRST)),
    ],
)
def test_what_was_decided_once_shows_in_the_school_from_then_on(
    content: str, who: Who | None
) -> None:
    students = b"nom;prenom;ne le;classe\nROUX;Lea;2015-03-02;CP\nROUX;Tom;2013-03-02;CE1"
    files = {"a.csv": content.encode(), "b.csv": students}
    school = SchoolFactory.create()
    decided = read_roll(files, Choices(people={SECOND: who} if who else {}))
    import_roll(None, school=school, reading=decided)
    again = import_roll(None, school=school, reading=read_roll(files)).plan
    assert not again.changes_something()
    assert not any(count["missing"] for count in again.counts().values())
