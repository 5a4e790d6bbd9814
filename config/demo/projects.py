"""A project of two classes, and another that waits for the administrator."""

from datetime import datetime, time, timedelta
from types import ModuleType

from django.utils import timezone

from accounts.choices import Profile
from accounts.models import Membership, School, SchoolClass
from contacts.actions.projects import agree_to_project, ask_for_project
from contacts.models import Project
from core import clock
from newsfeed.actions import publish_entry

CLASSES = ("CM1", "CM2")
STILL_TO_COME = ("CE2", "CM1")
WEEKS = 5


def tell_projects(school: School, administrator: Membership, words: ModuleType) -> None:
    title, body = words.PROJECT_ENTRY
    with clock.at(clock.now() - timedelta(days=6)):
        project = _asked(school, CLASSES, words.PROJECT)
    with clock.at(clock.now() - timedelta(days=5)):
        agree_to_project(administrator, project=project)
        project.refresh_from_db()
        assert project.asked_by is not None and project.group is not None
        publish_entry(project.asked_by, groups=[project.group], title=title, body=body)
    with clock.at(clock.now() - timedelta(hours=3)):
        _asked(school, STILL_TO_COME, words.ASKED_PROJECT)


def _asked(school: School, levels: tuple[str, ...], words: tuple[str, str]) -> Project:
    classes = SchoolClass.objects.filter(school=school, name__in=levels).order_by("-name")
    teachers = Membership.objects.filter(profile=Profile.TEACHER, school=school)
    last_day = timezone.localdate(clock.now()) + timedelta(weeks=WEEKS)
    name, purpose = words
    return ask_for_project(
        teachers.filter(enrolments__school_class=classes[0])[0],
        name=name,
        purpose=purpose,
        until=timezone.make_aware(datetime.combine(last_day, time(23, 59))),
        classes=list(classes),
    )
