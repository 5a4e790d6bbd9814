import factory
from django.core.files.base import ContentFile

from accounts.choices import Profile
from core import clock
from moderation.flow import Event, State
from moderation.measures import MeasureKind
from moderation.models import (
    Appeal,
    Case,
    CaseNote,
    CaseStep,
    DangerNumber,
    Decision,
    Evidence,
    EvidenceFile,
    Lesson,
    Measure,
    Notice,
    ProfileBlock,
    Referral,
    Report,
    SchoolWord,
    ScreeningCount,
    SiteReport,
    Surrounding,
)
from moderation.reasons import Reason
from moderation.routing import Desk
from tests.factories.accounts import MembershipFactory
from tests.factories.base import SchoolOwnedFactory
from tests.factories.uploads import CONTENT


class CaseFactory(SchoolOwnedFactory):
    """A case about a comment that is not there; pass `target_id` for one that is. Nothing is kept of
    it but what an `EvidenceFactory` keeps.
    """

    class Meta:
        model = Case

    kind = "comment"
    target_id = factory.Sequence(lambda n: 10_000_000 + n)
    accused = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    written_at = factory.LazyFunction(clock.now)


class CaseStepFactory(SchoolOwnedFactory):
    class Meta:
        model = CaseStep

    case = factory.SubFactory(CaseFactory, school=factory.SelfAttribute("..school"))
    number = 1
    event = Event.REPORT
    state = State.NEW
    desk = Desk.ADMINISTRATORS


class EvidenceFactory(SchoolOwnedFactory):
    class Meta:
        model = Evidence

    case = factory.SubFactory(CaseFactory, school=factory.SelfAttribute("..school"))
    author = factory.SelfAttribute("case.accused")
    number = factory.Sequence(lambda n: n % 30_000)
    words = "Des mots qui blessent."
    thing_at = factory.LazyFunction(clock.now)
    audience = factory.LazyFunction(lambda: {"groups": [], "people": 0, "members": []})


class SurroundingFactory(SchoolOwnedFactory):
    class Meta:
        model = Surrounding

    evidence = factory.SubFactory(EvidenceFactory, school=factory.SelfAttribute("..school"))
    place = factory.Sequence(lambda n: n % 30_000)
    kind = "comment"
    target_id = factory.Sequence(lambda n: 10_000_000 + n)
    author = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    words = "C’est vrai."
    at = factory.LazyFunction(clock.now)


class EvidenceFileFactory(SchoolOwnedFactory):
    class Meta:
        model = EvidenceFile

    evidence = factory.SubFactory(EvidenceFactory, school=factory.SelfAttribute("..school"))
    author = factory.SelfAttribute("evidence.author")
    original_id = factory.Sequence(lambda n: 10_000_000 + n)
    name = "Sortie au lac.png"
    content_type = "image/png"
    content = factory.LazyFunction(lambda: ContentFile(CONTENT, "file"))
    size = len(CONTENT)


class CaseNoteFactory(SchoolOwnedFactory):
    class Meta:
        model = CaseNote

    case = factory.SubFactory(CaseFactory, school=factory.SelfAttribute("..school"))
    words = "La mère est prévenue."


class ReferralFactory(SchoolOwnedFactory):
    class Meta:
        model = Referral

    case = factory.SubFactory(CaseFactory, school=factory.SelfAttribute("..school"))
    agency = Referral.Agency.PHAROS
    reference = "P-2026-11"
    referred_on = factory.LazyFunction(clock.today)


class ReportFactory(SchoolOwnedFactory):
    class Meta:
        model = Report

    case = factory.SubFactory(CaseFactory, school=factory.SelfAttribute("..school"))
    reporter = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    reason = Reason.UNKIND


class NoticeFactory(SchoolOwnedFactory):
    class Meta:
        model = Notice

    reader = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    kind = Notice.Kind.OUTCOME


class DecisionFactory(SchoolOwnedFactory):
    """Nothing but words; pass a `MeasureFactory` for what it does. No step of its case names it but
    what a `CaseStepFactory` writes.
    """

    class Meta:
        model = Decision

    case = factory.SubFactory(CaseFactory, school=factory.SelfAttribute("..school"))
    about = factory.SelfAttribute("case.accused")
    reason = "Des mots qui blessent."


class AppealFactory(SchoolOwnedFactory):
    """Nobody has answered; the state of its case is the test's to set."""

    class Meta:
        model = Appeal

    decision = factory.SubFactory(DecisionFactory, school=factory.SelfAttribute("..school"))
    words = "C’était pour rire."


class MeasureFactory(SchoolOwnedFactory):
    """A block until further notice, which holds nobody before `settle`."""

    class Meta:
        model = Measure

    decision = factory.SubFactory(DecisionFactory, school=factory.SelfAttribute("..school"))
    membership = factory.SelfAttribute("decision.about")
    kind = MeasureKind.BLOCK


class ProfileBlockFactory(SchoolOwnedFactory):
    """Of the guests, and over."""

    class Meta:
        model = ProfileBlock

    profiles = factory.LazyFunction(lambda: [Profile.GUEST])
    reason = "Bonnes vacances !"
    until = factory.LazyFunction(clock.now)


class SiteReportFactory(SchoolOwnedFactory):
    class Meta:
        model = SiteReport

    by = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    address = "www.jeux-gratuits.example"
    content = "Des monstres."


class DangerNumberFactory(SchoolOwnedFactory):
    class Meta:
        model = DangerNumber

    number = factory.Sequence(lambda n: f"0 800 {n}")
    label = "Cellule d’écoute"


class SchoolWordFactory(SchoolOwnedFactory):
    class Meta:
        model = SchoolWord

    phrase = factory.Sequence(lambda n: f"saperlipopette {n}")
    tier = SchoolWord.Tier.ASK


class ScreeningCountFactory(SchoolOwnedFactory):
    class Meta:
        model = ScreeningCount

    day = factory.LazyFunction(clock.today)
    kind = "phone"
    asked = 1


class LessonFactory(SchoolOwnedFactory):
    class Meta:
        model = Lesson

    year = 2026
    reason = "unkind"
    words = "Une heure sur les mots qui blessent, dans chaque classe."
    version = 1
