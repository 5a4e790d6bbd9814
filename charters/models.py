from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.choices import Profile
from charters.querysets import CharterVersionQuerySet, SignatureQuerySet
from core import clock
from core.wall import SchoolOwned, WalledForeignKey


class CharterVersion(SchoolOwned):
    """What those of one profile in a school sign, from its publication until it is replaced."""

    profile = models.CharField(_("profile"), max_length=10, choices=Profile)
    number = models.PositiveSmallIntegerField()
    text_fr = models.TextField(_("text in French"))
    text_en = models.TextField(_("text in English"))
    published_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True)

    objects = CharterVersionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "profile", "number"], name="charter_number_once"
            ),
            models.UniqueConstraint(
                fields=["school", "profile"],
                condition=Q(replaced_at=None),
                name="one_charter_in_force",
            ),
        ]

    @property
    def text(self) -> str:
        """The text in the reader's language."""
        return self.text_fr if get_language() == "fr" else self.text_en


class Signature(SchoolOwned):
    """Somebody's signature under one version, with the words' language they had before them."""

    version = WalledForeignKey(CharterVersion, on_delete=models.RESTRICT, related_name="signatures")
    membership = WalledForeignKey(
        "accounts.Membership", on_delete=models.RESTRICT, related_name="signatures"
    )
    signed_at = models.DateTimeField(default=clock.now)
    language = models.CharField(max_length=5)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership", "version"], name="signed_once")
        ]
