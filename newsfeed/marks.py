"""The words somebody looked for, marked in what was found."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.prepared import run_prepared
from newsfeed.search import Found

# A letter may have its accent beside it. In the name of a file “_” stands for a space.
WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
BEFORE, EXCERPT = 80, 240

# A word that says nothing in one of the languages has no stem there, and marks nothing in the other,
# unless such words are all that is looked for. The words are folded all at once.
_FITTING = """
WITH sought AS MATERIALIZED (
    SELECT tsvector_to_array(to_tsvector('french', preau_folded(%(sought)s))) AS french,
        tsvector_to_array(to_tsvector('english', preau_folded(%(sought)s))) AS english
),
word AS MATERIALIZED (
    SELECT word, ts_lexize('french_stem', plain) AS french, ts_lexize('english_stem', plain) AS english
    FROM unnest(
        %(words)s::text[],
        string_to_array(lower(preau_folded(array_to_string(%(words)s::text[], E'\n'))), E'\n')
    ) AS of_texts (word, plain)
)
SELECT word FROM word, sought
WHERE ('{}' NOT IN (word.french, word.english) OR '{}' IN (sought.french, sought.english))
AND (word.french && sought.french OR word.english && sought.english)
"""


def fitting(texts: Iterable[str], *, sought: str) -> frozenset[str]:
    """The words of these texts that are among those looked for, in whichever form; one query."""
    words = sorted({word for text in texts for word in WORD.findall(text)})
    rows = run_prepared(_FITTING, {"words": words, "sought": sought})
    return frozenset(row["word"] for row in rows)


def marked(text: str, words: Collection[str]) -> SafeString:
    """As HTML, whatever stands in it."""
    told, place = [], 0
    for found in WORD.finditer(text):
        if found.group() in words:
            told.append((text[place : found.start()], found.group()))
            place = found.end()
    parts = format_html_join("", "{}<mark>{}</mark>", told)
    return format_html("{}{}", parts, text[place:])


def excerpt(text: str, words: Collection[str]) -> SafeString:
    """Some of it, around the first of these words."""
    found = (each.start() for each in WORD.finditer(text) if each.group() in words)
    begin = max(next(found, 0) - BEFORE, 0)
    begin = text.find(" ", begin) + 1 if begin else 0
    end = len(text) if len(text) <= begin + EXCERPT else text.rfind(" ", begin, begin + EXCERPT)
    end = end if end > begin else begin + EXCERPT
    around = ("… " if begin else "", " …" if end < len(text) else "")
    return format_html("{}{}{}", around[0], marked(text[begin:end], words), around[1])


@dataclass(frozen=True)
class Hit:
    """What was found, with the words in it."""

    found: Found
    title: SafeString
    text: SafeString
    beside: SafeString
    said: SafeString


def with_marks(found: Sequence[Found], *, sought: str) -> list[Hit]:
    words = fitting((text for each in found for text in each.texts), sought=sought)
    return [
        Hit(
            found=each,
            title=marked(each.entry.title, words),
            text=excerpt(each.entry.text, words),
            beside=excerpt(_told_by(each.entry.beside, words), words),
            said=excerpt(each.said, words),
        )
        for each in found
    ]


def _told_by(beside: str, words: frozenset[str]) -> str:
    """Of what comes with an entry, a line each, those with one of these words."""
    lines = [line for line in beside.splitlines() if words & set(WORD.findall(line))]
    return " · ".join(lines)
