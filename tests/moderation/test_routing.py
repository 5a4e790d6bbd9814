"""Who looks at a case: the table, and that nobody looks at one of their own."""

from collections.abc import Callable
from itertools import combinations, product

import pytest

from accounts.choices import HANDLING, Duty, Profile
from accounts.deciding import NotAllowed
from accounts.models import Membership
from audit.models import Event
from charters.actions import charter_in_force
from core import clock
from moderation.actions import decide
from moderation.actions.report import report_thing
from moderation.actions.reroute import reroute_cases
from moderation.models import Case, Measure
from moderation.people import who_can
from moderation.routing import CHAINS, DUTIES, About, Chain, Desk, Track, about_of, desk_of
from newsfeed.models import Comment, Entry
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.accounts import GuardianshipFactory, MembershipFactory
from tests.factories.charters import SignatureFactory
from tests.factories.moderation import CaseFactory, ReportFactory

ClientFor = Callable[[Membership], SchoolClient]
WAYS = sorted({chain for chains in CHAINS.values() for chain in chains.values()})
ABLE = [frozenset(some) for count in range(4) for some in combinations(DUTIES, count)]


def address(case: Case, name: str = "") -> str:
    return f"/schools/{case.school_id}/cases/{case.pk}/{name}"


def test_each_duty_of_a_desk_asks_for_what_handling_reports_asks() -> None:
    assert frozenset[str]().union(*DUTIES.values()) == HANDLING


@pytest.mark.parametrize("risen", range(4))
@pytest.mark.parametrize("able", ABLE)
@pytest.mark.parametrize("chain", WAYS)
def test_a_case_lies_with_somebody_of_its_chain_or_with_the_operator(
    chain: Chain, able: frozenset[Desk], risen: int
) -> None:
    desk, higher = desk_of(chain, able, risen), chain[risen:]
    assert desk in able.intersection(chain) or (desk == Desk.OPERATOR and able.isdisjoint(chain))
    assert desk in higher or able.isdisjoint(higher)


@pytest.mark.parametrize("able", ABLE)
@pytest.mark.parametrize("chain", WAYS)
def test_whoever_comes_as_well_never_moves_a_case_up(chain: Chain, able: frozenset[Desk]) -> None:
    ordered = [*chain, Desk.OPERATOR]
    before = ordered.index(desk_of(chain, able))
    assert all(ordered.index(desk_of(chain, able | more)) <= before for more in ABLE)


@pytest.mark.parametrize(("track", "about"), [*product(Track, About)])
def test_each_case_has_a_way_past_whom_it_is_about(track: Track, about: About) -> None:
    theirs = {About.HEAD: Desk.HEAD, About.LEAD: Desk.SAFEGUARDING}
    chain = CHAINS[track][about]
    assert chain[0] != theirs.get(about)
    assert theirs.get(about) not in chain
    assert len(set(chain)) == len(chain)


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize("duties", [(), *combinations(Duty, 1), *combinations(Duty, 2)])
def test_whom_it_is_about_is_the_highest_of_what_they_are(
    profile: Profile, duties: tuple[Duty, ...]
) -> None:
    about = about_of({profile, Profile.PARENT}, duties)
    assert (about == About.HEAD) == (Duty.HEAD in duties)
    leads = Duty.SAFEGUARDING_LEAD in duties and Duty.HEAD not in duties
    assert (about == About.LEAD) == leads
    works = profile in (Profile.TEACHER, Profile.STAFF)
    assert (about == About.FAMILY) == (not works and Duty.HEAD not in duties and not leads)


@pytest.mark.parametrize(
    ("author", "desk"),
    [
        ("classmate", Desk.ADMINISTRATORS),
        ("mother", Desk.ADMINISTRATORS),
        ("guest", Desk.ADMINISTRATORS),
        ("teacher", Desk.HEAD),
        ("administrator", Desk.HEAD),
        ("lead", Desk.HEAD),
        ("above", Desk.HEAD),
        ("head", Desk.ABOVE_HEAD),
    ],
)
def test_it_lies_with_those_it_is_not_about(
    cast: Cast, comment: Comment, client_for: ClientFor, author: str, desk: Desk
) -> None:
    Comment.objects.filter(pk=comment.pk).update(author=cast.people[author])
    comment.refresh_from_db()
    case = report_thing(cast.student, subject=comment, reason="unkind").case
    assert case.desk == desk
    at_it = {
        Desk.ADMINISTRATORS: {"administrator", "senior"},
        Desk.HEAD: {"head"},
        Desk.ABOVE_HEAD: {"above"},
    }[desk]
    for part in ("administrator", "senior", "head", "above", "lead", "teacher", author):
        answer = client_for(cast.people[part]).get(address(case))
        assert answer.status_code == (200 if part in at_it - {author} else 404), part


