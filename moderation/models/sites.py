from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from moderation.querysets import SiteReportQuerySet
from moderation.querysets.sites import WAITING


class SiteReport(SchoolOwned):
    """A site that is not for children, met by somebody while they worked.

    Its `address` is kept as it was typed, is no link and is never fetched. `reference` is what the
    helpdesk calls it, and `answer` what the reporter reads in the end.
    """

    class State(models.TextChoices):
        NEW = "new", _("new")
        CHECKED = "checked", _("looked at")
        PASSED_ON = "passed_on", _("with the helpdesk")
        CLOSED = "closed", _("answered")

    by = WalledForeignKey(Membership, null=True, on_delete=models.RESTRICT, related_name="+")
    address = models.CharField(_("address of the site"), max_length=500)
    seen_at = models.DateTimeField(_("when"), default=clock.now)
    content = models.TextField(_("what was there"), blank=True, max_length=1000)
    reported_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    reference = models.CharField(_("their reference"), blank=True, max_length=100)
    passed_on = models.DateField(_("told on"), null=True)
    answer = models.TextField(_("answer"), blank=True, max_length=1000)
    closed_at = models.DateTimeField(null=True)

    objects = SiteReportQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(reference="", passed_on=None)
                | ~models.Q(reference="") & models.Q(passed_on__isnull=False),
                name="passed_on_with_a_reference",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "state", "-reported_at"], name="latest_sites"),
            models.Index(fields=["by", "-reported_at"], name="sites_of_a_reporter"),
        ]

    @property
    def waits(self) -> bool:
        """For somebody of the school."""
        return self.state in WAITING

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED
