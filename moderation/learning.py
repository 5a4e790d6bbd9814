"""What a school looks at once a year: what was reported, by the rule it is about, and what the school
did.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.choices import Profile
from accounts.models import School
from charters.models import CharterVersion
from charters.rules import rule_for, rules_of
from moderation.figures import Period, cases_within
from moderation.measures import MeasureKind
from moderation.models import Case, Lesson
from moderation.reasons import Reason


@dataclass(frozen=True)
class Incidents:
    """What was reported for one reason in a year. `rule` is that of the students' charter, if one is
    about it; `repeated` are those about somebody about whom something was decided within a year before.
    """

    reason: Reason
    rule: str
    cases: int
    outcomes: list[tuple[str, int]]
    repeated: int
    lesson: Lesson


def incidents_of(school: School, year: Period) -> list[Incidents]:
    """Of every reason, the most frequent first. Three queries."""
    by_reason: dict[str, list[Case]] = {reason: [] for reason in Reason}
    for case in cases_within(school, year):
        by_reason[case.reason].append(case)
    rules, lessons = _rules_by_reason(school), _lessons_of(school, year.first.year)
    told = [
        Incidents(
            reason=Reason(reason),
            rule=rules.get(reason, ""),
            cases=len(cases),
            outcomes=_outcomes(cases),
            repeated=sum(each.is_repeat for each in cases),
            lesson=lessons.get(reason) or Lesson(year=year.first.year, reason=reason),
        )
        for reason, cases in by_reason.items()
    ]
    return sorted(told, key=lambda each: -each.cases)


def _outcomes(cases: Iterable[Case]) -> list[tuple[str, int]]:
    found = Counter(each.outcome for each in cases if each.outcome)
    return [(str(MeasureKind(kind).label), number) for kind, number in found.most_common()]


def _rules_by_reason(school: School) -> dict[str, str]:
    in_force = CharterVersion.objects.in_force().filter(school=school, profile=Profile.STUDENT)
    charter = in_force.first()
    if charter is None:
        return {}
    rules = rules_of(charter)
    numbers = {reason: rule_for(charter, reason) for reason in Reason}
    return {reason: rules[number] for reason, number in numbers.items() if number in rules}


def _lessons_of(school: School, year: int) -> dict[str, Lesson]:
    written = Lesson.objects.filter(school=school, year=year).select_related("written_by__user")
    return {each.reason: each for each in written}
