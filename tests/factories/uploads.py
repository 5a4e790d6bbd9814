import factory
from django.core.files.base import ContentFile

from tests.factories.accounts import MembershipFactory
from tests.factories.base import SchoolOwnedFactory
from uploads.models import Allowance, StoredFile

CONTENT = b"ce que contient un fichier"


class StoredFileFactory(SchoolOwnedFactory):
    class Meta:
        model = StoredFile

    owner = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    content = factory.LazyFunction(lambda: ContentFile(CONTENT, "file"))
    name = "Sortie au lac.png"
    content_type = "image/png"
    size = len(CONTENT)


class AllowanceFactory(SchoolOwnedFactory):
    class Meta:
        model = Allowance

    profile = "student"
    megabytes = 200
