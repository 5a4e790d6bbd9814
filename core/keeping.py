"""What is kept as one types: several windows, a slow phone, and nobody's newer words written over."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.screening.page import ThoughtForm
from core.templatetags.readable import when

DRAFT = "draft"


class HeldBack(models.TextChoices):
    """Why what was to go at an hour is a draft again."""

    AUTHOR = "author", _("Your account could not be used at that moment.")
    FROZEN = "frozen", _("Your school had paused writing at that moment.")
    RESTRICTED = "restricted", _("Your school had taken sending from you at that moment.")
    RULES = "rules", _("Your school does not let you write to everybody it is for any more.")
    EMPTY = "empty", _("Nothing was left of what was to be sent.")


class Kept(Protocol):
    """What somebody is writing. Its `version` is what a page that shows it knows of it."""

    state: str
    written_at: datetime

    @property
    def version(self) -> str: ...


class WrittenElsewhere(PermissionDenied):
    """What would be written over was kept after it was last seen here, and says something else."""

    def __init__(self, kept: Kept | None = None) -> None:
        self.kept = kept
        super().__init__()


def must_be_the_latest(kept: Kept, seen: str, *, goes_on: bool) -> None:
    """Raises `WrittenElsewhere`, unless this is written over the version that was `seen`.

    What `goes_on`, holding all that is kept, loses nothing: an answer that never arrived is no
    other window.
    """
    if kept.state != DRAFT or (seen != kept.version and not goes_on):
        raise WrittenElsewhere(kept)


class KeptForm(ThoughtForm):
    """What is kept as one types; `seen` is the version that it is written over."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    kept: Any = None
    elsewhere: Kept | None = None

    def know(self, kept: Kept | None) -> None:
        """From now on the page knows this version, which is what was typed."""
        self.kept = kept
        given: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        given["seen"] = kept.version if kept else ""
        self.data = given

    @property
    def version(self) -> str:
        """Beside the sentence about another window, a button says over which version to write."""
        over: str = self.data.get("over") or self.cleaned_data["seen"]
        return over


@contextmanager
def kept_if_newer(form: KeptForm) -> Iterator[None]:
    """Around what keeps: where newer words are kept already, the form says so and keeps its own."""
    try:
        yield
    except WrittenElsewhere as refusal:
        form.elsewhere = refusal.kept
        form.add_error(None, _written_elsewhere(refusal.kept))


def kept_as_typed(
    request: HttpRequest, form: KeptForm, *, out_of_band: str = "", **context: object
) -> HttpResponse:
    """What a page is told whose words were kept, or were not, while somebody goes on typing.

    The template `out_of_band` gets the `context` and brings other parts of the page.
    """
    request.kept_as_typed = True  # type: ignore[attr-defined]  # read by accounts.middleware
    shown = {"form": form, "arrives": True, "out_of_band": out_of_band, **context}
    return render(request, "keeping/kept.html", shown)


def _written_elsewhere(kept: Kept | None) -> str:
    if kept is None:
        return gettext(
            "What was kept here was sent or deleted in another window. What stands here is not kept."
        )
    words = gettext(
        "This was changed %(when)s in another window or on another device. What stands here was not "
        "written over that."
    )
    return words % {"when": when(kept.written_at)}
