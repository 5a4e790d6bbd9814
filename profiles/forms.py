import re
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from profiles.choices import ICONS, Mood, ShownTo
from profiles.models import LONGEST_INTEREST, LONGEST_MOTTO, MOST_INTERESTS, Portrait

LONGEST_LIST = MOST_INTERESTS * (LONGEST_INTEREST + 2)


def shown_to_field(label: StrOrPromise) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=ShownTo.choices)


class PortraitForm(forms.Form):
    """Its fields are named like those of a portrait; the photograph is asked where it is allowed."""

    motto = forms.CharField(label=_("My motto"), required=False, max_length=LONGEST_MOTTO)
    motto_to = shown_to_field(_("My motto"))
    mood = forms.ChoiceField(
        label=_("My mood"),
        required=False,
        choices=[("", _("I keep it to myself")), *Mood.choices],
        widget=forms.RadioSelect,
    )
    mood_to = shown_to_field(_("My mood"))
    interests = forms.CharField(
        label=_("What I like"),
        help_text=_("A few words, with commas between them: football, reading, dinosaurs."),
        required=False,
        max_length=LONGEST_LIST,
    )
    interests_to = shown_to_field(_("What I like"))
    picture = forms.FileField(
        label=_("Photograph"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    without_photograph = forms.BooleanField(label=_("Take the photograph away"), required=False)
    photograph_to = shown_to_field(_("Photograph"))

    def __init__(
        self, given: Any, files: Any, *, portrait: Portrait, may_show_photograph: bool
    ) -> None:
        told = {name: getattr(portrait, name, None) for name in self.base_fields}
        told["interests"] = ", ".join(portrait.interests)
        super().__init__(given, files, initial=told)
        if not may_show_photograph:
            del self.fields["picture"], self.fields["photograph_to"]
        if not portrait.photograph:
            del self.fields["without_photograph"]

    def circles(self) -> list[forms.BoundField]:
        """To whom each part is shown."""
        return [field for field in self if field.name.endswith("_to")]

    def moods(self) -> list[tuple[BoundWidget, str]]:
        """Each to choose from, with its drawing; keeping it to oneself is one of them."""
        return [(each, ICONS.get(each.data["value"], "lock")) for each in self["mood"]]

    def clean_interests(self) -> list[str]:
        given = re.split(r"[,;\n]", self.cleaned_data["interests"])
        interests = list(dict.fromkeys(filter(None, (" ".join(each.split()) for each in given))))
        if len(interests) > MOST_INTERESTS:
            raise forms.ValidationError(
                _("Choose the %(most)s you like best.") % {"most": MOST_INTERESTS}
            )
        if any(len(each) > LONGEST_INTEREST for each in interests):
            raise forms.ValidationError(_("Use short words, with commas between them."))
        return interests
