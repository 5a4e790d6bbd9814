from django.db import transaction

import audit
from accounts.models import Membership
from core import clock
from messaging.models import Conversation, Message
from messaging.nudges import nudge_readers
from messaging.policies import NotTheAuthor, TooLate, can_recall, is_author
from uploads.actions import delete_file


@transaction.atomic
def recall_message(by: Membership, *, message: Message) -> None:
    """Takes one's own message back from everybody: its words and files are gone for good.

    Raises `NotTheAuthor`, and `TooLate` an hour after it was sent.
    """
    held = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if not is_author(by, held):
        raise NotTheAuthor
    if not can_recall(by, held):
        raise TooLate
    begins = held.addressees.exists()
    Message.objects.filter(pk=held.pk).update(
        body="", folded="", recalled_at=clock.now(), state=Message.State.SENT
    )
    if begins:
        Conversation.objects.filter(pk=held.conversation_id).update(subject="", folded_subject="")
    for attachment in held.attachments.select_related("file"):
        delete_file(by, stored=attachment.file)
    audit.record(by=by, verb="recall_message", target=held)
    nudge_readers(held)
