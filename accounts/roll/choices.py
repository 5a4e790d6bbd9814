"""What a person decided about the files of a roll: plain data that goes into JSON and comes back.

Files are named as in `RollReading`, lines and columns count from 1.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.roll.fields import Field, ListKind
from accounts.roll.records import Place, Who
from accounts.roll.sheets import Row, Sheet


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """Which list a file is (None: as recognised) and, by column, what it holds (None: nothing)."""

    kind: ListKind | None = None
    fields: Mapping[int, Field | None] = field(default_factory=dict)
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """`cells` are corrected texts by place and column; `school` is one of several in the files."""

    sheets: Mapping[str, SheetChoice] = field(default_factory=dict)
    cells: Mapping[Place, Mapping[int, str]] = field(default_factory=dict)
    left_out: frozenset[Place] = frozenset()
    people: Mapping[Place, Who] = field(default_factory=dict)
    school: str = ""

    def sheet(self, file: str) -> SheetChoice:
        return self.sheets.get(file, _NOTHING_CHOSEN)

    def as_json(self) -> dict[str, Any]:
        return {
            "sheets": {
                file: {
                    "kind": sheet.kind,
                    "fields": {str(column): chosen for column, chosen in sheet.fields.items()},
                    "is_left_out": sheet.is_left_out,
                }
                for file, sheet in self.sheets.items()
            },
            "cells": [
                [*place, {str(column): text for column, text in cells.items()}]
                for place, cells in self.cells.items()
            ],
            "left_out": [[*place] for place in sorted(self.left_out)],
            "people": [
                [*place, who.membership, [*who.line] if who.line else None]
                for place, who in self.people.items()
            ],
            "school": self.school,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Choices":
        """What `as_json` gave; nothing at all means nothing chosen."""
        return cls(
            sheets={
                file: SheetChoice(
                    ListKind(sheet["kind"]) if sheet["kind"] else None,
                    {
                        int(column): Field(chosen) if chosen else None
                        for column, chosen in sheet["fields"].items()
                    },
                    sheet["is_left_out"],
                )
                for file, sheet in stored.get("sheets", {}).items()
            },
            cells={
                Place(file, line): {int(column): text for column, text in cells.items()}
                for file, line, cells in stored.get("cells", ())
            },
            left_out=frozenset(Place(*place) for place in stored.get("left_out", ())),
            people={
                Place(file, line): Who(membership, Place(*other) if other else None)
                for file, line, membership, other in stored.get("people", ())
            },
            school=stored.get("school", ""),
        )


_NOTHING_CHOSEN = SheetChoice()
NOTHING_CHOSEN = Choices()


def corrected(sheet: Sheet, choices: Choices) -> Iterator[Row]:
    """The rows with the texts that somebody put right."""
    cells = {
        place.line: cells for place, cells in choices.cells.items() if place.file == sheet.file
    }
    for row in sheet.rows:
        for column, text in cells.get(row.line, {}).items():
            if column <= len(row.cells):
                row.cells[column - 1] = text
        yield row