def with_part_of_their_own(cast: Cast, who: Membership, child: Membership) -> None:
    """Makes somebody of the school the parent of this child too."""
    parent = MembershipFactory(school=cast.school, user=who.user, profile=Profile.PARENT)
    GuardianshipFactory(school=cast.school, guardian=parent, student=child)
    charter = charter_in_force(cast.school, Profile.PARENT)
    SignatureFactory(school=cast.school, version=charter, membership=parent)


@pytest.mark.parametrize("child", ["classmate", "student"])
def test_nobody_handles_a_case_about_or_by_their_own_child(
    cast: Cast, case: Case, client_for: ClientFor, child: str
) -> None:
    """The classmate wrote it and the student reported it."""
    with_part_of_their_own(cast, cast.administrator, cast.people[child])
    client = client_for(cast.administrator)
    assert client.get(f"/schools/{cast.school.pk}/cases/").context["cases"] == []
    assert client.get(address(case)).status_code == 404
    assert client.post(address(case, "dismiss/")).status_code == 404
    with pytest.raises(NotAllowed):
        decide.find_nothing(cast.administrator, case=case, seen=case.version)
    assert client_for(cast.senior).get(address(case)).status_code == 200


def test_the_parent_of_another_child_of_the_class_handles_it(
    cast: Cast, case: Case, client_for: ClientFor
) -> None:
    with_part_of_their_own(cast, cast.administrator, cast.ce2_student)
    assert client_for(cast.administrator).get(address(case)).status_code == 200


