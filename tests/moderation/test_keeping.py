"""A case has a time of its own, and nothing of it is left when that is over."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks
from time_machine import travel

from core import clock, wall
from core.background import sweep
from moderation.actions.decide import decide, find_nothing
from moderation.actions.erase import erase_cases
from moderation.actions.notes import add_note
from moderation.actions.report import report_thing
from moderation.actions.undo import undo_decision
from moderation.measures import Grounds, MeasureKind, Wanted
from moderation.models import (
    Case,
    CaseNote,
    CaseStep,
    Decision,
    Evidence,
    EvidenceFile,
    Measure,
    Notice,
    Report,
    Surrounding,
)
from newsfeed.models import Comment
from retention.proof import traces_of
from tests.cast import Cast
from tests.factories.moderation import EvidenceFileFactory, SurroundingFactory
from tests.moderation.conftest import UNKIND, the_case

YEAR = timedelta(days=366)
HANGS_ON_IT = (
    *(CaseNote, CaseStep, Decision, Evidence, EvidenceFile, Measure, Notice, Report, Surrounding),
)


def decided(cast: Cast, comment: Comment, reason: str = "unkind") -> Case:
    """Removed and warned, with a note, a file and something that stood around it."""
    handler = cast.administrator if reason == "unkind" else cast.lead
    case: Case = report_thing(
        cast.student, subject=comment, reason=reason, note="Il recommence."
    ).case
    with wall.as_person(handler.user_id):
        evidence = case.evidence.get()
        SurroundingFactory(school=cast.school, evidence=evidence, author=cast.teacher, place=90)
        EvidenceFileFactory(school=cast.school, evidence=evidence, author=cast.classmate)
        add_note(handler, case=case, words="La mère est prévenue.")
        case.refresh_from_db()
        remove = Wanted(MeasureKind.REMOVE, things=(("comment", comment.pk),))
        measures = [remove, Wanted(MeasureKind.WARNING)]
        grounds = Grounds(reason="Des insultes.")
        decide(handler, case=case, seen=case.version, measures=measures, grounds=grounds)
    return case


def rows_left() -> dict[str, int]:
    with wall.protection_open():
        counted = {model.__name__: model.objects.count() for model in HANGS_ON_IT}
    return {name: count for name, count in counted.items() if count}


def later(by: timedelta) -> travel:
    return travel(clock.now() + by, tick=False)


def test_after_a_year_nothing_is_left_but_figures(
    cast: Cast,
    comment: Comment,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    case = decided(cast, comment)
    name = str(EvidenceFile.objects.get().content)
    with later(YEAR - timedelta(days=5)):
        sweep()
        assert rows_left().keys() == {model.__name__ for model in HANGS_ON_IT}
    with later(YEAR), django_capture_on_commit_callbacks(execute=True):
        sweep()
    assert rows_left() == {}
    assert not default_storage.exists(name)
    case.refresh_from_db()
    assert (case.accused, case.target_id, case.claimed_by) == (None, None, None)
    assert (case.reason, case.outcome, case.decided_after) == ("unkind", "remove", 0)
    for words in ("Il recommence.", "La mère est prévenue.", "Des insultes."):
        assert traces_of([words]) == []
    assert not Case.objects.visible_to(cast.administrator.user).exists()


def test_child_protection_is_kept_six_years(cast: Cast, comment: Comment) -> None:
    decided(cast, comment, reason="safety")
    with later(3 * YEAR):
        sweep()
    assert rows_left().keys() >= {"Evidence", "CaseNote", "Decision"}
    with later(6 * YEAR):
        sweep()
    assert rows_left() == {}
    assert the_case().erased_at


def test_a_case_goes_not_before_what_was_decided_in_it_is_over(
    cast: Cast, comment: Comment
) -> None:
    case = report_thing(cast.student, subject=comment, reason="unkind").case
    block = [Wanted(MeasureKind.BLOCK)]
    grounds = Grounds(reason="Des insultes.")
    decision = decide(
        cast.administrator, case=case, seen=case.version, measures=block, grounds=grounds
    )
    with later(2 * YEAR):
        sweep()
        assert rows_left()
        case.refresh_from_db()
        undo_decision(cast.administrator, case=case, seen=case.version, decision=decision)
        sweep()
    assert rows_left() == {}


def test_what_is_open_again_is_kept(cast: Cast, comment: Comment) -> None:
    case = report_thing(cast.student, subject=comment, reason="unkind").case
    find_nothing(cast.administrator, case=case, seen=case.version)
    report_thing(cast.mother, subject=comment, reason="unkind")
    with later(2 * YEAR):
        erase_cases()
    assert Report.objects.count() == 2


def test_one_more_report_of_it_opens_a_new_case(cast: Cast, comment: Comment) -> None:
    case = report_thing(cast.student, subject=comment, reason="unkind").case
    find_nothing(cast.administrator, case=case, seen=case.version)
    with later(YEAR):
        erase_cases()
        again = report_thing(cast.student, subject=comment, reason="unkind").case
    assert again != case
    assert again.evidence.get().words == UNKIND


def test_a_step_is_taken_away_by_nothing_else(cast: Cast, case: Case, comment: Comment) -> None:
    report_thing(cast.mother, subject=comment, reason="unkind")
    with pytest.raises(DatabaseError, match="stays with it"), transaction.atomic():
        CaseStep.objects.all().delete()
    assert CaseStep.objects.exists()
