from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.wall import SchoolOwned
from moderation.querysets import DangerNumberQuerySet


class DangerNumber(SchoolOwned):
    """Whom to call when somebody is in danger, where a school names others than those we ship."""

    number = models.CharField(
        _("number"),
        max_length=20,
        validators=[RegexValidator(r"^\+?[0-9][0-9 ]+$", _("Write digits and spaces alone."))],
    )
    label = models.CharField(_("who answers"), max_length=60)

    objects = DangerNumberQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "number"], name="each_number_once")
        ]
