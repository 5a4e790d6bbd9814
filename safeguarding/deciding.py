"""Who may decide about a concern, held until the decision is written."""

from accounts.deciding import NotAllowed
from accounts.models import Membership
from safeguarding.models import Concern
from safeguarding.policies import can_handle


class SignedOff(Exception):
    """It was signed off: what comes after it is another concern."""


def hold_concern(by: Membership, concern: Concern) -> None:
    """The concern as it is now, for `by` alone until the transaction ends.

    Raises `NotAllowed` unless it is theirs to look after at this moment, and `SignedOff`.
    """
    try:
        concern.refresh_from_db(from_queryset=Concern.objects.select_for_update())
    except Concern.DoesNotExist as gone:
        # It went to another desk a moment ago.
        raise NotAllowed from gone
    if not can_handle(by, concern):
        raise NotAllowed
    if not concern.is_open:
        raise SignedOff
