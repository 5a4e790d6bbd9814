from datetime import timedelta

import factory

from core import clock
from retention.models import Closure
from tests.factories.accounts import MembershipFactory
from tests.factories.base import SchoolOwnedFactory


class ClosureFactory(SchoolOwnedFactory):
    class Meta:
        model = Closure

    membership = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    reason = "A quitté l’école."
    erase_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=90))
