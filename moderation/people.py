"""Who can handle a case now: who sits at a desk, and is neither whom it is about nor the parent of
a child who is in it, nor who decided what is looked at again.

`CaseQuerySet.handled_by` asks the same of one person; a test holds the two together.
"""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from accounts.choices import Profile
from accounts.models import Guardianship, Membership
from core import clock
from moderation.flow import State
from moderation.models import Case, Report
from moderation.priority import age_of, priority_of
from moderation.reasons import SEVERITY
from moderation.routing import About, Desk, Track, about_of, desk_of, desks_of, track_of

Handlers = dict[Desk, set[int]]


def about_whom(accused: Membership) -> About:
    """Whom a case about this person is about, by all that they are in the school."""
    here = Membership.objects.filter(school=accused.school_id, user=accused.user_id)
    held = list(here.values_list("profile", "duties"))
    return about_of({profile for profile, _ in held}, {duty for _, all_ in held for duty in all_})


def place(case: Case) -> None:
    """Says of a case that was just reported what it is, whom it is about, and where it lies now."""
    if case.accused is not None:
        case.about = about_whom(case.accused)
    _take_further(case)
    seat(case)


def seat(case: Case) -> None:
    """Says where it lies now. Who decided it is kept from another look only while somebody else can."""
    able = who_can(case)
    if case.kept_from is not None and able.keys().isdisjoint(case.chain):
        case.kept_from = None
        able = who_can(case)
    case.desk = desk_of(case.chain, able, case.risen)


def _take_further(case: Case) -> None:
    reasons = case.reports.values_list("reason", flat=True)
    adult = case.accused is not None and case.accused.profile != Profile.STUDENT
    track = track_of(Track(case.track), list(reasons), of_an_adult=adult)
    if track != case.track:
        # Whoever looked after it sees it no more.
        case.track, case.risen, case.claimed_by = track, 0, None
        case.state = case.state if case.is_appealed else State.NEW


def weigh(case: Case) -> None:
    """Says of a case that was just reported how soon it must be looked at."""
    reasons = list(case.reports.values_list("reason", flat=True))
    case.reason = max(reasons, key=lambda reason: SEVERITY[reason])
    case.severity = SEVERITY[case.reason]
    case.priority = priority_of(reasons, _ages_in(case), len(reasons))


def _ages_in(case: Case) -> list[int]:
    """Of the students in it: whom it is about, who reported it, and the children of parents who
    did.
    """
    reporters = list(case.reports.exclude(reporter=None).values_list("reporter", flat=True))
    concerned = Q(pk__in=[*reporters, case.accused_id]) | Q(guardians__guardian__in=reporters)
    students = Membership.objects.children().filter(concerned)
    known = students.values_list("user__birth_date", "enrolments__school_class__level")
    return [age_of(born, level, clock.today()) for born, level in known]


def desk_above(case: Case) -> Desk | None:
    """The next desk of its chain with somebody who can handle it, if there is one."""
    able = who_can(case)
    following = case.chain[case.chain.index(Desk(case.desk)) + 1 :]
    # Administrators stand for a head who is not there; no head passes a colleague on to them.
    higher = (desk for desk in following if desk != Desk.ADMINISTRATORS)
    return next((desk for desk in higher if desk in able), None)


def who_can(case: Case) -> Handlers:
    """The accounts that can handle it, by desk; no desk without anybody."""
    return who_can_each(case.school_id, [case])[case.pk]


def who_can_each(school_id: int, cases: Collection[Case]) -> dict[int, Handlers]:
    """The same for several cases of one school. Their accused are loaded, and who is kept from them; three queries for all."""
    sitting = _sitting_in(school_id)
    kept_out = _kept_out_of(cases, _parents_among(sitting))
    return {case.pk: _by_desk(sitting, without=kept_out[case.pk]) for case in cases}


def who_can_protect(children: Collection[Membership]) -> dict[int, Handlers]:
    """The accounts that can look after what worries somebody about each of these students of one
    school, by desk. Two queries for all.
    """
    sitting = _sitting_in(next(iter(children)).school_id) if children else {}
    parents = _parents_among(sitting)
    return {child.pk: _by_desk(sitting, without=parents[child.user_id]) for child in children}


def _sitting_in(school_id: int) -> dict[int, list[str]]:
    """The duties of each account that may handle reports in this school, and has been there."""
    sitting: dict[int, list[str]] = defaultdict(list)
    handling = Membership.objects.handling_reports(school_id).values_list("user", "duties")
    for user_id, duties in handling:
        sitting[user_id] += duties
    return sitting


def _parents_among(accounts: Collection[int]) -> dict[int, set[int]]:
    """Which of these accounts are guardians of whom, by the account of the child."""
    parents: dict[int, set[int]] = defaultdict(set)
    links = Guardianship.objects.filter(guardian__user__in=accounts)
    for guardian, student in links.values_list("guardian__user", "student__user"):
        parents[student].add(guardian)
    return parents


def _kept_out_of(cases: Collection[Case], parents: dict[int, set[int]]) -> dict[int, set[int]]:
    kept_out: dict[int, set[int]] = defaultdict(set)
    for case in cases:
        if case.accused is not None:
            kept_out[case.pk] |= {case.accused.user_id} | parents[case.accused.user_id]
        if case.kept_from is not None:
            kept_out[case.pk].add(case.kept_from.user_id)
    reports = Report.objects.filter(case__in=cases).exclude(reporter=None)
    for case_id, reporter in reports.values_list("case", "reporter__user"):
        kept_out[case_id] |= parents[reporter]
    return kept_out


def _by_desk(sitting: dict[int, list[str]], *, without: set[int]) -> Handlers:
    by_desk: Handlers = defaultdict(set)
    for user_id in sitting.keys() - without:
        for desk in desks_of(sitting[user_id]):
            by_desk[desk].add(user_id)
    return dict(by_desk)
