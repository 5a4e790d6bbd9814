"""What is restricted is there for those at its desk alone, whatever Python asks for."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, models

from accounts.choices import Duty
from accounts.deciding import NotAllowed
from accounts.models import Membership
from core import clock, wall
from moderation.actions.block import block_person
from moderation.actions.claim import claim_case
from moderation.actions.decide import decide, find_nothing
from moderation.actions.escalate import NobodyThere, protect_case, suspect_case
from moderation.actions.report import report_thing
from moderation.actions.reroute import reroute_cases
from moderation.flow import NotNow, State
from moderation.measures import Grounds, MeasureKind, Wanted
from moderation.models import (
    Appeal,
    Case,
    CaseNote,
    CaseStep,
    Decision,
    Evidence,
    EvidenceFile,
    Notice,
    Referral,
    Report,
    Surrounding,
)
from moderation.routing import DUTIES, Desk, Track
from newsfeed.models import Comment
from retention.proof import traces_of
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.accounts import MembershipFactory
from tests.factories.moderation import (
    AppealFactory,
    CaseFactory,
    CaseNoteFactory,
    CaseStepFactory,
    DecisionFactory,
    EvidenceFactory,
    EvidenceFileFactory,
    ReferralFactory,
    ReportFactory,
    SurroundingFactory,
)
from tests.moderation.conftest import UNKIND, the_case
from uploads.unsettled import NOTES, remove_files_left_behind

ClientFor = Callable[[Membership], SchoolClient]
STORE = (
    Appeal,
    Case,
    CaseNote,
    CaseStep,
    Decision,
    Evidence,
    EvidenceFile,
    Referral,
    Report,
    Surrounding,
)


@pytest.fixture
def protected(cast: Cast, comment: Comment) -> Case:
    """Child protection: what the classmate wrote, which the student reported."""
    school = cast.school
    with wall.protection_open():
        case: Case = CaseFactory(
            school=school,
            target_id=comment.pk,
            accused=cast.classmate,
            track=Track.PROTECTION,
            desk=Desk.SAFEGUARDING,
        )
        evidence = EvidenceFactory(school=school, case=case, words=UNKIND, author=cast.classmate)
        SurroundingFactory(school=school, evidence=evidence, author=cast.teacher)
        EvidenceFileFactory(school=school, evidence=evidence, author=cast.classmate)
        CaseNoteFactory(school=school, case=case, by=cast.lead)
        CaseStepFactory(school=school, case=case, by=cast.student, number=100)
        ReferralFactory(school=school, case=case, by=cast.lead)
        decision = DecisionFactory(school=school, case=case, by=cast.lead)
        AppealFactory(school=school, decision=decision)
        ReportFactory(school=school, case=case, reporter=cast.student)
    return case


def rows_of(model: type[models.Model]) -> int:
    """Counted and held by PostgreSQL, past every filter of ours."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        counted: int = cursor.fetchone()[0]
        cursor.execute(f'SELECT id FROM "{table}" FOR UPDATE')
        assert len(cursor.fetchall()) == counted
        return counted


@pytest.mark.parametrize("model", STORE)
def test_a_restricted_row_is_there_for_its_desk_alone(
    cast: Cast, protected: Case, model: type[models.Model]
) -> None:
    found = {}
    for part in ("lead", "administrator", "senior", "head", "above", "teacher", "classmate"):
        with wall.as_person(cast.people[part].user_id):
            found[part] = rows_of(model)
    assert found.pop("lead") == 1
    assert set(found.values()) == {0}, found
    for nobody in (cast.other.people["lead"], cast.other.people["administrator"]):
        with wall.as_person(nobody.user_id):
            assert rows_of(model) == 0
    assert rows_of(model) == 0, "the program sees it no more than anybody"
    with wall.protection_open():
        assert rows_of(model) == 1


@pytest.mark.parametrize("model", STORE)
def test_who_reported_it_sees_their_report_and_nothing_else(
    cast: Cast, protected: Case, model: type[models.Model]
) -> None:
    with wall.as_person(cast.student.user_id):
        assert rows_of(model) == (1 if model is Report else 0)


def test_a_lead_who_was_blocked_sees_it_no_more(cast: Cast, protected: Case) -> None:
    lead = Membership.objects.filter(pk=cast.lead.pk)
    for changed in ({"blocked_at": clock.now()}, {"blocked_at": None, "closed_at": clock.now()}):
        lead.update(**changed)
        with wall.as_person(cast.lead.user_id), wall.within(cast.school.pk):
            assert rows_of(Case) == 0


