"""Another look at what was decided: once, in twenty days, by somebody else, and it gives everything back."""

from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any

import pytest
from time_machine import travel

from accounts.choices import Duty
from accounts.deciding import NotAllowed
from accounts.models import Membership
from audit.models import Event as Recorded
from core import clock, wall
from core.background import sweep
from moderation.actions.appeal import (
    AlreadyAsked,
    TooLate,
    answer_appeal,
    ask_for_another_look,
)
from moderation.actions.block import unblock_person
from moderation.actions.close import close_cases
from moderation.actions.decide import find_nothing
from moderation.actions.report import report_thing
from moderation.actions.reroute import reroute_cases
from moderation.actions.undo import undo_decision
from moderation.flow import NotNow, State
from moderation.measures import MeasureKind, Wanted
from moderation.models import Appeal, Case, Decision, Measure, Notice, Report
from moderation.people import who_can
from moderation.routing import Desk
from newsfeed.models import Comment
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.newsfeed import CommentFactory
from tests.moderation.test_cases import address
from tests.moderation.test_statements import decided, page_of, reported, told, warned
from tests.moderation.test_steps import at_once

ClientFor = Callable[[Membership], SchoolClient]
WORDS = "C’était pour rire, et il a ri aussi."
ANSWER = "Les autres n’ont pas ri."
WEEK = timedelta(weeks=1)


@pytest.fixture
def decision(cast: Cast, comment: Comment) -> Decision:
    """The administrator removed the classmate's comment and warned him."""
    return warned(cast, comment)


def asked(by: Membership, decision: Decision) -> Appeal:
    return ask_for_another_look(by, decision=decision, words=WORDS)


def answered(by: Membership, appeal: Appeal, *, upheld: bool) -> None:
    with wall.as_person(by.user_id):
        case = Case.objects.get(pk=appeal.decision.case_id)
        answer_appeal(by, appeal=appeal, seen=case.version, upheld=upheld, words=ANSWER)


def case_of(decision: Decision) -> Case:
    with wall.protection_open():
        return Case.objects.get(pk=decision.case_id)


def able(case: Case) -> set[int]:
    return who_can(case).get(Desk(case.desk), set())


@pytest.mark.parametrize("part", ["classmate", "parent_in_both"])
def test_the_person_or_a_guardian_asks_and_it_waits_for_somebody_else(
    cast: Cast, decision: Decision, client_for: ClientFor, part: str
) -> None:
    client = client_for(cast.people[part])
    statement = f"/decided/{told(cast.people[part]).pk}/"
    assert f"{statement}again/" in client.get(statement).content.decode()
    answer = client.post(f"{statement}again/", {"words": WORDS})
    assert answer["Location"] == statement
    case = case_of(decision)
    assert (case.state, case.kept_from) == (State.APPEALED, cast.administrator)
    assert able(case) == {cast.senior.user_id}
    assert client_for(cast.administrator).get(address(case)).status_code == 404
    page = client_for(cast.senior).get(address(case)).content.decode()
    assert WORDS in page and address(case, "answer/") in page
    listed = client_for(cast.senior).get(f"/schools/{cast.school.pk}/cases/")
    assert case in listed.context["cases"]


@pytest.mark.parametrize(
    "part", ["student", "mother", "teacher", "administrator", "senior", "ce2_parent"]
)
def test_nobody_else_asks(cast: Cast, decision: Decision, client_for: ClientFor, part: str) -> None:
    with pytest.raises(NotAllowed):
        asked(cast.people[part], decision)
    page = f"/decided/{told(cast.classmate).pk}/again/"
    assert client_for(cast.people[part]).get(page).status_code == 404
    assert client_for(cast.people[part]).post(page, {"words": WORDS}).status_code == 404
    assert not Appeal.objects.exists()


def test_it_is_asked_once_and_the_other_reads_what_was_asked_and_answered(
    cast: Cast, decision: Decision, client_for: ClientFor
) -> None:
    appeal = asked(cast.classmate, decision)
    with pytest.raises(AlreadyAsked):
        asked(cast.parent_in_both, decision)
    client = client_for(cast.parent_in_both)
    assert WORDS in page_of(client, cast.parent_in_both)
    answered(cast.senior, appeal, upheld=False)
    page = page_of(client, cast.parent_in_both)
    assert ANSWER in page and cast.senior.name in page
    assert told(cast.parent_in_both).kind == "looked_again"
    with pytest.raises(AlreadyAsked):
        asked(cast.parent_in_both, decision)


