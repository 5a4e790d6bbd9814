"""Writes a plan into the school's rows: the same few statements whatever the numbers."""

from collections.abc import Callable

from django.db import connection

from accounts.choices import Duty, Profile
from accounts.logins import fold, folded_name
from accounts.models import Enrolment, Guardianship, Membership, School, SchoolClass, User
from accounts.models.schools import CLASS_COLOURS
from accounts.people import BATCH, NewPerson, make_accounts
from accounts.roll.known import KnownStudent
from accounts.roll.names import same_spelling
from accounts.roll.plan import Child, RollPlan
from accounts.roll.records import ParentRow, Part, PersonName, StudentRow, TeacherRow

# Without fresh statistics PostgreSQL takes the rows just written for none, and joins them one by one.
FRESH_STATISTICS = (
    "ANALYZE accounts_membership, accounts_enrolment, accounts_guardianship, accounts_schoolclass"
)

PROFILES = {
    Part.STUDENTS: Profile.STUDENT,
    Part.TEACHERS: Profile.TEACHER,
    Part.PARENTS: Profile.PARENT,
}

Progress = Callable[[int], None]
Row = StudentRow | TeacherRow | ParentRow
Made = dict[tuple[Part, int], int]


def apply_plan(plan: RollPlan, school: School, progress: Progress) -> Made:
    """Call it in a transaction, within the school's wall. `progress` hears percents.

    Returns the memberships made, by part and line of the roll.
    """
    class_ids = _write_classes(plan, school)
    progress(25)
    membership_ids = _add_people(plan, school)
    progress(65)
    _change_people(plan)
    progress(75)
    _enrol(plan, school, class_ids, membership_ids)
    progress(80)
    _link_families(plan, school, membership_ids)
    with connection.cursor() as cursor:
        cursor.execute(FRESH_STATISTICS)
    progress(85)
    return {(_part(row), row.line): pk for row, pk in membership_ids.items()}


def _write_classes(plan: RollPlan, school: School) -> dict[str, int]:
    """The id of each class of the roll by its folded name."""
    count = SchoolClass.objects.filter(school=school).count()
    new = [
        SchoolClass(school=school, name=row.name, level=row.level, colour=nth % CLASS_COLOURS)
        for nth, row in enumerate(plan.classes.new, count)
    ]
    SchoolClass.objects.bulk_create(new, BATCH)
    changed = [SchoolClass(pk=known.id, level=row.level) for row, known in plan.classes.changed]
    SchoolClass.objects.bulk_update(changed, ["level"], BATCH)
    kept = plan.classes.changed + plan.classes.unchanged
    return {fold(c.name): c.pk for c in new} | {fold(row.name): known.id for row, known in kept}


def _add_people(plan: RollPlan, school: School) -> dict[Row, int]:
    """The membership of each new person of the roll."""
    parents = [guardian.row for guardian in plan.parents.new]
    rows: list[Row] = [*plan.students.new, *plan.teachers.new, *parents]
    accounts = make_accounts([_new_person(row) for row in rows], language=school.language)
    memberships = [
        Membership(
            school=school, user=account, profile=PROFILES[_part(row)], duties=_duties(row, [])
        )
        for row, account in zip(rows, accounts, strict=True)
    ]
    Membership.objects.bulk_create(memberships, BATCH)
    return {row: made.pk for row, made in zip(rows, memberships, strict=True)}


def _new_person(row: Row) -> NewPerson:
    return NewPerson(
        row.name.first,
        row.name.last,
        email="" if isinstance(row, StudentRow) else row.email,
        birth_date=row.birth_date if isinstance(row, StudentRow) else None,
    )


def _part(row: Row) -> Part:
    if isinstance(row, StudentRow):
        return Part.STUDENTS
    return Part.TEACHERS if isinstance(row, TeacherRow) else Part.PARENTS


def _duties(row: Row, duties: list[str]) -> list[str]:
    """The roll says who is head and knows nothing of the other duties."""
    others = [duty for duty in duties if duty != Duty.HEAD]
    is_head = isinstance(row, TeacherRow) and row.is_head
    return [*others, Duty.HEAD] if is_head else others


def _change_people(plan: RollPlan) -> None:
    rows: dict[int, Row] = {known.id: row for row, known in plan.students.changed}
    rows |= {known.id: row for row, known in plan.teachers.changed}
    rows |= {known.id: guardian.row for guardian, known in plan.parents.changed}
    memberships = list(Membership.objects.filter(pk__in=rows).select_related("user"))
    for membership in memberships:
        row = rows[membership.pk]
        _rename(membership.user, row.name)
        if isinstance(row, TeacherRow):
            membership.duties = _duties(row, membership.duties)
    accounts = {membership.user_id: membership.user for membership in memberships}
    names = ["first_name", "last_name", "folded_name"]
    User.objects.bulk_update(accounts.values(), names, BATCH)
    Membership.objects.bulk_update(memberships, ["duties"], BATCH)


def _rename(account: User, name: PersonName) -> None:
    """What only the school knows better, an accent or a capital, stays."""
    if not same_spelling(account.first_name, name.first):
        account.first_name = name.first
    if not same_spelling(account.last_name, name.last):
        account.last_name = name.last
    account.folded_name = folded_name(account.first_name, account.last_name)


def _enrol(
    plan: RollPlan, school: School, class_ids: dict[str, int], membership_ids: dict[Row, int]
) -> None:
    changed: dict[Row, int] = {row: known.id for row, known in plan.students.changed}
    changed |= {row: known.id for row, known in plan.teachers.changed}
    Enrolment.objects.filter(membership__in=changed.values()).delete()
    enrolments = [
        Enrolment(school=school, school_class_id=class_ids[fold(name)], membership_id=pk)
        for row, pk in (membership_ids | changed).items()
        for name in _class_names(row)
    ]
    Enrolment.objects.bulk_create(enrolments, BATCH)


def _class_names(row: Row) -> tuple[str, ...]:
    if isinstance(row, StudentRow):
        return (row.class_name,) if row.class_name else ()
    return row.class_names if isinstance(row, TeacherRow) else ()


def _link_families(plan: RollPlan, school: School, membership_ids: dict[Row, int]) -> None:
    parents = plan.parents.changed + plan.parents.unchanged
    parent_ids = {guardian.row: known.id for guardian, known in parents}
    students = plan.students.changed + plan.students.unchanged
    student_ids = {row: known.id for row, known in students}
    ids = membership_ids | parent_ids | student_ids

    def id_of(child: Child) -> int:
        return child.id if isinstance(child, KnownStudent) else ids[child]

    links = [
        Guardianship(school=school, guardian_id=ids[guardian.row], student_id=id_of(child))
        for guardian, child in plan.guardian_links.new
    ]
    Guardianship.objects.bulk_create(links, BATCH)
