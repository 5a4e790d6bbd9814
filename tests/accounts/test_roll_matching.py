"""What the school knows is played here by what an earlier plan would have made of it."""

import time
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.demo.rolls import invent_roll
from accounts.roll.known import Known, KnownClass, KnownParent, KnownStudent, KnownTeacher
from accounts.roll.matching import plan_roll
from accounts.roll.plan import RollPlan
from accounts.roll.problems import Kind
from accounts.roll.reading import read_roll
from accounts.roll.records import Part, PersonName, Place, Roll
from tests.accounts.test_be1d import read

REAL_ROLL = Path(__file__).parents[3] / "shared" / "data" / "be1d-emile-zola"
NOTHING = {"new": 0, "changed": 0, "unchanged": 0, "missing": 0}


def applied(plan: RollPlan) -> Known:
    """What a school knows after a plan: the new are added, the changed are as the roll says."""
    ids = count(1_000_000)
    student_ids = {row: known.id for row, known in plan.students.changed + plan.students.unchanged}
    student_ids |= {row: next(ids) for row in plan.students.new}
    students = [
        KnownStudent(
            id_, row.name, birth_date=row.birth_date, class_names=frozenset(row.class_names or ())
        )
        for row, id_ in student_ids.items()
    ]
    teachers = [
        KnownTeacher(
            known.id if known else next(ids),
            row.name,
            class_names=frozenset(row.class_names or ()),
            is_head=bool(row.is_head),
        )
        for row, known in [
            *((row, None) for row in plan.teachers.new),
            *plan.teachers.changed,
            *plan.teachers.unchanged,
        ]
    ]
    parents = []
    for guardian, parent in [
        *((guardian, None) for guardian in plan.parents.new),
        *plan.parents.changed,
        *plan.parents.unchanged,
    ]:
        children = {
            c.id if isinstance(c, KnownStudent) else student_ids[c] for c in guardian.children
        }
        if parent is not None:
            children |= parent.children
        id_ = parent.id if parent else next(ids)
        parents.append(KnownParent(id_, guardian.row.name, children=frozenset(children)))
    classes = [KnownClass(next(ids), row.name, row.level) for row in plan.classes.new]
    return Known(
        (*students, *plan.students.missing),
        (*teachers, *plan.teachers.missing),
        (*parents, *plan.parents.missing),
        classes=(*classes, *(known_class for _, known_class in plan.classes.unchanged)),
    )


def assert_nothing_to_do(plan: RollPlan) -> None:
    for outcome in plan.counts().values():
        assert {**outcome, "unchanged": 0} == NOTHING


@pytest.mark.skipif(not REAL_ROLL.is_dir(), reason="needs a real roll beside the repository")
def test_a_real_school() -> None:
    reading = read_roll({path.name: path.read_bytes() for path in REAL_ROLL.glob("*.csv")})
    assert reading.problems == ()
    plan = plan_roll(reading.roll, Known())
    assert {part: counts["new"] for part, counts in plan.counts().items()} == {
        "students": 247,
        "teachers": 14,
        "parents": 469,
        "staff": 0,
        "guests": 0,
        "classes": 10,
        "guardian_links": 491,
    }
    assert plan.problems == []
    assert [len(homonym.people) for homonym in plan.homonyms] == [2] * 8
    assert {homonym.part for homonym in plan.homonyms} == {Part.PARENTS}
    again = plan_roll(reading.roll, applied(plan))
    assert_nothing_to_do(again)
    assert len(again.homonyms) == 8


@settings(max_examples=15, deadline=None)
@given(st.integers(), st.integers(min_value=1, max_value=300))
def test_the_same_roll_again_changes_nothing(seed: int, size: int) -> None:
    roll = read_roll(invent_roll(seed, students=size)).roll
    first = plan_roll(roll, Known())
    again = plan_roll(roll, applied(first))
    assert_nothing_to_do(again)
    assert again.problems == first.problems
    assert [(h.name, len(h.people)) for h in again.homonyms] == [
        (h.name, len(h.people)) for h in first.homonyms
    ]


def test_a_child_who_changes_class_is_the_same_child() -> None:
    known = applied(plan_roll(read("MARTIN;;Léa;2015-03-02;;CP;CP").roll, Known()))
    plan = plan_roll(read("MARTIN;;LEA;2015-03-02;;CE1;CE1").roll, known)
    assert plan.students.counts() == {**NOTHING, "changed": 1}
    assert plan.classes.counts() == {**NOTHING, "new": 1, "missing": 1}


