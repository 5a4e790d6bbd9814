from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Membership
from accounts.querysets import RollImportQuerySet
from core import clock
from core.wall import SchoolOwned, WalledForeignKey


class RollImport(SchoolOwned):
    """One import of the roll, from the files that were given to what became of them.

    `files` (name to text of each), `choices` (what was decided about them) and `findings` (what
    reading them found) are emptied as soon as the import is applied or given up, or a day old;
    `report` holds counts and ids, no names.
    """

    class State(models.TextChoices):
        READING = "reading", _("being read")
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
    findings = models.JSONField(default=dict)
    progress = models.PositiveSmallIntegerField(default=0)
    report = models.JSONField(default=dict)

    objects = RollImportQuerySet.as_manager()

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.READING, self.State.WAITING)

    @property
    def totals(self) -> dict[str, int]:
        """How many people were new, changed or missing, once that is known."""
        parts = [self.report["counts"][part] for part in self.report.get("people", ())]
        counted = {each: sum(part[each] for part in parts) for each in ("new", "missing")}
        changed = sum(part["changed"] + part["moved"] for part in parts)
        return {**counted, "changed": changed} if parts else {}
