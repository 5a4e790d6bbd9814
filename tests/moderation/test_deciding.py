"""What a decision does, and what taking it back gives back."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from accounts.deciding import NotAllowed
from accounts.models import Membership
from audit.models import Event
from charters.models import CharterVersion
from core import clock
from moderation.actions import decide
from moderation.actions.report import report_thing
from moderation.actions.step import SeenBefore
from moderation.actions.undo import end_measures, undo_decision
from moderation.flow import NotNow, State
from moderation.measures import Grounds, MeasureKind, Wanted
from moderation.models import Case, CaseStep, Decision, Measure
from newsfeed.models import Comment, Entry
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.moderation import CaseFactory, SurroundingFactory
from tests.factories.newsfeed import CommentFactory
from tests.moderation.test_cases import address

ClientFor = Callable[[Membership], SchoolClient]
WEEK = timedelta(weeks=1)


def decided(cast: Cast, case: Case, *measures: Wanted, **more: Any) -> Decision:
    case.refresh_from_db()
    return decide.decide(
        cast.administrator,
        case=case,
        seen=case.version,
        measures=measures,
        grounds=Grounds("Des insultes."),
        **more,
    )


def undone(cast: Cast, case: Case, decision: Decision, *measures: Measure) -> None:
    case.refresh_from_db()
    undo_decision(
        cast.administrator,
        case=case,
        seen=case.version,
        decision=decision,
        measures=[each.pk for each in measures] or None,
    )


def removing(*words: Comment) -> Wanted:
    return Wanted(MeasureKind.REMOVE, things=tuple(("comment", each.pk) for each in words))


def form(**typed: object) -> dict[str, object]:
    return {"lasts": "week", "reason": "Des insultes.", "seen": 0} | typed


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ({"measures": ["nothing"], "reason": ""}, {"nothing"}),
        ({"measures": ["advice"]}, {"advice"}),
        ({"measures": ["warning", "restrict"], "restricted_to": ["all"]}, {"warning", "restrict"}),
        ({"measures": ["block"], "lasts": "open"}, {"block"}),
    ],
)
def test_what_is_chosen_is_decided(
    cast: Cast, case: Case, client_for: ClientFor, typed: dict[str, object], kinds: set[str]
) -> None:
    answer = client_for(cast.administrator).post(address(case, "decide/"), form(**typed))
    assert answer["Location"] == address(case)
    decision = Decision.objects.get()
    assert {each.kind for each in decision.measures.all()} == kinds
    assert (decision.about, decision.by) == (cast.classmate, cast.administrator)
    case.refresh_from_db()
    assert case.state == State.DECIDED and case.outcome in kinds


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({}, "measures"),
        ({"measures": ["nothing", "warning"]}, "measures"),
        ({"measures": ["restrict", "block"], "restricted_to": ["all"]}, "measures"),
        ({"measures": ["remove"]}, "things"),
        ({"measures": ["remove"], "things": ["comment-1"]}, "things"),
        ({"measures": ["restrict"]}, "restricted_to"),
        ({"measures": ["restrict"], "restricted_to": ["all"], "lasts": "open"}, "lasts"),
        ({"measures": ["warning"], "reason": " "}, "reason"),
    ],
)
def test_what_does_not_go_together_is_not_decided(
    cast: Cast, case: Case, client_for: ClientFor, typed: dict[str, object], where: str
) -> None:
    answer = client_for(cast.administrator).post(address(case, "decide/"), form(**typed))
    assert answer.status_code == 422
    assert where in answer.context["form"].errors
    assert not Decision.objects.exists()


def test_several_things_go_with_one_reason_and_come_back_with_one_press(
    cast: Cast, case: Case, comment: Comment, entry: Entry, client_for: ClientFor
) -> None:
    """Another one that was reported, and one that stood beside it."""
    beside, reported = (
        CommentFactory(school=cast.school, entry=entry, author=cast.classmate) for _ in range(2)
    )
    SurroundingFactory(
        school=cast.school,
        evidence=case.evidence.get(),
        target_id=beside.pk,
        author=cast.classmate,
    )
    other = report_thing(cast.student, subject=reported, reason="violent").case
    client = client_for(cast.administrator)
    page = client.get(address(case, "decide/"))
    assert set(page.context["form"].removable.values()) == {
        ("comment", comment.pk),
        ("comment", beside.pk),
    }
    typed = form(
        measures=["remove", "warning"],
        things=[f"comment-{comment.pk}", f"comment-{beside.pk}"],
        also=[f"{other.pk}-{other.version}"],
        is_strike="on",
    )
    client.post(address(case, "decide/"), typed)
    for words in (comment, beside, reported):
        words.refresh_from_db()
        assert words.removed_at
    other.refresh_from_db()
    assert (other.state, other.outcome) == (State.DECIDED, MeasureKind.REMOVE)
    decision = Decision.objects.get()
    for each in (case, other):
        assert "Des insultes." in client.get(address(each)).content.decode()
        assert CaseStep.objects.filter(case=each, decision=decision).exists()
    page = client.get(address(other, f"decisions/{decision.pk}/undo/"))
    measures = page.context["form"].initial["measures"]
    client.post(
        address(other, f"decisions/{decision.pk}/undo/"),
        {"seen": other.version, "measures": measures},
    )
    for words in (comment, beside, reported):
        words.refresh_from_db()
        assert words.is_there
    decision.refresh_from_db()
    assert decision.undone_by == cast.administrator
    for each in (case, other):
        assert CaseStep.objects.filter(case=each, event="undo_decision").exists()


def test_a_part_is_taken_back_and_the_rest_goes_on(
    cast: Cast, case: Case, comment: Comment
) -> None:
    decision = decided(cast, case, removing(comment), Wanted(MeasureKind.BLOCK))
    undone(cast, case, decision, decision.measures.get(kind="block"))
    comment.refresh_from_db()
    cast.classmate.refresh_from_db()
    decision.refresh_from_db()
    assert comment.removed_at and not cast.classmate.is_blocked
    assert decision.undone_at is None
    undone(cast, case, decision)
    comment.refresh_from_db()
    decision = Decision.objects.get(pk=decision.pk)
    assert comment.is_there and decision.undone_at
    with pytest.raises(NotNow):
        undone(cast, case, decision)


def test_nobody_takes_back_what_another_case_decided(cast: Cast, case: Case) -> None:
    decision = decided(cast, case, Wanted(MeasureKind.WARNING))
    other = CaseFactory(school=cast.school, accused=cast.classmate)
    with pytest.raises(NotAllowed):
        undone(cast, other, decision)


def test_one_decision_is_about_one_person(cast: Cast, case: Case) -> None:
    other = CaseFactory(school=cast.school, accused=cast.sibling)
    with pytest.raises(NotAllowed):
        decided(cast, case, Wanted(MeasureKind.WARNING), also=[(other, 0)])
    assert not Decision.objects.exists()


def test_nothing_is_decided_if_another_of_the_cases_is_not_as_it_was(
    cast: Cast, case: Case
) -> None:
    other = CaseFactory(school=cast.school, accused=cast.classmate, version=3)
    with pytest.raises(SeenBefore):
        decided(cast, case, Wanted(MeasureKind.WARNING), also=[(other, 2)])
    assert not Decision.objects.exists()


@pytest.mark.parametrize("others", [1, 2])
@pytest.mark.parametrize("happens", ["reported", "decided", "protected"])
def test_what_changed_in_another_case_is_said_and_nothing_typed_is_lost(
    cast: Cast, case: Case, client_for: ClientFor, *, happens: str, others: int
) -> None:
    """Whether there are more of them to choose from or not."""
    said = [CommentFactory(school=cast.school, author=cast.classmate) for _ in range(others)]
    other, *_more = [
        report_thing(cast.student, subject=each, reason="unkind").case for each in said
    ]
    typed = form(measures=["warning"], reason="Des mots choisis.", lasts="month")
    typed["also"] = [f"{other.pk}-{other.version}"]
    if happens == "reported":
        report_thing(cast.teacher, subject=said[0], reason="violent")
    elif happens == "decided":
        decide.find_nothing(cast.administrator, case=other, seen=other.version)
    else:
        report_thing(cast.student, subject=said[0], reason="safety")
    client = client_for(cast.administrator)
    answer = client.post(address(case, "decide/"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and not Decision.objects.filter(case=case).exists()
    assert "a changé entre-temps et n’est plus coché" in page
    assert "Des mots choisis." in page and answer.context["form"]["lasts"].value() == "month"
    shown = [each for each, _steps in answer.context["changed"]]
    assert shown == ([] if happens == "protected" else [other])
    assert (address(other) in page) is (happens != "protected")


@pytest.mark.parametrize("typed", ["3", "a-b", "1-" + "9" * 40])
def test_what_is_no_case_is_not_decided_along(
    cast: Cast, case: Case, client_for: ClientFor, typed: str
) -> None:
    answer = client_for(cast.administrator).post(
        address(case, "decide/"), form(measures=["warning"], also=[typed])
    )
    assert answer.status_code in (302, 422)


def test_what_a_measure_needs_is_not_called_optional(
    cast: Cast, case: Case, client_for: ClientFor
) -> None:
    page = client_for(cast.administrator).get(address(case, "decide/")).content.decode()
    labels = re.findall(r"<(?:legend|label)[^>]*>([^<]*?) <span class=.optional", page)
    for needed in ("Pourquoi", "Ce qui est retiré", "Ce qu’elle ne peut pas envoyer"):
        assert needed not in labels
    assert "Que faire à la place" in labels


@pytest.mark.parametrize("kind", [MeasureKind.WARNING, MeasureKind.RESTRICT, MeasureKind.BLOCK])
def test_nobody_is_punished_who_is_nobody(cast: Cast, case: Case, kind: MeasureKind) -> None:
    Case.objects.filter(pk=case.pk).update(accused=None)
    with pytest.raises(NotAllowed):
        decided(cast, case, Wanted(kind, until=clock.now() + WEEK, restricted_to=("all",)))


def test_what_was_erased_with_its_author_can_still_be_removed(
    cast: Cast, case: Case, comment: Comment, client_for: ClientFor
) -> None:
    Case.objects.filter(pk=case.pk).update(accused=None)
    client = client_for(cast.administrator)
    page = client.get(address(case, "decide/"))
    offered = {kind for kind, _label in page.context["form"].fields["measures"].choices}
    assert offered == {"nothing", "remove"}
    client.post(address(case, "remove/"), {"seen": 0})
    comment.refresh_from_db()
    assert comment.removed_at
    assert [each.kind for each in Measure.objects.all()] == ["remove"]


def test_strikes_propose_more_each_time_until_they_are_forgotten_or_taken_back(
    cast: Cast, case: Case, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)

    def proposed() -> list[str]:
        page = client.get(address(case, "decide/"))
        return [str(kind) for kind in page.context["form"].initial["measures"]]

    seen = [proposed()]
    for _ in range(3):
        case.refresh_from_db()
        client.post(
            address(case, "decide/"),
            form(measures=["warning"], is_strike="on", seen=case.version),
        )
        seen.append(proposed())
    assert seen == [["warning"], ["restrict"], ["block"], ["block"]]
    client.post(address(case, "decide/"), form(measures=["advice"], is_strike="on", seen=3))
    last = Decision.objects.latest("pk")
    assert last.strike_until is None, "advice is no strike"
    for decision in Decision.objects.exclude(pk=last.pk).order_by("pk")[:2]:
        undone(cast, case, decision)
    assert proposed() == ["restrict"]
    with clock.at(clock.now() + decide.STRIKES_LAST):
        assert Decision.objects.strikes().count() == 0


def test_the_rule_is_the_one_they_had_promised(
    cast: Cast, case: Case, client_for: ClientFor
) -> None:
    promised = CharterVersion.objects.filter(school=cast.school, profile="student")
    promised.update(text_fr="Je promets :\n\n1. Être poli.\n2. Ranger.")
    client = client_for(cast.administrator)
    client.post(address(case, "decide/"), form(measures=["warning"], rule="1"))
    decision = Decision.objects.get()
    assert (decision.version, decision.rule) == (promised.get(), 1)
    assert "Être poli." in client.get(address(case)).content.decode()


def test_a_decision_stays_as_it_was(cast: Cast, case: Case) -> None:
    decision = decided(cast, case, Wanted(MeasureKind.WARNING))
    for change in ({"reason": "Rien."}, {"strike_until": clock.today()}, {"rule": 3}):
        with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(**change)
    Decision.objects.filter(pk=decision.pk).update(by=None, undone_at=clock.now())


@pytest.mark.parametrize("kind", [MeasureKind.RESTRICT, MeasureKind.BLOCK])
def test_what_is_over_holds_nobody_and_is_put_away_once(
    cast: Cast, case: Case, kind: MeasureKind
) -> None:
    until = clock.now() + WEEK
    decided(cast, case, Wanted(kind, until=until, restricted_to=("all",)))
    end_measures()
    measure = Measure.objects.get()
    assert measure.ended_at is None
    with clock.at(until):
        end_measures()
        end_measures()
    measure = Measure.objects.get()
    cast.classmate.refresh_from_db()
    assert (measure.ended_at, measure.ended_by) == (until, None)
    assert (cast.classmate.blocked_at, cast.classmate.restrictions) == (None, {})
    assert Event.objects.filter(verb__in=["end_block", "end_restriction"]).count() == 1


def test_no_word_of_why_is_in_the_trail(cast: Cast, case: Case) -> None:
    decision = decided(cast, case, Wanted(MeasureKind.BLOCK))
    undone(cast, case, decision)
    recorded = Event.objects.filter(verb__in=["decide_case", "undo_decision", "block_person"])
    assert {event.verb for event in recorded} == {"decide_case", "undo_decision", "block_person"}
    assert "insultes" not in str([event.facts for event in recorded])
