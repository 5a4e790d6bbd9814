from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User
from core import clock


class Mail(models.Model):
    """An e-mail that has to go. The row is there until it went, or a day is over.

    `about` is whose account it is about; where somebody asks by an address, nobody knows yet.
    """

    class Kind(models.TextChoices):
        """What it is about, as its subject says."""

        LINKS = "links", _("Préau: a new password")
        CONFIRMATION = "confirmation", _("Préau: is this your mailbox?")
        FAREWELL = "farewell", _("Préau: another mailbox from now on")
        NEW_CODE = "new_code", _("Préau: a new code was made")

    kind = models.CharField(max_length=20, choices=Kind)
    to = models.EmailField()
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    about = models.ForeignKey(User, null=True, on_delete=models.RESTRICT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
