"""Whoever holds a code chooses the password: nobody comes by more than they may give away."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from accounts.actions.activation import activate_account, issue_activation_code
from accounts.actions.codes import issue_codes
from accounts.actions.move_school import (
    TransferNotAccepted,
    make_transfer_code,
    take_account_over,
)
from accounts.actions.pictures import choose_pictures
from accounts.choices import Duty, Profile
from accounts.entrance import tries
from accounts.entrance.codes import digest_of
from accounts.entrance.entrants import entrant_with_card
from accounts.entrance.proofs import ProofNotAccepted
from accounts.models import Membership, School, SchoolClass, User
from accounts.policies import can_take_over
from accounts.reach import AccountOfOtherSchools
from core import clock, wall
from tests.cast import Cast, Troupe
from tests.client import SchoolClient
from tests.factories.accounts import EnrolmentFactory, MembershipFactory

ClientFor = Callable[[Membership], SchoolClient]
NEW = "chat-orage-tambour"
CLOSED = {"closed_at": clock.now}
BLOCKED = {"blocked_at": clock.now}
PICTURES = ["cat", "apple", "car"]


@pytest.fixture
def invited(cast: Cast) -> Membership:
    """A parent of the teacher's class whose account nobody has opened yet."""
    return unopened(cast.father)


def unopened(person: Membership) -> Membership:
    person.user.set_unusable_password()
    person.user.save()
    return person


def more(
    troupe: Troupe, person: Membership, profile: Profile = Profile.STAFF, *duties: Duty
) -> Membership:
    return MembershipFactory(
        school=troupe.school, user=person.user, profile=profile, duties=list(duties)
    )


def change(person: Membership, **moments: Callable[[], object]) -> None:
    Membership.objects.filter(pk=person.pk).update(**{k: now() for k, now in moments.items()})


def opens(person: Membership, code: str) -> bool:
    try:
        with wall.within():
            activate_account(login=person.user.username, code=code, password=NEW)
    except (ProofNotAccepted, AccountOfOtherSchools):
        return False
    finally:
        tries.forget_tries(person.user.username)
    user = User.objects.get(pk=person.user_id)
    assert user.check_password(NEW)
    return True


# -- Codes -------------------------------------------------------------------------------------


def test_a_teachers_code_opens_a_parent(cast: Cast, invited: Membership) -> None:
    assert opens(invited, issue_activation_code(cast.teacher, membership=invited))


@pytest.mark.parametrize("state", [{}, BLOCKED, CLOSED], ids=["usable", "blocked", "closed"])
@pytest.mark.parametrize("profile", [Profile.STAFF, Profile.TEACHER, Profile.GUEST])
def test_a_teachers_code_opens_nobody_who_is_more_in_another_school(
    cast: Cast, invited: Membership, profile: Profile, state: dict[str, Callable[[], object]]
) -> None:
    code = issue_activation_code(cast.teacher, membership=invited)
    change(more(cast.other, invited, profile), **state)
    assert not opens(invited, code)


@pytest.mark.parametrize("state", [{}, BLOCKED, CLOSED], ids=["usable", "blocked", "closed"])
def test_a_teachers_code_opens_nobody_who_has_become_more_since(
    cast: Cast, invited: Membership, state: dict[str, Callable[[], object]]
) -> None:
    code = issue_activation_code(cast.teacher, membership=invited)
    change(more(cast, invited, Profile.STAFF, Duty.LOCAL_ADMINISTRATOR), **state)
    assert not opens(invited, code)
    with pytest.raises(PermissionDenied):
        issue_activation_code(cast.teacher, membership=invited)
    assert opens(invited, issue_activation_code(cast.administrator, membership=invited))


@pytest.mark.parametrize("state", [{}, BLOCKED], ids=["usable", "blocked"])
def test_no_school_opens_the_administrator_of_another(
    cast: Cast, invited: Membership, state: dict[str, Callable[[], object]]
) -> None:
    """Not even its administrator: the password is that of both."""
    change(more(cast.other, invited, Profile.STAFF, Duty.LOCAL_ADMINISTRATOR), **state)
    assert not opens(invited, issue_activation_code(cast.administrator, membership=invited))


def test_the_school_where_somebody_works_opens_them(cast: Cast, invited: Membership) -> None:
    there = more(cast.other, invited, Profile.STAFF, Duty.LOCAL_ADMINISTRATOR)
    assert opens(invited, issue_activation_code(cast.other.administrator, membership=there))


@pytest.mark.parametrize("state", [{}, BLOCKED], ids=["usable", "blocked"])
def test_no_school_replaces_a_password_that_another_relies_on(
    cast: Cast, state: dict[str, Callable[[], object]]
) -> None:
    """Also while it is blocked there: the block ends, and whoever has the password comes in."""
    change(cast.other.parent_in_both, **state)
    code = issue_activation_code(cast.administrator, membership=cast.parent_in_both)
    assert not opens(cast.parent_in_both, code)
    change(cast.other.parent_in_both, **CLOSED)
    assert opens(cast.parent_in_both, code)


