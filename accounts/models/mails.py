from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User
from core import clock


class Mail(models.Model):
    """An e-mail that has to go. The row is there until it went, or a day is over.

    `about` is whose account it is about; where somebody asks by an address, nobody knows yet, and
    what waits is looked up when it goes, for everybody of the mailbox.
    """

    class Kind(models.TextChoices):
        """What it is about, as its subject says."""

        LINKS = "links", _("Préau: a new password")
        CONFIRMATION = "confirmation", _("Préau: is this your mailbox?")
        FAREWELL = "farewell", _("Préau: another mailbox from now on")
        NOTICES = "notices", _("Préau: what waits for you")
        NEW_CODE = "new_code", _("Préau: a new code was made")
        OVERDUE = "overdue", _("Préau: something waits for you too long")
        DANGER = "danger", _("Préau: somebody may be in danger")

    kind = models.CharField(max_length=20, choices=Kind)
    to = models.EmailField()
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    about = models.ForeignKey(User, null=True, on_delete=models.RESTRICT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["to"], condition=Q(kind="notices"), name="what_waits_once_a_mailbox"
            )
        ]
