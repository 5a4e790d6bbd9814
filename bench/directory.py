"""A search in the directory of one school: how long it takes, and what its query alone takes.

bin/bench directory [--people 1000 100000]
"""

import argparse
import json
import subprocess
import sys

from bench import platforms

AIMS = "Aims: 12 queries, 13 for those around; with 100000 people in the school at most 3 times the page with 1000."


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench directory", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[1000, 100000])
    sizes = parser.parse_args().people
    print(
        f"{'people':>9} {'who':<15}{'looks for':<16}{'page ms':>8}{'SQL ms':>8}{'queries':>9}{'×':>7}"
    )
    first: dict[str, float] = {}
    for size in sizes:
        for row in _in_school(size):
            case = f"{row['who']:<15}{row['words']:<16}"
            ratio = row["page"] / first.setdefault(case, row["page"])
            print(
                f"{size:>9} {case}{row['page']:>8.1f}{row['sql']:>8.1f}{row['queries']:>9}{ratio:>7.2f}"
            )
    print(AIMS)


def _in_school(size: int) -> list[dict[str, float]]:
    """Measured in a process of its own: settings know one database."""
    answer = subprocess.run(
        [sys.executable, "-m", "bench.directory_once"],
        env=platforms.environment(size, in_one_school=True),
        check=True,
        stdout=subprocess.PIPE,
    )
    figures: list[dict[str, float]] = json.loads(answer.stdout)
    return figures


if __name__ == "__main__":
    from core.embedded import running

    with running():
        main()