def test_it_is_asked_within_twenty_days(cast: Cast, decision: Decision) -> None:
    with travel(clock.now() + timedelta(days=21), tick=False), pytest.raises(TooLate):
        asked(cast.classmate, decision)
    with travel(clock.now() + timedelta(days=20), tick=False):
        asked(cast.classmate, decision)


def test_what_is_taken_back_already_is_not_looked_at_again(cast: Cast, decision: Decision) -> None:
    case = case_of(decision)
    undo_decision(cast.administrator, case=case, seen=case.version, decision=decision)
    with pytest.raises(TooLate):
        asked(cast.classmate, decision)


def test_what_was_decided_holds_until_the_answer(cast: Cast, comment: Comment) -> None:
    decision = decided(cast.administrator, reported(cast, comment), Wanted(MeasureKind.BLOCK))
    asked(cast.parent_in_both, decision)
    cast.classmate.refresh_from_db()
    assert cast.classmate.is_blocked


def alone(cast: Cast) -> None:
    """The administrator is the only one left who handles what is reported about families."""
    here = Membership.objects.filter(school=cast.school)
    here.filter(pk__in=[cast.senior.pk, cast.head.pk]).update(closed_at=clock.now())


def test_the_next_desk_looks_where_nobody_else_sits_at_this_one(
    cast: Cast, decision: Decision
) -> None:
    Membership.objects.filter(pk=cast.senior.pk).update(closed_at=clock.now())
    asked(cast.classmate, decision)
    case = case_of(decision)
    assert case.desk == "head"
    assert able(case) == {cast.head.user_id}


def test_with_nobody_else_in_the_school_the_same_person_looks_again(
    cast: Cast, decision: Decision, client_for: ClientFor
) -> None:
    alone(cast)
    appeal = asked(cast.classmate, decision)
    case = case_of(decision)
    assert (case.kept_from, able(case)) == (None, {cast.administrator.user_id})
    answered(cast.administrator, appeal, upheld=True)
    assert case_of(decision).state == State.CLOSED


def test_when_the_others_leave_it_goes_to_who_decided(cast: Cast, decision: Decision) -> None:
    asked(cast.classmate, decision)
    alone(cast)
    reroute_cases()
    case = case_of(decision)
    assert (case.state, able(case)) == (State.APPEALED, {cast.administrator.user_id})


def test_who_decided_does_not_answer(cast: Cast, decision: Decision, client_for: ClientFor) -> None:
    appeal = asked(cast.classmate, decision)
    with pytest.raises(NotAllowed):
        answered(cast.administrator, appeal, upheld=False)
    case = case_of(decision)
    typed = {"upheld": "no", "words": ANSWER, "seen": case.version}
    answer = client_for(cast.administrator).post(address(case, "answer/"), typed)
    assert answer.status_code == 404
    with pytest.raises(NotAllowed):
        undo_decision(cast.administrator, case=case, seen=case.version, decision=decision)


# -- What becomes of it ------------------------------------------------------------------------


def photograph(cast: Cast, *words: Comment) -> dict[str, Any]:
    """All that a decision could take from the classmate."""
    rights = ("blocked_at", "blocked_until", "restrictions")
    said = Comment.objects.filter(pk__in=[each.pk for each in words])
    return {
        "rights": list(Membership.objects.filter(pk=cast.classmate.pk).values(*rights)),
        "words": list(said.order_by("pk").values()),
        "strikes": Decision.objects.about_person(cast.classmate).strikes().count(),
    }


SETS: list[Collection[MeasureKind]] = [
    (MeasureKind.ADVICE,),
    (MeasureKind.WARNING, MeasureKind.REMOVE),
    (MeasureKind.REMOVE, MeasureKind.RESTRICT),
    (MeasureKind.WARNING, MeasureKind.REMOVE, MeasureKind.BLOCK),
]


@pytest.mark.parametrize("kinds", SETS, ids="+".join)
@pytest.mark.parametrize("before", [(), (MeasureKind.RESTRICT,)], ids=["clean", "restricted"])
def test_where_it_is_upheld_everything_is_as_before(
    cast: Cast,
    comment: Comment,
    kinds: Collection[MeasureKind],
    before: Collection[MeasureKind],
) -> None:
    other = CommentFactory(school=cast.school, entry=comment.entry, author=cast.classmate)
    until = clock.now() + WEEK
    given: dict[str, dict[str, Any]] = {
        MeasureKind.REMOVE: {"things": (("comment", comment.pk),)},
        MeasureKind.RESTRICT: {"until": until, "restricted_to": ("message",)},
        MeasureKind.BLOCK: {"until": until},
    }
    if before:
        earlier = Wanted(MeasureKind.RESTRICT, until=until, restricted_to=("comment",))
        decided(cast.administrator, reported(cast, other), earlier)
    picture = photograph(cast, comment, other)
    wanted = [Wanted(kind, **given.get(kind, {})) for kind in kinds]
    decision = decided(cast.administrator, reported(cast, comment), *wanted)
    appeal = asked(cast.parent_in_both, decision)
    answered(cast.senior, appeal, upheld=True)
    assert photograph(cast, comment, other) == picture
    case = case_of(decision)
    assert (case.state, case.was_appealed, case.was_overturned) == (State.CLOSED, True, True)
    decision.refresh_from_db()
    assert decision.undone_by == cast.senior
    assert Report.objects.get(case=case).answer == Report.Answer.PUT_BACK


