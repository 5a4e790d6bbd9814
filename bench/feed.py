"""The feed against a bare logged-in page on the same server, and what publishing costs until open
pages have heard of it.

bin/bench feed [--people 1000 100000] [--sockets 500]
"""

import argparse
import json
import subprocess
import sys
from typing import Any

from bench import platforms

IN_ONE_SCHOOL = 3000
AIMS = (
    "Aims: the feed at most 3 times the bare page; with a million people at most 1.2 times the p50"
    " with 1000; publishing to a school at most twice publishing to a class; p99 from commit to"
    " socket under 300 ms with 500 sockets."
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench feed", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[1000])
    parser.add_argument("--sockets", type=int, default=500)
    asked = parser.parse_args()
    first: float | None = None
    for size in asked.people:
        found = _run("bench.feed_once", platforms.environment(size))
        _print_pages(size, found)
        p50 = found["pages"]["feed"]["1"]["p50"]
        first = first or p50
        print(f"{size:>9} feed p50 is {p50 / first:.2f} times that of {asked.people[0]}\n")
    school = platforms.environment(IN_ONE_SCHOOL, in_one_school=True)
    _print_publishing(_run("bench.publishing_once", school, str(asked.sockets)))
    print(AIMS)


def _run(module: str, environment: dict[str, str], *words: str) -> dict[str, Any]:
    """Measured in a process of its own: settings know one database."""
    command = [sys.executable, "-m", module, *words]
    answer = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    figures: dict[str, Any] = json.loads(answer.stdout)
    return figures


def _print_pages(size: int, found: dict[str, Any]) -> None:
    print(
        f"{'people':>9} {'page':<12}{'at a time':>10}{'p50 ms':>8}{'p95 ms':>8}{'per s':>8}"
        f"{'queries':>9}{'×bare':>7}"
    )
    bare = found["pages"]["bare"]
    for page, measured in found["pages"].items():
        queries = measured.pop("queries", "")
        for readers, figures in measured.items():
            ratio = figures["p50"] / bare[readers]["p50"]
            print(
                f"{size:>9} {page:<12}{readers:>10}{figures['p50']:>8.2f}{figures['p95']:>8.2f}"
                f"{figures['per_second']:>8.0f}{queries:>9}{ratio:>7.2f}"
            )
    print(f"{size:>9} its SQL     {'':>10}{found['sql']['p50']:>8.2f}{found['sql']['p95']:>8.2f}")


def _print_publishing(found: dict[str, Any]) -> None:
    print(f"{'published to':<14}{'people':>8}{'ms':>8}{'×':>7}{'queries':>9}")
    first = found["published"][0]["ms"]
    for row in found["published"]:
        print(
            f"{row['to']:<14}{row['people']:>8}{row['ms']:>8.1f}{row['ms'] / first:>7.2f}"
            f"{row['queries']:>9}"
        )
    heard = found["heard"]
    print(
        f"\nfrom commit to {heard['sockets']} sockets, ms: p50 {heard['p50']:.0f},"
        f" p95 {heard['p95']:.0f}, p99 {heard['p99']:.0f}, last {heard['last']:.0f}\n"
    )


if __name__ == "__main__":
    from core.embedded import running

    with running():
        main()
