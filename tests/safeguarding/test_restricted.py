"""Of a concern knows who wrote it, who protects children, and whom they named: nobody else."""

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.choices import Duty, Profile
from accounts.deciding import NotAllowed
from accounts.models import Guardianship, Membership
from charters.actions import charter_in_force, sign_charter
from core import clock, wall
from moderation.routing import DUTIES, Desk
from retention.actions.close import close_accounts
from retention.actions.erase import erase_due
from retention.proof import traces_of
from safeguarding.actions.follow_up import ask_for_action
from safeguarding.actions.readers import end_reader, name_reader
from safeguarding.actions.watch import watch_concerns
from safeguarding.actions.write import NobodyThere, write_concern
from safeguarding.models import Concern, ConcernAction
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.accounts import MembershipFactory
from tests.factories.safeguarding import ConcernActionFactory, ConcernFactory
from tests.retention.conftest import days_later
from tests.safeguarding.conftest import SEEN, written

ClientFor = Callable[[Membership], SchoolClient]


def who_sees(cast: Cast, table: str = "safeguarding_concern") -> set[str]:
    """Counted by PostgreSQL, past every filter of ours."""
    seeing = set()
    for part, person in cast.people.items():
        with wall.as_person(person.user_id), connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            if cursor.fetchone()[0]:
                seeing.add(part)
    return seeing


def test_it_is_there_for_its_desk_and_for_who_wrote_it(cast: Cast, concern: Concern) -> None:
    assert who_sees(cast) == {"lead", "teacher"}
    with wall.as_person(cast.other.lead.user_id):
        assert not Concern.objects.exists()
    assert not Concern.objects.exists(), "the program sees it no more than anybody"


def test_whoever_is_named_reads_it_until_they_are_not(cast: Cast, concern: Concern) -> None:
    with wall.as_person(cast.lead.user_id):
        name_reader(cast.lead, concern=concern, reader=cast.ce2_teacher)
    assert who_sees(cast) == {"lead", "teacher", "ce2_teacher"}
    with wall.as_person(cast.lead.user_id):
        end_reader(cast.lead, concern=concern, reader=cast.ce2_teacher)
    assert who_sees(cast) == {"lead", "teacher"}


def test_what_is_done_about_it_is_seen_by_whoever_sees_it(cast: Cast, concern: Concern) -> None:
    with wall.protection_open():
        ConcernActionFactory(school=cast.school, concern=concern, owner=cast.lead)
    assert who_sees(cast, "safeguarding_concernaction") == {"lead", "teacher"}


@pytest.mark.parametrize("desk", sorted(DUTIES))
def test_postgresql_seats_at_a_desk_whom_the_table_seats_there(cast: Cast, desk: Desk) -> None:
    with wall.protection_open():
        ConcernFactory(school=cast.school, child=cast.student, by=None, desk=desk)
    for duty in Duty:
        holder = MembershipFactory(school=cast.school, profile="staff", duties=[duty])
        with wall.as_person(holder.user_id):
            assert Concern.objects.exists() == (duty in DUTIES[desk]), duty


@pytest.mark.parametrize(
    ("about", "desk"),
    [
        ("family", Desk.SAFEGUARDING),
        ("staff", Desk.SAFEGUARDING),
        ("lead", Desk.HEAD),
        ("head", Desk.ABOVE_HEAD),
    ],
)
def test_nobody_reads_what_is_about_themselves(cast: Cast, about: str, desk: Desk) -> None:
    assert written(cast, about=about).desk == desk


def test_no_lead_reads_about_their_own_child(
    cast: Cast, concern: Concern, client_for: ClientFor
) -> None:
    parent = MembershipFactory(school=cast.school, profile="parent", user=cast.lead.user)
    sign_charter(parent, version=charter_in_force(cast.school, Profile.PARENT))
    Guardianship.objects.create(school=cast.school, guardian=parent, student=cast.student)
    page = f"/schools/{cast.school.pk}/concerns/{concern.pk}/"
    assert client_for(cast.lead).get(page).status_code == 404
    assert written(cast).desk == Desk.HEAD
    watch_concerns()
    with wall.protection_open():
        concern.refresh_from_db()
    assert concern.desk == Desk.HEAD
    assert client_for(cast.head).get(page).status_code == 200


def test_no_parent_of_the_child_is_named_to_read_it(cast: Cast, concern: Concern) -> None:
    parent = MembershipFactory(school=cast.school, profile="parent", user=cast.staff.user)
    Guardianship.objects.create(school=cast.school, guardian=parent, student=cast.student)
    with wall.as_person(cast.lead.user_id):
        for nobody in (cast.staff, cast.mother, cast.classmate, cast.guest):
            with pytest.raises(NotAllowed):
                name_reader(cast.lead, concern=concern, reader=nobody)


