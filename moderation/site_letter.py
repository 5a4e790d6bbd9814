"""What a helpdesk needs to know of a site."""

from django.utils import translation
from django.utils.translation import gettext as _

from core.templatetags.readable import readable
from moderation.models import SiteReport


def letter_about(site: SiteReport) -> str:
    """In the language of the school; it names nobody."""
    with translation.override(site.school.language):
        lines = [
            _("Address: %(address)s") % {"address": site.address},
            _("Met on: %(when)s") % {"when": readable(site.seen_at)},
        ]
        if site.content:
            lines.append(_("What was there: %(content)s") % {"content": site.content})
    return "\n".join(lines)
