"""How long a decided case is kept."""

from datetime import datetime, timedelta

from core import clock
from moderation.models import Case
from moderation.routing import Track

YEAR = timedelta(days=365)
KEPT = {Track.MISUSE: YEAR, Track.PROTECTION: 6 * YEAR, Track.ILLEGAL: 6 * YEAR}


def end_of(case: Case) -> datetime:
    """When its own time is over, of a case that is decided now."""
    return clock.now() + KEPT[Track(case.track)]
