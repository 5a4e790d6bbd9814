from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Membership
from accounts.querysets import RollImportQuerySet
from core import clock
from core.wall import SchoolOwned, WalledForeignKey


class RollImport(SchoolOwned):
    """One import of the roll, from the files that were given to what became of them.

    `files` (name to text of each) and `choices` (what was decided about them) are emptied as soon
    as the import is applied or given up; `report` holds counts and the ids of homonyms, no names.
    """

    class State(models.TextChoices):
        PREVIEW = "preview", _("to be checked")
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    started_by = WalledForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="roll_imports"
    )
    started_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, choices=State, default=State.PREVIEW)
    files = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    progress = models.PositiveSmallIntegerField(default=0)
    report = models.JSONField(default=dict)

    objects = RollImportQuerySet.as_manager()
