from django.db import models
from django.utils.translation import gettext_lazy as _


class ShownTo(models.TextChoices):
    """Who sees a part of a portrait, of those who see its person at all."""

    NOBODY = "nobody", _("nobody")
    CLASS = "class", _("my class")
    SCHOOL = "school", _("my school")


class Mood(models.TextChoices):
    """A few that one can say to one's class."""

    CHEERFUL = "cheerful", _("cheerful")
    CURIOUS = "curious", _("curious")
    PROUD = "proud", _("proud")
    CALM = "calm", _("calm")
    DREAMY = "dreamy", _("in the clouds")
    TIRED = "tired", _("tired")


ICONS = {
    Mood.CHEERFUL: "smile",
    Mood.CURIOUS: "lightbulb",
    Mood.PROUD: "trophy",
    Mood.CALM: "leaf",
    Mood.DREAMY: "cloud-sun",
    Mood.TIRED: "moon",
}
