"""Invents the BE1D export of a school that does not exist."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from string import ascii_uppercase

from anyascii import anyascii

from accounts.demo import names

LEVELS = ("TPS", "PS", "MS", "GS", "CP", "CE1", "CE2", "CM1", "CM2")
ULIS = "ULIS"
CLASS_SIZE = 25
TOP_LEVEL_AGE = 10

STUDENT_HEADINGS = (
    "Nom Elève;Nom d'usage Elève;Prénom Elève;Date naissance;Sexe;Adresse1;Cp1;Commune1;Pays1;"
    "Adresse2;Cp2;Commune2;Pays2; Cycle;Niveau;Classe;Attestation fournie;"
    "Autorisations associations;Autorisations photos;Décision de passage"
)
TEACHER_HEADINGS = (
    "Civilité;Nom usage;Nom;Prénom;Adresse;CP;Commune;Pays;Courriel;Téléphone domicile;"
    "Téléphone portable;Directeur;Classe"
)
PARENT_HEADINGS = (
    "Civilité Responsable;Nom usage responsable;Nom responsable;Prénom responsable;"
    "Adresse responsable;CP responsable;Commune responsable;Pays;Courriel;Téléphone domicile;"
    "Téléphone travail;Téléphone portable"
    + ";Nom d'usage enfant;Nom de famille enfant;Prénom enfant;Classes enfants"
    * 3
)


@dataclass(frozen=True, slots=True)
class Seat:
    class_name: str
    level: str


@dataclass(frozen=True, slots=True)
class Child:
    last: str
    first: str
    is_girl: bool
    born: date
    seat: Seat


@dataclass(frozen=True, slots=True)
class Adult:
    title: str
    last: str
    first: str
    usage: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    address: tuple[str, str, str]
    email: str
    adults: tuple[Adult, ...]


@dataclass(slots=True)
class Family:
    children: list[Child]
    homes: list[Home] = field(default_factory=list)


def invent_roll(
    seed: int | str, *, students: int = 250, school_year: int = 2025
) -> dict[str, bytes]:
    """The three files of one school, by name; the same seed and size always give the same school.

    `school_year` is the year of its September. Ten classes at 250 students, and one more for each
    25 beyond.
    """
    chance = random.Random(f"{seed}/{students}/{school_year}")
    seats = _seats(chance, students)
    families = list(_Families(chance, school_year).living_with(seats))
    class_names = list(dict.fromkeys(seat.class_name for seat in seats))
    return {
        "CSVExtraction-eleves.csv": _students_csv(chance, families),
        "CSVExtraction-responsables.csv": _parents_csv(families),
        "CSVExtraction-enseignants.csv": _teachers_csv(chance, class_names),
    }


def _seats(chance: random.Random, students: int) -> list[Seat]:
    kinds = (*LEVELS, ULIS)
    per_kind = max(1, round(students / CLASS_SIZE / len(kinds)))
    classes = [(kind, nth) for nth in range(per_kind) for kind in kinds]
    seats = []
    for place in range(students):
        kind, nth = classes[place % len(classes)]
        name = kind if per_kind == 1 else f"{kind} {_suffix(nth, per_kind)}"
        level = chance.choice(LEVELS[4:]) if kind == ULIS else kind
        seats.append(Seat(name, level))
    chance.shuffle(seats)
    return seats


def _suffix(nth: int, per_kind: int) -> str:
    return ascii_uppercase[nth] if per_kind <= len(ascii_uppercase) else str(nth + 1)


class _Families:
    """Couples, separated and single parents, usage names, and namesakes who are not related."""

    def __init__(self, chance: random.Random, school_year: int) -> None:
        self._chance = chance
        self._school_year = school_year
        self._earlier: list[Family] = []
        self._known: set[tuple[str | date, str, str]] = set()

    def living_with(self, seats: list[Seat]) -> Iterator[Family]:
        left = list(seats)
        while left:
            size = min(len(left), self._chance.choices((1, 2, 3), (60, 32, 8))[0])
            family = self._family([left.pop() for _ in range(size)])
            self._earlier.append(family)
            yield family

    def _family(self, seats: list[Seat]) -> Family:
        chance = self._chance
        mother = self._adult("Mme", names.WOMEN)
        father = self._adult("M.", names.MEN)
        if chance.random() < 0.03 and self._earlier:
            father = chance.choice(chance.choice(self._earlier).homes).adults[-1]
        kind = chance.choices(("couple", "married", "apart", "single"), (45, 20, 20, 15))[0]
        if kind == "married":
            mother = Adult(mother.title, mother.last, mother.first, usage=father.last)
        child_last = chance.choices((father.last, mother.last), (80, 20))[0]
        if kind == "single":
            child_last = mother.last
        family = Family(self._children(seats, child_last))
        if kind == "single":
            family.homes = [self._home(mother)]
        elif kind == "apart":
            family.homes = [self._home(mother), self._home(father)]
        else:
            family.homes = [self._home(mother, father)]
        return family

    def _children(self, seats: list[Seat], last: str) -> list[Child]:
        children: list[Child] = []
        for seat in seats:
            is_girl = self._chance.random() < 0.5
            twins = [child.born for child in children if child.seat.level == seat.level]
            born = twins[0] if twins else self._birth_date(seat.level)
            siblings = {child.first for child in children}
            free = [
                first
                for first in (names.GIRLS if is_girl else names.BOYS)
                if first not in siblings
                and self._known.isdisjoint({(seat.class_name, last, first), (born, last, first)})
            ]
            first = self._chance.choice(free)
            self._known |= {(seat.class_name, last, first), (born, last, first)}
            children.append(Child(last, first, is_girl, born, seat))
        return children

    def _birth_date(self, level: str) -> date:
        age = TOP_LEVEL_AGE - (len(LEVELS) - 1 - LEVELS.index(level))
        return date(self._school_year - age, 1, 1) + timedelta(days=self._chance.randrange(365))

    def _adult(self, title: str, first_names: list[str]) -> Adult:
        return Adult(title, self._chance.choice(names.FAMILIES), self._chance.choice(first_names))

    def _home(self, *adults: Adult) -> Home:
        street = f"{self._chance.randint(1, 90)} rue des {self._chance.choice(names.STREETS)}"
        code, town = self._chance.choice(names.TOWNS)
        email = ""
        if self._chance.random() < 0.4:
            family = len(self._earlier)
            mailbox = anyascii(f"{adults[0].first}.{adults[0].last}{family}").lower()
            email = "".join(c for c in mailbox if c.isalnum() or c == ".") + "@example.org"
        return Home((street, code, town), email, adults)


def _students_csv(chance: random.Random, families: list[Family]) -> bytes:
    children = [child for family in families for child in family.children]
    children.sort(key=lambda child: (child.seat.class_name, child.last, child.first, child.born))
    rows = [
        [
            _capitals(child.last),
            "",
            child.first,
            child.born.isoformat(),
            "F" if child.is_girl else "H",
            *[""] * 8,
            _cycle(child.seat.level),
            child.seat.level,
            child.seat.class_name,
            *chance.choices(("Oui", "Non"), k=3),
            "",
        ]
        for child in children
    ]
    return _quoted(STUDENT_HEADINGS, rows)


def _cycle(level: str) -> str:
    place = LEVELS.index(level)
    return "MATERNELLE" if place < 4 else "CYCLE II" if place < 7 else "CYCLE III"


def _teachers_csv(chance: random.Random, class_names: list[str]) -> bytes:
    """One for each class, a second for every fourth; the head teaches the last class."""
    posts = [*class_names, *class_names[::4]]
    people: dict[tuple[str, str], str] = {}
    while len(people) < len(posts):
        title, firsts = chance.choice((("MME", names.WOMEN), ("M.", names.MEN)))
        people.setdefault((chance.choice(names.FAMILIES), chance.choice(firsts)), title)
    rows = [
        [title, "", _capitals(last), first, *[""] * 7, "non", post]
        for ((last, first), title), post in zip(people.items(), posts, strict=True)
    ]
    rows[len(class_names) - 1][-2] = "oui"
    return _quoted(TEACHER_HEADINGS, sorted(rows, key=lambda row: row[2:4]))


def _parents_csv(families: list[Family]) -> bytes:
    rows = []
    for family in families:
        children = [
            cell
            for child in family.children
            for cell in ("", _capitals(child.last), child.first, child.seat.class_name)
        ]
        for home in family.homes:
            for adult in home.adults:
                who = [adult.title, _capitals(adult.usage), _capitals(adult.last), adult.first]
                row = [*who, *home.address, "", home.email, "", "", "", *children]
                rows.append(row + [""] * (PARENT_HEADINGS.count(";") + 1 - len(row)))
    rows.sort(key=lambda row: (row[2], row[3]))
    lines = [PARENT_HEADINGS, *(";".join(row) for row in rows)]
    return ("\n".join(lines) + "\n").encode("iso-8859-1")


def _quoted(headings: str, rows: list[list[str]]) -> bytes:
    lines = [
        ";".join(f'"{cell}"' if cell else "" for cell in row)
        for row in [headings.split(";"), *rows]
    ]
    return "\r\n".join(lines).encode("iso-8859-1")


def _capitals(name: str) -> str:
    return anyascii(name).upper()
