"""What people report in a month, what the school makes of it, and what worries its teachers."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from types import ModuleType

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from accounts.choices import Duty, Profile, Sending
from accounts.levels import year_of
from accounts.models import Membership, School, SchoolClass
from core import clock, wall
from core.screening import ThinkAgain
from moderation.actions.appeal import ask_for_another_look
from moderation.actions.claim import claim_case
from moderation.actions.decide import decide, find_nothing, remove_and_warn
from moderation.actions.notes import add_note
from moderation.actions.report import report_thing
from moderation.actions.sites import check_site, close_site, pass_site_on, report_site
from moderation.measures import Grounds, MeasureKind, Wanted
from moderation.models import Case, Decision
from newsfeed.actions import write_comment
from newsfeed.models import Comment, Entry
from safeguarding.actions.follow_up import ask_for_action, finish_action, sign_off
from safeguarding.actions.readers import name_reader
from safeguarding.actions.write import write_concern
from safeguarding.models import Concern, ConcernAction

WEEK = timedelta(days=7)
SHOWN = 2


def report_and_decide(school: School, words: ModuleType) -> None:
    """A case in every state; child protection with the lead."""
    for days, (said, pair) in enumerate(zip(words.REPORTS, _pairs(school), strict=False), start=2):
        body, reason, note, becomes = said
        with clock.at(clock.now() - timedelta(days=days)):
            case = _report(*pair, body, reason, note)
        with clock.at(clock.now() - timedelta(days=days, hours=-2)):
            _BECOMES[becomes](_who_has(school, Duty.LOCAL_ADMINISTRATOR), case, words)


def worry(school: School, words: ModuleType) -> None:
    """One that waits, one about which something is done, one that is over; all about one child."""
    lead = _who_has(school, Duty.SAFEGUARDING_LEAD)
    first = SchoolClass.objects.filter(school=school).earliest("pk")
    child = _people(first, Profile.STUDENT)[1]
    teacher = _people(first, Profile.TEACHER)[0]
    over, under_way, _new = [
        _write(teacher, child, days, seen, said)
        for days, (seen, said) in zip((20, 6, 0), words.CONCERNS, strict=True)
    ]
    with wall.as_person(lead.user_id):
        with clock.at(clock.now() - timedelta(days=19)):
            call = _ask(lead, over, lead, words.CALL)
        with clock.at(clock.now() - timedelta(days=18)):
            finish_action(lead, action=call, result=words.CALLED)
            sign_off(lead, concern=over, outcome=words.SIGNED_OFF)
        with clock.at(clock.now() - timedelta(days=5)):
            name_reader(lead, concern=under_way, reader=teacher)
            _ask(lead, under_way, teacher, words.LISTEN)


def meet_sites(school: School, words: ModuleType) -> None:
    """One that the helpdesk has shut, one that waits."""
    coordinator = _who_has(school, Duty.ONLINE_COORDINATOR)
    student, _other = next(_pairs(school))
    (shut, seen, answer), (waiting, there) = words.SITES
    with clock.at(clock.now() - timedelta(days=11)):
        site = report_site(student, address=shut, seen_at=clock.now(), content=seen)
    with clock.at(clock.now() - timedelta(days=10)):
        check_site(coordinator, site=site)
        pass_site_on(coordinator, site=site, reference="HD-2071", passed_on=clock.today())
    with clock.at(clock.now() - timedelta(days=8)):
        close_site(coordinator, site=site, answer=answer)
    with clock.at(clock.now() - timedelta(hours=3)):
        report_site(student, address=waiting, seen_at=clock.now(), content=there)


def _pairs(school: School) -> Iterator[tuple[Membership, Membership]]:
    """Two students of one class after the other, of those who write by themselves; never the first of
    a class, whom the demo shows.
    """
    classes = SchoolClass.objects.filter(school=school).order_by("pk")
    youngest = school.pictures_up_to or 0
    older = [each for each in classes if (year_of(each.level) or 0) > youngest]
    for place in count(SHOWN, 2):
        for school_class in older:
            author, witness = _people(school_class, Profile.STUDENT)[place : place + 2]
            yield author, witness


def _report(author: Membership, witness: Membership, body: str, reason: str, note: str) -> Case:
    here = Entry.objects.published().filter(
        audiences__group__school_class__enrolments__membership=author,
        audiences__group__profile="",
        published_at__lte=clock.now(),
    )
    comment = _send_anyway(author, here.latest("published_at"), body)
    case: Case = report_thing(witness, subject=comment, reason=reason, note=note).case
    return case


def _send_anyway(author: Membership, entry: Entry, body: str) -> Comment:
    try:
        return write_comment(author, entry=entry, body=body)
    except ThinkAgain as again:
        _asked, consent = again.ask()
        return write_comment(author, entry=entry, body=body, thought=consent)


def _look_after(administrator: Membership, case: Case, words: ModuleType) -> None:
    claim_case(administrator, case=case, seen=case.version)
    add_note(administrator, case=case, words=words.NOTE)


def _remove(administrator: Membership, case: Case, words: ModuleType) -> None:
    remove_and_warn(administrator, case=case, seen=case.version)


def _restrict(administrator: Membership, case: Case, words: ModuleType) -> None:
    silent = Wanted(
        MeasureKind.RESTRICT, until=clock.now() + WEEK, restricted_to=(Sending.COMMENT,)
    )
    why = Grounds(reason=words.WHY_RESTRICTED, advice=words.INSTEAD)
    decide(administrator, case=case, seen=case.version, measures=[silent], grounds=why)


def _remove_and_hear(administrator: Membership, case: Case, words: ModuleType) -> None:
    _remove(administrator, case, words)
    assert case.accused is not None
    decision = Decision.objects.get(case=case)
    with wall.as_person(case.accused.user_id):
        ask_for_another_look(case.accused, decision=decision, words=words.LOOK_AGAIN)


def _block(administrator: Membership, case: Case, words: ModuleType) -> None:
    out = Wanted(MeasureKind.BLOCK, until=clock.now() + WEEK)
    why = Grounds(reason=words.WHY_BLOCKED, advice=words.INSTEAD)
    decide(administrator, case=case, seen=case.version, measures=[out], grounds=why)


def _dismiss(administrator: Membership, case: Case, words: ModuleType) -> None:
    find_nothing(administrator, case=case, seen=case.version)


def _leave(administrator: Membership, case: Case, words: ModuleType) -> None:
    """It waits."""


_BECOMES: dict[str, Callable[[Membership, Case, ModuleType], None]] = {
    "waits": _leave,
    "looked after": _look_after,
    "removed": _remove,
    "looked at again": _remove_and_hear,
    "restricted": _restrict,
    "blocked": _block,
    "nothing": _dismiss,
}


def _write(by: Membership, child: Membership, days: int, seen: str, said: str) -> Concern:
    at = clock.now() - timedelta(days=days)
    with clock.at(at), wall.as_person(by.user_id):
        concern = Concern(
            kind=Concern.Kind.MOOD, happened_on=clock.today(), words=seen, child_said=said
        )
        write_concern(by, child=child, concern=concern)
    return concern


def _ask(by: Membership, concern: Concern, owner: Membership, what: str) -> ConcernAction:
    due_on = clock.today() + timedelta(days=4)
    action = ConcernAction(what=what, owner=owner, due_on=due_on)
    ask_for_action(by, concern=concern, action=action)
    return action


def _who_has(school: School, duty: Duty) -> Membership:
    holding = Membership.objects.filter(school=school, duties__contains=[duty])
    return holding.select_related("user", "school").earliest("pk")


def _people(school_class: SchoolClass, profile: Profile) -> list[Membership]:
    """Those of a class who have come in."""
    here = Membership.objects.enrolled_in(school_class).filter(profile=profile)
    came_in = here.exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return list(came_in.select_related("user", "school").order_by("pk"))
