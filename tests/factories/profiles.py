import factory

from profiles.choices import Mood
from profiles.models import Portrait
from tests.factories.accounts import MembershipFactory
from tests.factories.base import SchoolOwnedFactory
from tests.factories.uploads import StoredFileFactory


class PortraitFactory(SchoolOwnedFactory):
    """Of somebody who tells everything, to their class."""

    class Meta:
        model = Portrait

    membership = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    photograph = factory.SubFactory(
        StoredFileFactory,
        school=factory.SelfAttribute("..school"),
        owner=factory.SelfAttribute("..membership"),
    )
    motto = "Pas à pas"
    mood = Mood.CURIOUS
    interests = ("escalade", "lecture")