def test_whoever_reported_it_handles_it_too(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    case = report_thing(cast.administrator, subject=comment, reason="unkind").case
    assert client_for(cast.administrator).get(address(case)).status_code == 200


def leave(*people: Membership) -> None:
    Membership.objects.filter(pk__in=[each.pk for each in people]).update(closed_at=clock.now())


def test_it_rises_when_nobody_is_left_and_comes_back(cast: Cast, comment: Comment) -> None:
    case = report_thing(cast.student, subject=comment, reason="unkind").case
    found = []
    for leaving in ([cast.administrator], [cast.senior], [cast.head]):
        leave(*leaving)
        reroute_cases()
        case.refresh_from_db()
        found.append(case.desk)
    assert found == [Desk.ADMINISTRATORS, Desk.HEAD, Desk.OPERATOR]
    Membership.objects.filter(pk=cast.senior.pk).update(closed_at=None)
    reroute_cases()
    case.refresh_from_db()
    assert case.desk == Desk.ADMINISTRATORS
    assert Event.objects.filter(verb="reroute_case", target_id=case.pk).count() == 3


def test_who_has_never_come_holds_up_no_case(cast: Cast, comment: Comment) -> None:
    leave(cast.administrator, cast.senior)
    newcomer = MembershipFactory(
        school=cast.school, profile=Profile.STAFF, duties=[Duty.SENIOR_STAFF], user__password="!"
    )
    case = report_thing(cast.student, subject=comment, reason="unkind").case
    assert case.desk == Desk.HEAD
    newcomer.user.last_login = clock.now()  # by the school's own provider
    newcomer.user.save()
    reroute_cases()
    case.refresh_from_db()
    assert case.desk == Desk.ADMINISTRATORS


def test_a_decided_case_stays_where_it_was_decided(cast: Cast, case: Case) -> None:
    decide.find_nothing(cast.administrator, case=case, seen=case.version)
    leave(cast.administrator, cast.senior)
    reroute_cases()
    case.refresh_from_db()
    assert case.desk == Desk.ADMINISTRATORS


def test_who_reported_is_told_when_the_school_has_nobody(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    leave(cast.administrator, cast.senior, cast.head)
    report = report_thing(cast.student, subject=comment, reason="unkind")
    cast.student.user.language = "en"
    cast.student.user.save()
    page = client_for(cast.student).get(f"/reports/{report.pk}/")
    assert "Nobody of your school can look at it now." in page.content.decode()


def test_a_case_about_somebody_who_is_gone_stays_about_what_they_were(
    cast: Cast, entry: Entry
) -> None:
    case = report_thing(cast.student, subject=entry, reason="unkind").case
    Case.objects.filter(pk=case.pk).update(accused=None)
    reroute_cases()
    case.refresh_from_db()
    assert (case.about, case.desk) == (About.STAFF, Desk.HEAD)


@pytest.mark.parametrize("accused", ["classmate", "head", "administrator", None])
@pytest.mark.parametrize("child", ["classmate", "student", "ce2_student"])
@pytest.mark.parametrize("desk", sorted(DUTIES))
def test_those_who_can_handle_it_are_those_who_see_it(
    cast: Cast, accused: str | None, child: str, desk: Desk
) -> None:
    for part in ("administrator", "head"):
        with_part_of_their_own(cast, cast.people[part], cast.people[child])
    about = cast.people[accused] if accused else None
    case = CaseFactory(school=cast.school, accused=about, desk=desk)
    ReportFactory(school=cast.school, case=case, reporter=cast.student)
    seeing = {
        each.user_id
        for each in [*cast.people.values(), *cast.other.people.values()]
        if Case.objects.visible_to(each.user).filter(pk=case.pk).exists()
    }
    assert seeing == who_can(case).get(desk, set())


def test_the_head_removes_what_a_teacher_wrote_and_blocks_them(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    Comment.objects.filter(pk=comment.pk).update(author=cast.teacher)
    comment.refresh_from_db()
    case = report_thing(cast.student, subject=comment, reason="unkind").case
    client = client_for(cast.head)
    client.post(address(case, "remove/"), {"seen": 1})
    block = {"measures": ["block"], "lasts": "week", "reason": "Des insultes."}
    client.post(address(case, "decide/"), block | {"seen": 2})
    comment.refresh_from_db()
    cast.teacher.refresh_from_db()
    assert comment.removed_at and cast.teacher.is_blocked
    measure = Measure.objects.get(kind="block")
    undo = address(case, f"decisions/{measure.decision_id}/undo/")
    client.post(undo, {"seen": 3, "measures": [measure.pk]})
    cast.teacher.refresh_from_db()
    assert not cast.teacher.is_blocked


@pytest.mark.parametrize("part", ["head", "senior", "above", "lead"])
def test_who_handles_reports_administers_nothing(
    cast: Cast, client_for: ClientFor, part: str
) -> None:
    client = client_for(cast.people[part])
    page = client.get(f"/schools/{cast.school.pk}/cases/")
    assert page.status_code == 200
    for link in ("screening", "freezes", 'people/"'):
        assert f"/schools/{cast.school.pk}/{link}" not in page.content.decode()
    assert client.get(f"/schools/{cast.school.pk}/screening/").status_code == 404


def test_an_administrator_is_asked_to_name_a_lead_where_there_is_none(
    cast: Cast, client_for: ClientFor
) -> None:
    page, asked = f"/schools/{cast.school.pk}/reports/", "Personne n’est encore désigné"

    def read(person: Membership) -> str:
        return client_for(person).get(page).content.decode()

    assert asked not in read(cast.administrator)
    Membership.objects.filter(pk=cast.lead.pk).update(closed_at=clock.now())
    assert f'href="/schools/{cast.school.pk}/people/"' in read(cast.administrator)
    assert asked in read(cast.administrator)
    assert asked not in read(cast.teacher)


@pytest.mark.parametrize("part", ["student", "mother", "administrator", "guest"])
def test_anybody_of_the_school_reads_who_looks_at_what(
    cast: Cast, client_for: ClientFor, part: str
) -> None:
    page = client_for(cast.people[part]).get(f"/schools/{cast.school.pk}/reports/")
    shown = {
        (track, about): chain
        for track, _as_before, ways in page.context["tracks"]
        for chain, abouts in ways.items()
        for about in abouts
    }
    assert shown == {
        (track, about): (*chain, Desk.OPERATOR)
        for track, chains in CHAINS.items()
        for about, chain in chains.items()
    }
    assert cast.head.name not in page.content.decode()