@pytest.mark.parametrize("desk", sorted(DUTIES))
def test_postgresql_seats_at_a_desk_whom_the_table_seats_there(cast: Cast, desk: Desk) -> None:
    with wall.protection_open():
        CaseFactory(school=cast.school, accused=None, track=Track.PROTECTION, desk=desk)
    for duty in Duty:
        holder = MembershipFactory(school=cast.school, profile="staff", duties=[duty])
        with wall.as_person(holder.user_id):
            assert rows_of(Case) == (1 if duty in DUTIES[desk] else 0), duty


def address(case: Case, name: str = "") -> str:
    return f"/schools/{case.school_id}/cases/{case.pk}/{name}"


def seen_by(cast: Cast, case: Case, client_for: ClientFor) -> set[str]:
    parts = ("administrator", "senior", "head", "above", "lead", "teacher", "student", "classmate")
    return {
        part
        for part in parts
        if client_for(cast.people[part]).get(address(case)).status_code == 200
    }


def test_the_lead_handles_it_and_the_administrators_do_not(
    cast: Cast, protected: Case, client_for: ClientFor
) -> None:
    assert seen_by(cast, protected, client_for) == {"lead"}
    assert UNKIND in client_for(cast.lead).get(f"/schools/{cast.school.pk}/cases/").content.decode()
    listed = client_for(cast.administrator).get(f"/schools/{cast.school.pk}/cases/")
    assert listed.context["cases"] == []


def test_an_administrator_gives_it_to_those_who_protect_children_for_good(
    cast: Cast, case: Case, client_for: ClientFor
) -> None:
    seen = case.version
    answer = client_for(cast.administrator).post(address(case, "protect/"), {"seen": seen})
    assert answer.status_code == 302
    assert answer["Location"] == f"/schools/{cast.school.pk}/cases/"
    assert seen_by(cast, case, client_for) == {"lead"}
    with wall.as_person(cast.lead.user_id):
        case.refresh_from_db()
        with pytest.raises(NotNow):
            protect_case(cast.lead, case=case, seen=case.version)
        claim_case(cast.lead, case=case, seen=case.version)


def test_who_looked_at_it_when_it_became_restricted_is_refused(cast: Cast, case: Case) -> None:
    """A second administrator has the page open; what they press finds nothing."""
    with wall.as_person(cast.administrator.user_id):
        stale = Case.objects.get(pk=case.pk)
        protect_case(cast.administrator, case=case, seen=case.version)
    with wall.as_person(cast.senior.user_id), pytest.raises(NotAllowed):
        find_nothing(cast.senior, case=stale, seen=stale.version)


