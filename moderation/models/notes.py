from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from moderation.models.cases import Case


class CaseNote(SchoolOwned):
    """What those who handle a case tell each other about it; nobody else reads it.

    A note is not changed: another one corrects it.
    """

    case = WalledForeignKey(Case, on_delete=models.RESTRICT, related_name="notes")
    by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="case_notes"
    )
    words = models.TextField(_("note"), max_length=4000)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="notes_stay_as_they_were", exclude=["by"]),
        ]
