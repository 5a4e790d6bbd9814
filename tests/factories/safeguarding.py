import factory

from core import clock
from moderation.routing import Desk
from safeguarding.models import Concern, ConcernAction, ConcernReader
from tests.factories.accounts import MembershipFactory
from tests.factories.base import SchoolOwnedFactory


class ConcernFactory(SchoolOwnedFactory):
    """At the desk of the safeguarding lead; make it where the restricted store is open."""

    class Meta:
        model = Concern

    child = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    by = factory.SubFactory(
        MembershipFactory, school=factory.SelfAttribute("..school"), profile="teacher"
    )
    kind = Concern.Kind.MOOD
    happened_on = factory.LazyFunction(clock.today)
    words = "Elle pleure chaque lundi matin."
    desk = Desk.SAFEGUARDING


class ConcernReaderFactory(SchoolOwnedFactory):
    class Meta:
        model = ConcernReader

    concern = factory.SubFactory(ConcernFactory, school=factory.SelfAttribute("..school"))
    reader = factory.SubFactory(
        MembershipFactory, school=factory.SelfAttribute("..school"), profile="teacher"
    )


class ConcernActionFactory(SchoolOwnedFactory):
    class Meta:
        model = ConcernAction

    concern = factory.SubFactory(ConcernFactory, school=factory.SelfAttribute("..school"))
    what = "Parler avec elle à la récréation."
    owner = factory.SubFactory(
        MembershipFactory, school=factory.SelfAttribute("..school"), profile="teacher"
    )
    due_on = factory.LazyFunction(clock.today)
