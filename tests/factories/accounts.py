from datetime import date, timedelta
from functools import cache
from typing import Any

import factory
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from accounts.choices import GroupKind, Issuer, Profile
from accounts.logins import folded_name, login_stem
from accounts.models import (
    ActivationCode,
    ClassCode,
    ContactRule,
    Enrolment,
    Group,
    GroupMember,
    Guardianship,
    Hidden,
    JoinedAccount,
    Membership,
    RollImport,
    RuleChange,
    School,
    SchoolClass,
    SignInCard,
    Telling,
    Term,
    TransferCode,
    User,
)
from core import clock, wall
from tests.factories.base import SchoolOwnedFactory

PASSWORD = "préau-ardoise-craie"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@cache
def hashed_password() -> str:
    return make_password(PASSWORD)


class SchoolFactory(DjangoModelFactory):
    class Meta:
        model = School

    name = factory.Sequence(lambda n: f"École Invention {n}")


class UserFactory(DjangoModelFactory):
    """An account; it is seen once a membership says in which school."""

    class Meta:
        model = User

    first_name = "Camille"
    last_name = factory.Sequence(lambda n: f"Personne{n}")
    username = factory.LazyAttribute(lambda user: login_stem(user.first_name, user.last_name))
    folded_name = factory.LazyAttribute(lambda user: folded_name(user.first_name, user.last_name))
    password = factory.LazyFunction(hashed_password)

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> Any:
        with wall.directory_open():
            return super()._create(model_class, *args, **kwargs)


class MembershipFactory(SchoolOwnedFactory):
    """Somebody in a school; call `accounts.groups.sync_groups` for their groups."""

    class Meta:
        model = Membership
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    profile = Profile.STUDENT

    @factory.post_generation
    def second_factor(self: Any, _create: object, _given: object, **_: Any) -> None:
        """Who must have one has it."""
        if self.handles_reports:
            AppFactory(user=self.user)


class AppFactory(DjangoModelFactory):
    """An app for codes; it was told `SECRET`, whoever's it is."""

    class Meta:
        model = Authenticator
        django_get_or_create = ("user", "type")

    type = Authenticator.Type.TOTP
    data = factory.LazyFunction(lambda: {"secret": encrypt(SECRET)})


class ClassFactory(SchoolOwnedFactory):
    class Meta:
        model = SchoolClass

    name = factory.Sequence(lambda n: f"Classe {n}")
    level = "CM2"


class EnrolmentFactory(SchoolOwnedFactory):
    class Meta:
        model = Enrolment

    school_class = factory.SubFactory(ClassFactory, school=factory.SelfAttribute("..school"))
    membership = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))


class GuardianshipFactory(SchoolOwnedFactory):
    class Meta:
        model = Guardianship

    guardian = factory.SubFactory(
        MembershipFactory, school=factory.SelfAttribute("..school"), profile=Profile.PARENT
    )
    student = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))


class GroupFactory(SchoolOwnedFactory):
    """A project; the automatic groups come from `accounts.groups.sync_groups`."""

    class Meta:
        model = Group

    kind = GroupKind.PROJECT
    name = factory.Sequence(lambda n: f"Projet {n}")
    ends_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=30))


class GroupMemberFactory(SchoolOwnedFactory):
    class Meta:
        model = GroupMember

    group = factory.SubFactory(GroupFactory, school=factory.SelfAttribute("..school"))
    membership = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))


class ContactRuleFactory(SchoolOwnedFactory):
    class Meta:
        model = ContactRule

    from_group = factory.SubFactory(GroupFactory, school=factory.SelfAttribute("..school"))
    to_group = factory.SubFactory(GroupFactory, school=factory.SelfAttribute("..school"))


class RuleChangeFactory(SchoolOwnedFactory):
    class Meta:
        model = RuleChange

    from_group = factory.SubFactory(GroupFactory, school=factory.SelfAttribute("..school"))
    to_group = factory.SubFactory(GroupFactory, school=factory.SelfAttribute("..school"))


class TransferCodeFactory(SchoolOwnedFactory):
    class Meta:
        model = TransferCode

    membership = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    digest = factory.Sequence(lambda n: f"{n:064x}")
    expires_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=30))


class ActivationCodeFactory(SchoolOwnedFactory):
    class Meta:
        model = ActivationCode

    membership = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    issuer = Issuer.ADMINISTRATOR
    digest = factory.Sequence(lambda n: f"{n:064x}")
    expires_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=30))


class SignInCardFactory(SchoolOwnedFactory):
    """A card nobody holds; `accounts.actions.codes.issue_codes` makes one that opens."""

    class Meta:
        model = SignInCard

    membership = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    digest = factory.Sequence(lambda n: f"{n:064x}")


class ClassCodeFactory(SchoolOwnedFactory):
    class Meta:
        model = ClassCode

    school_class = factory.SubFactory(ClassFactory, school=factory.SelfAttribute("..school"))
    code = factory.Sequence(lambda n: f"KTRC-{n:04d}")


class RollImportFactory(SchoolOwnedFactory):
    class Meta:
        model = RollImport


class HiddenFactory(SchoolOwnedFactory):
    class Meta:
        model = Hidden

    membership = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    kind = "entry"
    target_id = factory.Sequence(lambda number: number)


class TermFactory(SchoolOwnedFactory):
    class Meta:
        model = Term

    name = "Premier trimestre"
    starts_on = date(2026, 9, 1)
    ends_on = date(2026, 12, 18)


class TellingFactory(SchoolOwnedFactory):
    class Meta:
        model = Telling


class JoinedAccountFactory(SchoolOwnedFactory):
    class Meta:
        model = JoinedAccount

    membership = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    login = factory.Sequence(lambda n: f"ancien.compte{n}")
