from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from moderation.models.cases import Case
from moderation.querysets import ReferralQuerySet


class Referral(SchoolOwned):
    """An agency was told of a case: by whom, when, and under which `reference` it answers.

    That there is one says that the checklist was gone through: what was reported is removed for
    everybody, kept, and was handed on by nobody.
    """

    class Agency(models.TextChoices):
        PHAROS = "pharos", "Pharos"
        POLICE = "police", _("police")
        CHILDHOOD_119 = "119", _("119, childhood in danger")
        IWF = "iwf", "IWF (Internet Watch Foundation)"
        CEOP = "ceop", "CEOP"
        AUTHORITY = "authority", _("local authority")
        OTHER = "other", _("somebody else")

    case = WalledForeignKey(Case, on_delete=models.RESTRICT, related_name="referrals")
    agency = models.CharField(_("who was told"), max_length=10, choices=Agency)
    reference = models.CharField(_("their reference"), max_length=100)
    referred_on = models.DateField(_("told on"))
    by = WalledForeignKey(Membership, null=True, on_delete=models.RESTRICT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "at"], name="referrals_of_a_case")]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="referrals_stay_as_they_were", exclude=["by"]),
        ]
