"""python -m uploads.limited FOLDER LONGEST_SIDE: looks at FOLDER/sent and says so in FOLDER/told."""

import json
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from uploads.limited.kinds import HEAD, LARGEST, MEGABYTE, Family, family_of
from uploads.limited.office import check_document
from uploads.limited.polyglots import refuse_two_things
from uploads.limited.refusals import Refused, Why

LIMITS = {
    resource.RLIMIT_CPU: 15,
    resource.RLIMIT_AS: 1024 * MEGABYTE,
    resource.RLIMIT_FSIZE: 64 * MEGABYTE,
    resource.RLIMIT_CORE: 0,
}


def main(folder: Path, longest_side: int) -> None:
    limit_oneself()
    (folder / "told").write_text(json.dumps(answer(folder, longest_side)))


def limit_oneself() -> None:
    """Beyond these limits the system ends the process, whatever it is doing."""
    for limit, most in LIMITS.items():
        # macOS knows no limit of address space.
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))
    os.nice(5)


def answer(folder: Path, longest_side: int) -> dict[str, Any]:
    """What the file is, or why it is refused: nothing that was sent raises anything else."""
    try:
        return look_at(folder, longest_side)
    except Refused as refusal:
        return {"refused": refusal.why}
    except (MemoryError, RecursionError):
        return {"refused": Why.TOO_HARD}
    except Exception:  # noqa: BLE001  (libraries fail in many ways over what is broken)
        return {"refused": Why.DAMAGED}


def look_at(folder: Path, longest_side: int) -> dict[str, Any]:
    # Each reader is loaded for those files alone that it reads: loading takes most of the time.
    sent = folder / "sent"
    with sent.open("rb") as content:
        head = content.read(HEAD)
    family = family_of(head)
    if sent.stat().st_size > LARGEST[family]:
        raise Refused(Why.PICTURE_TOO_LARGE if family is Family.PICTURE else Why.TOO_LARGE)
    if family is Family.DOCUMENT:
        return {"content_type": check_document(sent).content_type}
    refuse_two_things(sent)
    if family is Family.PDF:
        from uploads.limited.pdf import check_pdf  # noqa: PLC0415

        return {"content_type": check_pdf(sent).content_type}
    if family is Family.SOUND:
        from uploads.limited.sound import clean_sound  # noqa: PLC0415

        return {"content_type": clean_sound(sent, folder, head).content_type}
    from uploads.limited.pictures import clean_picture  # noqa: PLC0415

    kind, dots = clean_picture(sent, folder, longest_side)
    return {"content_type": kind.content_type, "width": dots.width, "height": dots.height}


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
