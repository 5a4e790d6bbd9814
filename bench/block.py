"""How soon after a block the last open page is closed: of one account, and of all students of a school;
with the broker up, with one that does not answer, and with one that only the page server cannot reach.

bin/bench block [--sockets 5 500] [--accounts 500]
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import platforms
from core.embedded.valkey import Valkey

IN_ONE_SCHOOL = 3000
AIMS = "Aims: the last page within a second, and within ten seconds without the broker."


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench block", description=__doc__)
    parser.add_argument(
        "--sockets", type=int, nargs="*", default=[5, 500], help="open pages of one account"
    )
    parser.add_argument(
        "--accounts", type=int, nargs="*", default=[500], help="students with an open page each"
    )
    asked = parser.parse_args()
    print(
        f"{'blocked':<10}{'sockets':>8} {'broker':<12}{'p50 ms':>9}{'last ms':>9}{'worst ms':>10}"
    )
    for row in _blocking(asked.sockets, asked.accounts):
        print(
            f"{row['blocked']:<10}{row['sockets']:>8} {row['broker']:<12}{row['p50']:>9.0f}"
            f"{row['last']:>9.0f}{row['worst']:>10.0f}"
        )
    print(AIMS)


def _blocking(sockets: list[int], accounts: list[int]) -> list[dict[str, float]]:
    """Measured in a process of its own, with a broker of its own that may be stopped."""
    known = platforms.environment(IN_ONE_SCHOOL, in_one_school=True)
    with TemporaryDirectory() as home:
        broker = Valkey(Path(home))
        known["REDIS_URL"] = broker.start()
        number = (Path(home) / "valkey.pid").read_text().strip()
        asked = json.dumps({"broker": int(number), "sockets": sockets, "accounts": accounts})
        try:
            answer = subprocess.run(
                [sys.executable, "-m", "bench.blocking_once", asked],
                env=known,
                check=True,
                stdout=subprocess.PIPE,
            )
        finally:
            broker.stop()
    figures: list[dict[str, float]] = json.loads(answer.stdout)
    return figures


if __name__ == "__main__":
    from core.embedded import running

    with running():
        main()
