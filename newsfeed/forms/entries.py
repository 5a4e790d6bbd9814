"""The shape of an entry while it is written, and when it is changed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Group
from core.keeping import KeptForm
from core.richtext.fields import RichField, RichTextarea
from core.screening.page import ThoughtForm
from newsfeed.circles import Circles, circles_of, offered_to
from newsfeed.forms.fields import MomentField, local
from newsfeed.models import Entry, EntryFile
from newsfeed.students import is_student

LONGEST = 10_000
DESCRIPTION = "description-"
NOT_FOR_STUDENTS = ("is_pinned", "wants_confirmation", "publish_at", "expires_at")


class WordsForm(forms.Form):
    """What an entry says, with a field for what each of its pictures shows."""

    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    body = RichField(
        label=_("Text"),
        longest=LONGEST,
        required=False,
        widget=RichTextarea(attrs={"rows": 8}),
    )
    comments_open = forms.BooleanField(label=_("Those who see it may comment"), required=False)
    is_pinned = forms.BooleanField(
        label=_("Keep it at the top of the class"),
        help_text=_("Three at most stay at the top of each group: the oldest makes room."),
        required=False,
    )
    expires_at = MomentField(
        label=_("Disappears on"),
        help_text=_("Nobody reads it from then on, except who wrote it."),
    )

    def describe(self, attachments: Sequence[EntryFile]) -> None:
        for each in attachments:
            if each.file.is_picture:
                self.fields[f"{DESCRIPTION}{each.pk}"] = forms.CharField(
                    label=_("What the picture shows"),
                    max_length=300,
                    required=False,
                    initial=each.description,
                    help_text=each.file.name,
                )

    @property
    def descriptions(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(DESCRIPTION)]

    @property
    def written(self) -> dict[str, Any]:
        """For the action that keeps it."""
        given = {
            name: value
            for name, value in self.cleaned_data.items()
            if not name.startswith(DESCRIPTION) and name not in ("thought", "seen", "find")
        }
        told = [name for name in self.cleaned_data if name.startswith(DESCRIPTION)]
        given["descriptions"] = {
            int(name.removeprefix(DESCRIPTION)): self.cleaned_data[name] for name in told
        }
        return given


class EntryForm(WordsForm, KeptForm):
    """What is kept as one types: nothing of it has to be there yet. `groups` offers and accepts only
    those its author may publish to.
    """

    groups = forms.ModelMultipleChoiceField(
        label=_("Who will see it?"),
        queryset=Group.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    find = forms.CharField(label=_("Find a class or a project"), required=False)
    wants_confirmation = forms.BooleanField(
        label=_("Please confirm: each parent presses a button once they have read it"),
        required=False,
    )
    publish_at = MomentField(
        label=_("Published on"),
        help_text=_("It is published by itself then. Without a moment it is published at once."),
    )

    def __init__(
        self, data: QueryDict | None = None, *, entry: Entry, attachments: Sequence[EntryFile]
    ) -> None:
        audiences = list(entry.audiences.all())
        initial = {
            "seen": entry.version,
            "title": entry.title,
            "body": entry.body,
            "groups": [each.group_id for each in audiences],
            "comments_open": entry.comments_open,
            "is_pinned": any(each.is_pinned for each in audiences),
            "wants_confirmation": entry.wants_confirmation,
            "publish_at": local(entry.publish_at),
            "expires_at": local(entry.expires_at),
        }
        super().__init__(data, initial=initial)
        self.kept = entry
        if is_student(entry.author):
            for name in NOT_FOR_STUDENTS:
                del self.fields[name]
        self.fields["groups"].queryset = offered_to(entry.author)  # type: ignore[attr-defined]  # of the choice field
        self.describe(attachments)

    def circles(self) -> Circles:
        chosen = {str(value) for value in self["groups"].value() or ()}
        offered = list(self.fields["groups"].queryset)  # type: ignore[attr-defined]  # of the choice field
        return circles_of(offered, chosen, self["find"].value() or "")

    @property
    def written(self) -> dict[str, Any]:
        return super().written | {"seen": self.version}


class ChangeForm(WordsForm, ThoughtForm):
    """What is changed of an entry that is published. Whom it is for stays."""

    def __init__(
        self, data: QueryDict | None = None, *, entry: Entry, attachments: Sequence[EntryFile]
    ) -> None:
        initial = {
            "title": entry.title,
            "body": entry.body,
            "comments_open": entry.comments_open,
            "is_pinned": any(each.is_pinned for each in entry.audiences.all()),
            "expires_at": local(entry.expires_at),
        }
        super().__init__(data, initial=initial)
        self.describe(attachments)
