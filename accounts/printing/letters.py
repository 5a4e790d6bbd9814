from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Guardianship, Membership
from accounts.printing.cards import card_of
from accounts.printing.issued import Issued


def letters_to(issued: Sequence[Issued], site: str) -> list[dict[str, Any]]:
    """One for each adult of a family, with their own code and those of their children: parents
    who live apart must not hold each other's. Family by family, in the adult's language.
    """
    by_person = {each.membership.pk: each for each in issued}
    children: dict[int, list[Issued]] = {}
    adults: dict[int, Membership] = {}
    for link in _families(by_person):
        adults[link.guardian_id] = link.guardian
        known = children.setdefault(link.guardian_id, [])
        if link.student_id in by_person:
            known.append(by_person[link.student_id])
    return [
        _letter(adult, [by_person[pk]] if pk in by_person else [], children[pk], site)
        for pk, adult in adults.items()
    ]


def _families(people: dict[int, Issued]) -> "list[Guardianship]":
    of_these = Q(student__in=people) | Q(guardian__in=people)
    links = Guardianship.objects.filter(of_these, guardian__closed_at=None, student__closed_at=None)
    by_family = ("student__user__folded_name", "student", "guardian__user__folded_name")
    return list(links.select_related("guardian__user").order_by(*by_family))


def _letter(
    adult: Membership, own: list[Issued], children: list[Issued], site: str
) -> dict[str, Any]:
    language = adult.user.language
    with translation.override(language):
        return {
            "name": adult.name,
            "language": language,
            "greeting": _("Hello %(name)s,") % {"name": adult.name},
            "words": [
                _(
                    "The school meets on Préau: news of the class, messages to the teachers, "
                    "what there is to sign. Nothing of it leaves the school."
                ),
                _(
                    "Here is what opens the accounts of your family. Scan the square, or type the "
                    "address, the login and the code."
                ),
            ],
            "members": [card_of(each, site, language) for each in [*own, *children]],
            "keep": _(
                "Give your code to nobody, not even to the school. If it is "
                "lost or too old, the school prints a new one."
            ),
        }
