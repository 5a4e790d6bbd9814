"""Moving to another school of the platform with one's account."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from accounts.actions.move_school import (
    VALIDITY,
    TransferNotAccepted,
    make_transfer_code,
    take_account_over,
)
from accounts.choices import Duty, Profile
from accounts.deciding import NotAllowed
from accounts.entrance.tries import TooManyTries
from accounts.models import GroupMember, JoinedAccount, Membership, TransferCode, User
from audit.models import Event
from core import clock, wall
from retention.actions.close import close_accounts, reopen_account
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.accounts import MembershipFactory, SchoolFactory

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Membership], SchoolClient]
BORN = date(2016, 4, 12)


@pytest.fixture
def leaving(cast: Cast) -> Membership:
    """A student of the cast's school, who has signed in there."""
    person: Membership = cast.student
    User.objects.filter(pk=person.user_id).update(birth_date=BORN, last_login=clock.now())
    return Membership.objects.select_related("user").get(pk=person.pk)


@pytest.fixture
def newcomer(cast: Cast) -> Membership:
    """What the roll of the other school made of the same child."""
    made = MembershipFactory.create(school=cast.other.school, profile=Profile.STUDENT)
    made.user.set_unusable_password()
    made.user.birth_date = BORN
    made.user.last_login = None
    made.user.save()
    return Membership.objects.select_related("user").get(pk=made.pk)


@pytest.fixture
def code(cast: Cast, leaving: Membership) -> str:
    return make_transfer_code(cast.administrator, membership=leaving)


def refused(cast: Cast, newcomer: Membership, code: str) -> bool:
    with pytest.raises(TransferNotAccepted):
        take_account_over(cast.other.administrator, membership=newcomer, code=code)
    return Membership.objects.get(pk=newcomer.pk).user_id == newcomer.user_id


def test_the_account_goes_on_in_the_new_school(
    cast: Cast, leaving: Membership, newcomer: Membership, code: str
) -> None:
    take_account_over(cast.other.administrator, membership=newcomer, code=code.lower())
    newcomer.refresh_from_db()
    assert newcomer.user_id == leaving.user_id
    assert not User.objects.filter(pk=newcomer.user.pk).exclude(pk=leaving.user_id).exists()
    assert Membership.objects.filter(user=leaving.user_id).count() == 2
    assert GroupMember.objects.filter(membership=newcomer, group__kind="school").exists()
    assert JoinedAccount.objects.filter(membership=newcomer).exists()


def test_each_school_reads_its_own_half_in_its_log(
    cast: Cast, leaving: Membership, newcomer: Membership, code: str
) -> None:
    take_account_over(cast.other.administrator, membership=newcomer, code=code)
    here = Event.objects.get(verb="move_away")
    there = Event.objects.get(verb="take_account_over")
    assert (here.school_id, here.target_id, here.actor) == (cast.school.pk, leaving.pk, None)
    assert (there.school_id, there.target_id) == (cast.other.school.pk, newcomer.pk)
    assert there.actor is not None
    assert there.actor.membership_id == cast.other.administrator.pk


def test_a_code_is_used_once(cast: Cast, newcomer: Membership, code: str) -> None:
    take_account_over(cast.other.administrator, membership=newcomer, code=code)
    twin = MembershipFactory.create(school=cast.other.school, profile=Profile.STUDENT)
    User.objects.filter(pk=twin.user_id).update(birth_date=BORN, password="!", last_login=None)
    twin = Membership.objects.select_related("user").get(pk=twin.pk)
    assert refused(cast, twin, code)


def test_a_new_code_revokes_the_former_and_a_code_is_over_in_time(
    cast: Cast, leaving: Membership, newcomer: Membership, code: str
) -> None:
    again = make_transfer_code(cast.administrator, membership=leaving)
    assert refused(cast, newcomer, code)
    with clock.at(clock.now() + VALIDITY + timedelta(seconds=1)):
        assert refused(cast, newcomer, again)
    assert code not in str([*TransferCode.objects.values_list("digest", flat=True)])


def test_closing_the_account_ends_the_code_even_if_it_is_reopened(
    cast: Cast, leaving: Membership, newcomer: Membership, code: str
) -> None:
    close_accounts(cast.administrator, memberships=[leaving], reason="moved")
    assert refused(cast, newcomer, code)
    leaving.refresh_from_db()
    with pytest.raises(NotAllowed):
        make_transfer_code(cast.administrator, membership=leaving)
    reopen_account(cast.administrator, membership=leaving, reason="not yet")
    assert refused(cast, newcomer, code)


