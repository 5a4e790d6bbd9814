from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.querysets import SchoolClassQuerySet, SchoolQuerySet, TermQuerySet
from core import clock
from core.wall import SchoolOwned, WalledForeignKey

CLASS_COLOURS = 12


def working_days() -> list[int]:
    """From Monday to Friday."""
    return list(range(5))


class School(models.Model):
    name = models.CharField(_("name"), max_length=200, unique=True)
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    # Otherwise students are drawn, and show no photograph of themselves.
    student_photographs = models.BooleanField(default=False)

    # The last year of schooling (see `accounts.levels`) that signs in with a card and pictures.
    pictures_up_to = models.SmallIntegerField(null=True)

    # Between these hours, and at weekends if they are not quiet, people may be disturbed: see
    # `accounts.waking`.
    waking_from = models.PositiveSmallIntegerField(default=7)
    waking_until = models.PositiveSmallIntegerField(default=20)
    quiet_weekends = models.BooleanField(default=True)

    # When it is open: what takes it long is counted by these hours (see `accounts.school_hours`).
    opens_at = models.PositiveSmallIntegerField(default=8)
    closes_at = models.PositiveSmallIntegerField(default=17)
    school_days = ArrayField(models.PositiveSmallIntegerField(), default=working_days)

    # No freeze (see `contacts`) holds after it: so no page asks for any while there is none.
    frozen_until = models.DateTimeField(null=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(waking_from__lt=F("waking_until"), waking_until__lte=24),
                name="some_hours_of_the_day",
            ),
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at"), closes_at__lte=24, school_days__len__gt=0),
                name="open_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_frozen(self) -> bool:
        """Whether some may not send, as far as was known when the school was read."""
        return self.frozen_until is not None and self.frozen_until > clock.now()


class Term(SchoolOwned):
    """From its first day to its last; no two of a school share a day. Between two are holidays."""

    name = models.CharField(_("name"), max_length=40)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = TermQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="a_term_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return self.name


class SchoolClass(SchoolOwned):
    name = models.CharField(_("name"), max_length=100)
    level = models.CharField(_("level"), max_length=50, blank=True)
    colour = models.PositiveSmallIntegerField(default=0)

    objects = SchoolClassQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "name"], name="class_name_once_a_school")
        ]

    def __str__(self) -> str:
        return self.name


class Enrolment(SchoolOwned):
    """A student or a teacher of a class, as the roll has it."""

    school_class = WalledForeignKey(
        SchoolClass, on_delete=models.RESTRICT, related_name="enrolments"
    )
    membership = WalledForeignKey(
        "accounts.Membership", on_delete=models.RESTRICT, related_name="enrolments"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership", "school_class"], name="enrolled_once")
        ]


class Guardianship(SchoolOwned):
    guardian = WalledForeignKey(
        "accounts.Membership", on_delete=models.RESTRICT, related_name="guardianships"
    )
    student = WalledForeignKey(
        "accounts.Membership", on_delete=models.RESTRICT, related_name="guardians"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["guardian", "student"], name="guardian_once_a_student")
        ]
