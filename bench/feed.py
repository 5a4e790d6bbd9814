"""The feed page against a bare logged-in page on the same server, and against its own SQL.

bin/bench feed [--people 1000 20000]
"""

import argparse
import json
import subprocess
import sys

from bench import platforms

AIMS = "Aims: at most 5 times the bare page, 8 queries, 1.2 times the p50 with 1000 people."


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench feed", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[1000, 20000])
    sizes = parser.parse_args().people
    print(
        f"{'people':>9} {'page':<9}{'p50 ms':>8}{'p95 ms':>8}{'per s':>8}{'queries':>9}{'×bare':>7}"
    )
    first: float | None = None
    for size in sizes:
        found = _in_platform(size)
        first = first or found["feed"]["p50"]
        for page, figures in found.items():
            ratio = figures["p50"] / found["bare"]["p50"]
            print(
                f"{size:>9} {page:<9}{figures['p50']:>8.2f}{figures['p95']:>8.2f}"
                f"{figures.get('per_second', 0):>8.0f}{figures.get('queries', ''):>9}{ratio:>7.2f}"
            )
        print(f"{size:>9} feed p50 is {found['feed']['p50'] / first:.2f} times that of {sizes[0]}")
    print(AIMS)


def _in_platform(size: int) -> dict[str, dict[str, float]]:
    """Measured in a process of its own: settings know one database."""
    answer = subprocess.run(
        [sys.executable, "-m", "bench.feed_once"],
        env=platforms.environment(size),
        check=True,
        stdout=subprocess.PIPE,
    )
    figures: dict[str, dict[str, float]] = json.loads(answer.stdout)
    return figures


if __name__ == "__main__":
    from core.embedded import running

    with running():
        main()
