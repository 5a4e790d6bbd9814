from collections.abc import Callable

import pytest

from accounts.deciding import NotAllowed
from accounts.models import Membership
from audit.models import Event
from core import clock, wall
from moderation.actions import decide
from moderation.actions.report import report_thing
from moderation.actions.undo import undo_decision
from moderation.models import Case
from newsfeed.actions import edit_entry
from newsfeed.models import Comment, Entry
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.messaging import ConversationFactory, MessageFactory
from tests.factories.moderation import (
    CaseFactory,
    CaseNoteFactory,
    CaseStepFactory,
    DecisionFactory,
    MeasureFactory,
    ReportFactory,
)
from tests.factories.newsfeed import CommentFactory, EntryFactory
from tests.moderation.conftest import UNKIND

ClientFor = Callable[[Membership], SchoolClient]
MOST_OF_LIST, MOST_OF_CASE = 12, 20


def address(case: Case, decision: str = "") -> str:
    return f"/schools/{case.school_id}/cases/{case.pk}/{decision}"


def test_the_administrator_sees_who_wrote_what_and_who_reported_it(
    cast: Cast, case: Case, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    found = client.get(f"/schools/{cast.school.pk}/cases/")
    assert UNKIND in found.content.decode()
    page = client.get(address(case)).content.decode()
    person = f"/schools/{cast.school.pk}/people/{cast.classmate.pk}/"
    for words in (UNKIND, cast.classmate.name, person, cast.student.name, "Tous les jours."):
        assert words in page
    seen = Event.objects.filter(verb="view_page", target_type="moderation.Case", target_id=case.pk)
    assert seen.filter(actor__membership=cast.administrator).exists()


def test_the_words_stay_after_the_author_deleted_them(
    cast: Cast, case: Case, comment: Comment, client_for: ClientFor
) -> None:
    comment.body, comment.deleted_at = "", clock.now()
    comment.save()
    page = client_for(cast.administrator).get(address(case))
    assert UNKIND in page.content.decode()
    assert page.context["thing"].deleted_at
    assert page.context["edited_to"] == ""


def test_what_it_was_changed_to_is_shown_beside_it(
    cast: Cast, case: Case, comment: Comment, client_for: ClientFor
) -> None:
    comment.body = "Tu es gentil."
    comment.save()
    page = client_for(cast.administrator).get(address(case))
    assert UNKIND in page.content.decode()
    assert page.context["edited_to"] == "Tu es gentil."


def test_how_an_entry_read_before_it_was_reported_is_seen_until_that_is_decided(
    cast: Cast, client_for: ClientFor
) -> None:
    audience = [cast.group("class", of=cast.cm1)]
    entry = EntryFactory(school=cast.school, author=cast.teacher, audience=audience, title=UNKIND)
    edit_entry(cast.teacher, entry=entry, title="Bonjour", body="<p>Na.</p>")
    entry.refresh_from_db()
    case = report_thing(cast.mother, subject=entry, reason="unkind").case
    client = client_for(cast.head)
    assert UNKIND in client.get(address(case)).content.decode()
    decide.find_nothing(cast.head, case=case, seen=case.version)
    assert UNKIND not in client.get(address(case)).content.decode()


@pytest.mark.parametrize(
    "part",
    [
        *("student", "classmate", "mother", "teacher", "staff", "guest"),
        *("lead", "coordinator", "head", "above"),
    ],
)
@pytest.mark.parametrize("decision", ["", "remove/", "dismiss/", "decide/", "decisions/1/undo/"])
def test_nobody_but_those_who_handle_it_knows_of_a_case(
    cast: Cast, case: Case, client_for: ClientFor, part: str, decision: str
) -> None:
    client = client_for(cast.people[part])
    listed = client.get(f"/schools/{cast.school.pk}/cases/")
    if part in ("head", "above", "lead"):  # who handle others
        assert listed.context["cases"] == []
    else:
        assert listed.status_code == 404
    assert client.get(address(case)).status_code == 404
    assert client.post(address(case, decision)).status_code in (404, 405)
    case.refresh_from_db()
    assert case.is_open
    assert client_for(cast.administrator).get(address(case)).status_code == 200


def test_the_other_schools_administrator_knows_nothing(
    cast: Cast, case: Case, client_for: ClientFor
) -> None:
    client = client_for(cast.other.administrator)
    assert client.get(f"/schools/{cast.school.pk}/cases/").status_code == 404
    assert client.get(address(case)).status_code == 404
    theirs = client.get(f"/schools/{cast.other.school.pk}/cases/{case.pk}/")
    missing = client.get(f"/schools/{cast.other.school.pk}/cases/99999999/")
    assert theirs.status_code == missing.status_code == 404
    assert client.post(address(case, "remove/")).status_code == 404
    assert client.get(f"/schools/{cast.other.school.pk}/cases/").context["cases"] == []


def test_nobody_handles_a_case_about_themselves(
    cast: Cast, case: Case, client_for: ClientFor
) -> None:
    case.accused = cast.administrator
    case.save()
    client = client_for(cast.administrator)
    assert client.get(f"/schools/{cast.school.pk}/cases/").context["cases"] == []
    assert client.get(address(case)).status_code == 404
    for act in (decide.remove_and_warn, decide.find_nothing):
        with pytest.raises(NotAllowed):
            act(cast.administrator, case=case, seen=case.version)


def test_removing_takes_the_comment_from_everybody(
    cast: Cast, case: Case, comment: Comment, client_for: ClientFor
) -> None:
    assert Comment.objects.visible_to(cast.student.user).filter(pk=comment.pk).exists()
    answer = client_for(cast.administrator).post(address(case, "remove/"))
    assert answer["Location"] == address(case)
    assert not Comment.objects.visible_to(cast.student.user).filter(pk=comment.pk).exists()
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("decided", "remove")
    assert case.decisions.get().by == cast.administrator
    done = Event.objects.filter(actor__membership=cast.administrator)
    assert done.filter(verb="decide_case", target_id=case.pk).count() == 1
    assert done.filter(verb="remove_comment", target_id=comment.pk).count() == 1


def test_removing_twice_removes_once(cast: Cast, case: Case, comment: Comment) -> None:
    decide.remove_and_warn(cast.administrator, case=case, seen=case.version)
    comment.refresh_from_db()
    removed_at = comment.removed_at
    decide.remove_and_warn(cast.administrator, case=case, seen=case.version)
    comment.refresh_from_db()
    assert comment.removed_at == removed_at


def test_a_message_is_removed_too_and_comes_back(cast: Cast) -> None:
    talk = ConversationFactory(school=cast.school, between=[cast.mother, cast.teacher])
    message = MessageFactory(school=cast.school, conversation=talk, author=cast.mother)
    case = CaseFactory(
        school=cast.school, kind="message", target_id=message.pk, accused=cast.mother
    )
    decide.remove_and_warn(cast.administrator, case=case, seen=case.version)
    message.refresh_from_db()
    assert message.removed_at is not None
    undo_decision(cast.administrator, case=case, seen=case.version, decision=case.decisions.get())
    message.refresh_from_db()
    assert message.removed_at is None


def test_a_case_can_be_dismissed(
    cast: Cast, case: Case, comment: Comment, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    client.post(address(case, "dismiss/"))
    case.refresh_from_db()
    comment.refresh_from_db()
    assert (case.state, case.outcome, comment.is_there) == ("decided", "nothing", True)
    cases = f"/schools/{cast.school.pk}/cases/"
    assert client.get(cases).context["cases"] == []
    assert client.get(f"{cases}?decided").context["cases"] == [case]


def test_the_gravest_comes_first_and_of_equals_the_oldest(
    cast: Cast, comment: Comment, entry: Entry, client_for: ClientFor
) -> None:
    trifle = CommentFactory(school=cast.school, entry=entry, author=cast.father)
    earlier, later = (
        report_thing(cast.ce2_teacher, subject=words, reason="other").case
        for words in (trifle, CommentFactory(school=cast.school, entry=entry, author=cast.father))
    )
    grave = report_thing(cast.student, subject=comment, reason="violent").case
    client = client_for(cast.administrator)
    listed = f"/schools/{cast.school.pk}/cases/"
    assert client.get(listed).context["cases"] == [grave, earlier, later]
    for case in (grave, later):
        case.refresh_from_db()
        decide.find_nothing(cast.administrator, case=case, seen=case.version)
    assert client.get(f"{listed}?decided").context["cases"] == [later, grave]


@pytest.mark.parametrize("first", [None, "violent"])
def test_another_report_never_makes_a_case_wait_longer(
    cast: Cast, comment: Comment, first: str | None
) -> None:
    weights = []
    for person, reason in (
        (cast.ce2_teacher, first or "other"),
        (cast.mother, "other"),
        (cast.student, "unkind"),
    ):
        weights.append(report_thing(person, subject=comment, reason=reason).case.priority)
    assert weights == sorted(weights) and weights[0] < weights[-1]


def test_the_child_of_a_parent_who_reports_counts(cast: Cast, entry: Entry) -> None:
    words = CommentFactory(school=cast.school, entry=entry, author=cast.ce2_teacher)
    of_adults = report_thing(cast.teacher, subject=words, reason="unkind").case.priority
    words = CommentFactory(school=cast.school, entry=entry, author=cast.ce2_teacher)
    of_a_mother = report_thing(cast.mother, subject=words, reason="unkind").case.priority
    assert of_a_mother > of_adults


def test_the_list_costs_the_same_with_many_cases(
    cast: Cast, case: Case, client_for: ClientFor
) -> None:
    client, cases = client_for(cast.administrator), f"/schools/{cast.school.pk}/cases/"
    few = queries(client, cases)
    for person in (cast.student, cast.ce2_student, cast.mother, cast.teacher) * 5:
        made = CaseFactory(school=cast.school, accused=person)
        ReportFactory(school=cast.school, case=made, reporter=cast.head)
        ReportFactory(school=cast.school, case=made, reporter=cast.staff)
    assert queries(client, cases) == few <= MOST_OF_LIST
    assert len(client.get(cases).context["cases"]) == 21


def decided(case: Case, by: Membership, number: int) -> None:
    decision = DecisionFactory(school=case.school, case=case, by=by)
    MeasureFactory(
        school=case.school, decision=decision, kind="warning", ended_at=clock.now(), ended_by=by
    )
    CaseStepFactory(
        school=case.school,
        case=case,
        by=by,
        number=number,
        event="decide_case",
        decision=decision,
    )


def test_a_case_costs_the_same_with_many_reports_and_decisions(
    cast: Cast, case: Case, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    decided(case, cast.head, 1)
    few = queries(client, address(case))
    for number, part in enumerate(("mother", "teacher", "staff", "head", "sibling"), start=2):
        CaseNoteFactory(school=cast.school, case=case, by=cast.people[part])
        decided(case, cast.people[part], number)
        ReportFactory(school=cast.school, case=case, reporter=cast.people[part])
    assert queries(client, address(case)) == few <= MOST_OF_CASE


def test_a_case_survives_the_erasure_of_everybody_in_it(
    cast: Cast, case: Case, client_for: ClientFor
) -> None:
    case.accused = None
    case.save()
    with wall.erasing():
        case.evidence.all().delete()
    case.reports.update(reporter=None, note="")
    client = client_for(cast.administrator)
    assert client.get(address(case)).status_code == 200
    assert client.get(f"/schools/{cast.school.pk}/cases/").status_code == 200
    client.post(address(case, "dismiss/"))
    case.refresh_from_db()
    assert not case.is_open
