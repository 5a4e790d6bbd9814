from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Group, Membership, School, SchoolClass
from contacts.querysets import ProjectQuerySet
from core import clock
from core.wall import SchoolOwned, WalledForeignKey


class Project(SchoolOwned):
    """What a teacher asks classes to do together, until when, and what became of it.

    Its `group` is made when it begins. While it runs, who is in it follows the roll of its classes;
    after its end nobody writes there, and who was in it goes on reading.

    With a `partner` it waits for that school too; people of it come in as guests of this one.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("waits for the administrator")
        INVITED = "invited", _("waits for the other school")
        RUNNING = "running", _("under way")
        DECLINED = "declined", _("declined")
        ENDED = "ended", _("ended")

    name = models.CharField(_("name"), max_length=100)
    purpose = models.TextField(_("what for"), max_length=2000)
    until = models.DateTimeField(_("until"))
    partner = models.ForeignKey(School, null=True, on_delete=models.PROTECT, related_name="+")
    partner_classes = models.CharField(_("which classes of it"), max_length=300, blank=True)
    with_parents = models.BooleanField(_("with the parents"), default=False)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    group = WalledForeignKey(
        Group, null=True, on_delete=models.RESTRICT, related_name="of_projects"
    )
    asked_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="projects_asked"
    )
    asked_at = models.DateTimeField(default=clock.now)
    decided_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="projects_decided"
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(_("reason"), blank=True, max_length=2000)
    ended_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="projects_ended"
    )
    ended_at = models.DateTimeField(null=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            # That of its group, which it will be given.
            models.UniqueConstraint(
                fields=["school", "name"],
                condition=~Q(state="declined"),
                name="project_name_once_a_school",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "state", "-asked_at"], name="projects_by_state")
        ]

    def __str__(self) -> str:
        return f"project {self.pk}"

    @property
    def is_asked(self) -> bool:
        """Waits for the administrators of its own school."""
        return self.state == self.State.ASKED and self.until > clock.now()

    @property
    def is_waiting(self) -> bool:
        """Waits for somebody."""
        is_open = self.state in (self.State.ASKED, self.State.INVITED)
        return is_open and self.until > clock.now()

    @property
    def waits_for(self) -> str:
        return str(self.State(self.state).label)

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING and self.until > clock.now()

    @property
    def has_begun(self) -> bool:
        """Whether there is something to read."""
        return self.group_id is not None

    @property
    def over_at(self) -> datetime:
        return self.ended_at or self.until


class ProjectClass(SchoolOwned):
    """A class that takes part in a project."""

    project = WalledForeignKey(Project, on_delete=models.CASCADE, related_name="classes")
    school_class = WalledForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="projects")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "school_class"], name="takes_part_once")
        ]


class ProjectAbsence(SchoolOwned):
    """Somebody of the classes who was taken out of a project by hand, and stays out."""

    project = WalledForeignKey(Project, on_delete=models.CASCADE, related_name="absences")
    membership = WalledForeignKey(Membership, on_delete=models.CASCADE, related_name="absences")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership", "project"], name="taken_out_once")
        ]
