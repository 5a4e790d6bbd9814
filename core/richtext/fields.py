"""A field for rich text. Without scripts one writes plain text in it; what was formatted and is not
changed keeps its form.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import ngettext

from core.richtext.html import clean
from core.richtext.reading import text_of
from core.richtext.writing import from_text


class RichTextarea(forms.Textarea):
    """Brings clean HTML. The editor sends HTML, in a field of its own; else the words are sent
    beside the HTML they were made of.
    """

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> str:
        rich, plain = clean(data.get(f"{name}-rich", "")), data.get(name)
        if plain is None or plain.replace("\r\n", "\n").strip() == text_of(rich):
            return rich
        return from_text(plain)

    def format_value(self, value: Any) -> str:
        return text_of(value or "")


class RichField(forms.CharField):
    """Its value is clean HTML, or empty where no words are in it; `longest` is of the words alone."""

    widget = RichTextarea
    is_rich = True

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return value if text_of(value or "") else ""

    def validate(self, value: str) -> None:
        super().validate(value)
        if (over := len(text_of(value)) - self.longest) > 0:
            sentence = ngettext(
                "This text is too long. Leave out one character.",
                "This text is too long. Leave out %(count)s characters.",
                over,
            )
            raise forms.ValidationError(sentence % {"count": over})
