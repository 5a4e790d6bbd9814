import factory

from core import clock
from moderation.flow import Event, State
from moderation.models import (
    Case,
    CaseStep,
    DangerNumber,
    Report,
    Sanction,
    SchoolWord,
    ScreeningCount,
)
from moderation.routing import Desk
from tests.factories.accounts import MembershipFactory
from tests.factories.base import SchoolOwnedFactory


class CaseFactory(SchoolOwnedFactory):
    """A case about a comment that is not there; pass `target_id` for one that is."""

    class Meta:
        model = Case

    kind = "comment"
    target_id = factory.Sequence(lambda n: 10_000_000 + n)
    accused = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    words = factory.LazyFunction(lambda: ["Des mots qui blessent."])
    written_at = factory.LazyFunction(clock.now)


class CaseStepFactory(SchoolOwnedFactory):
    class Meta:
        model = CaseStep

    case = factory.SubFactory(CaseFactory, school=factory.SelfAttribute("..school"))
    number = 1
    event = Event.REPORT
    state = State.NEW
    desk = Desk.ADMINISTRATORS


class ReportFactory(SchoolOwnedFactory):
    class Meta:
        model = Report

    case = factory.SubFactory(CaseFactory, school=factory.SelfAttribute("..school"))
    reporter = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    reason = Report.Reason.UNKIND


class SanctionFactory(SchoolOwnedFactory):
    class Meta:
        model = Sanction

    membership = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    reason = "Des mots qui blessent."


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
