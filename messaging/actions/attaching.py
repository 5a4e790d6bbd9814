from django.core.files.base import File
from django.db import transaction

import audit
from accounts.models import Membership
from messaging.drafts import hold
from messaging.models import Attachment, Message
from uploads.actions import delete_file, nothing_left_behind, store_file
from uploads.attaching import MOST
from uploads.limited.refusals import Why
from uploads.refusals import FileRefused


def attach_file(by: Membership, *, message: Message, upload: "File[bytes]") -> Attachment:
    """Puts a file to what is not sent yet. Raises `NotTheAuthor`, `AlreadySent` and `FileRefused`."""
    with nothing_left_behind(), transaction.atomic():
        # Looking at it takes its time: whoever goes on typing must not wait for that.
        file = store_file(by, upload=upload)
        held = hold(by, message)
        if held.attachments.count() >= MOST:
            raise FileRefused(Why.TOO_MANY)
        attachment = Attachment.objects.create(school_id=by.school_id, message=held, file=file)
        audit.record(by=by, verb="attach_file", target=held, file=file.pk)
    return attachment


@transaction.atomic
def take_file_off(by: Membership, *, attachment: Attachment) -> None:
    """Nothing is left of it. Raises `NotTheAuthor` and `AlreadySent`."""
    held = hold(by, attachment.message)
    audit.record(by=by, verb="take_file_off", target=held, file=attachment.file_id)
    delete_file(by, stored=attachment.file)