def test_a_usage_name_given_later_is_the_same_child() -> None:
    known = applied(plan_roll(read("MARTIN;;Léa;2015-03-02;;;CP").roll, Known()))
    plan = plan_roll(read("MARTIN;ROUX;Léa;2015-03-02;;;CP").roll, known)
    assert plan.students.counts() == {**NOTHING, "changed": 1}


def test_another_birth_date_is_another_child_shown_beside_the_missing_one() -> None:
    known = applied(plan_roll(read("MARTIN;;Léa;2015-03-02;;;CP").roll, Known()))
    plan = plan_roll(read("MARTIN;;Léa;2015-03-20;;;CP").roll, known)
    assert plan.students.counts() == {**NOTHING, "new": 1, "missing": 1}
    (homonym,) = plan.homonyms
    assert (homonym.part, homonym.name) == (Part.STUDENTS, PersonName("Léa", "Martin"))


def test_a_list_that_was_not_given_makes_nobody_missing() -> None:
    reading = read(
        "MARTIN;;Léa;2015-03-02;;;CP",
        "M.;;ROY;Luc;;non;CP",
        "Mme;;ROUX;Ève;;;MARTIN;Léa;CP",
    )
    known = applied(plan_roll(reading.roll, Known()))
    assert_nothing_to_do(plan_roll(read(teachers="M.;;ROY;Luc;;non;CP").roll, known))
    parents_only = plan_roll(read(parents="Mme;;ROUX;Ève;;;MARTIN;Léa;CP").roll, known)
    assert_nothing_to_do(parents_only)
    assert len(parents_only.guardian_links.unchanged) == 1


def test_the_duty_and_the_classes_of_a_teacher_follow_the_roll() -> None:
    known = applied(plan_roll(read(teachers="M.;;ROY;Luc;;non;CP").roll, Known()))
    plan = plan_roll(read(teachers="M.;;ROY;Luc;;oui;CP,CE1").roll, known)
    assert plan.teachers.counts() == {**NOTHING, "changed": 1}


def test_a_shared_class_tells_teachers_of_one_name_apart() -> None:
    roy = PersonName("Luc", "Roy")
    known = Known(
        teachers=(
            KnownTeacher(1, roy, class_names=frozenset({"CM2"})),
            KnownTeacher(2, roy, class_names=frozenset({"CP"})),
        )
    )
    plan = plan_roll(read(teachers="M.;;ROY;Luc;;non;CP").roll, known)
    assert [teacher.id for _, teacher in plan.teachers.unchanged] == [2]
    (homonym,) = plan.homonyms
    assert {person.known_id for person in homonym.people} == {1, 2}


FAMILIES = "ROUX;;Léa;2015-03-02;;;CP\nROUX;;Tom;2013-01-31;;;CE2"


def test_parents_of_one_name_without_a_common_child_stay_two_people() -> None:
    roll = read(FAMILIES, parents="M.;;ROUX;Max;;;ROUX;Léa;CP\nM.;;ROUX;MAX;;;ROUX;Tom;CE2").roll
    plan = plan_roll(roll, Known())
    assert len(plan.parents.new) == 2
    (homonym,) = plan.homonyms
    assert [(person.place and person.place.line, person.details) for person in homonym.people] == [
        (2, ("Léa Roux, CP",)),
        (3, ("Tom Roux, CE2",)),
    ]
    again = plan_roll(roll, applied(plan))
    assert_nothing_to_do(again)
    assert [len(homonym.people) for homonym in again.homonyms] == [2]


def test_lines_of_one_name_and_child_are_one_person_unless_their_titles_differ() -> None:
    lines = "M.;;ROUX;Dominique;;;ROUX;Léa;CP\n{};;ROUX;Dominique;;;ROUX;Léa;CP;;ROUX;Tom;CE2"
    joined = plan_roll(read(FAMILIES, parents=lines.format("M.")).roll, Known())
    assert [len(guardian.children) for guardian in joined.parents.new] == [2]
    assert [problem.kind for problem in joined.problems] == [Kind.PERSON_TWICE]
    apart = plan_roll(read(FAMILIES, parents=lines.format("Mme")).roll, Known())
    assert len(apart.parents.new) == 2
    assert len(apart.homonyms) == 1


def test_a_line_can_tie_two_earlier_ones_together() -> None:
    lines = "M.;;ROUX;Max;;;ROUX;Léa;CP\nM.;;ROUX;Max;;;ROUX;Tom;CE2\n"
    tie = "M.;;ROUX;Max;;;ROUX;Tom;CE2;;ROUX;Léa;CP"
    plan = plan_roll(read(FAMILIES, parents=lines + tie).roll, Known())
    assert [guardian.row.line for guardian in plan.parents.new] == [2]
    assert len(plan.guardian_links.new) == 2


