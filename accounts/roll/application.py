"""Writes a plan into the school's rows: the same few statements whatever the numbers."""

from collections.abc import Callable, Hashable

from django.db import connection

from accounts.choices import Duty
from accounts.logins import fold, folded_name
from accounts.models import Enrolment, Guardianship, Membership, School, SchoolClass, User
from accounts.models.schools import CLASS_COLOURS
from accounts.people import NewPerson, make_accounts
from accounts.roll.known import KnownStudent
from accounts.roll.names import same_spelling
from accounts.roll.parts import PROFILES
from accounts.roll.plan import Child, Guardian, RollPlan, SharedAccounts
from accounts.roll.records import (
    ClassMemberRow,
    Part,
    PersonName,
    PersonRow,
    Place,
    StudentRow,
    TeacherRow,
)
from core.bulk import insert_rows, new_ids

# Without fresh statistics PostgreSQL takes the rows just written for none, and joins them one by one.
FRESH_STATISTICS = (
    "ANALYZE accounts_membership, accounts_enrolment, accounts_guardianship, accounts_schoolclass"
)

BATCH = 2000
Progress = Callable[[int], None]
Made = dict[tuple[Part, Place | None], int]


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
    return {(row.part, row.place): pk for row, pk in membership_ids.items()}


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


def _add_people(plan: RollPlan, school: School) -> dict[PersonRow, int]:
    """The membership of each new person of the roll."""
    rows = [_row(one) for part in Part for one in plan.outcome(part).new]
    users = _accounts(plan.shared, rows, school)
    ids = new_ids(Membership, len(rows))
    insert_rows(
        Membership,
        ("id", "school", "user", "profile", "duties", "external_id"),
        (
            (pk, school.pk, user_id, PROFILES[row.part], _duties(row, []), row.external_id)
            for pk, row, user_id in zip(ids, rows, users, strict=True)
        ),
    )
    return dict(zip(rows, ids, strict=True))


def _row(one: PersonRow | Guardian) -> PersonRow:
    return one.row if isinstance(one, Guardian) else one


def _accounts(shared: SharedAccounts, rows: list[PersonRow], school: School) -> list[int]:
    """The account of each row: one that exists, the one of another row, or a new one."""
    owners: dict[Hashable, PersonRow] = {}
    for row in rows:
        if shared.user_of(row) is None:
            owners.setdefault(shared.keys.get(row, row), row)
    people = [_new_person(row) for row in owners.values()]
    accounts = make_accounts(people, language=school.language)
    made = dict(zip(owners, accounts, strict=True))
    return [shared.user_of(row) or made[shared.keys.get(row, row)] for row in rows]


def _new_person(row: PersonRow) -> NewPerson:
    return NewPerson(
        row.name.first,
        row.name.last,
        email=row.email,
        birth_date=row.birth_date if isinstance(row, StudentRow) else None,
    )


def _duties(row: PersonRow, duties: list[str]) -> list[str]:
    """The roll says who is head, if that, and knows nothing of the other duties."""
    if not isinstance(row, TeacherRow) or row.is_head is None:
        return duties
    others = [duty for duty in duties if duty != Duty.HEAD]
    return [*others, Duty.HEAD] if row.is_head else others


def _change_people(plan: RollPlan) -> None:
    changed = [pair for part in Part for pair in plan.outcome(part).changed]
    rows = {known.id: _row(one) for one, known in changed}
    shared = {known.id for _one, known in changed if known.is_elsewhere}
    memberships = list(Membership.objects.filter(pk__in=rows).select_related("user"))
    accounts: dict[int, User] = {}
    for membership in memberships:
        row = rows[membership.pk]
        if membership.pk not in shared:
            _change_account(accounts.setdefault(membership.user_id, membership.user), row)
        membership.duties = _duties(row, membership.duties)
        membership.external_id = row.external_id or membership.external_id
    fields = ["first_name", "last_name", "folded_name", "birth_date"]
    User.objects.bulk_update(accounts.values(), fields, BATCH)
    Membership.objects.bulk_update(memberships, ["duties", "external_id"], BATCH)


def _change_account(account: User, row: PersonRow) -> None:
    _rename(account, row.name)
    if isinstance(row, StudentRow):
        account.birth_date = row.birth_date


def _rename(account: User, name: PersonName) -> None:
    """What only the school knows better, an accent or a capital, stays."""
    if not same_spelling(account.first_name, name.first):
        account.first_name = name.first
    if not same_spelling(account.last_name, name.last):
        account.last_name = name.last
    account.folded_name = folded_name(account.first_name, account.last_name)


def _enrol(
    plan: RollPlan, school: School, class_ids: dict[str, int], membership_ids: dict[PersonRow, int]
) -> None:
    """A list that says nothing of classes leaves everybody where they are."""
    changed: dict[PersonRow, int] = {row: known.id for row, known in plan.students.changed}
    changed |= {row: known.id for row, known in plan.teachers.changed}
    told = {row: pk for row, pk in changed.items() if _class_names(row) is not None}
    Enrolment.objects.filter(membership__in=told.values()).delete()
    enrolments = (
        (school.pk, class_ids[fold(name)], pk)
        for row, pk in (membership_ids | told).items()
        for name in _class_names(row) or ()
    )
    insert_rows(Enrolment, ("school", "school_class", "membership"), enrolments)


def _class_names(row: PersonRow) -> tuple[str, ...] | None:
    return row.class_names if isinstance(row, ClassMemberRow) else ()


def _link_families(plan: RollPlan, school: School, membership_ids: dict[PersonRow, int]) -> None:
    ids = membership_ids | {guardian.row: known.id for guardian, known in plan.parents.matched()}
    ids |= {row: known.id for row, known in plan.students.matched()}

    def id_of(child: Child) -> int:
        return child.id if isinstance(child, KnownStudent) else ids[child]

    links = (
        (school.pk, ids[guardian.row], id_of(child)) for guardian, child in plan.guardian_links.new
    )
    insert_rows(Guardianship, ("school", "guardian", "student"), links)
