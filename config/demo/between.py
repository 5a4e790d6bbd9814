"""What the two schools do together: a project under way, and another that one of them is asked for."""

from datetime import timedelta

from accounts.choices import Profile
from accounts.models import Membership, SchoolClass
from config.demo import english, french
from config.demo.projects import ask_for
from contacts.actions.invitations import accept_invitation
from contacts.actions.projects import agree_to_project
from contacts.models import Invitation, Project
from core import clock
from core.richtext import from_text
from newsfeed.actions import publish_entry, write_comment

CLASS = "CM2"


def write_to_each_other(host: Membership, partner: Membership) -> None:
    """Both administer their school; within the walls of both."""
    with clock.at(clock.now() - timedelta(days=4)):
        project = _agreed(host, partner, french.BETWEEN, french.CLASSES_THERE)
        invitation = Invitation.objects.get(school=partner.school, project_there=project.pk)
        classes = SchoolClass.objects.filter(school=partner.school, name=CLASS)
        accept_invitation(partner, invitation=invitation, classes=list(classes))
        project.refresh_from_db()
    _write(project, partner)
    with clock.at(clock.now() - timedelta(hours=5)):
        _agreed(partner, host, english.BETWEEN, english.CLASSES_THERE)


def _agreed(
    host: Membership, partner: Membership, words: tuple[str, str], classes_there: str
) -> Project:
    """By the school whose teacher asks; the other one has not answered yet."""
    project = ask_for(
        host.school,
        (CLASS,),
        words,
        partner=partner.school,
        partner_classes=classes_there,
    )
    agree_to_project(host, project=project)
    return project


def _write(project: Project, partner: Membership) -> None:
    """A teacher of each school, and a child of the other under what the first one wrote."""
    assert project.asked_by is not None and project.group is not None
    guests = Membership.objects.filter(in_groups__group=project.group, home=partner.school)
    teacher, child = (
        guests.filter(home_profile=profile).select_related("user", "school").earliest("pk")
        for profile in (Profile.TEACHER, Profile.STUDENT)
    )
    groups = [project.group]
    with clock.at(clock.now() - timedelta(days=3)):
        title, body = french.BETWEEN_ENTRY
        entry = publish_entry(project.asked_by, groups=groups, title=title, body=from_text(body))
    with clock.at(clock.now() - timedelta(days=2)):
        write_comment(child, entry=entry, body=english.BETWEEN_COMMENT)
        title, body = english.BETWEEN_ENTRY
        publish_entry(teacher, groups=groups, title=title, body=from_text(body))
