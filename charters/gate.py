from functools import cache

from accounts.models import Membership
from charters.models import Signature
from core.prepared import each_of, run_prepared, statement_of


def still_to_sign(memberships: list[Membership]) -> list[Membership]:
    """Those that have not signed the charter in force, or have none yet to sign; one query.

    A guest of a project signed the charter of their own school.
    """
    signed = run_prepared(_signed(), {"mine": [each.pk for each in memberships]})
    signatories = {row["membership_id"] for row in signed}
    return [each for each in memberships if each.pk not in signatories and not each.home_id]


@cache
def _signed() -> str:
    in_force = Signature.objects.in_force_of(each_of("mine"))
    return statement_of(in_force.values("membership_id"))
