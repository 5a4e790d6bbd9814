"""Files that are one thing at their beginning and another to whoever reads on."""

import re
import zipfile
from pathlib import Path

from uploads.limited.refusals import Refused, Why

# A PDF may begin this late, and a browser that guesses looks no further.
NEAR_THE_BEGINNING = 1024
PAGE = re.compile(rb"<script|<html|<!doctype|<iframe|<\?php", re.IGNORECASE)
PACKED = re.compile(rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c")
BLOCK = 1024 * 1024
OVERLAP = 16


def refuse_two_things(file: Path) -> None:
    """For what is no zip by itself. Raises `Refused`."""
    with file.open("rb") as content:
        if zipfile.is_zipfile(content):
            raise Refused(Why.TWO_THINGS)
        content.seek(0)
        head = content.read(NEAR_THE_BEGINNING)
        if PAGE.search(head) or b"%PDF-" in head[1:]:
            raise Refused(Why.TWO_THINGS)
        before = head
        while block := content.read(BLOCK):
            if PACKED.search(before[-OVERLAP:] + block):
                raise Refused(Why.TWO_THINGS)
            before = block
