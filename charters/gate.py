from accounts.models import Membership
from charters.models import Signature


def still_to_sign(memberships: list[Membership]) -> list[Membership]:
    """Those that have not signed the charter in force, or have none yet to sign; one query."""
    signed = Signature.objects.in_force_of(memberships).values_list("membership_id", flat=True)
    signatories = set(signed)
    return [each for each in memberships if each.pk not in signatories]
