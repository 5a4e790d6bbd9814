"""What somebody reads who is not let in."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.utils import translation

from accounts.choices import Profile
from accounts.models import Membership
from core import clock
from core.templatetags.readable import readable
from moderation.actions.block import block_person
from moderation.actions.profile_blocks import begin_profile_block
from moderation.measures import Grounds
from tests.cast import PASSWORD, Cast
from tests.client import SchoolClient

DAY = timedelta(days=1)
WHY = "Des insultes tous les matins."


@pytest.fixture(autouse=True)
def _in_french() -> Iterator[None]:
    with translation.override("fr"):
        yield


def at_the_door(person: Membership) -> str:
    """What the right password shows."""
    attempt = {"login": person.user.username, "password": PASSWORD}
    answer = SchoolClient().post("/sign-in/", attempt)
    assert answer.status_code == 403
    return str(answer.content.decode())


@pytest.mark.parametrize("length", [DAY, None])
def test_it_says_until_when_somebody_is_blocked_and_never_why(
    cast: Cast, length: timedelta | None
) -> None:
    until = clock.now() + length if length else None
    block_person(cast.administrator, membership=cast.classmate, grounds=Grounds(WHY), until=until)
    said = at_the_door(cast.classmate)
    assert "on ne peut pas entrer avec ce compte" in said
    assert WHY not in said
    assert until is None or readable(until) in said


def shut(cast: Cast, until: datetime | None, profile: Profile = Profile.STUDENT) -> None:
    begin_profile_block(
        cast.administrator,
        school=cast.school,
        profiles=[profile],
        reason="Bonnes vacances !",
        until=until,
    )


@pytest.mark.parametrize("length", [DAY, None])
def test_where_all_of_their_profile_are_out_it_says_so(
    cast: Cast, length: timedelta | None
) -> None:
    until = clock.now() + length if length else None
    shut(cast, until)
    said = at_the_door(cast.student)
    assert ": c’est fermé pour les élèves" in said and "Bonnes vacances !" in said
    assert until is None or readable(until) in said
    assert "on ne peut pas entrer avec ce compte" not in said


def test_of_both_it_says_both_each_with_its_own_end(cast: Cast) -> None:
    soon, late = clock.now() + DAY, clock.now() + 9 * DAY
    block_person(cast.administrator, membership=cast.student, grounds=Grounds(WHY), until=soon)
    shut(cast, late)
    said = at_the_door(cast.student)
    assert said.count(readable(soon)) == said.count(readable(late)) == 1


def test_what_one_school_decided_is_not_said_of_the_other(cast: Cast) -> None:
    ends = [(cast, clock.now() + DAY), (cast.other, clock.now() + 2 * DAY)]
    for troupe, until in ends:
        person = troupe.parent_in_both
        block_person(troupe.administrator, membership=person, grounds=Grounds(WHY), until=until)
    said = at_the_door(cast.parent_in_both)
    for _troupe, until in ends:
        assert said.count(readable(until)) == 1
