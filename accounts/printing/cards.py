import unicodedata
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import segno
from anyascii import anyascii
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Enrolment
from accounts.printing.issued import Issued

MASK = 3


def sheets_of(issued: Sequence[Issued], site: str) -> list[dict[str, Any]]:
    """The cards class by class, those of no class at the end, each class by name."""
    by_class: dict[str, list[Issued]] = {}
    of_class = _classes(issued)
    for each in sorted(issued, key=lambda each: each.membership.user.folded_name):
        by_class.setdefault(of_class.get(each.membership.pk, ""), []).append(each)
    return [
        {
            "title": name,
            "cards": [card_of(each, site, each.membership.user.language) for each in members],
        }
        for name, members in sorted(by_class.items(), key=lambda pair: (not pair[0], pair[0]))
    ]


def card_of(issued: Issued, site: str, language: str) -> dict[str, Any]:
    """What is printed for one person, for somebody who reads this language."""
    user = issued.membership.user
    door = reverse("accounts:card" if issued.with_pictures else "accounts:activate")
    with translation.override(language):
        return {
            "name": user.get_full_name(),
            "spelled": latin_spelling(user.get_full_name()),
            "login": user.username,
            "code": issued.code,
            "address": f"{site}{door}",
            # Behind a # nothing is sent to the server by itself, so no log of addresses holds it.
            "qr": _qr(f"{site}{door}#{user.username}/{issued.code}"),
            "language": language,
            "labels": {"login": _("Login"), "code": _("Code")},
            "what_to_do": _what_to_do(issued),
        }


def latin_spelling(name: str) -> str:
    """The name in Latin letters where it has others: not every machine has the fonts for them."""
    if all("LATIN" in unicodedata.name(each, "") for each in name if each.isalpha()):
        return ""
    return anyascii(name)


def _what_to_do(issued: Issued) -> list[str]:
    if issued.with_pictures:
        return [
            _("Show this square to the camera of the tablet."),
            _("Then touch your three pictures."),
        ]
    return [
        _("Scan the square, or type the address."),
        _("Choose a password. The code works once, for 60 days."),
    ]


def _qr(address: str) -> str:
    drawing = BytesIO()
    # Trying all eight masks, to take the one that looks best, would cost four times as much.
    code = segno.make(address, error="m", micro=False, mask=MASK)
    code.save(drawing, kind="svg", xmldecl=False, border=0)
    return drawing.getvalue().decode()


def _classes(issued: Sequence[Issued]) -> dict[int, str]:
    """The class of each who learns in one; the first of several."""
    enrolments = Enrolment.objects.filter(membership__in=[each.membership for each in issued])
    names = enrolments.order_by("-school_class__name")
    return dict(names.values_list("membership_id", "school_class__name"))
