"""Every kind of person: nobody, each part of the cast, and twins in the other school."""

from collections.abc import Iterable

from accounts.models import Membership
from tests.cast import PARTS, Cast

NOBODY = "anonymous"
TWINNED = ("student", "mother", "teacher", "staff", "administrator")
TWINS = {f"twin of {part}" for part in TWINNED}
HERE = set(PARTS)
SIGNED_IN = HERE | TWINS

STUDENTS = {"student", "classmate", "ce2_student", "sibling"}
PARENTS = {"mother", "father", "parent_in_both", "ce2_parent"}
TEACHERS = {"teacher", "ce2_teacher"}
STAFF = {"staff", "head", "administrator", "senior", "above", "lead", "coordinator"}
ADMINISTRATOR = {"administrator"}
DESK = {"administrator", "senior"}  # of cases about families
HANDLERS = DESK | {"head", "above", "lead"}
OF_CM1 = {"student", "classmate", "mother", "father", "parent_in_both", "teacher"}


def members(cast: Cast, kinds: Iterable[str]) -> dict[str, Membership]:
    """Who they are, by kind, in a settled order."""
    return {kind: _member(cast, kind) for kind in sorted(kinds)}


def _member(cast: Cast, kind: str) -> Membership:
    _, _, part = kind.rpartition("twin of ")
    troupe = cast.other if part != kind else cast
    return troupe.people[part]
