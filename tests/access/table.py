"""The shape of the table: one row for each method of each route."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.access.people import SIGNED_IN
from tests.access.scene import Scene

OK = "200"
TO_SIGN_IN = "-> account_login"
MISSING = "missing"


def nothing(scene: Scene) -> dict[str, Any]:
    return {}


def of_school(scene: Scene) -> dict[str, Any]:
    return {"school_id": scene.school.pk}


@dataclass(frozen=True, kw_only=True)
class Row:
    """Who gets what from a route, the others being told that there is nothing.

    An answer is a status, or an arrow and the route that the person is sent to. `unlike` are those
    who get another answer than the others that `may`.
    """

    route: str
    method: Literal["GET", "POST"] = "GET"
    args: Callable[[Scene], dict[str, Any]] = nothing
    data: Callable[[Scene], dict[str, Any]] = nothing
    may: frozenset[str] | set[str] = field(default_factory=lambda: frozenset(SIGNED_IN))
    answer: str = OK
    anonymous: str = TO_SIGN_IN
    unlike: Mapping[str, str] = field(default_factory=dict)

    def expected_of(self, kind: str) -> str:
        return self.unlike.get(kind, self.answer if kind in self.may else MISSING)


def get(route: str, **columns: Any) -> Row:
    return Row(route=route, **columns)


def post(route: str, *, to: str, **columns: Any) -> Row:
    """A row for a form that, once accepted, sends on to the route `to`."""
    return Row(route=route, method="POST", answer=f"-> {to}", **columns)