def test_a_case_about_the_lead_goes_to_the_head(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    Comment.objects.filter(pk=comment.pk).update(author=cast.lead)
    comment.refresh_from_db()
    case = report_thing(cast.student, subject=comment, reason="unkind").case
    client_for(cast.head).post(address(case, "protect/"), {"seen": case.version})
    assert seen_by(cast, case, client_for) == {"head"}


def test_with_nobody_to_protect_children_it_stays_where_it_is(cast: Cast, comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(author=cast.head)
    comment.refresh_from_db()
    case = report_thing(cast.student, subject=comment, reason="unkind").case
    gone = [cast.lead.pk, cast.head.pk, cast.above.pk]
    with wall.as_person(cast.above.user_id):
        Membership.objects.filter(pk__in=gone[:2]).update(closed_at=clock.now())
        Membership.objects.filter(pk=cast.above.pk).update(duties=[Duty.ABOVE_HEAD])
        protect_case(cast.above, case=case, seen=case.version)
        assert case.desk == Desk.ABOVE_HEAD
    Membership.objects.filter(pk__in=gone).update(closed_at=clock.now())
    reroute_cases()
    with wall.protection_open():
        case.refresh_from_db()
    assert case.desk == Desk.OPERATOR, "no administrator reads what protects a child from the head"


def test_one_more_report_comes_to_it_without_saying_that_it_is_there(
    cast: Cast, protected: Case, comment: Comment
) -> None:
    with wall.as_person(cast.mother.user_id):
        report_thing(cast.mother, subject=comment, reason="unkind")
        assert rows_of(Case) == 0
    with wall.as_person(cast.lead.user_id):
        assert protected.reports.count() == 2


def test_what_may_be_against_the_law_is_shown_to_nobody(
    cast: Cast, protected: Case, client_for: ClientFor
) -> None:
    client = client_for(cast.lead)
    with wall.protection_open():
        file = EvidenceFile.objects.get(evidence__case=protected)
    of_file = address(protected, f"files/{file.pk}/")
    assert client.get(of_file).status_code == 200
    assert UNKIND in client.get(address(protected)).content.decode()
    client.post(address(protected, "suspect/"), {"seen": protected.version})
    for page in (address(protected), f"/schools/{cast.school.pk}/cases/"):
        answer = client.get(page)
        assert answer.status_code == 200
        assert UNKIND not in answer.content.decode()
    assert client.get(of_file).status_code == 404


@pytest.fixture
def illegal(cast: Cast, protected: Case) -> Case:
    with wall.as_person(cast.lead.user_id):
        suspect_case(cast.lead, case=protected, seen=protected.version)
    return protected


REFERRED = {"agency": "pharos", "reference": "P-2026-11", "not_handed_on": "on"}


def test_an_agency_is_told_once_it_is_gone_for_everybody(
    cast: Cast, illegal: Case, client_for: ClientFor
) -> None:
    client = client_for(cast.lead)
    told = REFERRED | {"referred_on": clock.today().isoformat()}
    refused = client.post(address(illegal, "refer/"), told | {"seen": illegal.version})
    assert refused.status_code == 422
    assert "P-2026-11" in refused.content.decode()
    client.post(address(illegal, "remove/"), {"seen": illegal.version})
    late = client.post(address(illegal, "refer/"), told | {"seen": illegal.version})
    assert late.status_code == 409
    assert "P-2026-11" in late.content.decode()
    done = client.post(address(illegal, "refer/"), told | {"seen": illegal.version + 1})
    assert done.status_code == 302
    page = client.get(address(illegal)).content.decode()
    assert "Pharos" in page
    assert "P-2026-11" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"not_handed_on": ""},
        {"reference": ""},
        {"agency": "everybody"},
        {"referred_on": (clock.today() + timedelta(days=2)).isoformat()},
    ],
)
def test_what_is_written_of_it_is_whole(
    cast: Cast, illegal: Case, client_for: ClientFor, wrong: dict[str, str]
) -> None:
    told = REFERRED | {"referred_on": clock.today().isoformat(), "seen": illegal.version}
    answer = client_for(cast.lead).post(address(illegal, "refer/"), told | wrong)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == wrong.keys()


def test_no_other_case_has_an_agency(cast: Cast, protected: Case, client_for: ClientFor) -> None:
    assert client_for(cast.lead).get(address(protected, "refer/")).status_code == 404


