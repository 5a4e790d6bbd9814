"""External ids that cannot be right: the school would mistake one person for another."""

from collections.abc import Iterator

from accounts.roll.joining import beside
from accounts.roll.known import Known
from accounts.roll.plan import RollPlan
from accounts.roll.problems import Kind, Problem
from accounts.roll.records import Part, PersonName, Place


def contradictions(plan: RollPlan, known: Known) -> Iterator[Problem]:
    """Lines with one id that are not one person, and ids that the school knows of somebody else."""
    for part in Part:
        holders = {p.external_id: p for p in getattr(known, part) if p.external_id}
        matched = plan.outcome(part).matched()
        has = [(row, known_one.id) for row, known_one in matched]
        seen: dict[str, tuple[PersonName, Place]] = {}
        for row, known_id in [*has, *((row, None) for row in plan.outcome(part).new)]:
            if not row.external_id:
                continue
            name, place = seen.setdefault(row.external_id, (row.name, row.place))
            holder = holders.get(row.external_id)
            told = {"name": str(row.name)}
            if place != row.place:
                told |= {"other_name": str(name), "other": beside(row.place, place)}
                yield Problem.on_line(Kind.ID_TWICE, row.place, **told)
            elif holder is not None and holder.id != known_id:
                told["other_name"] = str(holder.name)
                yield Problem.on_line(Kind.ID_OF_ANOTHER, row.place, **told)
