"""Who looks at what was reported. What it is, and whom it is about, says on which desks it may lie."""

from collections.abc import Collection, Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import Duty, Profile
from moderation.reasons import Reason


class Track(models.TextChoices):
    """What a case is; all but the first are restricted: only those at its desk know that it is there."""

    MISUSE = "misuse", _("something against our rules")
    PROTECTION = "protection", _("child protection")
    ILLEGAL = "illegal", _("something that may be against the law")


class Desk(models.TextChoices):
    ADMINISTRATORS = "administrators", _("local administrators and senior staff")
    HEAD = "head", _("head")
    ABOVE_HEAD = "above_head", _("whoever is above the head")
    SAFEGUARDING = "safeguarding", _("safeguarding lead")
    OPERATOR = "operator", _("those who run Préau")


class About(models.TextChoices):
    FAMILY = "family", _("a student, a parent or a guest")
    STAFF = "staff", _("a teacher or somebody of the staff")
    LEAD = "lead", _("the safeguarding lead")
    HEAD = "head", _("the head")


Chain = tuple[Desk, ...]

# First choice first. Where nobody of them can, those who run the program name somebody. A child in
# danger waits for no operator: of a school that has named nobody else, the administrators look.
_PROTECTING: Mapping[About, Chain] = {
    About.FAMILY: (Desk.SAFEGUARDING, Desk.HEAD, Desk.ABOVE_HEAD, Desk.ADMINISTRATORS),
    About.STAFF: (Desk.SAFEGUARDING, Desk.HEAD, Desk.ABOVE_HEAD, Desk.ADMINISTRATORS),
    About.LEAD: (Desk.HEAD, Desk.ABOVE_HEAD, Desk.ADMINISTRATORS),
    About.HEAD: (Desk.ABOVE_HEAD, Desk.SAFEGUARDING),
}
CHAINS: Mapping[Track, Mapping[About, Chain]] = {
    Track.MISUSE: {
        About.FAMILY: (Desk.ADMINISTRATORS, Desk.HEAD),
        About.STAFF: (Desk.HEAD, Desk.ABOVE_HEAD, Desk.ADMINISTRATORS),
        About.LEAD: (Desk.HEAD, Desk.ABOVE_HEAD, Desk.ADMINISTRATORS),
        About.HEAD: (Desk.ABOVE_HEAD,),
    },
    Track.PROTECTION: _PROTECTING,
    Track.ILLEGAL: _PROTECTING,
}
# What a case may still become. There is no way back: it holds what a child has said.
FURTHER: Mapping[Track, tuple[Track, ...]] = {
    Track.MISUSE: (Track.PROTECTION, Track.ILLEGAL),
    Track.PROTECTION: (Track.ILLEGAL,),
    Track.ILLEGAL: (),
}
DUTIES = {
    Desk.ADMINISTRATORS: frozenset({Duty.LOCAL_ADMINISTRATOR, Duty.SENIOR_STAFF}),
    Desk.HEAD: frozenset({Duty.HEAD}),
    Desk.ABOVE_HEAD: frozenset({Duty.ABOVE_HEAD}),
    Desk.SAFEGUARDING: frozenset({Duty.SAFEGUARDING_LEAD}),
}


def about_of(profiles: Collection[str], duties: Collection[str]) -> About:
    """Whom it is about, of somebody who may be several things in the school: the highest counts."""
    if Duty.HEAD in duties:
        return About.HEAD
    if Duty.SAFEGUARDING_LEAD in duties:
        return About.LEAD
    works_there = Profile.TEACHER in profiles or Profile.STAFF in profiles
    return About.STAFF if works_there else About.FAMILY


def track_of(track: Track, reasons: Collection[str], *, of_an_adult: bool) -> Track:
    """What a case is that was reported for these reasons, and never less than it was.

    A child who says that they are afraid has told an adult in confidence; and no adult asks a child
    where they live.
    """
    alarming = {Reason.SAFETY, Reason.MEETING} if of_an_adult else {Reason.SAFETY}
    if track == Track.MISUSE and not alarming.isdisjoint(reasons):
        return Track.PROTECTION
    return track


def desks_of(duties: Collection[str]) -> list[Desk]:
    """The desks at which somebody with these duties sits."""
    return [desk for desk, giving in DUTIES.items() if not giving.isdisjoint(duties)]


def desk_of(chain: Chain, able: Collection[Desk], risen: int = 0) -> Desk:
    """The first desk of the chain with somebody who can, from where it has risen to; below that
    only where there is nobody.
    """
    sought = (*chain[risen:], *reversed(chain[:risen]))
    return next((desk for desk in sought if desk in able), Desk.OPERATOR)
