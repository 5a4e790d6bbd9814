"""Projects of classes of a school: one under way, one that is over, one that waits for an answer."""

from datetime import datetime, time, timedelta
from types import ModuleType

from django.utils import timezone

from accounts.choices import Profile
from accounts.models import Membership, School, SchoolClass
from contacts.actions.projects import agree_to_project, ask_for_project, end_project
from contacts.models import Project
from core import clock
from core.richtext import from_text
from newsfeed.actions import publish_entry

CLASSES = ("CM1", "CM2")
OVER = ("CE1", "CM1")
STILL_TO_COME = ("CE2", "CM1")
WEEKS = 5


def tell_projects(administrator: Membership, words: ModuleType) -> None:
    over = _begun(administrator, OVER, words.ENDED_PROJECT, words.ENDED_PROJECT_ENTRY, ago=26)
    with clock.at(clock.now() - timedelta(days=9)):
        assert over.asked_by is not None
        end_project(over.asked_by, project=over)
    _begun(administrator, CLASSES, words.PROJECT, words.PROJECT_ENTRY, ago=5)
    with clock.at(clock.now() - timedelta(hours=3)):
        ask_for(administrator.school, STILL_TO_COME, words.ASKED_PROJECT)


def ask_for(
    school: School,
    levels: tuple[str, ...],
    words: tuple[str, str],
    *,
    partner: School | None = None,
    partner_classes: str = "",
) -> Project:
    """The teacher of the last of these classes asks."""
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
        partner=partner,
        partner_classes=partner_classes,
    )


def _begun(
    administrator: Membership,
    levels: tuple[str, ...],
    words: tuple[str, str],
    entry: tuple[str, str],
    *,
    ago: int,
) -> Project:
    """Agreed to so many days ago, with a first entry."""
    title, body = entry
    with clock.at(clock.now() - timedelta(days=ago + 1)):
        project = ask_for(administrator.school, levels, words)
    with clock.at(clock.now() - timedelta(days=ago)):
        agree_to_project(administrator, project=project)
        project.refresh_from_db()
        assert project.asked_by is not None and project.group is not None
        publish_entry(project.asked_by, groups=[project.group], title=title, body=from_text(body))
    return project
