"""Whatever a roll says and however it is written: applied again, it changes nothing."""

import csv
import io
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actions.import_roll import import_roll
from accounts.models import School
from accounts.roll.changes import changes_of, fingerprint
from accounts.roll.choices import Choices
from accounts.roll.knowledge import what_school_knows
from accounts.roll.known import Known
from accounts.roll.matching import plan_roll
from accounts.roll.plan import RollPlan
from accounts.roll.questions import answer, questions_about
from accounts.roll.reading import RollReading, cells_of, read_roll
from accounts.roll.records import Place, Who
from core import wall
from tests.factories.accounts import SchoolFactory

Lines = list[list[str]]
HEADINGS = {
    "fr": {
        "students": "Nom;Prénom;Né(e) le;Classe",
        "teachers": "Nom de l’enseignant;Prénom;Civilité;Courriel;Classe",
        "parents": "Nom;Prénom;Civilité;Courriel;Nom enfant;Prénom enfant;Classe enfant",
        "staff": "Nom du personnel;Prénom du personnel;Courriel",
        "guests": "Nom de l’invité;Prénom de l’invité;Courriel",
    },
    "en": {
        "students": "Last name;First name;Birth date;Class",
        "teachers": "Teacher last name;First name;Title;E-mail;Class",
        "parents": "Surname;First name;Title;E-mail;Child last name;Child first name;Child class",
        "staff": "Staff last name;Staff first name;E-mail",
        "guests": "Guest last name;Guest first name;E-mail",
    },
    "es": {
        "students": "Apellidos;Nombre;Fecha de nacimiento;Clase",
        "teachers": "Apellidos del profesor;Nombre;Tratamiento;Correo electrónico;Clase",
        "parents": "Apellidos;Nombre;Tratamiento;Correo;Apellidos hijo;Nombre hijo;Clase hijo",
        "staff": "Apellidos del personal;Nombre del personal;Correo",
        "guests": "Apellidos del invitado;Nombre del invitado;Correo",
    },
    "pt": {
        "students": "Sobrenome;Nome;Data de nascimento;Turma",
        "teachers": "Sobrenome do professor;Nome;Tratamento;Correio eletrónico;Turma",
        "parents": "Sobrenome;Nome;Tratamento;Correio;Sobrenome filho;Nome filho;Turma filho",
        "staff": "Sobrenome do funcionário;Nome do funcionário;Correio",
        "guests": "Sobrenome do convidado;Nome do convidado;Correio",
    },
}
# Few names, so that most people have namesakes; who is called what has that title.
FIRST_NAMES = {"Éva": "Mme", "Łuc": "M.", "Ève-Lou": "Mme"}
ADULT = st.tuples(st.sampled_from(["Noël", "d'Açores"]), st.sampled_from([*FIRST_NAMES]))
CLASSES = ["CP", "CE1", ""]
IN_CLASS = ("students", "teachers", "parents")
TABLES = ("orgs", "users", "roles", "classes", "enrollments", "demographics")
ROLES = {"students": "student", "teachers": "teacher", "parents": "parent", "staff": "aide"}
DAMAGE = [b"\0", b'"', b";", b",", b"\n", b"\r", b"=", b"\xff\xfe", b"PK\x03\x04", b"9" * 5000]
MAIL = st.sampled_from(["", "a@example.org", "b@example.org"])
STUDENT = st.tuples(
    *(st.sampled_from(["Noël", "Ñandú"]), st.sampled_from(["Léa", "Zoé"])),
    *(st.sampled_from(["2015-03-02", "04/05/2016"]), st.sampled_from(CLASSES)),
)


@st.composite
def rolls(draw: st.DrawFn) -> dict[str, Lines]:
    students = draw(st.lists(STUDENT, min_size=1, max_size=6))
    adults = st.lists(st.tuples(ADULT, MAIL), max_size=3)
    parents = draw(st.lists(st.tuples(ADULT, MAIL, st.sampled_from(students)), max_size=5))
    teachers = st.tuples(ADULT, MAIL, st.sampled_from(CLASSES))
    return {
        "students": [[*student] for student in students],
        "teachers": [
            [*who, FIRST_NAMES[who[1]], mail, in_class]
            for who, mail, in_class in draw(st.lists(teachers, max_size=4))
        ],
        "parents": [
            [*who, FIRST_NAMES[who[1]], mail, *child[:2], child[3]] for who, mail, child in parents
        ],
        "staff": [[*who, mail] for who, mail in draw(adults)],
        "guests": [[*who, mail] for who, mail in draw(adults)],
    }


def as_csv(rows: Lines, delimiter: str, end: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            # Without the time of day: what was damaged once is damaged so again.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


@st.composite
def written(draw: st.DrawFn, roll: Mapping[str, Lines]) -> dict[str, bytes]:
    """In a language, an encoding and a way of separating."""
    headings = HEADINGS[draw(st.sampled_from([*HEADINGS]))]
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]))
    delimiter = draw(st.sampled_from(";,\t"))
    end = draw(st.sampled_from(["\r\n", "\n", "\r"]))
    files = {}
    for part, lines in roll.items():
        if lines:
            rows = [headings[part].split(";"), *lines]
            files[f"{part}.csv"] = as_csv(rows, delimiter, end).encode(encoding)
    return files


