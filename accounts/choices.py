from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Profile(models.TextChoices):
    STUDENT = "student", _("student")
    PARENT = "parent", _("parent")
    TEACHER = "teacher", _("teacher")
    STAFF = "staff", _("staff")
    GUEST = "guest", _("guest")


def role_of(profile: str, home_profile: str) -> str:
    """What somebody is, as a page says it beside their name; of a guest of a project, where they
    are at home.
    """
    if not home_profile:
        return str(Profile(profile).label)
    return gettext("%(profile)s of another school") % {"profile": Profile(home_profile).label}


class Duty(models.TextChoices):
    LOCAL_ADMINISTRATOR = "local_administrator", _("local administrator")
    HEAD = "head", _("head")
    SAFEGUARDING_LEAD = "safeguarding_lead", _("safeguarding lead")
    ONLINE_COORDINATOR = "online_coordinator", _("online coordinator")
    SENIOR_STAFF = "senior_staff", _("senior staff")
    ABOVE_HEAD = "above_head", _("above the head")


# Who may come to read what was reported, and who reported it.
HANDLING = frozenset(
    {
        *(Duty.LOCAL_ADMINISTRATOR, Duty.SENIOR_STAFF),
        *(Duty.HEAD, Duty.ABOVE_HEAD, Duty.SAFEGUARDING_LEAD),
    }
)


class Sending(models.TextChoices):
    """What somebody sends, as it can be taken from them for a time; reactions and the like are
    part of `ALL` alone.
    """

    COMMENT = "comment", _("comments")
    ENTRY = "entry", _("entries")
    MESSAGE = "message", _("messages")
    ALL = "all", _("anything: they only read, and report")


class GroupKind(models.TextChoices):
    SCHOOL = "school", _("school")
    CLASS = "class", _("class")
    FAMILY = "family", _("family")
    PERSON = "person", _("person")
    PROJECT = "project", _("project")


class Within(models.TextChoices):
    """Whom of a group a contact rule means: everybody of it, or whom one shares that with."""

    ALL = "", _("everybody")
    CLASS = "class", _("own classes")
    FAMILY = "family", _("own family")


class Layout(models.TextChoices):
    """What is printed of codes: cards to cut out, a letter for each adult of a family, or both."""

    BOTH = "both", _("cards for students, letters for families")
    CARDS = "cards", _("cards only")
    LETTERS = "letters", _("letters only")


class Frequency(models.TextChoices):
    """How often e-mails say what waits."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")
    NEVER = "never", _("never")


class View(models.TextChoices):
    """How much there is on somebody's pages."""

    FULL = "full"
    SIMPLE = "simple"


class Issuer(models.TextChoices):
    """As what somebody made a code: it opens no more than they may give away."""

    PROGRAM = "program"
    ADMINISTRATOR = "administrator"
    TEACHER = "teacher"


class State(models.TextChoices):
    """What a membership is good for now."""

    ACTIVE = "active", _("active")
    INVITED = "invited", _("never signed in")
    BLOCKED = "blocked", _("blocked")
    CLOSED = "closed", _("closed")
