"""What the pages of one school are about, and who it concerns."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession

from accounts.actions.roll_imports import prepare_roll_import
from accounts.choices import Profile
from accounts.models import ContactRule, Device, Group, Membership, RollImport, School, Term
from accounts.roll.known import Known
from accounts.roll.matching import plan_roll
from accounts.roll.outcome import outcome_of
from accounts.roll.records import Roll
from charters.models import CharterVersion
from contacts.actions.projects import agree_to_project, ask_for_project
from contacts.models import Freeze, Invitation, Project, Refusal
from core import clock, wall
from messaging.actions import schedule_message, start_draft, write_draft
from messaging.models import Attachment, Conversation, Message
from moderation.measures import MeasureKind
from moderation.models import (
    Case,
    DangerNumber,
    Decision,
    EvidenceFile,
    Notice,
    ProfileBlock,
    Report,
    SchoolWord,
    SiteReport,
)
from newsfeed.models import Comment, Entry, EntryFile
from safeguarding.models import Concern, ConcernAction
from tests.cast import PARTS, Troupe
from tests.client import signed_in
from tests.factories.accounts import (
    ContactRuleFactory,
    MembershipFactory,
    RollImportFactory,
    SchoolFactory,
    TermFactory,
)
from tests.factories.contacts import (
    FreezeFactory,
    InvitationFactory,
    ProjectFactory,
    RefusalFactory,
)
from tests.factories.messaging import AttachmentFactory, ConversationFactory, MessageFactory
from tests.factories.moderation import (
    AppealFactory,
    CaseFactory,
    CaseStepFactory,
    DangerNumberFactory,
    DecisionFactory,
    EvidenceFactory,
    EvidenceFileFactory,
    MeasureFactory,
    NoticeFactory,
    ProfileBlockFactory,
    ReportFactory,
    SchoolWordFactory,
    SiteReportFactory,
)
from tests.factories.newsfeed import (
    CommentFactory,
    EntryFactory,
    EntryFileFactory,
    EventFactory,
    PollFactory,
    TaskFactory,
)
from tests.factories.profiles import PortraitFactory
from tests.factories.retention import ClosureFactory
from tests.factories.safeguarding import (
    ConcernActionFactory,
    ConcernFactory,
    ConcernReaderFactory,
)
from tests.factories.uploads import StoredFileFactory


@dataclass
class Scene:
    troupe: Troupe
    school: School
    class_group: Group  # CM1: its students, their parents, its teacher
    entry: Entry  # the teacher's, addressed to CM1
    asking_entry: Entry  # the same, with an event, a task and a poll; parents are to confirm it
    unpublished: Entry  # a draft of the teacher's, for CM1
    waiting_entry: Entry  # the same, with an hour
    entry_file: EntryFile  # of the entry
    handed_in: Entry  # the student's, for CM1, which waits for the teacher
    comment: Comment  # the classmate's, under it
    conversation: Conversation  # between the mother and the teacher
    message: Message  # the mother's, in it
    asking: Message  # the teacher's, in it, to be confirmed
    attachment: Attachment  # of her message
    draft: Message  # the mother's, to the teacher
    scheduled: Message  # the same, with an hour
    case: Case  # about the classmate's comment
    evidence_file: EvidenceFile  # kept of it
    illegal_case: Case  # about the CE2 student
    decision: Decision  # a warning to the CE2 student, in a case of theirs
    statement: Notice  # of it, to the CE2 student
    family_statement: Notice  # of it, to the guardian
    appealed_case: Case  # about the CE2 student, of whom somebody asks for another look
    report: Report  # the student's, of that comment
    told: Notice  # the teacher's, of that report
    term: Term
    word: SchoolWord  # of the school's own
    danger_number: DangerNumber  # likewise
    site: SiteReport  # the student told of it
    checked_site: SiteReport  # likewise, and the coordinator has looked
    profile_block: ProfileBlock  # of the guests, and over
    charter: CharterVersion  # of the students
    roll_import: RollImport  # previewed by the administrator
    session: UserSession  # the student's, on some tablet
    device: Device  # that tablet, which says when something comes
    done_import: RollImport  # of nobody at all
    project: Project  # of CM1, under way; its teacher asked for it
    asked_project: Project  # which nobody decided yet
    invitation: Invitation  # to a project of a school beside
    refusal: Refusal  # by the classmate, of the sibling
    freeze: Freeze  # of the students, and over
    custom_rule: ContactRule  # from all of CM1 to the guests
    concern: Concern  # the CE2 teacher's about the student; her teacher was named to read it
    concern_action: ConcernAction  # which her teacher is to do about it
    blocked: Membership
    closed: Membership
    newcomer: Membership  # whom the roll brought, and who has not come yet

    def __getattr__(self, part: str) -> Membership:
        """The people of the school, by their part."""
        if part not in PARTS:
            raise AttributeError(part)
        person: Membership = getattr(self.troupe, part)
        return person


def set_scene(troupe: Troupe) -> Scene:
    school = troupe.school
    class_group = troupe.group("class", of=troupe.cm1)
    entry = EntryFactory(
        school=school, author=troupe.teacher, audience=[class_group], answered_at=clock.now()
    )
    comment = CommentFactory(school=school, entry=entry, author=troupe.classmate)
    conversation = ConversationFactory(
        school=school, started_by=troupe.mother, between=[troupe.mother, troupe.teacher]
    )
    message = MessageFactory(school=school, conversation=conversation, author=troupe.mother)
    PortraitFactory(school=school, membership=troupe.teacher)
    case = CaseFactory(school=school, target_id=comment.pk, accused=troupe.classmate)
    evidence = EvidenceFactory(school=school, case=case)
    report = ReportFactory(school=school, case=case, reporter=troupe.student, evidence=evidence)
    session = _session_of(troupe.student)
    decision = _decision(troupe, troupe.ce2_student, MeasureKind.WARNING)
    stated = {"school": school, "kind": "statement", "decision": decision}
    concern, concern_action = _concern(troupe)
    return Scene(
        troupe=troupe,
        school=school,
        class_group=class_group,
        entry=entry,
        asking_entry=_asking_entry(troupe, class_group),
        unpublished=EntryFactory(**_unpublished(troupe)),
        waiting_entry=EntryFactory(
            **_unpublished(troupe)
            | {"state": "scheduled", "publish_at": clock.now() + timedelta(days=1)}
        ),
        entry_file=EntryFileFactory(school=school, entry=entry),
        handed_in=EntryFactory(
            school=school, author=troupe.student, audience=[class_group], state="waiting"
        ),
        comment=comment,
        conversation=conversation,
        message=message,
        attachment=AttachmentFactory(
            school=school,
            message=message,
            file=StoredFileFactory(school=school, owner=troupe.mother),
        ),
        asking=MessageFactory(
            school=school,
            conversation=conversation,
            author=troupe.teacher,
            wants_confirmation=True,
        ),
        draft=_draft(troupe),
        scheduled=schedule_message(
            troupe.mother, message=_draft(troupe), send_at=clock.now() + timedelta(days=1)
        ),
        case=case,
        evidence_file=EvidenceFileFactory(school=school, evidence=evidence),
        term=TermFactory(school=school),
        illegal_case=_illegal_case(school, troupe),
        decision=decision,
        statement=NoticeFactory(reader=troupe.ce2_student, **stated),
        family_statement=NoticeFactory(
            reader=troupe.ce2_parent, child=troupe.ce2_student, **stated
        ),
        appealed_case=_appealed_case(troupe),
        word=SchoolWordFactory(school=school),
        danger_number=DangerNumberFactory(school=school),
        site=SiteReportFactory(school=school, by=troupe.student),
        checked_site=SiteReportFactory(school=school, by=troupe.student, state="checked"),
        profile_block=ProfileBlockFactory(school=school),
        report=report,
        told=NoticeFactory(school=school, reader=troupe.teacher, kind="told", report=report),
        charter=CharterVersion.objects.in_force().get(school=school, profile=Profile.STUDENT),
        roll_import=_roll_import(troupe),
        done_import=RollImportFactory(
            school=school, state="done", report=outcome_of(plan_roll(Roll(), Known()), {})
        ),
        session=session,
        device=Device.objects.create(
            session=session, endpoint=f"https://web.push.apple.com/{session.pk}"
        ),
        project=_project(troupe),
        asked_project=ProjectFactory(school=school, asked_by=troupe.teacher),
        invitation=_invitation(school),
        refusal=RefusalFactory(school=school, by=troupe.classmate, of=troupe.sibling),
        freeze=FreezeFactory(school=school, until=clock.now()),
        custom_rule=ContactRuleFactory(
            school=school, from_group=class_group, to_group=troupe.group("school", "guest")
        ),
        concern=concern,
        concern_action=concern_action,
        blocked=_blocked(troupe),
        closed=_closed(troupe),
        newcomer=MembershipFactory(school=school, user__password="!"),
    )


def _asking_entry(troupe: Troupe, group: Group) -> Entry:
    entry: Entry = EntryFactory(
        school=troupe.school, author=troupe.teacher, audience=[group], wants_confirmation=True
    )
    for part in (EventFactory, TaskFactory, PollFactory):
        part(school=troupe.school, entry=entry)
    return entry


def _project(troupe: Troupe) -> Project:
    project = ask_for_project(
        troupe.teacher,
        name="Théâtre",
        purpose="Une pièce.",
        until=clock.now() + timedelta(days=30),
        classes=[troupe.cm1],
    )
    agree_to_project(troupe.administrator, project=project)
    return project


def _invitation(school: School) -> Invitation:
    beside = SchoolFactory()
    project = ProjectFactory(school=beside, state="invited", partner=school)
    found: Invitation = InvitationFactory(
        school=school, host=beside, project_there=project.pk, until=project.until
    )
    return found


def _unpublished(troupe: Troupe) -> dict[str, Any]:
    """What an entry is made of that the teacher goes on with."""
    audience = [troupe.group("class", of=troupe.cm1)]
    made_of = {"school": troupe.school, "author": troupe.teacher, "audience": audience}
    return {"state": "draft", **made_of}


def _draft(troupe: Troupe) -> Message:
    draft = start_draft(troupe.mother, to=[troupe.teacher])
    return write_draft(
        troupe.mother,
        message=draft,
        seen=draft.version,
        subject="Cantine",
        body="Bonjour",
        answers_to_all=True,
    )


def _session_of(person: Membership) -> UserSession:
    key = signed_in(person).session.session_key
    return UserSession.objects.create(user=person.user, session_key=key, ip="127.0.0.1")


def _roll_import(troupe: Troupe) -> RollImport:
    """With a line that is wrong, and with two parents of one name."""
    files = {
        "eleves.csv": "Nom;Prénom;Date de naissance;Classe\nDUPIN;Iris;04/05/2017;CM1\nNU;Jo;;CM1",
        "parents.csv": "Nom;Prénom;Enfant 1;Enfant 2\nDUPIN;Max;Iris Dupin;\nDUPIN;Max;;",
    }
    given = {name: text.encode() for name, text in files.items()}
    return prepare_roll_import(troupe.administrator, files=given)


def _decision(troupe: Troupe, person: Membership, kind: MeasureKind) -> Decision:
    school = troupe.school
    case = CaseFactory(school=school, accused=person, state="decided", version=1)
    decision: Decision = DecisionFactory(
        school=school,
        case=case,
        by=troupe.administrator,
        appeal_until=clock.today() + timedelta(days=20),
    )
    MeasureFactory(school=school, decision=decision, kind=kind)
    CaseStepFactory(school=school, case=case, event="decide_case", decision=decision)
    return decision


def _appealed_case(troupe: Troupe) -> Case:
    """The administrator decided it."""
    decision = _decision(troupe, troupe.ce2_student, MeasureKind.ADVICE)
    AppealFactory(school=troupe.school, decision=decision, by=troupe.ce2_parent)
    case: Case = decision.case
    case.state, case.kept_from = "appealed", troupe.administrator
    case.was_appealed = True
    case.save()
    return case


def _blocked(troupe: Troupe) -> Membership:
    person: Membership = MembershipFactory(
        school=troupe.school, blocked_at=clock.now(), blocked_until=clock.now() + timedelta(days=7)
    )
    _decision(troupe, person, MeasureKind.BLOCK)
    return person


def _closed(troupe: Troupe) -> Membership:
    person: Membership = MembershipFactory(school=troupe.school, closed_at=clock.now())
    ClosureFactory(school=troupe.school, membership=person, closed_by=troupe.administrator)
    return person


def _illegal_case(school: School, troupe: Troupe) -> Case:
    with wall.protection_open():
        case: Case = CaseFactory(
            school=school, accused=troupe.ce2_student, track="illegal", desk="safeguarding"
        )
    return case


def _concern(troupe: Troupe) -> tuple[Concern, ConcernAction]:
    school, reader = troupe.school, troupe.teacher
    with wall.protection_open():
        concern: Concern = ConcernFactory(
            school=school, child=troupe.student, by=troupe.ce2_teacher
        )
        ConcernReaderFactory(school=school, concern=concern, reader=reader)
        action: ConcernAction = ConcernActionFactory(school=school, concern=concern, owner=reader)
    return concern, action
