"""The page in between, on which somebody looks at their words once more before they go."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.screening import Finding, ThinkAgain, teachers_of

_PARAGRAPH = re.compile(r"[^\n]+")


class ThoughtForm(forms.Form):
    """A form whose words are looked at: it brings back that somebody was asked about them."""

    thought = forms.CharField(required=False, widget=forms.HiddenInput)


def think_again(  # noqa: PLR0913  (one argument a way on)
    request: HttpRequest,
    again: ThinkAgain,
    form: forms.Form,
    *,
    away: str,
    fields: str = "",
    give_up: str = "",
    **context: object,
) -> HttpResponse:
    """Shows the words with what was found in them, and the form with everything that was typed.

    The form goes back to the page it came from. `away` is where somebody goes who gives up; where
    a draft was kept, with its files, `give_up` is the address that deletes it, by POST. `fields`
    is the template of the form's fields where they are not shown one by one; it gets the `context`.
    """
    asked, consent = again.ask()
    given: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
    given["thought"] = asked
    form.data = given
    shown = {
        **context,
        "form": form,
        "fields": fields,
        "again": again,
        "paragraphs": paragraphs_of(again.words.passages, again.findings),
        "consent": consent,
        "away": away,
        "give_up": give_up,
        "teachers": teachers_of(again.by),
        "lost_files": [] if give_up else list(request.FILES),
    }
    return render(request, "screening/think_again.html", shown, status=422)


def paragraphs_of(
    passages: Sequence[str], findings: Sequence[Finding]
) -> list[list[tuple[str, bool]]]:
    """The paragraphs in which something was found, in pieces, each with whether it is it."""
    found = []
    for number, own in groupby(findings, key=lambda each: each.passage):
        marks = list(own)
        for paragraph in _PARAGRAPH.finditer(passages[number]):
            inside = [
                (max(each.start, paragraph.start()), min(each.end, paragraph.end()))
                for each in marks
                if each.start < paragraph.end() and each.end > paragraph.start()
            ]
            if inside:
                found.append(list(_pieces(passages[number], paragraph.span(), inside)))
    return found


def _pieces(
    text: str, whole: tuple[int, int], marks: list[tuple[int, int]]
) -> Iterator[tuple[str, bool]]:
    place, end = whole
    for start, stop in marks:
        yield text[place:start], False
        yield text[start:stop], True
        place = stop
    yield text[place:end], False
