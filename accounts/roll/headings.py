"""What the headings of a list mean, in French, English, Spanish or Portuguese.

A heading is an attribute ("prénom") with, perhaps, whose it is ("prénom enfant") and which of
several ("prénom enfant 2"). Case, accents, spaces, signs and small words do not matter.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from accounts.logins import fold
from accounts.roll.fields import FIELDS, REPEATED, Field, ListKind

# ruff: noqa: SIM905  a word a line would fill pages


TWO_DIGITS = 2
SECOND = 2


class Subject(Enum):
    STUDENT = auto()
    PARENT = auto()
    CHILD = auto()
    TEACHER = auto()
    STAFF = auto()
    GUEST = auto()


_SMALL_WORDS = set(
    "de du des d la le les l del da do dos das of the s a o el y e et and au".split()
)

_SUBJECTS = {
    Subject.STUDENT: "eleves eleve students student pupils pupil alumnos alumnas alumno alumna "
    "estudiante alunos alunas aluno aluna",
    Subject.PARENT: "responsables responsable parents parent guardian padre madre tutor "
    "encarregado",
    Subject.CHILD: "enfants enfant children child hijos hijas hijo hija filhos filhas filho filha "
    "crianca",
    Subject.TEACHER: "enseignants enseignant enseignante professeur teachers teacher profesores "
    "profesora profesor docente maestro maestra professores professora professor",
    Subject.STAFF: "personnel staff agents agent employes employee employe personal empleados "
    "empleado empleada pessoal funcionarios funcionario funcionaria",
    Subject.GUEST: "invites invitee invite guests guest invitados invitado invitada convidados "
    "convidado convidada",
}

_ATTRIBUTES = {
    Field.LAST_NAME: "nom nomfamille nomnaissance name lastname lastnames surname surnames "
    "familyname apellido apellidos primerapellido apelido apelidos sobrenome sobrenomes ultimonome",
    Field.SECOND_LAST_NAME: "segundoapellido secondlastname",
    Field.USAGE_NAME: "nomusage nomusuel nommarital usagename preferredlastname",
    Field.FIRST_NAME: "prenom prenoms firstname firstnames givenname givennames forename nombre "
    "nombres nome nomes primeironome nomeproprio",
    Field.BIRTH_DATE: "datenaissance naissance ne nee birthdate datebirth birthday dateofbirth "
    "dob born fechanacimiento nacimiento datanascimento nascimento datedenaissance",
    Field.CLASS: "classe class libelleclasse nomclasse classname clase turma division homeroom "
    "grupo",
    Field.CLASSES: "classes clases turmas",
    Field.LEVEL: "niveau level grade gradelevel yeargroup nivel curso ano annee",
    Field.TITLE: "civilite titre title salutation tratamiento tratamento",
    Field.EMAIL: "courriel email emailaddress adresseemail adressemail adressecourriel "
    "adresseelectronique mail mel emailpersonnel courrielpersonnel emailpersonal personalemail "
    "correopersonal emailpessoal correiopessoal correo correoelectronico correio correioeletronico",
    Field.IS_HEAD: "directeur directrice directeurtrice directeurrice head headteacher headmaster "
    "principal director directora directorora diretor diretora diretorora",
    Field.EXTERNAL_ID: "id ids identifiant identifiantexterne idexterne externalid identifier "
    "identifiantnational idnational ine matricule sourcedid idexterno identificador "
    "identificadorexterno identifiants",
    Field.PROFILE: "profil profile role roles perfil papel rol",
}

_CHILDS: Mapping[Field | None, Field] = {
    None: Field.CHILD_NAME,
    Field.EXTERNAL_ID: Field.CHILD_ID,
    Field.LAST_NAME: Field.CHILD_LAST_NAME,
    Field.USAGE_NAME: Field.CHILD_USAGE_NAME,
    Field.FIRST_NAME: Field.CHILD_FIRST_NAME,
    Field.CLASS: Field.CHILD_CLASS,
    Field.CLASSES: Field.CHILD_CLASS,
}
# "Full name of the child" is what the column of the child alone would hold.
_WHOLE_NAMES = frozenset(
    "nomprenom prenomnom fullname nomcomplet nombrecompleto nomecompleto".split()
)

_SUBJECT_WORDS = [(word, who) for who, words in _SUBJECTS.items() for word in words.split()]
_ATTRIBUTE_OF = {word: field for field, words in _ATTRIBUTES.items() for word in words.split()}

_OF_KIND: Mapping[ListKind, Subject | None] = {
    ListKind.STUDENTS: Subject.STUDENT,
    ListKind.TEACHERS: Subject.TEACHER,
    ListKind.PARENTS: Subject.PARENT,
    ListKind.STAFF: Subject.STAFF,
    ListKind.GUESTS: Subject.GUEST,
    ListKind.PEOPLE: None,
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """`field` is that of the subject itself: a child's first name is a FIRST_NAME of a CHILD."""

    subject: Subject | None
    field: Field | None
    number: int | None

    def is_child(self) -> bool:
        return self.subject is Subject.CHILD


