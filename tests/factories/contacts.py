from datetime import timedelta

import factory

from accounts.choices import Profile
from contacts.models import (
    Freeze,
    Invitation,
    InvitedClass,
    Project,
    ProjectAbsence,
    ProjectClass,
    Refusal,
)
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


class ProjectFactory(SchoolOwnedFactory):
    """A request; `contacts.actions.projects.agree_to_project` begins it."""

    class Meta:
        model = Project

    name = factory.Sequence(lambda n: f"Projet {n}")
    purpose = "Écrire un journal ensemble."
    until = factory.LazyFunction(lambda: clock.now() + timedelta(days=30))


class ProjectClassFactory(SchoolOwnedFactory):
    class Meta:
        model = ProjectClass

    project = factory.SubFactory(ProjectFactory, school=factory.SelfAttribute("..school"))


class ProjectAbsenceFactory(SchoolOwnedFactory):
    class Meta:
        model = ProjectAbsence


class InvitationFactory(SchoolOwnedFactory):
    """A row alone, of a project that is not there."""

    class Meta:
        model = Invitation

    project_there = factory.Sequence(lambda n: 10_000_000 + n)
    until = factory.LazyFunction(lambda: clock.now() + timedelta(days=30))


class InvitedClassFactory(SchoolOwnedFactory):
    class Meta:
        model = InvitedClass
