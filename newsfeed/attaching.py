"""What a form says about the files of an entry."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Membership
from newsfeed.actions import attach_file, take_file_off
from newsfeed.models import Entry, EntryFile
from uploads import attaching
from uploads.attaching import Attached


def put_files(request: HttpRequest, by: Membership, entry: Entry) -> None:
    """Takes off and attaches what the form says. Raises `FilesRefused` once the others are kept."""
    off = entry.attachments.filter(pk__in=attaching.taken_off(request))
    for attachment in off.select_related("file", "entry"):
        take_file_off(by, attachment=attachment)
    attaching.put_files(request, lambda upload: attach_file(by, entry=entry, upload=upload))


def attachments_of(entry: Entry) -> list[EntryFile]:
    return list(entry.attachments.select_related("file").order_by("pk"))


def attached(attachments: Sequence[EntryFile]) -> list[Attached]:
    """As a form shows them, each picture with a field for what it shows."""
    return [
        Attached(
            each.pk,
            each.file,
            reverse("newsfeed:attachment", args=[each.entry_id, each.pk]),
            each.description if each.file.is_picture else None,
        )
        for each in attachments
    ]
