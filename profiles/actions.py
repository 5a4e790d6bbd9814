from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction

import audit
from accounts.choices import Sending
from accounts.models import Membership
from accounts.policies import moderates
from contacts.policies import must_be_able_to_send
from core import clock
from profiles.models import Portrait
from profiles.policies import MayNotRemove, MayShowNoPhotograph, can_show_photograph
from uploads.actions import PICTURES, delete_file, nothing_left_behind, store_file

# It is shown at a few hundred pixels.
LONGEST_SIDE = 640


def tell_of_oneself(
    by: Membership,
    *,
    picture: "File[bytes] | None" = None,
    without_photograph: bool = False,
    **told: Any,
) -> None:
    """What somebody tells, and to whom each part of it, by the names of the fields of a portrait.

    A new picture takes the place of the former photograph, which is gone. Raises
    `SendingHeld`, `MayShowNoPhotograph` and `FileRefused`.
    """
    must_be_able_to_send(by, Sending.ALL)
    if picture and not can_show_photograph(by):
        raise MayShowNoPhotograph
    with nothing_left_behind(), transaction.atomic():
        portrait = _held(by)
        former = portrait.photograph if picture or without_photograph else None
        if picture:
            told["photograph"] = store_file(
                by, upload=picture, only=PICTURES, longest_side=LONGEST_SIDE
            )
        elif without_photograph:
            told["photograph"] = None
        for name, value in told.items():
            setattr(portrait, name, value)
        portrait.save()
        if former:
            delete_file(by, stored=former)
        audit.record(by=by, verb="tell_of_oneself", target=by)


@transaction.atomic
def take_portrait_down(by: Membership, *, portrait: Portrait) -> None:
    """Nobody sees it any more; it stays as it is. Raises `MayNotRemove`."""
    _set_removed(by, portrait, clock.now())
    audit.record(by=by, verb="take_portrait_down", target=portrait)


@transaction.atomic
def put_portrait_back(by: Membership, *, portrait: Portrait) -> None:
    """It is seen again as it was. Raises `MayNotRemove`."""
    _set_removed(by, portrait, None)
    audit.record(by=by, verb="put_portrait_back", target=portrait)


def _set_removed(by: Membership, portrait: Portrait, at: datetime | None) -> None:
    if not moderates(by, portrait.school_id):
        raise MayNotRemove
    # Not saved: it is no change of its words, which would be kept as one.
    Portrait.objects.filter(pk=portrait.pk).update(removed_at=at)


def _held(by: Membership) -> Portrait:
    """One's portrait, held until the transaction ends, also if it is only begun now."""
    Membership.objects.select_for_update(of=("self",)).get(pk=by.pk)
    found = Portrait.objects.of(by).select_related("photograph").first()
    return found or Portrait(school_id=by.school_id, membership=by)
