import pytest

from core import wall
from moderation.models import Case
from newsfeed.models import Comment, Entry
from tests.cast import Cast
from tests.factories.moderation import CaseFactory, EvidenceFactory, ReportFactory
from tests.factories.newsfeed import CommentFactory, EntryFactory

UNKIND = "T’es trop nul, reste chez toi."


def words_kept(case: Case) -> list[str]:
    """Each wording, in the order in which they were kept."""
    return list(case.evidence.order_by("number").values_list("words", flat=True))


def the_case() -> Case:
    """The only one, restricted or not."""
    with wall.protection_open():
        return Case.objects.get()


@pytest.fixture
def entry(cast: Cast) -> Entry:
    """An entry to the whole of CM1."""
    audience = [cast.group("class", of=cast.cm1)]
    made: Entry = EntryFactory(school=cast.school, author=cast.teacher, audience=audience)
    return made


@pytest.fixture
def comment(cast: Cast, entry: Entry) -> Comment:
    """Unkind words of the classmate, which the student sees."""
    made: Comment = CommentFactory(
        school=cast.school, entry=entry, author=cast.classmate, body=UNKIND
    )
    return made


@pytest.fixture
def case(cast: Cast, comment: Comment) -> Case:
    """The student reported the comment."""
    made: Case = CaseFactory(school=cast.school, target_id=comment.pk, accused=cast.classmate)
    EvidenceFactory(school=cast.school, case=made, words=UNKIND)
    ReportFactory(school=cast.school, case=made, reporter=cast.student, note="Tous les jours.")
    return made
