from django.db import transaction

import audit
from accounts.deciding import NotAllowed
from accounts.models import Membership
from core import clock
from moderation.models import Notice


@transaction.atomic
def spoke_with_child(by: Membership, *, notice: Notice) -> None:
    """A teacher who was told has spoken with the child. Raises `NotAllowed`."""
    if notice.reader_id != by.pk:
        raise NotAllowed
    notice.spoke_at = clock.now()
    notice.save(update_fields=["spoke_at"])
    audit.record(by=by, verb="spoke_with_child", target=notice)
