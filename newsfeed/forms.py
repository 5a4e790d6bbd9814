"""The shape of what is written in the feed."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import GroupKind, Profile
from accounts.models import Group, Membership
from core.richtext.fields import RichField, RichTextarea
from core.screening.page import ThoughtForm
from newsfeed.models import Comment, Entry, Feeling, Writing
from newsfeed.readers import READERS

LONGEST_ENTRY = 10_000
LONGEST_COMMENT = 2_000

_OFFERED = Q(kind=GroupKind.SCHOOL, profile__in=READERS) | Q(
    kind=GroupKind.CLASS, profile__in=("", Profile.STUDENT, Profile.PARENT)
)
_OFFERED |= Q(kind=GroupKind.PROJECT)


@dataclass(frozen=True)
class Choice:
    group_id: int
    readers: str
    chosen: bool


@dataclass(frozen=True)
class Circle:
    """A class, a project or the school, with those of it one may write to; `colour` is that of a
    class.
    """

    name: str
    colour: int | None
    icon: str
    choices: list[Choice] = field(default_factory=list)

    @property
    def is_chosen(self) -> bool:
        return any(choice.chosen for choice in self.choices)


class WordsForm(ThoughtForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    body = RichField(
        label=_("Text"),
        longest=LONGEST_ENTRY,
        required=False,
        widget=RichTextarea(attrs={"rows": 8}),
    )


class EntryForm(WordsForm):
    """`groups` offers and accepts only those its author may publish to."""

    field_order = ("groups", "title", "body")

    groups = forms.ModelMultipleChoiceField(
        label=_("Who will see it?"),
        queryset=Group.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one group.")},
    )
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    description = forms.CharField(
        label=_("What the picture shows"),
        max_length=300,
        required=False,
        help_text=_("For those who cannot see it."),
    )
    comments_open = forms.BooleanField(
        label=_("Those who see it may comment"), required=False, initial=True
    )

    wants_confirmation = forms.BooleanField(
        label=_("Please confirm: each parent presses a button once they have read it"),
        required=False,
    )

    def __init__(self, *args: object, by: Membership, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        offered = Group.objects.writable_by(by).filter(_OFFERED)
        offered = offered.select_related("school", "school_class")
        self.fields["groups"].queryset = offered  # type: ignore[attr-defined]  # of the choice field

    def circles(self) -> list[Circle]:
        """What is offered, the school first, then the classes by name."""
        bound = self["groups"]
        chosen = {str(value) for value in bound.value() or ()}
        circles: dict[str, Circle] = {}
        offered: list[Group] = sorted(self.fields["groups"].queryset, key=_order)  # type: ignore[attr-defined]  # of the choice field
        for group in offered:
            room, project = group.school_class, group.kind == GroupKind.PROJECT
            name = room.name if room else group.label if project else group.school.name
            colour, icon = room.colour if room else None, "shapes" if project else "school"
            circle = circles.setdefault(name, Circle(name, colour, icon))
            readers = str(READERS[group.profile])
            circle.choices.append(Choice(group.pk, readers, str(group.pk) in chosen))
        return list(circles.values())


class CommentForm(ThoughtForm):
    """Under `entry`; `answers` is the comment there that it is said to."""

    answers = forms.ModelChoiceField(
        Comment.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={
            "invalid_choice": _(
                "What this answers is no longer there. Sent once more, it stands by itself."
            )
        },
    )
    body = forms.CharField(
        label=_("Your comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: object, entry: Entry, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        said = Comment.objects.under(entry).there().select_related("answers")
        self.fields["answers"].queryset = said  # type: ignore[attr-defined]  # of the choice field

    def answered(self) -> Comment | None:
        """What it answers, as long as that is there."""
        field: Any = self.fields["answers"]
        try:
            found: Comment | None = field.clean(self["answers"].value())
        except forms.ValidationError:
            return None
        return found


class ReactionForm(forms.Form):
    """With no kind one takes back what one said."""

    kind = forms.ChoiceField(choices=Feeling.choices, required=False)


class ClassFeedForm(forms.Form):
    students_write = forms.ChoiceField(
        label=_("Students write to the class"),
        choices=Writing.choices,
        widget=forms.RadioSelect,
        help_text=_("What they write is read by everybody of the class, or by its students."),
    )
    parents_comment = forms.BooleanField(
        label=_("Parents may comment"),
        help_text=_("The families of the class then read each other’s words under an entry."),
        required=False,
    )


def _order(group: Group) -> tuple[bool, str, int]:
    return (
        group.kind != GroupKind.SCHOOL,
        group.school_class.name if group.school_class else group.name,
        list(READERS).index(group.profile),
    )
