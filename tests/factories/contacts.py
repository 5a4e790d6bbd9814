from datetime import timedelta

import factory

from accounts.choices import Profile
from contacts.models import Freeze, Refusal
from core import clock
from tests.factories.base import SchoolOwnedFactory


class FreezeFactory(SchoolOwnedFactory):
    """A row alone; `contacts.actions.freezes.begin_freeze` also tells the school."""

    class Meta:
        model = Freeze

    profiles = factory.LazyFunction(lambda: [Profile.STUDENT])
    reason = "Le temps de comprendre."
    until = factory.LazyFunction(lambda: clock.now() + timedelta(hours=1))


class RefusalFactory(SchoolOwnedFactory):
    class Meta:
        model = Refusal
