"""What happens to unpublished entries by themselves."""

from datetime import timedelta

from django.db import transaction

from accounts.due import finish_each
from accounts.models import Membership, School
from contacts.policies import SendingFrozen, SendingRestricted
from core import clock, realtime, wall
from core.keeping import HeldBack
from newsfeed.actions import publish_draft, unschedule_entry
from newsfeed.models import Entry
from newsfeed.policies import MayNotPublish, NobodyToAsk, NothingWritten, NotThen

EMPTY_FOR = timedelta(days=1)


def publish_due() -> None:
    """Publishes what waits no longer, each once, whoever else does the same."""
    finish_each(Entry.objects.due().order_by("publish_at", "pk"), _publish)


@transaction.atomic
def _publish(entry_id: int) -> None:
    held = Entry.objects.due().select_for_update(skip_locked=True, of=("self",))
    entry = held.select_related("author__user", "author__school").filter(pk=entry_id).first()
    if entry is None or entry.author is None:
        return
    author: Membership = entry.author
    if why := _refused(author, entry):
        unschedule_entry(author, entry=entry, why=why)
    realtime.nudge_people([author.user_id], look="entries")


def _refused(author: Membership, entry: Entry) -> HeldBack | None:
    """Why it was not published, under the rules of this moment; none if it was."""
    if not author.is_usable:
        return HeldBack.AUTHOR
    try:
        publish_draft(author, entry=entry)
    except SendingFrozen:
        return HeldBack.FROZEN
    except SendingRestricted:
        return HeldBack.RESTRICTED
    except (MayNotPublish, NobodyToAsk):
        return HeldBack.RULES
    except (NothingWritten, NotThen):
        return HeldBack.EMPTY
    return None


def delete_empty_drafts() -> None:
    """Whatever somebody opened and wrote nothing in, and what is left of those who were erased."""
    with wall.within(*School.objects.values_list("pk", flat=True)), transaction.atomic():
        left = Entry.objects.abandoned(clock.now() - EMPTY_FOR)
        held = list(left.select_for_update(skip_locked=True, of=("self",)).values_list("pk"))
        Entry.objects.filter(pk__in=[pk for (pk,) in held]).delete()
