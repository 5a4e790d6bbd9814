"""Importing a roll into a school that has none of its people yet, and again."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from pytest_django import DjangoAssertNumQueries

from accounts import tasks
from accounts.actions import import_roll as importing
from accounts.actions.finish_roll_import import forget_old_previews
from accounts.actions.import_roll import RollHasErrors, import_roll
from accounts.actions.roll_imports import (
    NotToBeChanged,
    confirm_roll_import,
    give_up_roll_import,
    leave_roll_line_out,
    prepare_roll_import,
    try_roll_import_again,
)
from accounts.choices import Duty, GroupKind, Profile
from accounts.demo.rolls import invent_roll
from accounts.models import (
    Enrolment,
    Group,
    GroupMember,
    Guardianship,
    Membership,
    RollImport,
    School,
    SchoolClass,
    User,
)
from accounts.querysets import ROLL_PREVIEW_KEPT
from accounts.roll.outcome import outcome_of
from accounts.roll.problems import Kind
from accounts.roll.reading import read_roll
from accounts.roll.records import Place
from audit.models import Event
from core import clock, wall
from tests.accounts.test_be1d import read
from tests.cast import Cast
from tests.factories.accounts import MembershipFactory, SchoolFactory

pytestmark = pytest.mark.django_db

FAMILY = (
    "ROUX;;Léa;2015-03-02;;CP;CP\nROUX;;Tom;2013-01-31;;CE2;CE2",
    "MME;;ROY;Anne;anne.roy@example.org;oui;CP, CE2",
    "Mme;;PETIT;Ève;eve@example.org;;ROUX;Léa;CP;;ROUX;Tom;CE2\nM.;;ROUX;Max;;;ROUX;Léa;CP",
)


@pytest.fixture
def school() -> School:
    made: School = SchoolFactory()
    return made


def rows_of(school: School) -> dict[str, int]:
    models = (Membership, SchoolClass, Enrolment, Guardianship, Group, GroupMember)
    return {model.__name__: model.objects.filter(school=school).count() for model in models}


def member(school: School, login: str) -> Membership:
    return Membership.objects.select_related("user").get(school=school, user__username=login)


def test_people_get_accounts_classes_and_families(school: School) -> None:
    imported = import_roll(None, school=school, reading=read(*FAMILY))
    assert imported.plan.guardian_links.counts()["new"] == 3
    lea, anne, eve = (member(school, login) for login in ("lea.roux", "anne.roy", "eve.petit"))
    assert lea.profile == Profile.STUDENT
    assert lea.user.birth_date is not None and lea.user.birth_date.isoformat() == "2015-03-02"
    assert lea.state == "invited"
    assert anne.duties == [Duty.HEAD]
    assert anne.user.email == "anne.roy@example.org"
    classes = Enrolment.objects.filter(membership=anne).values_list("school_class__name", flat=True)
    assert set(classes) == {"CP", "CE2"}
    children = Guardianship.objects.filter(guardian=eve).values_list("student__user__username")
    assert {login for (login,) in children} == {"lea.roux", "tom.roux"}
    in_ce2 = GroupMember.objects.filter(
        group__kind=GroupKind.CLASS, group__profile="parent", group__school_class__name="CE2"
    )
    assert [m.membership_id for m in in_ce2.filter(school=school)] == [eve.pk]


def test_the_same_roll_again_changes_no_row(school: School) -> None:
    reading = read_roll(invent_roll("again", students=60))
    first = import_roll(None, school=school, reading=reading)
    rows = rows_of(school)
    logins = set(Membership.objects.filter(school=school).values_list("user__username", flat=True))
    again = import_roll(None, school=school, reading=reading)
    assert rows_of(school) == rows
    assert all(
        not (counts["new"] or counts["changed"] or counts["missing"])
        for counts in again.plan.counts().values()
    )
    ids = [outcome_of(each.plan, each.made)["homonyms"] for each in (again, first)]
    assert sorted(map(sorted, ids[0])) == sorted(map(sorted, ids[1]))
    members = Membership.objects.filter(school=school)
    assert set(members.values_list("user__username", flat=True)) == logins


def test_a_child_who_moves_up_leaves_the_class_and_its_groups_at_once(school: School) -> None:
    import_roll(None, school=school, reading=read(*FAMILY))
    lea = member(school, "lea.roux")
    moved = (
        FAMILY[0].replace("CP;CP", "CE1;CE1"),
        FAMILY[1],
        FAMILY[2].replace("Léa;CP", "Léa;CE1"),
    )
    import_roll(None, school=school, reading=read(*moved))
    assert member(school, "lea.roux").pk == lea.pk
    classes = Enrolment.objects.filter(membership=lea).values_list("school_class__name", flat=True)
    assert list(classes) == ["CE1"]
    groups = GroupMember.objects.filter(membership=lea, group__kind=GroupKind.CLASS)
    names = groups.values_list("group__school_class__name", flat=True)
    assert set(names) == {"CE1"}


def test_duties_the_roll_knows_nothing_of_stay(school: School) -> None:
    import_roll(None, school=school, reading=read(*FAMILY))
    Membership.objects.filter(user__username="anne.roy").update(
        duties=[Duty.LOCAL_ADMINISTRATOR, Duty.HEAD]
    )
    no_longer_head = (FAMILY[0], FAMILY[1].replace("oui", "non"), FAMILY[2])
    import_roll(None, school=school, reading=read(*no_longer_head))
    assert member(school, "anne.roy").duties == [Duty.LOCAL_ADMINISTRATOR]


def test_who_is_missing_stays(school: School) -> None:
    import_roll(None, school=school, reading=read(*FAMILY))
    rows = rows_of(school)
    only_tom = read(FAMILY[0].splitlines()[1], FAMILY[1].replace("CP, ", ""), "M.;;ROUX;Max")
    plan = import_roll(None, school=school, reading=only_tom).plan
    assert plan.students.counts()["missing"] == 1
    assert plan.parents.counts()["missing"] == 2
    assert rows_of(school)["Membership"] == rows["Membership"] + 1
    assert rows_of(school)["Guardianship"] == rows["Guardianship"]


def test_a_closed_account_on_the_roll_stays_closed_and_the_only_one(school: School) -> None:
    import_roll(None, school=school, reading=read(*FAMILY))
    rows = rows_of(school)["Membership"]
    closed = Membership.objects.filter(user__username__in=["lea.roux", "max.roux"])
    closed.update(closed_at=clock.now())
    plan = import_roll(None, school=school, reading=read(*FAMILY)).plan
    assert {problem.kind for problem in plan.problems} == {Kind.ACCOUNT_CLOSED}
    assert len(plan.problems) == closed.filter(closed_at__isnull=False).count() == 2
    assert rows_of(school)["Membership"] == rows
    only_tom = read(FAMILY[0].splitlines()[1], FAMILY[1].replace("CP, ", ""))
    assert import_roll(None, school=school, reading=only_tom).plan.students.missing == []


def test_a_corrected_name_is_taken_over_and_a_corrected_accent_kept(school: School) -> None:
    import_roll(None, school=school, reading=read("ROUX;;Lea;2015-03-02;;CP;CP"))
    User.objects.filter(username="lea.roux").update(first_name="Léa")
    import_roll(None, school=school, reading=read("ROUX;DUPIN;Lea;2015-03-02;;CP;CP"))
    user = member(school, "lea.roux").user
    assert (user.first_name, user.last_name, user.folded_name) == ("Léa", "Dupin", "dupin lea")


def test_what_another_school_relies_on_stays_and_is_said(school: School) -> None:
    import_roll(None, school=school, reading=read("ROUX;;Lea;2015-03-02;;CP;CP"))
    lea = member(school, "lea.roux").user
    MembershipFactory(user=lea, school=SchoolFactory())
    for _time in range(2):
        reading = read("ROUX;DUPIN;Lea;2015-03-02;;CE1;CE1")
        plan = import_roll(None, school=school, reading=reading).plan
        assert [each.kind for each in plan.problems] == [Kind.ACCOUNT_OF_OTHER_SCHOOLS]
    assert plan.students.counts()["unchanged"] == 1
    lea.refresh_from_db()
    assert (lea.first_name, lea.last_name, lea.folded_name) == ("Lea", "Roux", "roux lea")
    assert str(lea.birth_date) == "2015-03-02"
    enrolled = Enrolment.objects.get(membership__user=lea, school=school)
    assert enrolled.school_class.name == "CE1"


def test_logins_are_unique_on_the_whole_platform(school: School) -> None:
    other = SchoolFactory.create()
    for each in (school, other):
        import_roll(None, school=each, reading=read("ROUX;;Léa;2015-03-02;;CP;CP"))
    assert member(school, "lea.roux")
    assert member(other, "lea.roux2")
    import_roll(None, school=other, reading=read("ROUX2;;Léa;2015-03-02;;CP;CP"))
    assert member(other, "lea.roux22")


def test_the_schools_other_rows_and_the_other_school_are_untouched(
    cast: Cast, school: School
) -> None:
    before = rows_of(cast.school)
    import_roll(None, school=school, reading=read_roll(invent_roll("far", students=30)))
    assert rows_of(cast.school) == before


def test_an_import_costs_the_same_queries_whatever_the_numbers(
    school: School, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    reading = read_roll(invent_roll("many", students=400))
    with django_assert_max_num_queries(45):
        import_roll(None, school=school, reading=reading)


def test_it_is_recorded_with_numbers_and_no_name(cast: Cast) -> None:
    import_roll(cast.administrator, school=cast.school, reading=read(*FAMILY))
    event = Event.objects.filter(verb="import_roll").latest("at")
    assert event.actor is not None and event.actor.membership_id == cast.administrator.pk
    assert event.facts["counts"]["students"]["new"] == 2
    assert "roux" not in str(event.facts).lower()


def test_only_a_local_administrator_of_the_school_imports(cast: Cast) -> None:
    reading = read(*FAMILY)
    for by in (cast.teacher, cast.head, cast.other.administrator):
        with pytest.raises(PermissionDenied):
            import_roll(by, school=cast.school, reading=reading)


def test_a_roll_with_errors_imports_nothing(school: School) -> None:
    with pytest.raises(RollHasErrors):
        import_roll(None, school=school, reading=read(FAMILY[0] + "\nDUPIN;;Zoé;;;CP;CP"))
    assert rows_of(school)["Membership"] == 0


def test_what_fails_half_way_leaves_nothing(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(school_id: int) -> None:
        raise DatabaseError

    monkeypatch.setattr(importing, "sync_groups", fail)
    users = User.objects.count()
    with pytest.raises(DatabaseError):
        import_roll(None, school=school, reading=read(*FAMILY))
    assert rows_of(school)["Membership"] == 0
    assert User.objects.count() == users


def test_progress_only_goes_on(school: School) -> None:
    heard: list[int] = []
    import_roll(None, school=school, reading=read(*FAMILY), progress=heard.append)
    assert heard == sorted(heard)
    assert heard[0] > 0 and heard[-1] < 100


@pytest.fixture
def prepared(cast: Cast) -> RollImport:
    files = invent_roll("page", students=20)
    return prepare_roll_import(cast.administrator, files=files)


def confirm(by: Membership, roll_import: RollImport) -> None:
    confirm_roll_import(by, roll_import=roll_import, seen=roll_import.findings["fingerprint"])


def test_nothing_changes_before_it_is_confirmed(cast: Cast, prepared: RollImport) -> None:
    rows = rows_of(cast.school)
    tasks.finish_roll_import(cast.school.pk, prepared.pk)
    assert rows_of(cast.school) == rows


def test_a_confirmed_import_is_finished_once_and_forgets_its_files(
    cast: Cast, prepared: RollImport
) -> None:
    confirm(cast.administrator, prepared)
    tasks.finish_roll_import(cast.school.pk, prepared.pk)
    prepared.refresh_from_db()
    assert (prepared.state, prepared.files) == (RollImport.State.DONE, {})
    assert (prepared.choices, prepared.findings) == ({}, {})
    assert prepared.report["counts"]["students"]["new"] == 20
    report = prepared.report
    tasks.finish_roll_import(cast.school.pk, prepared.pk)
    confirm_roll_import(cast.administrator, roll_import=prepared, seen="")
    give_up_roll_import(cast.administrator, roll_import=prepared)
    prepared.refresh_from_db()
    assert (prepared.state, prepared.report) == (RollImport.State.DONE, report)


def test_the_sweep_finishes_what_a_worker_lost(cast: Cast, prepared: RollImport) -> None:
    confirm(cast.administrator, prepared)
    tasks.finish_roll_imports()
    prepared.refresh_from_db()
    assert prepared.state == RollImport.State.DONE


def test_an_import_that_fails_changes_nothing_and_keeps_all_that_was_done(
    cast: Cast, prepared: RollImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place(next(iter(prepared.files)), 2)
    leave_roll_line_out(cast.administrator, roll_import=prepared, place=place, left_out=True)
    prepared.refresh_from_db()
    confirm(cast.administrator, prepared)
    files, choices, rows = prepared.files, prepared.choices, rows_of(cast.school)
    with monkeypatch.context() as patched:
        patched.setattr(importing, "sync_groups", lambda _school: 1 / 0)
        tasks.finish_roll_imports()
    prepared.refresh_from_db()
    assert (prepared.state, prepared.files, prepared.choices) == ("failed", files, choices)
    assert rows_of(cast.school) == rows
    assert Event.objects.filter(verb="fail_roll_import", target_id=prepared.pk).exists()
    try_roll_import_again(cast.administrator, roll_import=prepared)
    with pytest.raises(NotToBeChanged):
        try_roll_import_again(cast.administrator, roll_import=prepared)
    prepared.refresh_from_db()
    confirm(cast.administrator, prepared)
    tasks.finish_roll_imports()
    prepared.refresh_from_db()
    assert (prepared.state, prepared.files) == (RollImport.State.DONE, {})
    assert prepared.report["counts"]["students"]["new"] == 19


def test_a_failed_import_is_forgotten_in_a_day_like_any_other(
    cast: Cast, prepared: RollImport
) -> None:
    confirm(cast.administrator, prepared)
    Membership.objects.filter(pk=cast.administrator.pk).update(duties=[])
    tasks.finish_roll_imports()
    prepared.refresh_from_db()
    assert prepared.state == RollImport.State.FAILED
    with pytest.raises(PermissionDenied):
        try_roll_import_again(cast.teacher, roll_import=prepared)
    with clock.at(clock.now() + ROLL_PREVIEW_KEPT * 2):
        tasks.finish_roll_imports()
    assert not RollImport.objects.filter(pk=prepared.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_imports_at_once_the_second_is_shown_again(cast: Cast) -> None:
    files = invent_roll("two at once", students=20)
    both = [prepare_roll_import(cast.administrator, files=files) for _ in range(2)]
    for roll_import in both:
        confirm(cast.administrator, roll_import)
    together = Barrier(2)

    def finish(roll_import: RollImport) -> None:
        try:
            together.wait()
            tasks.finish_roll_import(cast.school.pk, roll_import.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(finish, both))
    with wall.within(cast.school.pk):
        done, again = sorted(RollImport.objects.all(), key=lambda each: each.state)
        made = Membership.objects.filter(pk__in=done.report["people"]["students"]["new"])
        assert (done.state, again.state) == ("done", "preview")
        assert again.findings["is_renewed"]
        assert again.findings["counts"]["students"]["new"] == 0
        assert made.count() == 20
        assert Event.objects.filter(verb="import_roll").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_import_confirmed_and_finished_twice_at_once_is_applied_once(cast: Cast) -> None:
    files = invent_roll("one twice", students=20)
    roll_import = prepare_roll_import(cast.administrator, files=files)
    together = Barrier(2)

    def finish(_worker: int) -> None:
        try:
            together.wait()
            with wall.within(cast.school.pk):
                confirm(cast.administrator, roll_import)
            tasks.finish_roll_import(cast.school.pk, roll_import.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(finish, range(2)))
    with wall.within(cast.school.pk):
        roll_import.refresh_from_db()
        assert roll_import.state == RollImport.State.DONE
        assert Event.objects.filter(verb="import_roll").count() == 1


def test_files_nobody_decided_about_are_forgotten_in_a_day(
    cast: Cast, prepared: RollImport
) -> None:
    forget_old_previews(cast.school.pk)
    assert RollImport.objects.filter(pk=prepared.pk).exists()
    with clock.at(clock.now() + ROLL_PREVIEW_KEPT * 2):
        tasks.finish_roll_imports()
    assert not RollImport.objects.filter(pk=prepared.pk).exists()


def test_given_up_is_gone(cast: Cast, prepared: RollImport) -> None:
    give_up_roll_import(cast.administrator, roll_import=prepared)
    assert not RollImport.objects.filter(pk=prepared.pk).exists()


def test_strangers_neither_prepare_nor_confirm_nor_give_up(
    cast: Cast, prepared: RollImport
) -> None:
    for by in (cast.teacher, cast.other.administrator):
        with pytest.raises(PermissionDenied):
            confirm(by, prepared)
        with pytest.raises(PermissionDenied):
            give_up_roll_import(by, roll_import=prepared)
    with pytest.raises(PermissionDenied):
        prepare_roll_import(cast.teacher, files={})


def test_a_roll_with_errors_is_kept_and_cannot_be_confirmed(cast: Cast) -> None:
    prepared = prepare_roll_import(cast.administrator, files={"s.csv": b"PK\x03\x04"})
    with pytest.raises(RollHasErrors):
        confirm(cast.administrator, prepared)
