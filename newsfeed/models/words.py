from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey


class Words(SchoolOwned):
    """What somebody wrote. Deleted by its author, removed by the school, or erased with them.

    Deleting empties the words but keeps the row, because others' words hang on it.
    """

    # Without an index of its own: the planner would take that for the one that is sorted by date.
    author = WalledForeignKey(
        Membership,
        null=True,
        on_delete=models.RESTRICT,
        related_name="%(class)s_set",
        db_index=False,
    )
    body = models.TextField(_("text"), blank=True)
    written_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_there(self) -> bool:
        return self.deleted_at is None and self.removed_at is None and self.author_id is not None
