"""The shape of what readers answer: a comment, a reaction."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.screening.page import ThoughtForm
from newsfeed.models import Comment, Feeling
from newsfeed.querysets import CommentQuerySet

LONGEST_COMMENT = 2_000


class CommentForm(ThoughtForm):
    """Under an entry; `answers` is what it is said to, of what was `said` there."""

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

    def __init__(self, *args: object, said: CommentQuerySet, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.fields["answers"].queryset = said.there().select_related("answers")  # type: ignore[attr-defined]  # of the choice field

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
