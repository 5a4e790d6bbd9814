from django.db import transaction

import audit
from accounts.models import Membership
from contacts.models import Refusal
from contacts.policies import MayNotRefuse, can_refuse


@transaction.atomic
def refuse_messages(by: Membership, *, of: Membership) -> None:
    """From now on neither of these two students reaches the other; the other is not told.

    Refusing again changes nothing. Raises `MayNotRefuse`.
    """
    if not can_refuse(by, of):
        raise MayNotRefuse
    _refusal, is_new = Refusal.objects.get_or_create(school_id=by.school_id, by=by, of=of)
    if is_new:
        audit.record(by=by, verb="refuse_messages", target=of)


@transaction.atomic
def accept_messages(by: Membership, *, of: Membership) -> None:
    """Takes one's own refusal back; that of the other, if there is one, stays."""
    gone, _rows = Refusal.objects.filter(by=by, of=of).delete()
    if gone:
        audit.record(by=by, verb="accept_messages", target=of)
