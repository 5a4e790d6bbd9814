"""The terms of the demo's school year, and the one evening on which its students were kept out."""

from datetime import date, datetime, time, timedelta
from types import ModuleType

from django.utils import timezone

from accounts.actions.opening import add_term
from accounts.choices import Profile
from accounts.models import Membership
from contacts.freezing import morning_of
from core import clock
from moderation.actions.profile_blocks import begin_profile_block, end_profile_block

AUGUST = 8
# First and last day of each term, by month and day; from January on they are of the year after.
TERMS = (((9, 1), (12, 19)), ((1, 5), (4, 3)), ((4, 20), (7, 3)))
EVENING = time(18)
DAYS_AGO = 9


def plan_year(administrator: Membership, words: ModuleType) -> None:
    today = clock.today()
    begins = today.year if today.month >= AUGUST else today.year - 1
    for name, days in zip(words.TERMS, TERMS, strict=True):
        first, last = (date(begins + (month < AUGUST), month, day) for month, day in days)
        add_term(administrator, name=name, starts_on=first, ends_on=last)


def close_for_an_evening(administrator: Membership, words: ModuleType) -> None:
    day = clock.today() - timedelta(days=DAYS_AGO)
    with clock.at(timezone.make_aware(datetime.combine(day, EVENING))):
        closing = begin_profile_block(
            administrator,
            school=administrator.school,
            profiles=[Profile.STUDENT],
            reason=words.CLOSED,
            until=None,
        )
    with clock.at(morning_of(day + timedelta(days=1))):
        end_profile_block(administrator, block=closing)
