"""Claims, passing on, and two at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.deciding import NotAllowed
from accounts.models import Membership, School
from audit.models import Event as Trail
from core import realtime, wall
from moderation.actions import claim, decide
from moderation.actions.appeal import AlreadyAsked, TooLate
from moderation.actions.escalate import NobodyThere, escalate_case
from moderation.actions.notes import add_note
from moderation.actions.report import report_thing
from moderation.actions.reroute import reroute_cases
from moderation.actions.step import SeenBefore
from moderation.flow import Event, NotNow, State
from moderation.measures import Grounds, MeasureKind, Wanted
from moderation.models import Case, CaseNote, CaseStep, Measure
from moderation.routing import Desk
from newsfeed.models import Comment, Entry
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.moderation import CaseFactory
from tests.factories.newsfeed import CommentFactory
from tests.moderation.test_routing import address, leave

ClientFor = Callable[[Membership], SchoolClient]
BLOCKED = {"measures": ["block"], "lasts": "day", "reason": "Des insultes."}


@pytest.fixture
def reported(cast: Cast, comment: Comment) -> Case:
    """As the student reported it, with its first step."""
    case: Case = report_thing(cast.student, subject=comment, reason="unkind").case
    return case


def words_of(case: Case) -> Comment:
    return Comment.objects.get(pk=case.target_id or 0)


def events(case: Case) -> list[str]:
    return list(case.steps.order_by("number").values_list("event", flat=True))


def test_whoever_claims_a_case_is_named_to_the_others(
    cast: Cast, reported: Case, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    answer = client.post(address(reported, "claim/"), {"seen": 1})
    assert answer["Location"] == address(reported)
    reported.refresh_from_db()
    assert (reported.state, reported.claimed_by) == (State.IN_REVIEW, cast.administrator)
    other = client_for(cast.senior)
    listed = other.get(f"/schools/{cast.school.pk}/cases/").content.decode()
    assert cast.administrator.name in listed
    page = other.get(address(reported)).content.decode()
    assert address(reported, "take_over/") in page
    assert address(reported, "claim/") not in page
    assert address(reported, "release/") in client.get(address(reported)).content.decode()


def test_it_is_taken_over_and_given_back(cast: Cast, reported: Case) -> None:
    claim.claim_case(cast.administrator, case=reported, seen=1)
    claim.take_over_case(cast.senior, case=reported, seen=2)
    with pytest.raises(NotNow):
        claim.release_case(cast.administrator, case=reported, seen=3)
    claim.release_case(cast.senior, case=reported, seen=3)
    reported.refresh_from_db()
    assert (reported.state, reported.claimed_by) == (State.NEW, None)
    assert events(reported) == [Event.REPORT, Event.CLAIM, Event.TAKE_OVER, Event.RELEASE]
    assert Trail.objects.filter(verb="take_over_case", target_id=reported.pk).exists()


def test_a_decision_ends_the_claim(cast: Cast, reported: Case) -> None:
    claim.claim_case(cast.administrator, case=reported, seen=1)
    decide.find_nothing(cast.senior, case=reported, seen=2)
    reported.refresh_from_db()
    assert (reported.state, reported.claimed_by) == (State.DECIDED, None)
    with pytest.raises(NotNow):
        claim.claim_case(cast.administrator, case=reported, seen=3)


@pytest.mark.parametrize(
    "name", ["claim", "take_over", "release", "escalate", "remove", "dismiss", "decide"]
)
def test_the_second_is_told_and_nothing_happens(
    cast: Cast, reported: Case, comment: Comment, client_for: ClientFor, name: str
) -> None:
    cast.senior.user.language = "en"
    cast.senior.user.save()
    client = client_for(cast.senior)
    decide.find_nothing(cast.administrator, case=reported, seen=1)
    typed = BLOCKED | {"seen": 1, "reason": "Tous les jours, des insultes."}
    answer = client.post(address(reported, f"{name}/"), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "something happened meanwhile" in page
    assert f"<strong>{cast.administrator.name}</strong> decided: nothing had to be done" in page
    assert events(reported) == [Event.REPORT, Event.DECIDE]
    comment.refresh_from_db()
    cast.classmate.refresh_from_db()
    assert comment.is_there and not cast.classmate.is_blocked
    if name == "decide":
        assert "Tous les jours, des insultes." in page and 'value="day"' in page


def test_it_is_decided_all_the_same_with_the_next_press(
    cast: Cast, reported: Case, client_for: ClientFor
) -> None:
    client = client_for(cast.senior)
    decide.find_nothing(cast.administrator, case=reported, seen=1)
    refused = client.post(address(reported, "decide/"), BLOCKED | {"seen": 1})
    assert 'name="seen" value="2"' in refused.content.decode()
    client.post(address(reported, "decide/"), BLOCKED | {"seen": 2})
    cast.classmate.refresh_from_db()
    assert cast.classmate.is_blocked


def test_a_mistyped_decision_is_still_about_what_was_seen(
    cast: Cast, reported: Case, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    report_thing(cast.mother, subject=words_of(reported), reason="unkind")
    answer = client.post(address(reported, "decide/"), BLOCKED | {"seen": 1, "reason": ""})
    assert answer.status_code == 422
    assert 'name="seen" value="1"' in answer.content.decode()


def test_it_is_passed_on_and_does_not_come_back(
    cast: Cast, reported: Case, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    answer = client.post(address(reported, "escalate/"), {"seen": 1})
    assert answer["Location"] == f"/schools/{cast.school.pk}/cases/"
    assert client.get(address(reported)).status_code == 404
    assert client_for(cast.head).get(address(reported)).status_code == 200
    reroute_cases()
    decide.find_nothing(cast.head, case=reported, seen=2)
    comment = words_of(reported)
    report_thing(cast.mother, subject=comment, reason="unkind")
    reported.refresh_from_db()
    assert (reported.state, reported.desk) == (State.ESCALATED, Desk.HEAD)
    with pytest.raises(NobodyThere):
        escalate_case(cast.head, case=reported, seen=reported.version)


def test_no_head_passes_a_colleague_on_to_the_administrators(cast: Cast, entry: Entry) -> None:
    case = report_thing(cast.student, subject=entry, reason="unkind").case
    leave(cast.above)
    with pytest.raises(NobodyThere):
        escalate_case(cast.head, case=case, seen=1)


def test_it_comes_down_again_rather_than_lie_with_nobody(cast: Cast, reported: Case) -> None:
    escalate_case(cast.administrator, case=reported, seen=1)
    leave(cast.head)
    reroute_cases()
    reported.refresh_from_db()
    assert (reported.state, reported.desk) == (State.ESCALATED, Desk.ADMINISTRATORS)


def test_what_somebody_looks_after_stays_with_them(cast: Cast, reported: Case) -> None:
    leave(cast.administrator, cast.senior)
    reroute_cases()
    reported.refresh_from_db()
    claim.claim_case(cast.head, case=reported, seen=reported.version)
    Membership.objects.filter(pk=cast.senior.pk).update(closed_at=None)
    reroute_cases()
    reported.refresh_from_db()
    assert (reported.desk, reported.claimed_by) == (Desk.HEAD, cast.head)
    leave(cast.head)
    reroute_cases()
    reported.refresh_from_db()
    assert (reported.desk, reported.claimed_by) == (Desk.ADMINISTRATORS, None)
    assert reported.state == State.NEW


def test_a_step_stays_as_it_was(cast: Cast, reported: Case) -> None:
    step = reported.steps.get()
    for change in (
        lambda: CaseStep.objects.filter(pk=step.pk).update(event=Event.DECIDE),
        lambda: CaseStep.objects.filter(pk=step.pk).update(number=7),
        lambda: CaseStep.objects.filter(pk=step.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
            change()
    CaseStep.objects.filter(pk=step.pk).update(by=None)
    step.refresh_from_db()
    assert (step.event, step.by) == (Event.REPORT, None)


def test_whoever_was_blocked_a_moment_ago_decides_nothing(cast: Cast, reported: Case) -> None:
    by = Membership.objects.select_related("user").get(pk=cast.administrator.pk)
    assert by.user.memberships
    leave(by)
    with pytest.raises(NotAllowed):
        decide.remove_and_warn(by, case=reported, seen=1)


def test_the_open_pages_of_the_desk_look_again(
    cast: Cast,
    reported: Case,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    told: list[tuple[set[int], str]] = []
    monkeypatch.setattr(
        realtime, "nudge_people", lambda people, look: told.append((set(people), look))
    )
    claim.claim_case(cast.administrator, case=reported, seen=1)
    desk = {cast.administrator.user_id, cast.senior.user_id}
    assert told == [(desk, "cases"), (desk, f"case-{reported.pk}")]


def test_a_note_is_for_those_who_handle_the_case(
    cast: Cast, reported: Case, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    assert client.post(address(reported, "note/"), {"words": " "}).status_code == 422
    claim.claim_case(cast.senior, case=reported, seen=1)
    client.post(address(reported, "note/"), {"words": "La mère est prévenue."})
    page = client_for(cast.senior).get(address(reported)).content.decode()
    assert "La mère est prévenue." in page
    assert events(reported) == [Event.REPORT, Event.CLAIM, Event.NOTE]
    reported.refresh_from_db()
    assert reported.claimed_by == cast.senior
    for part in ("head", "teacher", "classmate", "student"):
        with pytest.raises(NotAllowed):
            add_note(cast.people[part], case=reported, words="Moi aussi.")


def test_a_note_stays_as_it_was(cast: Cast, reported: Case) -> None:
    note = add_note(cast.administrator, case=reported, words="La mère est prévenue.")
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
        CaseNote.objects.filter(pk=note.pk).update(words="Personne n’est prévenu.")


def test_a_case_with_nobody_is_told_to_those_who_run_the_program(
    cast: Cast, reported: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("check_cases")
    leave(cast.administrator, cast.senior, cast.head)
    reroute_cases()
    with pytest.raises(CommandError) as alone:
        call_command("check_cases")
    assert cast.school.name in str(alone.value)
    assert cast.other.school.name not in str(alone.value)
    call_command(
        "name_administrator", cast.lead.user.username, school=cast.school.name, duty="head"
    )
    reroute_cases()
    call_command("check_cases")
    reported.refresh_from_db()
    assert reported.desk == Desk.HEAD


# -- Two at once -------------------------------------------------------------------------------


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What became of each of these, begun in one moment, each in a connection of its own."""
    barrier = Barrier(len(acts))
    schools = list(School.objects.values_list("pk", flat=True))

    def run(act: Callable[[], object]) -> str:
        try:
            with wall.within(*schools):
                barrier.wait()
                act()
        except (SeenBefore, NotNow, NotAllowed, AlreadyAsked, TooLate) as refused:
            return type(refused).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


