"""A plan in plain data, for programs and for pages."""

from collections.abc import Iterable

from accounts.roll.plan import Homonym, RollPlan
from accounts.roll.problems import Problem


def report_of(plan: RollPlan, problems: Iterable[Problem]) -> dict[str, object]:
    """The numbers of each part, with homonyms and problems; it holds names, so it is not kept."""
    return {
        **plan.counts(),
        "homonyms": [_homonym(homonym) for homonym in plan.homonyms],
        "problems": [_problem(problem) for problem in problems],
    }


def _homonym(homonym: Homonym) -> dict[str, object]:
    people = [
        {
            "part": person.part,
            "file": person.place.file if person.place else None,
            "line": person.place.line if person.place else None,
            "known": person.known_id is not None,
            "details": person.details,
        }
        for person in homonym.people
    ]
    name = homonym.name
    return {
        "part": homonym.part,
        "first_name": name.first,
        "last_name": name.last,
        "people": people,
    }


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "severity": problem.severity,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "heading": problem.heading,
        "message": problem.message,
        "cure": problem.cure,
    }
