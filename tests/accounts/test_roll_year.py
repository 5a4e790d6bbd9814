"""A school from one September to the next: everybody moves up a class in one import."""

from collections.abc import Iterator
from datetime import date

import pytest

from accounts.actions.import_roll import import_roll
from accounts.models import Enrolment, GroupMember, Membership, School
from accounts.roll.plan import RollPlan
from accounts.roll.reading import read_roll
from tests.factories.accounts import SchoolFactory

pytestmark = pytest.mark.django_db
LEVELS = ("TPS", "PS", "MS", "GS", "CP", "CE1", "CE2", "CM1", "CM2")
OF_A_YEAR = 3
NAMES = [
    "Amrani",
    "Bazin",
    "Cariou",
    "Delmas",
    "Etcheverry",
    "Fabre",
    "Garnier",
    "Hamon",
    "Iriart",
    "Jolivet",
    "Keller",
]


def children(year: int) -> Iterator[tuple[str, str, date, str]]:
    """Children of one age stay together; who is born later has a name of their own."""
    for place, level in enumerate(LEVELS):
        born = year - 3 - place
        for nth in range(OF_A_YEAR):
            yield NAMES[born % 11], f"Enfant{chr(65 + nth)}", date(born, 3, 1 + nth), level


def roll(year: int) -> dict[str, bytes]:
    students = ["nom;prénom;né le;classe;niveau"]
    parents = ["nom;prénom;nom enfant;prénom enfant;classe enfant"]
    for last, first, born, level in children(year):
        students.append(f"{last};{first};{born};{level};{level}")
        parents.append(f"{last};Parent {first};{last};{first};{level}")
    teachers = ["nom;prénom;directeur;classe"]
    for place, level in enumerate(LEVELS):
        # Each takes the next class, as some do; the last one begins again with the smallest.
        teachers.append(f"Maitre;{NAMES[(place - year) % len(LEVELS)]};non;{level}")
    lists = {"s.csv": students, "p.csv": parents, "t.csv": teachers}
    return {file: "\n".join(lines).encode() for file, lines in lists.items()}


def imported(school: School, year: int) -> RollPlan:
    reading = read_roll(roll(year))
    assert reading.problems == ()
    return import_roll(None, school=school, reading=reading).plan


@pytest.fixture
def school() -> School:
    made: School = SchoolFactory.create()
    imported(made, 2025)
    return made


def classes_of(person: Membership) -> list[str]:
    enrolments = Enrolment.objects.filter(membership=person)
    return list(enrolments.values_list("school_class__name", flat=True))


def member(school: School, login: str) -> Membership:
    return Membership.objects.get(school=school, user__username=login)


def test_a_year_later_everybody_is_the_same_a_class_higher(school: School) -> None:
    before = set(Membership.objects.filter(school=school).values_list("pk", flat=True))
    plan = imported(school, 2026)
    ups = (len(LEVELS) - 1) * OF_A_YEAR
    assert plan.students.counts() == {
        "new": OF_A_YEAR,
        "changed": ups,
        "unchanged": 0,
        "missing": OF_A_YEAR,
    }
    assert {student.class_names for student in plan.students.missing} == {frozenset({"CM2"})}
    assert plan.parents.counts()["unchanged"] == ups
    assert len(plan.parents.missing) == OF_A_YEAR
    assert plan.teachers.counts() == {
        "new": 0,
        "changed": len(LEVELS),
        "unchanged": 0,
        "missing": 0,
    }
    assert plan.classes.counts()["unchanged"] == len(LEVELS)
    after = set(Membership.objects.filter(school=school).values_list("pk", flat=True))
    assert len(after - before) == 2 * OF_A_YEAR
    for row, known in plan.students.changed:
        (was,) = known.class_names
        assert row.class_names == (LEVELS[LEVELS.index(was) + 1],)
        assert classes_of(Membership.objects.get(pk=known.id)) == list(row.class_names)


def test_families_follow_their_child_into_the_new_class(school: School) -> None:
    plan = imported(school, 2026)
    (guardian, known), *_ = plan.parents.unchanged
    (child,) = guardian.children
    groups = GroupMember.objects.filter(membership=known.id, group__kind="class")
    assert set(groups.values_list("group__school_class__name", flat=True)) == set(
        child.class_names or ()
    )


def test_nobody_who_left_is_closed_and_the_next_year_finds_them_again(school: School) -> None:
    imported(school, 2026)
    assert not Membership.objects.filter(school=school).exclude(closed_at=None).exists()
    assert imported(school, 2025).students.counts()["new"] == 0


def test_a_guardian_dropped_from_the_roll_is_proposed_and_not_cut(school: School) -> None:
    lists = roll(2025)
    first, *others = lists["p.csv"].decode().splitlines()
    fewer = {**lists, "p.csv": "\n".join([first, *others[1:]]).encode()}
    plan = import_roll(None, school=school, reading=read_roll(fewer)).plan
    (link,) = plan.guardian_links.missing
    (gone,) = plan.parents.missing
    assert link == (gone.id, next(iter(gone.children)))
    guardianships = Membership.objects.get(pk=gone.id).guardianships
    assert guardianships.count() == 1
