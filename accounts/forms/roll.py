from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MAX_FILES = 10


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, as a list."""

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        given = data if isinstance(data, list) else [data]
        if len(given) > MAX_FILES:
            raise forms.ValidationError(_("These are too many files. Choose the three lists."))
        return [super(FilesField, self).clean(file, initial) for file in given or [None]]


class RollForm(forms.Form):
    lists = FilesField(
        label=_("Files"),
        help_text=_("The CSV files of students, parents and teachers. Choose them together."),
        allow_empty_file=True,
        widget=FilesInput(attrs={"accept": ".csv,text/csv", "multiple": True}),
    )

    def contents(self) -> dict[str, bytes]:
        return {str(file.name): file.read() for file in self.cleaned_data["lists"]}
