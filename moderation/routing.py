"""Who looks at what was reported. Whom a case is about says on which desks it may lie."""

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import Duty, Profile


class Desk(models.TextChoices):
    ADMINISTRATORS = "administrators", _("local administrators and senior staff")
    HEAD = "head", _("head")
    ABOVE_HEAD = "above_head", _("whoever is above the head")
    OPERATOR = "operator", _("those who run Préau")


class About(models.TextChoices):
    FAMILY = "family", _("a student, a parent or a guest")
    STAFF = "staff", _("a teacher or somebody of the staff")
    HEAD = "head", _("the head")


# First choice first. Where nobody of them can, those who run the program name somebody.
CHAINS = {
    About.FAMILY: (Desk.ADMINISTRATORS, Desk.HEAD),
    About.STAFF: (Desk.HEAD, Desk.ABOVE_HEAD, Desk.ADMINISTRATORS),
    About.HEAD: (Desk.ABOVE_HEAD,),
}
DUTIES = {
    Desk.ADMINISTRATORS: frozenset({Duty.LOCAL_ADMINISTRATOR, Duty.SENIOR_STAFF}),
    Desk.HEAD: frozenset({Duty.HEAD}),
    Desk.ABOVE_HEAD: frozenset({Duty.ABOVE_HEAD}),
}


def about_of(profiles: Collection[str], duties: Collection[str]) -> About:
    """Whom it is about, of somebody who may be several things in the school: the highest counts."""
    if Duty.HEAD in duties:
        return About.HEAD
    works_there = Profile.TEACHER in profiles or Profile.STAFF in profiles
    return About.STAFF if works_there else About.FAMILY


def desks_of(duties: Collection[str]) -> list[Desk]:
    """The desks at which somebody with these duties sits."""
    return [desk for desk, giving in DUTIES.items() if not giving.isdisjoint(duties)]


def desk_of(about: About, able: Collection[Desk], risen: int = 0) -> Desk:
    """The first desk of the chain with somebody who can, from where it has risen to; below that
    only where there is nobody.
    """
    chain = CHAINS[about]
    sought = (*chain[risen:], *reversed(chain[:risen]))
    return next((desk for desk in sought if desk in able), Desk.OPERATOR)