def planned(reading: RollReading, school: School) -> RollPlan:
    with wall.within(school.pk):
        return plan_roll(reading.roll, what_school_knows(school.pk))


@st.composite
def answered(draw: st.DrawFn, files: Mapping[str, bytes], school: School) -> RollReading:
    """With what somebody may have said about people of one name."""
    reading = read_roll(files)
    plan = planned(reading, school)
    people: dict[Place, Who] = {}
    for question in questions_about(plan.homonyms):
        for nth, person in enumerate(question["people"]):
            if person["options"] and draw(st.booleans()):
                same_as = draw(st.sampled_from([None, *person["options"]]))
                place, who = answer(question, nth, same_as)
                people[place] = who
    return read_roll(files, Choices(people=people))


def assert_nobody_missing(plan: RollPlan) -> None:
    assert not any(count["missing"] for count in plan.counts().values())


def moved_up(roll: Mapping[str, Lines]) -> dict[str, Lines]:
    after = {"CP": "CE1", "CE1": "CE2", "": ""}
    return {
        part: [[*line[:-1], after[line[-1]]] if part in IN_CLASS else line for line in lines]
        for part, lines in roll.items()
    }


@pytest.mark.django_db
@settings(
    max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(data=st.data(), roll=rolls())
def test_a_roll_applied_twice_changes_nothing_nor_does_that_of_the_next_year(
    data: st.DataObject, roll: dict[str, Lines]
) -> None:
    school = SchoolFactory.create()
    for year in (roll, moved_up(roll)):
        files = data.draw(written(year))
        reading = data.draw(answered(files, school))
        assert reading.errors == ()
        import_roll(None, school=school, reading=reading)
        again = planned(read_roll(files), school)
        assert again.errors == ()
        assert not again.changes_something()
        if year is roll:
            assert_nobody_missing(again)


def oneroster(roll: Mapping[str, Lines]) -> dict[str, bytes]:
    """The same people as tables; everybody has an id, and lines of one e-mail address one line."""
    people = [
        (f"{part}-{nth}", part, line)
        for part, lines in roll.items()
        for nth, line in enumerate(lines)
    ]
    classes = sorted({line[-1] for pk, part, line in people if part in IN_CLASS} - {""})
    students = {(*line[:2], line[3]): pk for pk, part, line in people if part == "students"}
    children = {
        pk: students[line[4], line[5], line[6]] for pk, part, line in people if part == "parents"
    }
    tables = {
        "manifest": [
            ["propertyName", "value"],
            ["oneroster.version", "1.2"],
            *([f"file.{table}", "bulk"] for table in TABLES),
        ],
        "orgs": [["sourcedId", "name", "type"], ["o", "School", "school"]],
        "users": [
            ["sourcedId", "enabledUser", "givenName", "familyName", "agentSourcedIds", "email"],
            *(
                [pk, "true", line[1], line[0], children.get(pk, ""), ""]
                for pk, _part, line in people
            ),
        ],
        "roles": [
            ["sourcedId", "userSourcedId", "role", "orgSourcedId"],
            *(["r-" + pk, pk, ROLES[part], "o"] for pk, part, _line in people if part in ROLES),
        ],
        "classes": [
            ["sourcedId", "title", "classType", "schoolSourcedId"],
            *([name, name, "homeroom", "o"] for name in classes),
        ],
        "enrollments": [
            ["sourcedId", "classSourcedId", "schoolSourcedId", "userSourcedId", "role"],
            *(
                ["e-" + pk, line[-1], "o", pk, ROLES[part]]
                for pk, part, line in people
                if part in {"students", "teachers"} and line[-1]
            ),
        ],
        "demographics": [
            ["sourcedId", "birthDate"],
            *([pk, line[2]] for pk, part, line in people if part == "students"),
        ],
    }
    return {f"{table}.csv": as_csv(lines, ",", "\n").encode() for table, lines in tables.items()}


@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rolls())
def test_a_roster_applied_twice_changes_nothing(roll: dict[str, Lines]) -> None:
    school = SchoolFactory.create()
    reading = read_roll(oneroster(roll))
    assert reading.errors == ()
    import_roll(None, school=school, reading=reading)
    again = planned(reading, school)
    assert not again.changes_something()
    assert_nobody_missing(again)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), roll=rolls())
def test_mutilated_files_are_only_ever_told_about(
    data: st.DataObject, roll: dict[str, Lines]
) -> None:
    files = data.draw(st.one_of(written(roll), st.just(oneroster(roll))))
    if data.draw(st.booleans()):
        files = {"roll.zip": zipped(files)}
    file = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(files[file])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 8))
        instead = st.one_of(st.binary(max_size=8), st.sampled_from(DAMAGE))
        content[place : place + length] = data.draw(instead)
    reading = read_roll({**files, file: bytes(content)})
    plan = plan_roll(reading.roll, Known())
    fingerprint(changes_of(plan))
    problems = [*reading.problems, *plan.problems]
    places = {Place(problem.file, problem.line) for problem in problems if problem.line}
    cells_of({**files, file: bytes(content)}, Choices(), places)
    for problem in problems:
        assert problem.file.partition("/")[0] in files
        assert (problem.line or 1) >= 1
        assert (problem.column or 1) >= 1
        assert "%(" not in str(problem)