def test_danger_goes_to_the_lead_and_who_said_so_reads_what_became_of_it(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    client = client_for(cast.student)
    said = client.post(f"/report/comment/{comment.pk}/", {"reason": "safety", "note": "J’ai peur."})
    case = the_case()
    assert (case.track, case.desk) == (Track.PROTECTION, Desk.SAFEGUARDING)
    assert seen_by(cast, case, client_for) == {"lead"}
    for page in (said["Location"], "/reports/mine/"):
        answer = client.get(page)
        assert answer.status_code == 200
        assert "peur" in answer.content.decode()


def test_a_case_that_turns_out_to_be_danger_leaves_the_administrators(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    report = report_thing(cast.student, subject=comment, reason="unkind")
    claim_case(cast.administrator, case=report.case, seen=report.case.version)
    client_for(cast.student).post(f"/reports/{report.pk}/danger/")
    case = the_case()
    assert (case.desk, case.state, case.claimed_by) == (Desk.SAFEGUARDING, State.NEW, None)
    assert seen_by(cast, case, client_for) == {"lead"}


@pytest.mark.parametrize(
    ("author", "track"),
    [("classmate", Track.MISUSE), ("mother", Track.PROTECTION), ("teacher", Track.PROTECTION)],
)
def test_no_adult_asks_where_a_child_lives(
    cast: Cast, comment: Comment, author: str, track: Track
) -> None:
    Comment.objects.filter(pk=comment.pk).update(author=cast.people[author])
    comment.refresh_from_db()
    assert report_thing(cast.student, subject=comment, reason="meeting").case.track == track


def test_a_teacher_who_was_chosen_reads_what_the_child_told_them_and_no_case(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    case = report_thing(
        cast.student, subject=comment, reason="safety", note="J’ai peur.", teachers=[cast.teacher]
    ).case
    client = client_for(cast.teacher)
    page = client.get(f"/reports/told/{Notice.objects.get(kind=Notice.Kind.TOLD).pk}/")
    assert UNKIND in page.content.decode()
    assert "peur" in page.content.decode()
    assert client.get(address(case)).status_code == 404
    with wall.as_person(cast.teacher.user_id):
        assert rows_of(Case) == rows_of(Evidence) == rows_of(Report) == 0


def test_what_was_decided_in_it_is_for_its_desk_alone(
    cast: Cast, protected: Case, client_for: ClientFor
) -> None:
    with wall.as_person(cast.lead.user_id):
        grounds = Grounds(reason="Ce qu’il a fait à la maison.")
        block = [Wanted(MeasureKind.BLOCK)]
        decide(cast.lead, case=protected, seen=protected.version, measures=block, grounds=grounds)
    seen = {}
    for part in ("lead", "classmate", "administrator", "senior", "head", "student", "teacher"):
        with wall.as_person(cast.people[part].user_id), wall.within(cast.school.pk):
            seen[part] = rows_of(Decision)
    assert {part for part, rows in seen.items() if rows} == {"lead"}
    page = f"/schools/{cast.school.pk}/people/{cast.classmate.pk}/unblock/"
    administrator = client_for(cast.administrator)
    answer = administrator.get(page)
    assert answer.status_code == 200
    assert "à la maison" not in answer.content.decode()
    assert administrator.post(page).status_code == 404
    for_a_day = clock.now() + timedelta(days=1)
    with wall.as_person(cast.administrator.user_id), pytest.raises(NotAllowed):
        block_person(
            cast.administrator, membership=cast.classmate, grounds=Grounds("…"), until=for_a_day
        )
    open_case = CaseFactory(school=cast.school, accused=cast.classmate)
    typed = {"reason": "Des insultes.", "lasts": "day", "measures": ["block"], "seen": 0}
    for form in (
        f"/schools/{cast.school.pk}/people/{cast.classmate.pk}/block/",
        f"/schools/{cast.school.pk}/cases/{open_case.pk}/decide/",
    ):
        told = administrator.post(form, typed)
        assert told.status_code in (409, 422)
        assert "est déjà bloqué" in told.content.decode()
        assert "Des insultes." in told.content.decode()
        assert "à la maison" not in told.content.decode()
    cast.classmate.refresh_from_db()
    assert (cast.classmate.is_blocked, cast.classmate.blocked_until) == (True, None)


def test_the_sweep_hands_a_restricted_case_on_and_counts_it_for_the_operator(
    cast: Cast, protected: Case
) -> None:
    leaving = Membership.objects.filter(school=cast.school.pk, duties__overlap=sorted(Duty))
    leaving.filter(pk=cast.lead.pk).update(closed_at=clock.now())
    reroute_cases()
    with wall.as_person(cast.head.user_id):
        protected.refresh_from_db()
    assert protected.desk == Desk.HEAD
    leaving.update(closed_at=clock.now())
    reroute_cases()
    with pytest.raises(CommandError, match=cast.school.name):
        call_command("check_cases")


def test_nobody_there_says_so(cast: Cast, comment: Comment) -> None:
    """About the head, and neither lead nor anybody above them can look."""
    Comment.objects.filter(pk=comment.pk).update(author=cast.head)
    comment.refresh_from_db()
    case = report_thing(cast.student, subject=comment, reason="unkind").case
    others = Membership.objects.filter(pk__in=[cast.lead.pk])
    others.update(closed_at=clock.now())
    Membership.objects.filter(pk=cast.above.pk).update(duties=[Duty.SENIOR_STAFF])
    Case.objects.filter(pk=case.pk).update(desk=Desk.ADMINISTRATORS)
    with wall.as_person(cast.administrator.user_id):
        case.refresh_from_db()
        with pytest.raises(NobodyThere):
            protect_case(cast.administrator, case=case, seen=case.version)
        case.refresh_from_db()
        assert case.track == Track.MISUSE


def test_files_of_a_restricted_case_are_not_taken_for_left_behind(
    cast: Cast, protected: Case, time_machine: object
) -> None:
    with wall.protection_open():
        name = str(EvidenceFile.objects.get(evidence__case=protected).content)
    default_storage.save(f"{NOTES}/{name}", ContentFile(b""))
    later = clock.now() + timedelta(days=3)
    time_machine.move_to(later, tick=False)  # type: ignore[attr-defined]  # its fixture has no public type
    remove_files_left_behind()
    assert default_storage.exists(name)
    assert not default_storage.exists(f"{NOTES}/{name}")


def test_the_proof_of_an_erasure_looks_into_it(cast: Cast, protected: Case) -> None:
    assert "moderation_evidence.words" in traces_of([UNKIND])