def test_only_who_looks_after_it_says_who_reads_and_who_does_what(
    cast: Cast, concern: Concern
) -> None:
    action = ConcernAction(what="Appeler.", owner=cast.teacher, due_on=clock.today())
    for part in ("teacher", "administrator", "head"):
        by = cast.people[part]
        with wall.as_person(by.user_id):
            with pytest.raises(NotAllowed):
                name_reader(by, concern=concern, reader=cast.ce2_teacher)
            with pytest.raises(NotAllowed):
                ask_for_action(by, concern=concern, action=action)


def test_only_whoever_works_there_writes_and_about_students_alone(cast: Cast) -> None:
    for part in ("mother", "classmate", "guest"):
        with pytest.raises(NotAllowed):
            written(cast, by=part)
    for nobody in (cast.mother, cast.other.student):
        with wall.as_person(cast.teacher.user_id), pytest.raises(NotAllowed):
            write_concern(cast.teacher, child=nobody, concern=Concern())


def test_where_nobody_can_read_it_nothing_is_kept_and_nothing_is_lost(
    cast: Cast, client_for: ClientFor
) -> None:
    Membership.objects.filter(school=cast.school, duties__overlap=sorted(Duty)).exclude(
        pk=cast.administrator.pk
    ).update(closed_at=clock.now())
    with pytest.raises(NobodyThere):
        written(cast, about="head")
    page = f"/schools/{cast.school.pk}/people/{cast.student.pk}/concern/"
    said = {"kind": "mood", "happened_on": "2026-01-05", "words": SEEN, "about": "head"}
    answer = client_for(cast.teacher).post(page, said)
    assert answer.status_code == 422
    assert SEEN in answer.content.decode()
    with wall.protection_open():
        assert not Concern.objects.exists()


def test_those_who_run_the_program_hear_of_one_that_nobody_can_look_after(
    cast: Cast, concern: Concern
) -> None:
    call_command("check_cases")
    everybody = Membership.objects.filter(school=cast.school.pk, duties__overlap=sorted(Duty))
    everybody.update(closed_at=clock.now())
    watch_concerns()
    with pytest.raises(CommandError) as alone:
        call_command("check_cases")
    assert cast.school.name in str(alone.value) and "inquiétudes" in str(alone.value)
    assert SEEN not in str(alone.value) and cast.other.school.name not in str(alone.value)


def test_what_was_written_is_changed_and_deleted_by_nobody(cast: Cast, concern: Concern) -> None:
    with wall.protection_open():
        for attempt in (
            lambda: Concern.objects.filter(pk=concern.pk).update(words="Rien."),
            lambda: Concern.objects.filter(pk=concern.pk).delete(),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()
        concern.refresh_from_db()
    assert concern.words == SEEN


def test_it_goes_with_the_account_of_the_child_and_stays_without_its_author(
    cast: Cast, concern: Concern
) -> None:
    with wall.as_person(cast.lead.user_id):
        name_reader(cast.lead, concern=concern, reader=cast.ce2_teacher)
    close_accounts(cast.administrator, memberships=[cast.teacher], reason="Partie.")
    with days_later(90):
        erase_due()
        with wall.protection_open():
            concern.refresh_from_db()
        assert (concern.by, concern.words) == (None, SEEN)
        close_accounts(cast.administrator, memberships=[cast.student], reason="Partie.")
    with days_later(181):
        erase_due()
    with wall.protection_open():
        assert not Concern.objects.exists()
    assert "safeguarding_concern.words" not in traces_of([SEEN])


def test_the_log_of_the_school_says_nothing_of_it(
    cast: Cast, concern: Concern, client_for: ClientFor
) -> None:
    client_for(cast.lead).get(f"/schools/{cast.school.pk}/concerns/{concern.pk}/")
    log = client_for(cast.administrator).get(f"/schools/{cast.school.pk}/log/")
    assert log.status_code == 200
    shown = log.content.decode()
    assert "concern" not in shown.replace("/concerns/", "")


def test_no_page_of_the_child_or_its_family_says_that_it_is_there(
    cast: Cast, concern: Concern, client_for: ClientFor
) -> None:
    for part in ("student", "mother", "administrator", "head"):
        client = client_for(cast.people[part])
        for page in ("", f"concerns/{concern.pk}/", f"people/{cast.student.pk}/concerns/"):
            answer = client.get(f"/schools/{cast.school.pk}/{page}" if page else "/", follow=True)
            assert SEEN not in answer.content.decode()
            if page:
                assert answer.status_code == 404
