"""The words of an entry: how they are put in, and how they read before."""

from collections.abc import Mapping
from itertools import chain, pairwise
from typing import Any

from core.richtext import clean, text_of
from newsfeed.models import Entry
from newsfeed.parts.saving import words_of_parts


def put_words(entry: Entry, *, title: str, body: str) -> None:
    """Puts these into an entry that the caller saves; of `body`, HTML, only what is clean."""
    entry.title, entry.body = title, clean(body)
    entry.text = text_of(entry.body)


def put_beside(entry: Entry) -> None:
    """Puts what comes with it into an entry that the caller saves: it is found by these words too."""
    files = entry.attachments.order_by("pk").values_list("description", "file__name")
    words = (*words_of_parts(entry), *chain.from_iterable(files))
    entry.beside = "\n".join(filter(None, words))


def describe(entry: Entry, descriptions: Mapping[int, str]) -> bool:
    """Says what its pictures show, by the key of their attachment; whether any of it is new."""
    changed = False
    for attachment in entry.attachments.filter(pk__in=descriptions):
        if attachment.description != descriptions[attachment.pk]:
            attachment.description, changed = descriptions[attachment.pk], True
            attachment.save(update_fields=["description"])
    return changed


def former_wordings(entry: Entry) -> list[Any]:
    """How it read before, the latest first, each until the moment at which the next was written."""
    versions = list(entry.history.order_by("-history_date", "-history_id"))
    before = []
    for newer, older in pairwise(versions):
        if (newer.title, newer.body) != (older.title, older.body):
            older.until = newer.history_date
            before.append(older)
    return before
