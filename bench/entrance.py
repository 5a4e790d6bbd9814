"""Five hundred students who come in behind one address, a fifth of them after a mistake; then a
thousand guesses at one account, sixteen at a time.

bin/bench entrance
"""

import subprocess
import sys

from bench import platforms

PEOPLE = 2000


def main() -> None:
    subprocess.run(
        [sys.executable, "-m", "bench.entrance_once"],
        env=platforms.environment(PEOPLE),
        check=True,
    )
    print("Aims: all in within 600 s and none refused; at most 20 guesses looked at.")


if __name__ == "__main__":
    from core.embedded import running

    with running():
        main()
