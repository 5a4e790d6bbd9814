import factory

from accounts.choices import Profile
from charters.models import CharterVersion, Signature
from tests.factories.accounts import MembershipFactory
from tests.factories.base import SchoolOwnedFactory


class CharterVersionFactory(SchoolOwnedFactory):
    class Meta:
        model = CharterVersion

    profile = Profile.STUDENT
    number = 1
    text_fr = "Je respecte les autres."
    text_en = "I respect others."


class SignatureFactory(SchoolOwnedFactory):
    class Meta:
        model = Signature

    version = factory.SubFactory(CharterVersionFactory, school=factory.SelfAttribute("..school"))
    membership = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    language = "fr"