def test_whoever_makes_codes_gets_no_further_guesses_at_an_account_of_others(cast: Cast) -> None:
    def guess(person: Membership) -> int:
        guessed = 0
        for _ in range(30):
            try:
                tries.count_try(person.user.username)
            except tries.TooManyTries:
                issue_activation_code(cast.teacher, membership=person)
            else:
                guessed += 1
        return guessed

    assert guess(cast.parent_in_both) == tries.TRIES
    assert guess(cast.father) > tries.TRIES, "whose account is their school's alone to open"


def test_the_operator_opens_whom_no_school_opens_alone(cast: Cast) -> None:
    said = StringIO()
    login = cast.parent_in_both.user.username
    call_command("make_code", login, "--school", cast.school.name, stdout=said)
    assert opens(cast.parent_in_both, said.getvalue().split()[-1])
    for wrong in (["nobody.atall", "--school", cast.school.name], [login, "--school", "None"]):
        with pytest.raises(CommandError):
            call_command("make_code", *wrong)


# -- Cards -------------------------------------------------------------------------------------


@pytest.fixture
def child_of_two(cast: Cast) -> Membership:
    """Who comes in with pictures at the other school, and is also in the class of the teacher."""
    School.objects.update(pictures_up_to=4)
    there = unopened(cast.other.student)
    assert has_chosen(cast.other.teacher, there)
    child = MembershipFactory(school=cast.school, user=there.user)
    EnrolmentFactory(school=cast.school, school_class=cast.cm1, membership=child)
    return child


def has_chosen(by: Membership, child: Membership) -> bool:
    (issued,) = issue_codes(by, people=[child], forget_pictures=True)
    with wall.within():
        entrant = entrant_with_card(login=child.user.username, code=issued.code)
        try:
            choose_pictures(entrant, pictures=PICTURES)
        except AccountOfOtherSchools:
            return False
    child.user.refresh_from_db()
    return True


def test_a_card_does_not_replace_the_pictures_of_another_school(
    cast: Cast, child_of_two: Membership
) -> None:
    before = child_of_two.user.password
    assert not has_chosen(cast.teacher, child_of_two)
    child_of_two.user.refresh_from_db()
    assert child_of_two.user.password == before


def test_a_child_of_two_schools_outgrows_the_pictures_too(
    cast: Cast, child_of_two: Membership, client: SchoolClient
) -> None:
    """The password is chosen by who has just touched the pictures: nobody is asked."""
    SchoolClass.objects.filter(school=cast.other.school).update(level="6e")
    code = "KTRC-7DHN-4WPX"
    cast.other.student.cards.update(digest=digest_of(code))
    client.post("/card/", {"login": child_of_two.user.username, "code": code})
    for place, picture in enumerate(PICTURES):
        answer = client.post("/card/pictures/", {"touched": PICTURES[:place], "picture": picture})
    assert answer["Location"] == "/password/choose/"
    answer = client.post("/password/choose/", {"password": NEW, "again": NEW})
    assert answer.status_code == 302
    child_of_two.user.refresh_from_db()
    assert child_of_two.user.check_password(NEW)


# -- Moving ------------------------------------------------------------------------------------


@pytest.fixture
def newcomer(cast: Cast) -> Membership:
    """Whom the other school expects: of the name of a parent here, and nobody came yet."""
    name = {
        "first_name": cast.father.user.first_name,
        "last_name": cast.father.user.last_name,
        "folded_name": cast.father.user.folded_name,
    }
    person = MembershipFactory(school=cast.other.school, profile=Profile.STAFF)
    User.objects.filter(pk=person.user_id).update(**name, password="!", last_login=None)
    return Membership.objects.select_related("user").get(pk=person.pk)


def test_an_account_taken_over_brings_no_duty(cast: Cast, newcomer: Membership) -> None:
    assert can_take_over(cast.other.administrator, newcomer)
    newcomer.duties = [Duty.LOCAL_ADMINISTRATOR]
    newcomer.save()
    assert not can_take_over(cast.other.administrator, newcomer)
    parent = more(cast.other, newcomer, Profile.PARENT)
    assert not can_take_over(cast.other.administrator, parent)


def test_two_schools_do_not_decide_for_a_third(cast: Cast, newcomer: Membership) -> None:
    third = School.objects.create(name="École Simone-Veil", language="fr")
    there = MembershipFactory(school=third, user=newcomer.user, profile=Profile.TEACHER)
    code = make_transfer_code(cast.administrator, membership=cast.father)
    with wall.as_person(cast.other.administrator.user_id), pytest.raises(TransferNotAccepted):
        take_account_over(cast.other.administrator, membership=newcomer, code=code)
    there.refresh_from_db()
    assert there.user_id == newcomer.user_id