def test_a_parent_is_known_again_by_a_child_and_gets_the_new_one() -> None:
    known = applied(plan_roll(read(FAMILIES, parents="M.;;ROUX;Max;;;ROUX;Léa;CP").roll, Known()))
    plan = plan_roll(read(FAMILIES, parents="M.;;ROUX;Max;;;ROUX;Léa;CP;;ROUX;Tom;CE2").roll, known)
    assert plan.parents.counts() == {**NOTHING, "unchanged": 1}
    assert plan.guardian_links.counts() == {**NOTHING, "new": 1, "unchanged": 1}


@pytest.mark.parametrize("known_children", [frozenset({77}), frozenset[int]()])
def test_a_name_alone_never_gives_an_account_a_child(known_children: frozenset[int]) -> None:
    stranger = KnownParent(1, PersonName("Max", "Roux"), children=known_children)
    roll = read(FAMILIES, parents="M.;;ROUX;Max;;;ROUX;Léa;CP").roll
    plan = plan_roll(roll, Known(parents=(stranger,)))
    assert plan.parents.counts() == {**NOTHING, "new": 1, "missing": 1}
    (homonym,) = plan.homonyms
    assert {(person.place and person.place.line, person.known_id) for person in homonym.people} == {
        (2, None),
        (None, 1),
    }


def test_parents_without_any_child_are_known_again_one_by_one() -> None:
    roll = read(FAMILIES, parents="M.;;ROUX;Max\nM.;;ROUX;Max;;;GONE;Zoé;CP").roll
    first = plan_roll(roll, Known())
    assert [problem.kind for problem in first.problems] == [
        Kind.PARENT_WITHOUT_CHILD,
        Kind.CHILD_NOT_FOUND,
    ]
    assert_nothing_to_do(plan_roll(roll, applied(first)))


@pytest.mark.parametrize(
    ("child", "kind"),
    [
        (";ROUX;Zoé;CP", Kind.CHILD_NOT_FOUND),
        (";ROUX;Léa;CE2", Kind.CHILD_ELSEWHERE),
        (";ROUX;Lou;", Kind.CHILD_AMBIGUOUS),
    ],
)
def test_a_child_is_never_guessed(child: str, kind: Kind) -> None:
    students = FAMILIES + "\nROUX;;Lou;2015-03-02;;;CP\nROUX;;Lou;2013-03-02;;;CE2"
    plan = plan_roll(read(students, parents=f"M.;;ROUX;Max;;{child}").roll, Known())
    (problem,) = plan.problems
    assert (problem.kind, problem.file, problem.line, problem.column) == (kind, "p.csv", 2, 8)
    assert plan.guardian_links.new == []
    assert "%(" not in str(problem)


def test_a_child_is_found_by_usage_or_birth_name() -> None:
    students = "DUPIN;ROUX;Léa;2015-03-02;;;CP"
    for child in (";DUPIN;Léa;CP", ";ROUX;Léa;CP", "ROUX;DUPIN;Léa;CP"):
        plan = plan_roll(read(students, parents=f"M.;;ROUX;Max;;{child}").roll, Known())
        assert len(plan.guardian_links.new) == 1


def test_a_link_that_is_no_longer_on_the_roll_is_missing_and_its_people_are_not() -> None:
    both = "M.;;ROUX;Max;;;ROUX;Léa;CP;;ROUX;Tom;CE2"
    known = applied(plan_roll(read(FAMILIES, parents=both).roll, Known()))
    plan = plan_roll(read(FAMILIES, parents="M.;;ROUX;Max;;;ROUX;Léa;CP").roll, known)
    assert plan.guardian_links.counts() == {**NOTHING, "unchanged": 1, "missing": 1}
    assert plan.parents.counts() == {**NOTHING, "unchanged": 1}


def test_an_empty_roll_knows_nothing_and_misses_nobody() -> None:
    known = applied(plan_roll(read(FAMILIES).roll, Known()))
    assert_nothing_to_do(plan_roll(Roll(), known))


def test_everybody_may_have_one_name_without_it_taking_forever() -> None:
    lines = "\n".join(f"ROUX;;Max;{2000 + n % 20}-01-{1 + n % 28:02};;;C{n}" for n in range(3000))
    parents = "\n".join(f"M.;;ROUX;Max;;;ROUX;Max;C{n}" for n in range(3000))
    roll = read(lines, parents=parents).roll
    twins = replace(
        roll,
        students=tuple(replace(s, place=Place("s.csv", n)) for n, s in enumerate(roll.students)),
    )
    started = time.process_time()
    plan_roll(twins, applied(plan_roll(twins, Known())))
    assert time.process_time() - started < 20
