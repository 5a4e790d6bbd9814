from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.choices import Profile, View
from accounts.groups import sync_groups
from accounts.models import Membership
from audit.models import Event
from core import wall
from moderation.actions.claim import claim_case
from moderation.actions.decide import find_nothing, remove_and_warn
from moderation.actions.report import report_thing
from moderation.flow import State
from moderation.measures import MeasureKind
from moderation.models import Case, Notice, Report
from moderation.policies import OwnWords
from moderation.reasons import Reason
from newsfeed.models import Comment, Entry
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.accounts import EnrolmentFactory, MembershipFactory
from tests.factories.messaging import ConversationFactory, MessageFactory
from tests.factories.moderation import CaseFactory, ReportFactory
from tests.moderation.conftest import UNKIND, the_case, words_kept

ClientFor = Callable[[Membership], SchoolClient]


def test_a_child_reports_a_comment_in_two_taps(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    client = client_for(cast.student)
    page = client.get(f"/report/comment/{comment.pk}/")
    assert UNKIND in page.content.decode()
    for reason in Reason:
        assert f'name="reason" value="{reason}"' in page.content.decode()
    answer = client.post(f"/report/comment/{comment.pk}/", {"reason": "unkind"})
    report = Report.objects.get(reporter=cast.student)
    assert answer["Location"] == f"/reports/{report.pk}/"
    assert client.get(answer["Location"]).status_code == 200
    case = report.case
    assert (case.kind, case.target_id, case.accused) == ("comment", comment.pk, cast.classmate)
    assert words_kept(case) == [UNKIND]
    assert case.is_open
    assert Event.objects.filter(verb="report_thing", actor__membership=cast.student).count() == 1


def test_who_reads_little_is_offered_few_reasons(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    cast.student.user.view = View.SIMPLE
    cast.student.user.save()
    page = client_for(cast.student).get(f"/report/comment/{comment.pk}/").content.decode()
    offered = [reason for reason in Reason if f'name="reason" value="{reason}"' in page]
    assert offered == ["safety", "violent", "unkind", "private", "other"]
    assert "data-listen" in page and "aloud.js" in page


def test_the_page_costs_the_same_with_many_teachers(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    client, address = client_for(cast.student), f"/report/comment/{comment.pk}/"
    few = queries(client, address)
    for _ in range(5):
        teacher = MembershipFactory(school=cast.school, profile=Profile.TEACHER)
        EnrolmentFactory(school=cast.school, school_class=cast.cm1, membership=teacher)
    sync_groups(cast.school.pk)
    assert len(client.get(address).context["form"].fields["teachers"].choices) == 6
    assert queries(client, address) == few


def test_a_report_needs_a_reason(cast: Cast, comment: Comment, client_for: ClientFor) -> None:
    client = client_for(cast.student)
    answer = client.post(f"/report/comment/{comment.pk}/", {"note": "Tous les jours."})
    assert answer.status_code == 422
    assert "Tous les jours." in answer.content.decode()
    assert not Report.objects.exists()


def test_an_entry_and_a_message_can_be_reported_too(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    talk = ConversationFactory(school=cast.school, between=[cast.teacher, cast.student])
    message = MessageFactory(school=cast.school, conversation=talk, author=cast.teacher)
    client = client_for(cast.student)
    for kind, thing in (("entry", entry), ("message", message)):
        client.post(f"/report/{kind}/{thing.pk}/", {"reason": "other"})
    assert set(Case.objects.values_list("kind", flat=True)) == {"entry", "message"}
    assert words_kept(Case.objects.get(kind="entry")) == [f"{entry.title}\n\n{entry.text}"]


@pytest.mark.parametrize("part", ["ce2_student", "ce2_parent", "guest"])
def test_who_does_not_see_it_cannot_report_it(
    cast: Cast, comment: Comment, client_for: ClientFor, part: str
) -> None:
    stranger = client_for(cast.people[part])
    hidden = stranger.post(f"/report/comment/{comment.pk}/", {"reason": "other"})
    missing = stranger.post("/report/comment/99999999/", {"reason": "other"})
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert stranger.get(f"/report/nonsense/{comment.pk}/").status_code == 404
    answer = client_for(cast.mother).post(f"/report/comment/{comment.pk}/", {"reason": "other"})
    assert answer.status_code == 302
    assert Report.objects.get().reporter == cast.mother


def test_the_other_school_does_not_see_it(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    client = client_for(cast.other.teacher)
    assert client.get(f"/report/comment/{comment.pk}/").status_code == 404


def test_nobody_reports_their_own_words(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    client = client_for(cast.classmate)
    for page in (
        client.get(f"/report/comment/{comment.pk}/"),
        client.post(f"/report/comment/{comment.pk}/", {"reason": "other"}),
    ):
        assert page.templates[0].name == "moderation/own_words.html"
    with pytest.raises(OwnWords):
        report_thing(cast.classmate, subject=comment, reason="other")
    assert not Case.objects.exists()


def test_reports_of_one_thing_are_one_case(cast: Cast, comment: Comment) -> None:
    report_thing(cast.student, subject=comment, reason="unkind")
    report_thing(cast.mother, subject=comment, reason="violent")
    assert Case.objects.get().reports.count() == 2


def test_reporting_again_completes_the_report(cast: Cast, comment: Comment) -> None:
    report_thing(cast.student, subject=comment, reason="other", note="Aïe.")
    report_thing(cast.student, subject=comment, reason="unkind", note="Encore.")
    report_thing(cast.student, subject=comment, reason="unkind", note="Encore.")
    report = Report.objects.get()
    assert (report.reason, report.note) == ("unkind", "Aïe.\n\nEncore.")


def test_who_was_afraid_is_not_calmed_by_a_second_tap(cast: Cast, comment: Comment) -> None:
    report_thing(cast.student, subject=comment, reason="safety")
    again = report_thing(cast.student, subject=comment, reason="other")
    assert again.reason == "safety"


def test_each_wording_that_was_reported_is_kept(cast: Cast, comment: Comment) -> None:
    report_thing(cast.student, subject=comment, reason="unkind")
    comment.body = "Tu es gentil."
    comment.save()
    report_thing(cast.mother, subject=comment, reason="unkind")
    assert words_kept(Case.objects.get()) == [UNKIND, "Tu es gentil."]


def test_reporting_puts_a_decided_case_back(cast: Cast, case: Case, comment: Comment) -> None:
    case.state, case.outcome = State.DECIDED, MeasureKind.NOTHING
    case.save()
    report_thing(cast.mother, subject=comment, reason="unkind")
    case.refresh_from_db()
    assert case.is_open and case.outcome == ""


@pytest.mark.parametrize(
    ("reason", "note", "state"),
    [
        ("unkind", "", State.DECIDED),
        ("chain", "Tous les jours.", State.DECIDED),
        ("unkind", "Et encore hier.", State.NEW),
        ("violent", "", State.NEW),
        ("safety", "", State.NEW),
    ],
)
def test_who_reports_again_what_was_decided_says_more_or_is_heard_already(
    cast: Cast, comment: Comment, reason: str, note: str, state: State
) -> None:
    case = report_thing(cast.student, subject=comment, reason="unkind", note="Tous les jours.").case
    find_nothing(cast.administrator, case=case, seen=case.version)
    report = report_thing(cast.student, subject=comment, reason=reason, note=note)
    assert the_case().state == state
    with wall.protection_open():
        report.refresh_from_db()
    assert (report.stands == Report.Stands.ANSWERED) == (state == State.DECIDED)


def test_other_words_than_those_that_were_decided_are_looked_at_again(
    cast: Cast, comment: Comment
) -> None:
    case = report_thing(cast.student, subject=comment, reason="unkind").case
    find_nothing(cast.administrator, case=case, seen=case.version)
    comment.body = "Encore pire."
    comment.save()
    report_thing(cast.student, subject=comment, reason="unkind")
    assert the_case().is_open


@pytest.mark.parametrize(
    ("stands", "sentence"),
    [
        (("received", ""), "An adult of your school will look at it."),
        (("in_review", ""), "An adult is looking at it now."),
        (("with_nobody", ""), "Nobody of your school can look at it now."),
        (("answered", "acted"), "Your school has done something about it."),
        (("answered", "nothing"), "nothing had to be taken away"),
    ],
)
def test_who_reported_sees_where_it_stands(
    cast: Cast, case: Case, client_for: ClientFor, stands: tuple[str, str], sentence: str
) -> None:
    report = case.reports.get()
    report.stands, report.answer = stands
    report.save()
    cast.student.user.language = "en"
    cast.student.user.save()
    page = client_for(cast.student).get(f"/reports/{report.pk}/")
    assert sentence in page.content.decode()
    assert client_for(cast.student).get("/reports/mine/").context["reports"] == [report]


def test_where_it_stands_follows_what_happens_to_the_case(cast: Cast, comment: Comment) -> None:
    report = report_thing(cast.student, subject=comment, reason="unkind")
    case = report.case

    def stands() -> tuple[str, str]:
        report.refresh_from_db()
        return report.stands, report.answer

    assert stands() == ("received", "")
    claim_case(cast.administrator, case=case, seen=1)
    assert stands() == ("in_review", "")
    late = report_thing(cast.mother, subject=comment, reason="unkind")
    late.refresh_from_db()
    assert late.stands == "in_review"
    find_nothing(cast.administrator, case=case, seen=3)
    assert stands() == ("answered", "nothing")
    remove_and_warn(cast.administrator, case=case, seen=4)
    assert stands() == ("answered", "acted")
    report_thing(cast.mother, subject=comment, reason="violent")
    assert stands() == ("received", "")
    assert not Notice.objects.filter(report=report).exists()


@pytest.mark.parametrize("part", ["classmate", "teacher", "administrator", "mother"])
def test_nobody_else_sees_the_receipt(
    cast: Cast, case: Case, client_for: ClientFor, part: str
) -> None:
    report = case.reports.get()
    client = client_for(cast.people[part])
    assert client.get(f"/reports/{report.pk}/").status_code == 404
    assert client.get("/reports/mine/").context["reports"] == []
    assert client_for(cast.student).get(f"/reports/{report.pk}/").status_code == 200


def test_the_trail_does_not_lead_from_the_thing_to_who_reported_it(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    """The accused may be an administrator who reads the log."""
    client = client_for(cast.student)
    client.get(f"/report/comment/{comment.pk}/")
    client.post(f"/report/comment/{comment.pk}/", {"reason": "unkind"})
    events = Event.objects.filter(actor__membership=cast.student)
    assert not events.filter(target_type="newsfeed.Comment").exists()
    assert str(comment.pk) not in {str(fact) for e in events for fact in e.facts.values()}


def test_the_list_costs_the_same_with_many_reports(
    cast: Cast, case: Case, client_for: ClientFor
) -> None:
    client = client_for(cast.student)
    few = queries(client, "/reports/mine/")
    for _ in range(20):
        ReportFactory(
            school=cast.school, reporter=cast.student, case=CaseFactory(school=cast.school)
        )
    assert queries(client, "/reports/mine/") == few


def test_an_administrator_who_is_reported_does_not_read_in_the_log_who_did_it(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    entry.author = cast.administrator
    entry.save()
    reporter = client_for(cast.mother)
    reporter.get(f"/report/entry/{entry.pk}/")
    sent = reporter.post(f"/report/entry/{entry.pk}/", {"reason": "unkind"})
    reporter.get(sent["Location"])
    reporter.get("/reports/mine/")
    log = f"/schools/{cast.school.pk}/log/"
    reads = client_for(cast.administrator)
    assert "report_thing" not in dict(reads.get(log).context["form"].fields["verb"].choices)
    for asked in ("", "?verb=view_page", "?verb=report_thing"):
        for address in (log, f"{log}{cast.mother.pk}/"):
            lines = reads.get(address + asked).context["lines"]
            assert not [line for line in lines if line.who == cast.mother.name]


def test_who_reported_is_given_out_for_an_authority_and_that_is_in_the_log(
    cast: Cast, comment: Comment, capsys: pytest.CaptureFixture[str]
) -> None:
    def given_out(school: str, since: str = "2000-01-01") -> str:
        call_command("read_sealed_log", "--school", school, "--since", since)
        return capsys.readouterr().out

    report_thing(cast.student, subject=comment, reason="unkind")
    [line] = given_out(cast.school.name).splitlines()
    assert cast.student.name in line and "signalé" in line
    assert Event.objects.of_school(cast.school.pk).filter(verb="read_sealed_log").exists()
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert given_out(cast.school.name, tomorrow.isoformat()) == ""
    assert given_out(cast.other.school.name) == ""
    for school, since in ((cast.school.name, "soon"), ("Nowhere", "2000-01-01")):
        with pytest.raises(CommandError):
            given_out(school, since)
