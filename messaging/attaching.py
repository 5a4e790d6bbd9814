"""What a form says about the files of a message that is being written."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Membership
from messaging.actions.attaching import attach_file, take_file_off
from messaging.models import Attachment, Message
from uploads import attaching
from uploads.attaching import Attached


def put_files(request: HttpRequest, by: Membership, draft: Message) -> None:
    """Takes off and attaches what the form says. Raises `FilesRefused` once the others are kept."""
    off = draft.attachments.filter(pk__in=attaching.taken_off(request))
    for attachment in off.select_related("file", "message"):
        take_file_off(by, attachment=attachment)
    attaching.put_files(request, lambda upload: attach_file(by, message=draft, upload=upload))


def files_of(draft: Message | None) -> list[Attached]:
    if draft is None:
        return []
    found = Attachment.objects.filter(message=draft).select_related("file").order_by("pk")
    return [Attached(each.pk, each.file, _address(draft, each)) for each in found]


def _address(draft: Message, attachment: Attachment) -> str:
    return reverse("messaging:attachment", args=[draft.conversation_id, attachment.pk])
