"""Sentences of a school in two languages: the innocent ones pass, the others are noticed.

`pytest tests/moderation/test_screening_corpus.py -s` prints the figures and what is missed.
"""

import csv
from pathlib import Path

import pytest

from core.screening import Readers
from moderation.screening.kinds import KINDS, SPREADING
from moderation.screening.phrases import of_school
from moderation.screening.reading import Reading

CORPUS = Path(__file__).with_name("corpus")
NAMES = {"emma", "noe", "lucas"}
AT_LEAST = 0.9

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (CORPUS / f"{name}.tsv").open(newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def kinds_in(row: Row) -> list[str]:
    reading = Reading(
        own=of_school([]),
        is_student=row["writer"] == "student",
        readers=Readers.ANYBODY,
        is_name=NAMES.__contains__,
    )
    return [found.kind.name for found in reading.read(row["sentence"])]


@pytest.mark.parametrize("row", rows("innocent"), ids=lambda row: row["sentence"])
def test_what_is_innocent_is_neither_stopped_nor_asked_about(row: Row) -> None:
    assert kinds_in(row) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_most_of_the_others_are_noticed(language: str) -> None:
    told = [row for row in rows("noticed") if row["language"] == language]
    missed = [row["sentence"] for row in told if not kinds_in(row)]
    print(f"\n{language}: {len(told) - len(missed)} of {len(told)} noticed; missed: {missed}")  # noqa: T201
    assert len(missed) <= (1 - AT_LEAST) * len(told), missed


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS if kind is not SPREADING])
def test_of_each_kind_most_are_noticed_as_something(kind: str) -> None:
    told = [row for row in rows("noticed") if row["kind"] == kind]
    assert told, "each kind has its sentences"
    assert sum(bool(kinds_in(row)) for row in told) >= 0.8 * len(told)


def test_the_corpus_is_large_and_of_both_languages() -> None:
    every = rows("innocent") + rows("noticed")
    assert len(every) >= 200
    assert {row["language"] for row in every} == {"fr", "en"}
    assert len({row["sentence"] for row in every}) == len(every)
