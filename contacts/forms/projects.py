from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import School, SchoolClass
from accounts.querysets import SchoolClassQuerySet, SchoolQuerySet
from contacts.models import Project
from core import clock

LONGEST = timedelta(days=366)
LAST_MINUTE = time(23, 59)


class ProjectForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    classes = forms.ModelMultipleChoiceField(
        label=_("Which classes"),
        queryset=SchoolClass.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one class.")},
        help_text=_("Their students and teachers take part, those who join later too."),
    )
    last_day = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The last day on which anybody writes there. What was written can be read on."),
    )

    partner = forms.ModelChoiceField(
        label=_("With another school"),
        queryset=School.objects.none(),
        required=False,
        empty_label=_("No other school"),
        help_text=_("Its administrator is asked once yours has agreed, and chooses the classes."),
    )

    class Meta:
        model = Project
        fields = ("name", "purpose", "with_parents", "partner", "partner_classes")
        labels = {
            "name": _("Name of the project"),
            "purpose": _("What for"),
            "with_parents": _("Their parents take part too"),
            "partner_classes": _("Which classes of that school"),
        }
        widgets = {"purpose": forms.Textarea(attrs={"rows": 4})}

    field_order = (
        *("name", "purpose", "classes", "with_parents"),
        *("last_day", "partner", "partner_classes"),
    )

    def __init__(
        self, *args: Any, classes: SchoolClassQuerySet, partners: SchoolQuerySet, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]  # of the choice field
        self.fields["classes"].queryset = classes  # type: ignore[attr-defined]  # of the choice field

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        if day < clock.today():
            raise ValidationError(_("This day is past."))
        if day > clock.today() + LONGEST:
            raise ValidationError(_("A project lasts a year at most."))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("partner") and not given.get("partner_classes"):
            self.add_error("partner_classes", _("Say which classes, in a few words."))
        return given

    def asked(self) -> dict[str, Any]:
        """What the action takes."""
        asked = dict(self.cleaned_data)
        end = datetime.combine(asked.pop("last_day"), LAST_MINUTE)
        return asked | {"until": timezone.make_aware(end)}


class DeclineForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none at run time
    class Meta:
        model = Project
        fields = ("answer",)
        labels = {"answer": _("Why not")}
        help_texts = {"answer": _("The teacher reads it.")}
        widgets = {"answer": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True


class AcceptForm(forms.Form):
    classes = forms.ModelMultipleChoiceField(
        label=_("Which of your classes take part"),
        queryset=SchoolClass.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one class.")},
    )

    def __init__(self, *args: Any, classes: SchoolClassQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["classes"].queryset = classes  # type: ignore[attr-defined]  # of the choice field