@pytest.mark.django_db(transaction=True)
def test_of_two_schools_that_take_one_code_at_once_one_gets_the_account(
    cast: Cast, leaving: Membership, newcomer: Membership, code: str
) -> None:
    third = MembershipFactory.create(
        school=SchoolFactory.create(), profile=Profile.STAFF, duties=[Duty.LOCAL_ADMINISTRATOR]
    )
    twin = MembershipFactory.create(school=third.school, profile=Profile.STUDENT)
    User.objects.filter(pk=twin.user_id).update(birth_date=BORN, password="!", last_login=None)
    together = Barrier(2)

    def take(pair: tuple[Membership, Membership]) -> bool:
        by, person = pair
        try:
            together.wait()
            with wall.within(by.school_id):
                person = Membership.objects.select_related("user").get(pk=person.pk)
                take_account_over(by, membership=person, code=code)
        except TransferNotAccepted:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        won = list(threads.map(take, [(cast.other.administrator, newcomer), (third, twin)]))
    assert sorted(won) == [False, True]
    with wall.within(cast.other.school.pk, third.school_id):
        arrived = Membership.objects.filter(pk__in=[newcomer.pk, twin.pk], user=leaving.user_id)
        assert arrived.count() == 1


def test_another_birth_date_is_another_child(cast: Cast, newcomer: Membership, code: str) -> None:
    User.objects.filter(pk=newcomer.user_id).update(birth_date=BORN + timedelta(days=1))
    assert refused(cast, newcomer, code)


def test_an_adult_needs_the_same_name(cast: Cast) -> None:
    code = make_transfer_code(cast.administrator, membership=cast.father)
    there = MembershipFactory.create(school=cast.other.school, profile=Profile.PARENT)
    User.objects.filter(pk=there.user_id).update(password="!", last_login=None)
    there = Membership.objects.select_related("user").get(pk=there.pk)
    assert refused(cast, there, code)
    name = User.objects.get(pk=cast.father.user_id).folded_name
    User.objects.filter(pk=there.user_id).update(folded_name=name)
    take_account_over(cast.other.administrator, membership=there, code=code)
    assert Membership.objects.get(pk=there.pk).user_id == cast.father.user_id


def test_an_account_that_somebody_uses_gives_way_to_none(
    cast: Cast, newcomer: Membership, code: str
) -> None:
    User.objects.filter(pk=newcomer.user_id).update(last_login=clock.now())
    newcomer = Membership.objects.select_related("user").get(pk=newcomer.pk)
    assert refused(cast, newcomer, code)


def test_who_is_blocked_takes_no_account_along(
    cast: Cast, leaving: Membership, newcomer: Membership, code: str
) -> None:
    Membership.objects.filter(pk=leaving.pk).update(blocked_at=clock.now())
    assert refused(cast, newcomer, code)


def test_codes_cannot_be_tried_without_end(cast: Cast, newcomer: Membership, code: str) -> None:
    by, wrong = cast.other.administrator, "KKKK-KKKK-KKKK"
    looked_at = 0
    with suppress(TooManyTries):
        while looked_at < 100:
            with suppress(TransferNotAccepted):
                take_account_over(by, membership=newcomer, code=wrong)
            looked_at += 1
    assert looked_at <= 20


def test_only_administrators_of_the_two_schools_agree(
    cast: Cast, leaving: Membership, newcomer: Membership, code: str
) -> None:
    for by in (cast.teacher, cast.head, cast.other.administrator):
        with pytest.raises(NotAllowed):
            make_transfer_code(by, membership=leaving)
    with pytest.raises(NotAllowed):
        take_account_over(cast.administrator, membership=newcomer, code=code)


def test_the_pages_tell_the_code_once_and_take_it(
    cast: Cast, client_for: ClientFor, leaving: Membership, newcomer: Membership
) -> None:
    away = reverse("accounts:move_away", args=[cast.school.pk, leaving.pk])
    page = client_for(cast.administrator).post(away)
    code = page.context["code"]
    assert code in page.content.decode()
    assert page["Cache-Control"] and "no-store" in page["Cache-Control"]
    there = client_for(cast.other.administrator)
    over = reverse("accounts:take_over", args=[cast.other.school.pk, newcomer.pk])
    wrong = there.post(over, {"code": "CCCC-CCCC-CCCC"})
    assert wrong.status_code == 422 and "CCCC-CCCC-CCCC" in wrong.content.decode()
    assert there.post(over, {"code": code}).status_code == 302
    assert there.get(over).status_code == 404
    assert (
        there.get(reverse("accounts:person", args=[cast.school.pk, leaving.pk])).status_code == 404
    )
