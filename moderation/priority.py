"""Which case first: how bad it is, how young the youngest in it is, and how many say so."""

from collections.abc import Collection
from datetime import date

from accounts.levels import year_of
from moderation.reasons import SEVERITY, Reason

# By severity: what a case weighs at least.
FLOORS = {1: 2, 2: 4, 3: 8, 4: 16, 5: 32}
# Beyond all that anything else can weigh.
DANGER = 1000
# More than that say nothing new, and could agree to push a case.
MOST_REPORTERS = 5
# By the age up to which it holds, of the youngest.
FACTORS = ((8, 3), (12, 2))
AGE_IN_FIRST_YEAR = 6
AGE_UNKNOWN = 12


def priority_of(reasons: Collection[str], ages: Collection[int], reporters: int) -> int:
    """Higher first; `ages` are those of the students in it.

    The severest reason counts, and is a floor: one report of violence among adults comes before a
    trifle that a few wrote about.
    """
    severity = max(SEVERITY[reason] for reason in reasons)
    weight = severity * _factor_of(ages) * min(reporters, MOST_REPORTERS)
    weight = max(weight, FLOORS[severity])
    return weight + DANGER if Reason.SAFETY in reasons else weight


def age_of(born: date | None, level: str | None, today: date) -> int:
    """By the level of a class where the roll has no date of birth."""
    if born is not None:
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    year = year_of(level or "")
    return AGE_UNKNOWN if year is None else AGE_IN_FIRST_YEAR - 1 + year


def _factor_of(ages: Collection[int]) -> int:
    youngest = min(ages, default=None)
    if youngest is None:
        return 1
    return next((factor for age, factor in FACTORS if youngest <= age), 1)
