"""What somebody reads of what was decided about them or about a child of theirs: what, why and on
which words of theirs, and nothing else of a case.

Whoever reads it need not see the case, and mostly does not: all of it is asked within
`wall.protection_open`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet
from django_stubs_ext import StrOrPromise

from accounts.choices import Profile
from accounts.models import Membership, User
from moderation.models import Appeal, Case, Decision, Evidence, Measure, Notice, Surrounding
from moderation.routing import Track
from moderation.subjects import KINDS


@dataclass(frozen=True)
class Quoted:
    """Something of theirs that was decided upon: what it is, its words, and its files by their names."""

    label: StrOrPromise
    words: str
    files: list[str]


def statements_to(user: User | AnonymousUser) -> QuerySet[Notice]:
    """The latest decision first, each with who made it, its rule, its measures, and another look at it."""
    if not user.is_authenticated:
        return Notice.objects.none()
    told = ("decision__by__user", "decision__about__user", "decision__version")
    measures = Prefetch("decision__measures", Measure.objects.order_by("pk"))
    appeals = Appeal.objects.select_related("by__user", "answered_by__user")
    mine = Notice.objects.statements().filter(reader__in=user.memberships)
    latest_first = mine.order_by("-decision__at", "-pk")
    return latest_first.select_related(*told, "child__user", "reader__school").prefetch_related(
        measures, Prefetch("decision__appeals", appeals)
    )


def words_for(user: User, reader: Membership, child: Membership | None) -> str:
    """In which words it is said to them."""
    if child is not None:
        return "guardian"
    if reader.own_profile != Profile.STUDENT:
        return "adult"
    return "young" if user.reads_little else "pupil"


def quoted_in(decision: Decision) -> list[Quoted]:
    """What they wrote themselves, as it was when it was reported; of what may be against the law
    nothing.
    """
    cases = Case.objects.decided_by(decision).exclude(track=Track.ILLEGAL)
    kept = Evidence.objects.filter(
        case__in=cases, author=decision.about, taken_at__lte=decision.at
    ).select_related("case")
    return [
        *(_quoted(each) for each in kept.prefetch_related("files").order_by("case", "number")),
        *_removed_beside(decision, cases),
    ]


def _quoted(kept: Evidence) -> Quoted:
    names = [file.name for file in kept.files.all() if file.name != kept.words]
    return Quoted(KINDS[kept.case.kind].label, kept.words, names)


def _removed_beside(decision: Decision, cases: QuerySet[Case]) -> Iterator[Quoted]:
    """Nobody had reported it."""
    removed = {(each.thing_kind, each.thing_id) for each in decision.measures.all()}
    around = Surrounding.objects.filter(evidence__case__in=cases, author=decision.about)
    words = {(each.kind, each.target_id): each.words for each in around.order_by("at", "pk")}
    return (Quoted(KINDS[kind].label, words[kind, pk], []) for kind, pk in words.keys() & removed)
