"""Who hears by e-mail, and when, that something waits."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress

from accounts.choices import Frequency, Profile
from accounts.models import Mail, Membership, School, User
from accounts.waking import FRIDAY, is_waking, last_round
from core import clock, notices, wall
from core.notices import Readers

# What comes in these minutes goes in one e-mail.
GATHERED = timedelta(minutes=2)
DAILY_AT = 18
WEEKLY_AT = 16


def frequency_of(user: User) -> Frequency:
    """As they chose, or as usual: parents once a day, those who work there not at all."""
    is_parent = any(each.profile == Profile.PARENT for each in user.memberships)
    return Frequency(user.notices or (Frequency.DAILY if is_parent else Frequency.NEVER))


def readers_of(school: School, *, at_once: datetime) -> Readers:
    """Who hears now of what came until when; nobody in the quiet hours.

    Whoever wants it at once hears of what came until `at_once`.
    """
    now = clock.now()
    if not is_waking(school, now):
        return []
    until = {
        Frequency.AT_ONCE: at_once,
        Frequency.DAILY: last_round(school, now, DAILY_AT),
        Frequency.WEEKLY: last_round(school, now, WEEKLY_AT, FRIDAY),
    }
    told = Membership.objects.of_school(school.pk).told_by_mail()
    return [
        (told.filter(notices=each), moment)  # type: ignore[misc]  # by `told_by_mail`
        for each, moment in until.items()
    ]


def post_notices() -> None:
    """An e-mail for each mailbox in which something is due.

    They go one after the other with the sweep: a mail server refuses whoever brings it a whole
    school at once.
    """
    for school in School.objects.order_by("pk"):
        with wall.within(school.pk):
            readers = readers_of(school, at_once=clock.now() - GATHERED)
            if readers:
                _post(notices.due(readers))


def _post(keys: Iterable[int]) -> None:
    told = Membership.objects.filter(pk__in=keys)
    boxes = EmailAddress.objects.filter(user__in=told.values("user"), verified=True)
    languages = dict(boxes.order_by("-user").values_list("email", "user__language"))
    kind = Mail.Kind.NOTICES
    Mail.objects.bulk_create(
        (Mail(kind=kind, to=box, language=each) for box, each in languages.items()),
        ignore_conflicts=True,
    )
