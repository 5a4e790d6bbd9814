import pytest

from core import wall
from safeguarding.actions.write import write_concern
from safeguarding.models import Concern
from tests.cast import Cast, Troupe

SEEN = "Elle pleure chaque lundi matin."


def written(cast: Troupe, by: str = "teacher", **said: object) -> Concern:
    """What somebody of the cast wrote about the student."""
    known = {"kind": "mood", "happened_on": "2026-01-05", "words": SEEN, "about": "family"}
    concern = Concern(**known | said)
    writer = cast.people[by]
    with wall.as_person(writer.user_id):
        write_concern(writer, child=cast.student, concern=concern)
    return concern


@pytest.fixture
def concern(cast: Cast) -> Concern:
    """The teacher's, about the student; it lies with the safeguarding lead."""
    return written(cast)
