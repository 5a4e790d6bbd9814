"""Whom to call when somebody is in danger now."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import School
from moderation.models import DangerNumber


class Call(NamedTuple):
    number: str
    label: StrOrPromise

    @property
    def dialled(self) -> str:
        return self.number.replace(" ", "")


# By the language of the school, which says in which country it is.
SHIPPED = {
    "fr": (
        Call("17", _("The police")),
        Call("119", _("For children in danger")),
        Call("3018", _("Against harassment, also on the Internet")),
    ),
    "en": (
        Call("999", _("Police and ambulance")),
        Call("0800 1111", _("Childline: somebody to talk to")),
        Call("101", _("The police, where it can wait")),
    ),
}


def calls_of(school: School) -> Sequence[Call]:
    """Those that a school has named, or else those we ship."""
    return calls_among(school, DangerNumber.objects.by_school([school.pk])[school.pk])


def calls_among(school: School, named: Sequence[DangerNumber]) -> Sequence[Call]:
    """The same where it is known what the school has `named`."""
    own = [Call(each.number, each.label) for each in named]
    return own or SHIPPED[school.language]
