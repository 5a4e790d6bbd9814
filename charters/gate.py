from collections.abc import Sequence

from django.db.models.expressions import RawSQL

from accounts.models import Membership
from charters.models import Signature
from core.prepared import statement_of


def has_signed() -> str:
    """SQL for whether a `membership` signed the charter in force."""
    signature = Signature.objects.in_force_of(RawSQL("membership.id", []))
    return f"EXISTS ({statement_of(signature.values('pk'))})"


def must_sign_first(memberships: Sequence[Membership]) -> bool:
    """Whether whoever is signed in has one of these still to sign for, or for good to come."""
    return any(not (each.known["has_signed"] or each.home_id) for each in memberships)


def still_to_sign(memberships: list[Membership]) -> list[Membership]:
    """Those that have not signed the charter in force, or have none yet to sign; one query.

    A guest of a project signed the charter of their own school.
    """
    signed = Signature.objects.in_force_of(memberships).values_list("membership", flat=True)
    signatories = set(signed)
    return [each for each in memberships if each.pk not in signatories and not each.home_id]
