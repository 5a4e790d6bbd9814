"""What there is to decide about, and what there is to say, before anybody has said it."""

from dataclasses import dataclass

from django.utils import translation

from accounts.models import Membership
from charters.models import CharterVersion
from charters.rules import rule_for
from moderation.instead import PROPOSALS
from moderation.measures import Grounds, MeasureKind
from moderation.models import Case, Decision, Surrounding
from moderation.reasons import SEVERITY
from moderation.subjects import KINDS, thing_at, thing_of

# By how many strikes count already. Nobody is held to it.
STEPS = (MeasureKind.WARNING, MeasureKind.RESTRICT, MeasureKind.BLOCK)


@dataclass(frozen=True)
class Scope:
    """What a decision in a case can be about: `things` that are there to be removed, by kind and
    key, each with its words; other open cases about the same person; the charter they promised;
    and how many `strikes` count today.
    """

    case: Case
    things: dict[tuple[str, int], str]
    others: list[Case]
    charter: CharterVersion | None
    strikes: int

    @property
    def proposed(self) -> MeasureKind:
        return STEPS[min(self.strikes, len(STEPS) - 1)]


def scope_of(case: Case, by: Membership) -> Scope:
    """As `by` sees it, who handles the case."""
    accused = case.accused
    others, strikes = [], 0
    if accused is not None:
        alike = (
            Case.objects.visible_to(by.user).undecided().filter(accused=accused).exclude(pk=case.pk)
        )
        others = list(alike.filter(track=case.track).listed().gravest_first())
        strikes = Decision.objects.about_person(accused).strikes().count()
    return Scope(case, _removable(case), others, charter_of(accused), strikes)


def charter_of(person: Membership | None) -> CharterVersion | None:
    """What somebody has promised, as it is now."""
    if person is None:
        return None
    in_force = CharterVersion.objects.in_force().filter(school=person.school_id)
    return in_force.filter(profile=person.profile).first()


def proposed_for(case: Case) -> Grounds:
    """What is wrong by the gravest of the reasons with which it was reported, the rule that it is about,
    and what to do instead; in the language of the school.
    """
    reported = [report.reason for report in case.reports.all()]
    is_strike = case.accused is not None
    if not reported:
        return Grounds(is_strike=is_strike)
    gravest = max(reported, key=lambda reason: SEVERITY[reason])
    proposal = PROPOSALS[gravest]
    young = case.accused is not None and case.accused.user.reads_little
    with translation.override(case.school.language):
        return Grounds(
            reason=str(proposal.why),
            rule=_rule_for(case, gravest),
            advice=str(proposal.young if young else proposal.older),
            is_strike=is_strike,
        )


def _rule_for(case: Case, reason: str) -> tuple[CharterVersion, int] | None:
    charter = charter_of(case.accused)
    rule = rule_for(charter, reason) if charter else None
    return (charter, rule) if charter and rule else None


def _removable(case: Case) -> dict[tuple[str, int], str]:
    """What was reported, and what stood around it of the same person; of what may be against the law
    not a word.
    """
    found: dict[tuple[str, int], str] = {}
    thing = thing_of(case)
    if case.target_id and thing is not None and thing.is_there and KINDS[case.kind].remove:
        words = "" if case.is_illegal else KINDS[case.kind].words(thing)
        found[case.kind, case.target_id] = words
    if case.accused_id is None or case.is_illegal:
        return found
    around = Surrounding.objects.filter(evidence__case=case, author=case.accused_id)
    for kind, pk in around.values_list("kind", "target_id").order_by("at", "pk"):
        thing = thing_at(case.school_id, kind, pk)
        if thing is not None and thing.is_there:
            found[kind, pk] = KINDS[kind].words(thing)
    return found
