"""Class levels by age, whatever a school calls them."""

import re

from accounts.logins import fold

# What each year of schooling is called, from the first of nursery school; CP is year 1.
NAMES = {
    -3: ("TPS",),
    -2: ("PS",),
    -1: ("MS",),
    0: ("GS",),
    1: ("CP",),
    2: ("CE1",),
    3: ("CE2",),
    4: ("CM1",),
    5: ("CM2",),
    6: ("6e", "6ème"),
    7: ("5e", "5ème"),
    8: ("4e", "4ème"),
    9: ("3e", "3ème"),
    10: ("2de", "2nde"),
    11: ("1re", "1ère"),
    12: ("Tle", "Terminale"),
}
OLDER_THAN_ALL = max(NAMES) + 1

_YEARS = {fold(name): year for year, names in NAMES.items() for name in names}


def year_of(level: str) -> int | None:
    """The year of schooling of a level; of a class with several ("CE1/CE2") the youngest's.

    None where none of them is known.
    """
    named = (fold(part) for part in re.split(r"[/,;+]", level))
    return min((_YEARS[name] for name in named if name in _YEARS), default=None)
