from django.core.exceptions import PermissionDenied
from django.db import transaction

import audit
from accounts.models import Membership
from accounts.policies import administers
from moderation.models import DangerNumber


class NamedAlready(Exception):
    """The school shows this number."""


@transaction.atomic
def add_danger_number(by: Membership, *, number: str, label: str) -> DangerNumber:
    """From now on the school shows it, and no number we ship. Raises `NamedAlready`."""
    if not administers(by, by.school_id):
        raise PermissionDenied
    added, is_new = DangerNumber.objects.get_or_create(
        school_id=by.school_id, number=" ".join(number.split()), defaults={"label": label}
    )
    if not is_new:
        raise NamedAlready
    audit.record(by=by, verb="add_danger_number", target=added)
    return added


@transaction.atomic
def remove_danger_number(by: Membership, *, number: DangerNumber) -> None:
    """Without any of its own a school shows those we ship."""
    if not administers(by, number.school_id):
        raise PermissionDenied
    audit.record(by=by, verb="remove_danger_number", target=number)
    number.delete()
