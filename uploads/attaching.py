"""What a form says about the files of something that is being written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django import forms
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Membership
from core.http import key_in
from uploads.models import StoredFile
from uploads.refusals import FileRefused

MOST = 10
UNPROCESSABLE = 422


@dataclass(frozen=True)
class Attached:
    """A file of a draft; `key` is what the button says that takes it off. Where a picture's
    `description` is asked for, it is one, be it empty.
    """

    key: int
    file: StoredFile
    href: str
    description: str | None = None


class FilesRefused(Exception):
    """Some of what was sent is not kept; `sentences` say of each why."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(len(sentences))
        self.sentences = sentences

    def say_on(self, form: forms.BaseForm) -> None:
        for sentence in self.sentences:
            form.add_error(None, sentence)


def brings_files(request: HttpRequest) -> bool:
    return bool(request.FILES) or "off" in request.POST


def taken_off(request: HttpRequest) -> list[int]:
    """The key of the file that a button takes off, if one was pressed."""
    off = request.POST.get("off", "")
    key = key_in(off)
    return [] if key is None else [key]


def put_files(request: HttpRequest, attach: "Callable[[File[bytes]], object]") -> None:
    """Attaches what the form brings. Raises `FilesRefused` once the others are kept."""
    refused = []
    for upload in request.FILES.getlist("files"):
        try:
            attach(upload)
        except FileRefused as refusal:
            refused.append(f"{upload.name} – {refusal.sentence}")
    if refused:
        raise FilesRefused(refused)


def tell_what_is_attached(
    request: HttpRequest, by: Membership, attached: Sequence[Attached], refused: Sequence[str]
) -> HttpResponse:
    """What a page is told that sent a file by itself."""
    context = {
        "attached": attached,
        "refusals": refused,
        "sends_to": request.path,
        "by": by,
    }
    status = UNPROCESSABLE if refused else None
    return render(request, "uploads/attached.html", context, status=status)
