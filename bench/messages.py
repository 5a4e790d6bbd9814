"""Sending a message to one person, to a class and to a school: how long its sender waits, and until
the last has it; what the inbox costs with few conversations and with many.

bin/bench messages [--people 3000]
"""

import argparse
import json
import subprocess
import sys

from bench import platforms

AIMS = "Aims: the sender waits under 1000 ms whatever the number; the inbox costs the same with 1000 conversations as with 30."


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench messages", description=__doc__)
    parser.add_argument("--people", type=int, default=3000)
    size = parser.parse_args().people
    answer = subprocess.run(
        [sys.executable, "-m", "bench.messages_once"],
        env=platforms.environment(size, in_one_school=True),
        check=True,
        stdout=subprocess.PIPE,
    )
    figures = json.loads(answer.stdout)
    print(
        f"{'to':<12}{'people':>8}{'sender ms':>11}{'all have it ms':>16}{'queries':>9}{'×':>7}{'ms each':>9}"
    )
    for row in figures["sent"]:
        times = row["all"] / figures["sent"][0]["all"]
        print(
            f"{row['to']:<12}{row['people']:>8}{row['sender']:>11.1f}{row['all']:>16.1f}"
            f"{row['queries']:>9}{times:>7.1f}{row['all'] / row['people']:>9.2f}"
        )
    print(f"\n{'inbox of':<12}{'page ms':>8}{'queries':>9}{'×':>7}")
    for row in figures["inbox"]:
        times = row["page"] / figures["inbox"][0]["page"]
        print(f"{row['conversations']:<12}{row['page']:>8.1f}{row['queries']:>9}{times:>7.2f}")
    print(AIMS)


if __name__ == "__main__":
    from core.embedded import running

    with running():
        main()
