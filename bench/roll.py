"""A roll in one file: its first import, the same again, and a bare COPY of the same rows.

bin/bench roll [--people 50000]
"""

import argparse
import csv
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import platforms

AIMS = "Aims with 50,000 people: 500 MB, 30 seconds the first time, 10 the second."
STUDENTS_OF_ALL = 0.436  # the rest are their parents and teachers
CHILDREN = 3


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench roll", description=__doc__)
    parser.add_argument("--people", type=int, default=50_000)
    people = parser.parse_args().people
    known = platforms.database("preau_bench_roll", anew=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "everybody.csv"
        lines = _write(file, people)
        print(f"{lines} people in one file of {file.stat().st_size / 1e6:.1f} MB")
        print(
            f"{'':<8}{'seconds':>9}{'CPU s':>8}{'peak MB':>9}{'rows':>9}{'rows/s':>9}{'×COPY':>8}"
        )
        copied = None
        for turn in ("first", "second"):
            found = _in_process(known, file)
            copied = copied or found["copy_seconds"]
            print(
                f"{turn:<8}{found['seconds']:>9.1f}{found['work']:>8.1f}"
                f"{found['peak_mb']:>9.0f}{found['rows']:>9.0f}"
                f"{found['rows'] / found['seconds']:>9.0f}{found['seconds'] / copied:>8.1f}"
            )
        print(f"{'COPY':<8}{copied:>9.1f}")
    print(AIMS)


def _in_process(known: dict[str, str], file: Path) -> dict[str, float]:
    """Each import in a process of its own, so that its memory is its own."""
    answer = subprocess.run(
        [sys.executable, "-m", "bench.roll_once", file],
        env=known,
        check=True,
        stdout=subprocess.PIPE,
    )
    figures: dict[str, float] = json.loads(answer.stdout)
    return figures


def _write(file: Path, people: int) -> int:
    """An invented school of about so many people, as one list with a column of profiles."""
    from accounts.demo.rolls import invent_roll  # noqa: PLC0415  (needs no settings, but a path)

    lists = invent_roll("bench", students=round(people * STUDENTS_OF_ALL))
    headings = ["profil", "nom", "prénom", "date de naissance", "classe", "niveau", "courriel"]
    for nth in range(1, CHILDREN + 1):
        headings += [f"nom enfant {nth}", f"prénom enfant {nth}", f"classe enfant {nth}"]
    lines = [line for content in lists.values() for line in _lines(content.decode("iso-8859-1"))]
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, delimiter=";")
        writer.writerow(headings)
        writer.writerows(lines)
    return len(lines)


def _lines(text: str) -> Iterator[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    headings = next(rows)
    for row in rows:
        told = dict(zip(headings, row, strict=False))
        if "Nom Elève" in told:
            name = [told["Nom Elève"], told["Prénom Elève"], told["Date naissance"]]
            yield ["élève", *name, told["Classe"], told["Niveau"]]
        elif "Directeur" in told:
            yield ["enseignant", told["Nom"], told["Prénom"], "", told["Classe"]]
        else:
            children = row[12:]
            named = [
                cell for nth in range(CHILDREN) for cell in children[4 * nth + 1 : 4 * nth + 4]
            ]
            last = told["Nom usage responsable"] or told["Nom responsable"]
            first = told["Prénom responsable"]
            yield ["parent", last, first, "", "", "", told["Courriel"], *named]


if __name__ == "__main__":
    from core.embedded import running

    with running():
        main()
