"""Whatever happens to a case in whatever order, what must hold of it holds."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.choices import Sending
from accounts.models import Membership
from core import clock, wall
from moderation.actions.appeal import (
    AlreadyAsked,
    TooLate,
    answer_appeal,
    ask_for_another_look,
)
from moderation.actions.claim import claim_case, release_case, take_over_case
from moderation.actions.close import close_cases
from moderation.actions.decide import decide, find_nothing, remove_and_warn
from moderation.actions.escalate import NobodyThere, escalate_case, protect_case, suspect_case
from moderation.actions.notes import add_note
from moderation.actions.refer import StillThere, refer_case
from moderation.actions.report import report_thing
from moderation.actions.reroute import reroute_cases
from moderation.actions.step import SeenBefore
from moderation.actions.undo import end_measures, undo_decision
from moderation.flow import OVER, NotNow, State
from moderation.measures import Grounds, MeasureKind, Wanted
from moderation.models import Appeal, Case, Decision, Notice, Referral, Report
from moderation.people import who_can
from moderation.policies import OwnWords
from moderation.routing import Desk
from newsfeed.models import Comment, Entry
from tests.cast import Cast
from tests.factories.newsfeed import CommentFactory

BEGINNING = datetime.fromisoformat("2026-01-12T09:00:00+00:00")
AUTHORS = ("classmate", "mother", "teacher", "administrator", "lead", "head")
REPORTERS = ("student", "mother", "father", "teacher", "administrator")
HANDLING = ("administrator", "senior", "head", "above", "lead")
REFUSALS = (
    *(PermissionDenied, NotNow, SeenBefore, NobodyThere, StillThere, OwnWords),
    *(AlreadyAsked, TooLate),
)
HOURS = (1, 30, 400)

Act = Callable[[Membership, Case], object]


def _decide(by: Membership, case: Case, kind: MeasureKind, *restricted_to: str) -> None:
    wanted = Wanted(kind, until=clock.now() + timedelta(days=2), restricted_to=restricted_to)
    grounds = Grounds("Ce qui fut dit.")
    decide(by, case=case, seen=case.version, measures=[wanted], grounds=grounds)


def _undo(by: Membership, case: Case) -> None:
    decision = Decision.objects.of_case(case).filter(undone_at=None).first()
    if decision is None:
        raise NotNow
    undo_decision(by, case=case, seen=case.version, decision=decision)


def _answer(by: Membership, case: Case, *, upheld: bool) -> None:
    appeal = Appeal.objects.filter(decision__case=case, answered_at=None).first()
    if appeal is None:
        raise NotNow
    answer_appeal(by, appeal=appeal, seen=case.version, upheld=upheld, words="Vu.")


def _refer(by: Membership, case: Case) -> None:
    referral = Referral(agency="pharos", reference="P-1", referred_on=clock.today())
    refer_case(by, case=case, seen=case.version, referral=referral)


def _decide_late(by: Membership, case: Case) -> None:
    """Having seen what is no longer so."""
    find_nothing(by, case=case, seen=case.version + 1)


ACTS: dict[str, Act] = {
    "claim": lambda by, case: claim_case(by, case=case, seen=case.version),
    "take over": lambda by, case: take_over_case(by, case=case, seen=case.version),
    "release": lambda by, case: release_case(by, case=case, seen=case.version),
    "note": lambda by, case: add_note(by, case=case, words="Vu."),
    "escalate": lambda by, case: escalate_case(by, case=case, seen=case.version),
    "protect": lambda by, case: protect_case(by, case=case, seen=case.version),
    "suspect": lambda by, case: suspect_case(by, case=case, seen=case.version),
    "refer": _refer,
    "nothing": lambda by, case: find_nothing(by, case=case, seen=case.version),
    "remove": lambda by, case: remove_and_warn(by, case=case, seen=case.version),
    "block": lambda by, case: _decide(by, case, MeasureKind.BLOCK),
    "restrict": lambda by, case: _decide(by, case, MeasureKind.RESTRICT, Sending.COMMENT),
    "undo": _undo,
    "uphold": lambda by, case: _answer(by, case, upheld=True),
    "refuse": lambda by, case: _answer(by, case, upheld=False),
    "late": _decide_late,
}


class Walk:
    def __init__(self, cast: Cast, entry: Entry, author: str) -> None:
        self.cast = cast
        self.author = cast.people[author]
        self.comment: Comment = CommentFactory(
            school=cast.school, entry=entry, author=self.author, body="Tais-toi."
        )
        reporter = "student" if author != "student" else "classmate"
        with wall.as_person(cast.people[reporter].user_id):
            report = report_thing(cast.people[reporter], subject=self.comment, reason="unkind")
        self.pk = report.case_id
        self.kept: dict[int, str] = {}

    @property
    def case(self) -> Case:
        with wall.protection_open():
            return Case.objects.get(pk=self.pk)

    def take(self, step: str, who: int, reason: str) -> None:
        before = self.case.version
        taken = self._report(who, reason) if step == "report" else self._take(step, who)
        if step in ACTS and not taken:
            assert self.case.version == before, f"{step} was refused and left something"

    def _report(self, who: int, reason: str) -> bool:
        by = self.cast.people[REPORTERS[who % len(REPORTERS)]]
        with wall.as_person(by.user_id):
            return _done(lambda: report_thing(by, subject=self.comment, reason=reason))

    def _take(self, step: str, who: int) -> bool:
        by = self.cast.people[HANDLING[who % len(HANDLING)]]
        if step == "leave":
            return self._leave(by)
        if step == "ask":
            return self._ask()
        if step == "sweep":
            reroute_cases()
            end_measures()
            close_cases()
            return True
        with wall.as_person(by.user_id):
            found = Case.objects.filter(pk=self.pk).first()
            return found is not None and _done(lambda: ACTS[step](by, found))

    def _leave(self, by: Membership) -> bool:
        """They are away, or come back."""
        here = Membership.objects.filter(pk=by.pk)
        away = here.filter(closed_at=None).exists()
        return bool(here.update(closed_at=clock.now() if away else None))

    def _ask(self) -> bool:
        """Whoever it is about finds that the last decision is not right."""
        told = Notice.objects.filter(reader=self.author, decision__isnull=False)
        with wall.protection_open():
            decision = Decision.objects.filter(notices__in=told).order_by("pk").last()
        if decision is None:
            return False
        with wall.as_person(self.author.user_id):
            return _done(lambda: ask_for_another_look(self.author, decision=decision))

    def must_hold(self) -> None:
        with wall.protection_open():
            self._its_life_is_whole()
            self._what_was_kept_stays()
            self._reporters_hear_where_it_stands()
        self._only_its_desk_sees_it(HANDLING)

    def _its_life_is_whole(self) -> None:
        case = self.case
        steps = list(case.steps.order_by("number"))
        assert [each.number for each in steps] == list(range(1, case.version + 1))
        assert (steps[-1].state, steps[-1].desk) == (case.state, case.desk)
        assert case.state in State
        assert case.claimed_by_id is None or case.state == State.IN_REVIEW
        assert case.desk in (*case.chain, Desk.OPERATOR)
        assert case.kept_from_id is None or case.state == State.APPEALED
        assert (case.due_at is None) == (case.state in OVER)
        assert (case.erase_at is None) == (case.state not in OVER)
        waiting = Appeal.objects.filter(decision__case=case, answered_at=None)
        assert waiting.count() == (case.state == State.APPEALED)
        agreed = Decision.objects.filter(case=case, appeals__upheld=True)
        assert not agreed.filter(undone_at=None).exists(), "agreeing gives everything back"

    def _what_was_kept_stays(self) -> None:
        kept = {each.pk: each.digest for each in self.case.evidence.all()}
        assert kept
        assert self.kept.items() <= kept.items()
        self.kept = kept

    def _reporters_hear_where_it_stands(self) -> None:
        answered = bool(self.case.outcome)
        assert answered or self.case.state not in OVER
        for report in self.case.reports.all():
            assert (report.stands == Report.Stands.ANSWERED) == answered

    def _only_its_desk_sees_it(self, parts: Iterable[str]) -> None:
        with wall.protection_open():
            case = self.case
            able = who_can(case).get(Desk(case.desk), set())
        for part in parts:
            person = self.cast.people[part]
            with wall.as_person(person.user_id):
                user = Membership.objects.get(pk=person.pk).user
                sees = Case.objects.visible_to(user).filter(pk=self.pk).exists()
            assert sees == (person.user_id in able), part
            if case.accused_id is not None and person.user_id == self.author.user_id:
                assert not sees, "nobody judges their own"

    def must_hold_in_the_end(self) -> None:
        """Nothing open is left with nobody while somebody can look, and of everybody else nobody."""
        self._only_its_desk_sees_it(self.cast.people)
        reroute_cases()
        with wall.protection_open():
            case = self.case
            able = who_can(case)
        if case.state not in OVER and set(case.chain) & able.keys():
            assert case.desk in able


def _done(act: Callable[[], object]) -> bool:
    try:
        # As a request is: what is refused halfway leaves nothing.
        with transaction.atomic():
            act()
    except REFUSALS:
        return False
    return True


steps = st.tuples(
    st.sampled_from([*ACTS, *ACTS, "report", "report", "ask", "ask", "leave", "sweep"]),
    st.integers(0, 9),
    st.sampled_from(["unkind", "meeting", "safety", "other"]),
    st.sampled_from(HOURS),
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(author=st.sampled_from(AUTHORS), walk=st.lists(steps, min_size=3, max_size=12))
def test_whatever_happens_what_must_hold_holds(
    cast: Cast, entry: Entry, author: str, walk: list[Any]
) -> None:
    with transaction.atomic():
        moment = BEGINNING
        with clock.at(moment):
            told = Walk(cast, entry, author)
        for step, who, reason, hours in walk:
            moment += timedelta(hours=hours)
            with clock.at(moment):
                told.take(step, who, reason)
                told.must_hold()
        with clock.at(moment):
            told.must_hold_in_the_end()
        transaction.set_rollback(True)
