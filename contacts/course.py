"""How a project begins and ends, whichever school says so; its action records it."""

from accounts.choices import GroupKind
from accounts.models import ContactRule, Group, Membership
from contacts.members import sync_projects
from contacts.models import Project
from core import clock


def begin(project: Project) -> None:
    """Gives it its group, whose members may write to each other until its end; call it in a
    transaction, within its wall.
    """
    group = Group.objects.create(
        school_id=project.school_id,
        kind=GroupKind.PROJECT,
        name=project.name,
        ends_at=project.until,
    )
    ContactRule.objects.create(school_id=project.school_id, from_group=group, to_group=group)
    project.group, project.state = group, Project.State.RUNNING
    project.save(update_fields=["group", "state"])
    sync_projects(project.school_id)


def end(project: Project, *, by: Membership | None) -> bool:
    """Closes it to writing. Whether it was under way, or asked for; call it in a transaction."""
    if not (project.is_waiting or project.is_running):
        return False
    project.state, project.ended_by, project.ended_at = Project.State.ENDED, by, clock.now()
    project.save(update_fields=["state", "ended_by", "ended_at"])
    if project.group:
        project.group.ends_at = project.ended_at
        project.group.save(update_fields=["ends_at"])
    return True
