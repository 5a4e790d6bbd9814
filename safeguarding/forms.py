from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.querysets import MembershipQuerySet
from core import clock
from moderation.forms.days import not_to_come
from moderation.routing import About
from safeguarding.models import Concern, ConcernAction


class ConcernForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    about = forms.ChoiceField(
        label=_("Does somebody who works at the school play a part in it?"),
        help_text=_("It says who reads this: nobody reads what is about themselves."),
        choices=[
            (About.FAMILY, _("No")),
            (About.STAFF, _("A teacher or somebody of the staff")),
            (About.LEAD, _("The safeguarding lead")),
            (About.HEAD, _("The head")),
        ],
        initial=About.FAMILY,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Concern
        fields = ("kind", "happened_on", "place", "words", "child_said", "about", "is_urgent")
        widgets = {
            "kind": forms.RadioSelect,
            "happened_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "words": forms.Textarea(attrs={"rows": 6}),
            "child_said": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "words": _("What happened, and who was there. Leave out what you suppose."),
            "child_said": _("As you remember it. Ask no more than you need to understand."),
            "is_urgent": _("It is then told at once, also at night."),
        }

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"happened_on": clock.today()})
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = Concern.Kind.choices

    def clean_happened_on(self) -> date:
        return not_to_come(self.cleaned_data["happened_on"])


class ColleagueField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none at run time
    def label_from_instance(self, obj: Membership) -> str:
        return obj.name


class ReaderForm(forms.Form):
    reader = ColleagueField(
        Membership.objects.none(), label=_("Who reads it too"), empty_label=_("Choose")
    )

    def __init__(self, colleagues: MembershipQuerySet, data: Any = None) -> None:
        super().__init__(data)
        self.fields["reader"].queryset = colleagues  # type: ignore[attr-defined]  # of the choice field


class ActionForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    owner = ColleagueField(
        Membership.objects.none(),
        label=_("Who does it"),
        empty_label=_("Choose"),
        help_text=_("Whoever reads this can be asked; name them as a reader first."),
    )

    class Meta:
        model = ConcernAction
        fields = ("what", "owner", "due_on")
        widgets = {
            "what": forms.Textarea(attrs={"rows": 2}),
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, acting: MembershipQuerySet, data: Any = None) -> None:
        super().__init__(data)
        self.fields["owner"].queryset = acting  # type: ignore[attr-defined]  # of the choice field

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < clock.today():
            raise forms.ValidationError(_("This day is past."))
        return day


class ResultForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = ConcernAction
        fields = ("result",)
        widgets = {"result": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, action: ConcernAction, data: Any = None) -> None:
        # Several stand on one page.
        super().__init__(data, auto_id=f"id_{action.pk}_%s")
        self.fields["result"].required = True
        self.action = action


class SignOffForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = Concern
        fields = ("outcome",)
        widgets = {"outcome": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["outcome"].required = True
