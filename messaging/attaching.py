"""What a form says about the files of a message that is being written."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Membership
from accounts.selection import NUMBER
from messaging.actions.attaching import attach_file, take_file_off
from messaging.models import Attachment, Message
from uploads.models import StoredFile
from uploads.refusals import FileRefused


@dataclass(frozen=True)
class Attached:
    """A file of a draft; `key` is what the button says that takes it off."""

    key: int
    file: StoredFile
    href: str


class FilesRefused(Exception):
    """Some of what was sent is not kept; `sentences` say of each why."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(len(sentences))
        self.sentences = sentences


def brings_files(request: HttpRequest) -> bool:
    return bool(request.FILES) or "off" in request.POST


def put_files(request: HttpRequest, by: Membership, draft: Message) -> None:
    """Takes off and attaches what the form says. Raises `FilesRefused` once the others are kept."""
    off = request.POST.get("off", "")
    if NUMBER.fullmatch(off):
        for attachment in draft.attachments.filter(pk=off).select_related("file", "message"):
            take_file_off(by, attachment=attachment)
    refused = []
    for upload in request.FILES.getlist("files"):
        try:
            attach_file(by, message=draft, upload=upload)
        except FileRefused as refusal:
            refused.append(f"{upload.name} – {refusal.sentence}")
    if refused:
        raise FilesRefused(refused)


def files_of(draft: Message | None) -> list[Attached]:
    if draft is None:
        return []
    found = Attachment.objects.filter(message=draft).select_related("file").order_by("pk")
    return [Attached(each.pk, each.file, _address(draft, each)) for each in found]


def _address(draft: Message, attachment: Attachment) -> str:
    return reverse("messaging:attachment", args=[draft.conversation_id, attachment.pk])
