"""Whatever changes rights, makes a way in or leaves as a file asks once more who is there.

No list that forgets: everything of the table is tried, and what it did is looked at.
"""

from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.urls import resolve, reverse

from accounts.models import ActivationCode, ContactRule, Membership, SignInCard, TransferCode
from core import clock
from tests.access.people import members
from tests.access.scene import Scene
from tests.access.table import Row
from tests.access.test_routes import IN_USE, named, undone
from tests.accounts.test_reauthentication import LATER
from tests.cast import Cast
from tests.client import SchoolClient, signed_in

# A file, and yet of nobody, or no more than the page it is on.
HARMLESS = {"accounts:roll_sample", "newsfeed:calendar"}
RIGHTS = ("pk", "user", "duties", "blocked_at", "closed_at")
WAYS_IN = {
    Authenticator: ("pk", "user", "type"),
    ActivationCode: ("pk", "revoked_at"),
    TransferCode: ("pk", "revoked_at"),
    SignInCard: ("pk", "digest"),
    # Not into an account, but to people.
    ContactRule: ("pk", "within"),
}


def asks_again(row: Row, scene: Scene) -> bool:
    view = resolve(reverse(row.route, kwargs=row.args(scene))).func
    return getattr(view, "asks_again", False)


def rights() -> list[str]:
    return [str(each) for each in Membership.objects.order_by("pk").values_list(*RIGHTS)]


def ways_in() -> list[str]:
    return [
        str(each)
        for model, columns in WAYS_IN.items()
        for each in model.objects.order_by("pk").values_list(*columns)
    ]


def sent(client: SchoolClient, row: Row, scene: Scene) -> tuple[Any, bool]:
    """The answer, and whether it gave a file away, changed somebody's rights or made a way in."""
    ask = client.post if row.method == "POST" else client.get
    with undone():
        before = rights(), ways_in()
        answer = ask(reverse(row.route, kwargs=row.args(scene)), row.data(scene))
        changed = bool({*before[0]} - {*rights()}) or before[1] != ways_in()
    is_file = "attachment" in answer.get("Content-Disposition", "")
    return answer, changed or (is_file and row.route not in HARMLESS)


@pytest.mark.parametrize("row", [row for row in IN_USE if row.may], ids=named)
def test_what_matters_to_others_asks_again(cast: Cast, scene: Scene, row: Row) -> None:
    """And what asks does nothing before it is answered."""
    somebody = next(iter(members(cast, row.may).values()))
    _answer, mattered = sent(signed_in(somebody), row, scene)
    asks = asks_again(row, scene)
    assert asks or not mattered
    if asks and row.method == "POST":
        client = signed_in(somebody)
        with time_machine.travel(clock.now() + LATER):
            answer, mattered = sent(client, row, scene)
        assert "proof-asked" in answer.content.decode()
        assert not mattered


def test_the_roll_gives_duties_and_is_asked_for_too(cast: Cast, scene: Scene) -> None:
    """It is applied beside the pages, where the table does not see it."""
    (row,) = (row for row in IN_USE if row.route == "accounts:apply_roll_import")
    assert asks_again(row, scene)