@pytest.fixture
def committed(transactional_db: None, cast: Cast) -> Case:
    words = CommentFactory(school=cast.school, author=cast.classmate)
    case: Case = CaseFactory(school=cast.school, target_id=words.pk, accused=cast.classmate)
    return case


def of(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def block(by: Membership, case: Case) -> None:
    wanted = [Wanted(MeasureKind.BLOCK)]
    decide.decide(by, case=case, seen=0, measures=wanted, grounds=Grounds("…"))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_is_told(cast: Cast, committed: Case) -> None:
    done = at_once(
        lambda: block(cast.senior, of(committed)),
        lambda: decide.find_nothing(cast.administrator, case=of(committed), seen=0),
    )
    assert done == ["SeenBefore", "done"]
    case = of(committed)
    assert (case.version, case.state) == (1, State.DECIDED)
    assert Measure.objects.get().kind == case.outcome


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_at_once_one_has_it(cast: Cast, committed: Case) -> None:
    claims = (
        lambda: claim.claim_case(cast.senior, case=of(committed), seen=0),
        lambda: claim.claim_case(cast.administrator, case=of(committed), seen=0),
    )
    assert at_once(*claims) == ["SeenBefore", "done"]
    assert of(committed).claimed_by in (cast.senior, cast.administrator)


@pytest.mark.django_db(transaction=True)
def test_a_report_and_a_decision_at_once_leave_both(cast: Cast, committed: Case) -> None:
    comment = words_of(committed)
    done = at_once(
        lambda: report_thing(cast.mother, subject=comment, reason="unkind"),
        lambda: block(cast.administrator, of(committed)),
    )
    case = of(committed)
    if done == ["SeenBefore", "done"]:  # the report came first
        assert (case.version, case.state) == (1, State.NEW)
    else:
        assert (case.version, case.state) == (2, State.NEW)
    assert case.reports.count() == 1