def test_where_it_is_refused_everything_stays(
    cast: Cast, decision: Decision, comment: Comment, client_for: ClientFor
) -> None:
    asked(cast.classmate, decision)
    case = case_of(decision)
    client = client_for(cast.senior)
    typed = {"upheld": "no", "words": "", "seen": case.version}
    assert client.post(address(case, "answer/"), typed).status_code == 422, "it must say why"
    answer = client.post(address(case, "answer/"), typed | {"words": ANSWER})
    assert answer["Location"] == address(case)
    comment.refresh_from_db()
    case.refresh_from_db()
    assert comment.removed_at
    assert (case.state, case.was_appealed, case.was_overturned) == (State.CLOSED, True, False)
    assert Report.objects.get().answer == Report.Answer.ACTED
    assert client_for(cast.administrator).get(address(case)).status_code == 200, "as before"


def test_it_works_in_a_restricted_case_too(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    case = reported(cast, comment, "safety")
    decision = decided(cast.lead, case, Wanted(MeasureKind.BLOCK))
    client = client_for(cast.parent_in_both)
    client.post(f"/decided/{told(cast.parent_in_both).pk}/again/", {"words": WORDS})
    case = case_of(decision)
    assert (case.state, case.desk) == (State.APPEALED, "head")
    assert client_for(cast.administrator).get(address(case)).status_code == 404
    head = client_for(cast.head)
    assert WORDS in head.get(address(case)).content.decode()
    head.post(address(case, "answer/"), {"upheld": "yes", "seen": case.version})
    cast.classmate.refresh_from_db()
    assert not cast.classmate.is_blocked
    page = page_of(client, cast.parent_in_both)
    assert cast.head.name in page and cast.student.name not in page


def test_a_report_that_comes_meanwhile_is_not_lost(cast: Cast, comment: Comment) -> None:
    decision = decided(cast.administrator, reported(cast, comment), Wanted(MeasureKind.ADVICE))
    appeal = asked(cast.classmate, decision)
    report_thing(cast.mother, subject=comment, reason="violent")
    case = case_of(decision)
    assert (case.state, case.kept_from) == (State.APPEALED, cast.administrator)
    answered(cast.senior, appeal, upheld=False)
    case.refresh_from_db()
    assert (case.state, case.outcome) == (State.NEW, "")
    assert case.due_at is not None


def test_it_can_be_asked_while_the_case_is_open_again(cast: Cast, comment: Comment) -> None:
    decision = decided(cast.administrator, reported(cast, comment), Wanted(MeasureKind.ADVICE))
    report_thing(cast.mother, subject=comment, reason="violent")
    appeal = asked(cast.classmate, decision)
    answered(cast.senior, appeal, upheld=True)
    assert case_of(decision).state == State.NEW


def test_who_is_let_in_meanwhile_is_answered_all_the_same(cast: Cast, comment: Comment) -> None:
    decision = decided(cast.administrator, reported(cast, comment), Wanted(MeasureKind.BLOCK))
    appeal = asked(cast.parent_in_both, decision)
    unblock_person(cast.administrator, membership=cast.classmate)
    assert case_of(decision).state == State.APPEALED
    answered(cast.senior, appeal, upheld=True)
    assert case_of(decision).state == State.CLOSED


def test_nothing_else_is_decided_until_it_is_answered(
    cast: Cast, decision: Decision, client_for: ClientFor
) -> None:
    asked(cast.classmate, decision)
    case = case_of(decision)
    with pytest.raises(NotNow):
        find_nothing(cast.senior, case=case, seen=case.version)
    client = client_for(cast.senior)
    for name in ("claim", "dismiss", "escalate"):
        refused = client.post(address(case, f"{name}/"), {"seen": case.version})
        assert refused.status_code == 409, name


def test_a_case_that_nobody_asked_about_has_no_page_to_answer(
    cast: Cast, decision: Decision, client_for: ClientFor
) -> None:
    page = address(case_of(decision), "answer/")
    assert client_for(cast.senior).get(page).status_code == 404


# -- Time --------------------------------------------------------------------------------------


def test_it_waits_as_long_as_unkind_words_and_danger_does_not_come_again(
    cast: Cast, comment: Comment
) -> None:
    with travel("2026-11-20 15:00+01:00", tick=False):
        case = reported(cast, comment, "safety")
        decision = decided(cast.lead, case, Wanted(MeasureKind.ADVICE))
        appeal = asked(cast.classmate, decision)
        case = case_of(decision)
        assert clock.now() + timedelta(days=3) == case.due_at, "a day of the school"
        assert not Notice.objects.filter(kind=Notice.Kind.DANGER).exists()
    with travel("2026-11-23 15:01+01:00", tick=False):
        sweep()
    overdue = Notice.objects.filter(kind=Notice.Kind.OVERDUE)
    assert [each.reader for each in overdue] == [cast.head]
    answered(cast.head, appeal, upheld=False)
    assert not overdue.all().exists()


def test_a_case_is_closed_once_nobody_can_ask_any_more(cast: Cast, comment: Comment) -> None:
    other = CommentFactory(school=cast.school, entry=comment.entry, author=cast.classmate)
    nothing = reported(cast, other)
    find_nothing(cast.administrator, case=nothing, seen=nothing.version)
    decision = warned(cast, comment)
    close_cases()
    nothing.refresh_from_db()
    assert (nothing.state, case_of(decision).state) == (State.CLOSED, State.DECIDED)
    with travel(clock.now() + timedelta(days=20), tick=False):
        close_cases()
        assert case_of(decision).state == State.DECIDED
    with travel(clock.now() + timedelta(days=21), tick=False):
        close_cases()
        close_cases()
        case = case_of(decision)
        assert case.state == State.CLOSED
        assert case.steps.filter(event="close_case").count() == 1


def test_what_is_looked_at_again_is_kept_from_the_answer_on(cast: Cast, decision: Decision) -> None:
    year = timedelta(days=366)
    with travel(clock.now() + timedelta(days=10), tick=False):
        appeal = asked(cast.classmate, decision)
    with travel(clock.now() + year, tick=False):
        sweep()
        assert Appeal.objects.exists()
        answered(cast.senior, appeal, upheld=False)
    with travel(clock.now() + 2 * year, tick=False):
        sweep()
    assert not Appeal.objects.exists() and not Notice.objects.exists()


def test_no_log_of_the_school_says_who_asked(cast: Cast, decision: Decision) -> None:
    asked(cast.classmate, decision)
    assert Recorded.objects.filter(verb="appeal_decision").exists()
    of_school = Recorded.objects.of_school(cast.school.pk)
    assert not of_school.filter(verb="appeal_decision").exists()
    assert WORDS not in str(list(Recorded.objects.values_list("facts", flat=True)))


# -- Two at once -------------------------------------------------------------------------------


@pytest.fixture
def committed(transactional_db: None, cast: Cast) -> Decision:
    comment = CommentFactory(school=cast.school, author=cast.classmate)
    case = report_thing(cast.administrator, subject=comment, reason="unkind").case
    return decided(cast.administrator, case, Wanted(MeasureKind.BLOCK))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_at_once_one_is_told(cast: Cast, committed: Decision) -> None:
    done = at_once(
        lambda: asked(cast.classmate, committed),
        lambda: asked(cast.parent_in_both, committed),
    )
    assert done == ["AlreadyAsked", "done"]
    assert Appeal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_asking_and_taking_back_at_once_leave_one(cast: Cast, committed: Decision) -> None:
    case = case_of(committed)
    done = at_once(
        lambda: asked(cast.classmate, committed),
        lambda: undo_decision(
            cast.administrator,
            case=case_of(committed),
            seen=case.version,
            decision=committed,
        ),
    )
    committed.refresh_from_db()
    assert len(done) == 2 and "done" in done
    assert (committed.undone_at is None) == Appeal.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_one_is_told(cast: Cast, committed: Decision) -> None:
    Membership.objects.filter(pk=cast.head.pk).update(duties=[Duty.HEAD, Duty.SENIOR_STAFF])
    appeal = asked(cast.classmate, committed)
    seen = case_of(committed).version
    done = at_once(
        lambda: answer_appeal(cast.senior, appeal=appeal, seen=seen, upheld=True),
        lambda: answer_appeal(cast.head, appeal=appeal, seen=seen, upheld=False, words=ANSWER),
    )
    assert done == ["SeenBefore", "done"]
    appeal.refresh_from_db()
    in_force = Measure.objects.filter(ended_at=None).exists()
    assert in_force == (not appeal.upheld)
