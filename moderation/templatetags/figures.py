"""How figures are said."""

from django import template
from django.utils.translation import gettext as _

from moderation.figures import Figures

register = template.Library()

NO_BREAK = "\N{NO-BREAK SPACE}"


@register.filter
def headline(figures: Figures) -> list[tuple[str, int]]:
    return [
        (_("Reported"), figures.cases),
        (_("Still open"), figures.still_open),
        (_("Waiting too long"), figures.waiting_too_long),
        (_("Again by the same person"), figures.repeated),
        (_("Decisions"), figures.decisions),
        (_("Decisions taken back"), figures.taken_back),
        (_("Looked at again"), figures.looked_at_again),
        (_("Taken back then"), figures.taken_back_then),
    ]


@register.filter
def unless_few(number: int, few: int) -> str:
    """The number, unless it is one to be left out: none is no secret."""
    if 0 < number < few:
        return _("fewer than %(number)s") % {"number": few}
    return str(number)


@register.filter
def school_hours(took: tuple[int, int] | None) -> str:
    """The middle and the most, in minutes, as hours."""
    if took is None:
        return "–"
    middle, most = (_hours(minutes) for minutes in took)
    return f"{middle}{NO_BREAK}· {most}"


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        told = _("%(minutes)s min") % {"minutes": rest}
    else:
        told = _("%(hours)s h %(minutes)02d") % {"hours": hours, "minutes": rest}
    return told.replace(" ", NO_BREAK)
