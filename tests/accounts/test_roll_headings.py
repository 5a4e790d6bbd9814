import pytest

from accounts.roll.fields import Field, ListKind
from accounts.roll.headings import columns_of, kind_of
from accounts.roll.known import Known
from accounts.roll.matching import plan_roll
from accounts.roll.problems import Kind
from accounts.roll.reading import RollReading, read_roll


def fields(kind: ListKind, headings: str) -> list[Field | None]:
    return [column.field for column in columns_of(kind, headings.split(";"), {})]


def read(*lists: str) -> RollReading:
    return read_roll({f"{nth}.csv": text.encode() for nth, text in enumerate(lists)})


NAMES = [Field.LAST_NAME, Field.FIRST_NAME]


@pytest.mark.parametrize(
    "headings",
    [
        "Nom;Prénom;Date de naissance;Classe",
        "NOM DE FAMILLE*;PRENOM *;Né(e) le;libellé classe",
        "Last name;First name;Birth date;Class",
        "lastName;firstName;birthDate;className",
        "surname;given_name;DOB;homeroom",
        "Apellidos;Nombre;Fecha de nacimiento;Clase",
        "Sobrenome;Nome;Data de nascimento;Turma",
        "Nom de l'élève;Prénom de l’élève;Date de naissance de l'élève;Classe de l'élève",
        "\ufeff nom ; PRÉNOM ; date_naissance ; classe ",
    ],
)
def test_a_list_of_students_is_known_in_four_languages(headings: str) -> None:
    assert kind_of(headings.split(";")) is ListKind.STUDENTS
    known = [*NAMES, Field.BIRTH_DATE, Field.CLASS]
    assert fields(ListKind.STUDENTS, headings) == known


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        ("nom;prénom;classe", None),
        ("nom;prénom;courriel", None),
        ("apple;pear", None),
        ("nom;prénom;enfant 1;enfant 2", ListKind.PARENTS),
        ("last name;first name;child id", ListKind.PARENTS),
        ("nom responsable;prénom responsable;nom élève;prénom élève", ListKind.PARENTS),
        ("nom;prénom;date naissance;classe;nom responsable 1", ListKind.STUDENTS),
        ("nom;prénom;directeur;classe", ListKind.TEACHERS),
        ("apellidos del profesor;nombre del profesor;clases", ListKind.TEACHERS),
        ("nom;prénom;profil;classe", ListKind.PEOPLE),
        ("staff last name;staff first name", ListKind.STAFF),
        ("nom invité;prénom invité", ListKind.GUESTS),
        ("apellidos del personal;nombre del personal;correo personal", ListKind.STAFF),
        ("sobrenome do funcionário;nome do funcionário;e-mail pessoal", ListKind.STAFF),
        ("apellidos de la invitada;nombre;correo", ListKind.GUESTS),
        ("sobrenome do convidado;nome do convidado;correio", ListKind.GUESTS),
        ("nom de l'enseignant;prénom;email personnel", ListKind.TEACHERS),
    ],
)
def test_which_list_it_is(headings: str, kind: ListKind | None) -> None:
    assert kind_of(headings.split(";")) is kind


@pytest.mark.parametrize(
    "headings",
    [
        "nom;prénom;id enfant;id enfant",
        "nom;prénom;child id;child id 2",
        "nom;prénom;childId1;childId2",
        "nom;prénom;identifiant de l'enfant 1;identifiant de l'enfant 2",
        "apellidos;nombre;id hijo 1;id hijo 2",
    ],
)
def test_children_are_counted_by_repeating_or_by_numbers(headings: str) -> None:
    columns = columns_of(ListKind.PARENTS, headings.split(";"), {})
    children = [(c.nth, c.position) for c in columns if c.field is Field.CHILD_ID]
    assert children == [(1, 2), (2, 3)]


def test_the_class_in_a_list_of_parents_is_that_of_the_child() -> None:
    known = fields(ListKind.PARENTS, "nom;prénom;enfant 1;classe 1;enfant 2;classe 2")
    assert known[2:] == [Field.CHILD_NAME, Field.CHILD_CLASS] * 2


def test_two_last_names_are_one_name_of_two_words() -> None:
    reading = read(
        "primer apellido;segundo apellido;nombre;fecha nacimiento;clase\nRUIZ;ORTEGA;LUZ;01/02/2015;A",
        "apellido 1;apellido 2;nombre;fecha nacimiento;clase\nRUIZ;;ANA;01/02/2016;A",
    )
    assert [str(student.name) for student in reading.roll.students] == [
        "Luz Ruiz Ortega",
        "Ana Ruiz",
    ]


STUDENTS = "nom;prénom;né le;classe;id\nROUX;Léa;02/03/2015;CP;7\nROUX;Tom;02/03/2013;CE2;8"


@pytest.mark.parametrize(
    "parents",
    [
        "nom;prénom;id enfant;id enfant\nROUX;Max;7;8",
        "nom;prénom;childid;childid2\nROUX;Max;8;7",
        'nom;prénom;ids enfants\nROUX;Max;"7, 8"',
        "nom;prénom;enfant;classe;enfant;classe\nROUX;Max;Léa Roux;CP;ROUX Tom;CE2",
        (
            "nom;prénom;nom enfant 1;prénom enfant 1;classe enfant 1;nom enfant 2;prénom enfant 2"
            "\nROUX;Max;roux;lea;cp;ROUX;TOM"
        ),
    ],
)
def test_children_are_named_by_id_or_by_name_and_class(parents: str) -> None:
    reading = read(STUDENTS, parents)
    plan = plan_roll(reading.roll, Known())
    assert [*reading.problems, *plan.problems] == []
    assert len(plan.guardian_links.new) == 2


def test_a_child_whose_name_is_nearly_right_is_proposed_and_not_linked() -> None:
    plan = plan_roll(
        read(STUDENTS, "nom;prénom;nom enfant;prénom enfant\nROUX;Max;ROUX;Léaa").roll, Known()
    )
    (problem,) = plan.problems
    assert problem.kind is Kind.CHILD_MISSPELT
    assert "Léa Roux" in problem.cure
    assert plan.guardian_links.new == []


def test_an_unknown_profile_is_an_error_of_its_line() -> None:
    reading = read("nom;prénom;profil\nROUX;Max;parents\nROY;Luc;astronaute")
    assert [(p.kind, p.line, p.column) for p in reading.errors] == [(Kind.PROFILE_UNREADABLE, 3, 3)]
    assert len(reading.roll.parents) == 1


def test_a_file_for_each_class_makes_one_roll() -> None:
    one, other = STUDENTS.rsplit("\n", 1)[0], "nom;prénom;né le;classe\nROY;Zoé;02/03/2014;CE1"
    assert len(read(one, other).roll.students) == 2


def test_a_student_in_two_files_is_one_and_both_places_are_said() -> None:
    reading = read(STUDENTS, "nom;prénom;né le;classe\nROUX;LEA;2015-03-02;CP")
    (problem,) = plan_roll(reading.roll, Known()).problems
    assert (problem.kind, problem.file) == (Kind.STUDENT_TWICE, "1.csv")
    assert "2 (0.csv)" in problem.message