@dataclass(frozen=True, slots=True)
class Column:
    """`position` counts from 0; the columns of one `nth` belong to the same child."""

    position: int
    heading: str
    field: Field | None
    nth: int = 1


def meaning_of(heading: str) -> Meaning:
    words = re.findall("[a-z]+|[0-9]+", fold(re.sub(r"\(e?s\)", "s", heading)))
    number = next((int(word) for word in words if word.isdigit() and len(word) <= TWO_DIGITS), None)
    key = "".join(word for word in words if word not in _SMALL_WORDS and not word.isdigit())
    if key in _ATTRIBUTE_OF:
        return _numbered(None, _ATTRIBUTE_OF[key], number)
    for word, subject in _SUBJECT_WORDS:
        for rest in {key.removeprefix(word), key.removesuffix(word)} - {key}:
            if rest in _ATTRIBUTE_OF:
                return _numbered(subject, _ATTRIBUTE_OF[rest], number)
            if not rest or rest in _WHOLE_NAMES:
                return Meaning(subject, None, number)
    return Meaning(None, None, number)


def _numbered(subject: Subject | None, field: Field, number: int | None) -> Meaning:
    """“Apellido 2” is the second name of the same person, “Nom enfant 2” that of another."""
    if field is Field.LAST_NAME and subject is not Subject.CHILD and number == SECOND:
        field = Field.SECOND_LAST_NAME
    return Meaning(subject, field, number)


def kind_of(headings: Sequence[str]) -> ListKind | None:
    """Which list has such headings; None where they suit several."""
    meanings = [meaning_of(heading) for heading in headings]
    own = {m.field for m in meanings if m.subject in {None, Subject.STUDENT}}
    subjects = {m.subject for m in meanings if m.field or m.is_child()}
    if Field.LAST_NAME not in {m.field for m in meanings}:
        return None
    if any(m.field is Field.PROFILE for m in meanings):
        return ListKind.PEOPLE
    if Field.BIRTH_DATE in own and Subject.CHILD not in subjects:
        return ListKind.STUDENTS
    if subjects & {Subject.PARENT, Subject.CHILD}:
        return ListKind.PARENTS
    if Field.IS_HEAD in own:
        return ListKind.TEACHERS
    told = [kind for kind, subject in _OF_KIND.items() if subject and subject in subjects]
    return told[0] if len(told) == 1 else None


def columns_of(
    kind: ListKind | None, headings: Sequence[str], chosen: Mapping[int, Field | None]
) -> tuple[Column, ...]:
    """What each heading is taken for in a list of this kind; `chosen` overrules, by position."""
    fields: list[Field | None] = [None] * len(headings)
    if kind is not None:
        fields = _fields(kind, [meaning_of(heading) for heading in headings], set(chosen.values()))
    fields = [chosen.get(place, field) for place, field in enumerate(fields)]
    seen: dict[Field, set[int]] = {}
    columns = []
    for position, (heading, field) in enumerate(zip(headings, fields, strict=True)):
        nth = 1
        if field is not None:
            taken = seen.setdefault(field, set())
            nth = meaning_of(heading).number or 1
            while nth in taken:
                nth += 1
            taken.add(nth)
        columns.append(Column(position, heading, field, nth))
    return tuple(columns)


def _fields(
    kind: ListKind, meanings: Sequence[Meaning], chosen: set[Field | None]
) -> list[Field | None]:
    """A heading that names the subject goes before one that does not."""
    fields: list[Field | None] = [None] * len(meanings)
    taken = set(chosen) - REPEATED
    for own_subject in (_OF_KIND[kind], None):
        for place, meaning in enumerate(meanings):
            field = _field(kind, meaning, own_subject)
            if fields[place] is None and field in FIELDS[kind] and field not in taken:
                fields[place] = field
                taken |= {field} - REPEATED
    return fields


def _field(kind: ListKind, meaning: Meaning, own: Subject | None) -> Field | None:
    if kind in {ListKind.PARENTS, ListKind.PEOPLE}:
        of_child = {Subject.CHILD} if kind is ListKind.PEOPLE else {Subject.CHILD, Subject.STUDENT}
        no_ones = kind is ListKind.PARENTS and meaning.subject is None
        if meaning.subject in of_child or (
            no_ones and meaning.field in {Field.CLASS, Field.CLASSES}
        ):
            return _CHILDS.get(meaning.field)
    return meaning.field if meaning.subject is own else None
