from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.roll.choices import SheetChoice
from accounts.roll.fields import FIELDS, REPEATED, Field, ListKind
from accounts.roll.sheets import MAX_CELL, NO_LIST_HOLDS

MAX_FILES = 10
NOT_USED = ("", _("not used"))
SHOWN_CELLS = 3


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, as a list."""

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        given = data if isinstance(data, list) else [data]
        if len(given) > MAX_FILES:
            raise forms.ValidationError(_("These are too many files. Choose ten at most."))
        return [super(FilesField, self).clean(file, initial) for file in given or [None]]


class RollForm(forms.Form):
    lists = FilesField(
        label=_("Files"),
        help_text=_("CSV files, as many as you have, or a OneRoster zip. Choose them together."),
        allow_empty_file=True,
        widget=FilesInput(attrs={"accept": ".csv,.zip,.txt,text/csv", "multiple": True}),
    )

    def contents(self) -> dict[str, bytes]:
        return {str(file.name): file.read() for file in self.cleaned_data["lists"]}


class SchoolForm(forms.Form):
    """Which of several schools in the files this one is."""

    school = forms.ChoiceField(label=_("Which of these is your school?"), widget=forms.RadioSelect)

    def __init__(self, schools: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["school"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(pk, name or pk) for pk, name in schools]


class SheetForm(forms.Form):
    """Which list a file is and what its columns hold; `sheet` is how it was understood."""

    file = forms.CharField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Which list is it?"),
        choices=[("", _("please choose")), *ListKind.choices],
    )

    def __init__(self, sheet: Mapping[str, Any], given: Mapping[str, Any] | None = None) -> None:
        prefix = f"sheet-{sheet['number']}"
        super().__init__(given, prefix=prefix, initial={**sheet})
        self.sheet = sheet
        self.samples = [
            (heading, " · ".join(filter(None, cells[:SHOWN_CELLS])))
            for (heading, _field), *cells in zip(sheet["columns"], *sheet["sample"], strict=False)
        ]
        kind = sheet["kind"]
        for nth, (heading, field) in enumerate(sheet["columns"], 1) if kind else ():
            self.fields[f"column-{nth}"] = forms.ChoiceField(
                label=heading or _("without heading"),
                help_text=self.samples[nth - 1][1],
                choices=[NOT_USED, *((each.value, each.label) for each in FIELDS[ListKind(kind)])],
                initial=field or "",
                required=False,
            )

    @property
    def kind_label(self) -> Any:
        return ListKind(self.sheet["kind"]).label

    @property
    def missing(self) -> list[Any]:
        return [Field(field).label for field in self.sheet["missing"]]

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("column-")]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        held = [Field(given[name]) for name in self._changed_or_not() if given.get(name)]
        for field in {field for field in held if held.count(field) > 1} - REPEATED:
            raise forms.ValidationError(
                _("Two columns are said to hold this: %(field)s. Choose one of them."),
                params={"field": field.label},
            )
        return given

    def _changed_or_not(self) -> list[str]:
        return [name for name in self.fields if name.startswith("column-")]

    def choice(self, before: SheetChoice) -> SheetChoice:
        """What was chosen, added to what was chosen `before`; another list is recognised afresh."""
        kind = ListKind(self.cleaned_data["kind"])
        if kind != self.sheet["kind"]:
            return SheetChoice(kind)
        chosen = {
            int(name.removeprefix("column-")): Field(field) if field else None
            for name in self._changed_or_not()
            if (field := self.cleaned_data[name]) != self.fields[name].initial
        }
        return SheetChoice(kind, {**before.fields, **chosen})


class LineForm(forms.Form):
    """The cells of one line that are read, as they are now."""

    def __init__(
        self,
        sheet: Mapping[str, Any],
        line: int,
        cells: list[str],
        given: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(given, prefix=f"line-{sheet['number']}-{line}")
        for nth, ((heading, field), cell) in enumerate(
            zip(sheet["columns"], cells, strict=False), 1
        ):
            if field:
                self.fields[f"cell-{nth}"] = forms.CharField(
                    label=heading or _("without heading"),
                    initial=cell,
                    required=False,
                    max_length=MAX_CELL,
                    validators=[
                        RegexValidator(
                            NO_LIST_HOLDS,
                            _("There is a character here that no list of names holds."),
                            inverse_match=True,
                        )
                    ],
                )

    def texts(self) -> dict[int, str]:
        """The texts that were changed, by column."""
        return {
            int(name.removeprefix("cell-")): self.cleaned_data[name]
            for name in self.changed_data
            if name.startswith("cell-")
        }


class PlaceForm(forms.Form):
    """A line of a file, as a button names it."""

    file = forms.CharField(widget=forms.HiddenInput)
    line = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
