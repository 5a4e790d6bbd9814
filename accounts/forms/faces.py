from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from core.faces import PARTS, choices_of, face_of


@dataclass(frozen=True)
class Option:
    """One radio button: the whole face as it would be with this option."""

    tag: Any
    label: str
    face: str


class FaceForm(forms.Form):
    """A field a part; what is written in the database is `face`."""

    def __init__(self, face: str, given: Any = None) -> None:
        chosen = choices_of(face)
        assert chosen is not None
        self._before = chosen
        names = [part.name for part in PARTS]
        super().__init__(given, initial=dict(zip(names, chosen, strict=True)))
        for part in PARTS:
            self.fields[part.name] = forms.TypedChoiceField(
                label=part.label,
                choices=list(enumerate(part.options)),
                coerce=int,
                widget=forms.RadioSelect,
            )

    @property
    def face(self) -> str:
        """As chosen; as it was before where nothing, or nonsense, was chosen."""
        return face_of(self._chosen())

    def parts(self) -> Iterator[tuple[forms.BoundField, list[Option]]]:
        chosen = self._chosen()
        for number, field in enumerate(self):
            with_each = [
                Option(radio.tag(), str(radio.choice_label), face_of(_with(chosen, number, option)))
                for option, radio in enumerate(field.subwidgets)
            ]
            yield field, with_each

    def _chosen(self) -> list[int]:
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return [given.get(part.name, self._before[n]) for n, part in enumerate(PARTS)]


def _with(chosen: list[int], number: int, option: int) -> list[int]:
    return [*chosen[:number], option, *chosen[number + 1 :]]
