"""What it takes to look at words before they are sent, long against short.

bin/bench screening
"""

import os
import time

import django

TEXTS = {
    "innocent": "Demain nous irons à la piscine avec toute la classe. Pensez au bonnet ! ",
    "all found": "Tu es nul, c.o.n, p*tain ! 06 12 34 56 78, emma@gmail.com, viens chez moi. ",
    "looks like it": "Né le 12 rue 0 6 1 2 a@b.c né on se voit con- envoie mot de passe est ",
}
SHORT, LONG = 1_000, 10_000
TIMES = 20


def main() -> None:
    print(f"{'text':<16}{'ms for ' + str(SHORT):>12}{'ms for ' + str(LONG):>14}{'×':>7}")
    for name, text in TEXTS.items():
        short, long = (_took((text * LONG)[:size]) for size in (SHORT, LONG))
        print(f"{name:<16}{short:>12.1f}{long:>14.1f}{long / short:>7.1f}")
    print(
        f"Aim: {LONG // SHORT} times the text takes at most {LONG // SHORT * 1.5:.0f} times as long."
    )


def _took(text: str) -> float:
    """Milliseconds of the processor."""
    from core.screening import Readers  # noqa: PLC0415  (once the program is set up)
    from moderation.screening.phrases import of_school  # noqa: PLC0415
    from moderation.screening.reading import Reading  # noqa: PLC0415

    reading = Reading(
        own=of_school([]), is_student=True, readers=Readers.ANYBODY, is_name=lambda _word: False
    )
    reading.read(text)
    started = time.process_time()
    for _ in range(TIMES):
        reading.read(text)
    return (time.process_time() - started) / TIMES * 1000


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    from core.embedded import running

    with running():
        django.setup()
        main()
