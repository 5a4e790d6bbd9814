"""What a file is called by those who see it. Where it is kept has nothing to do with that."""

import re
import unicodedata

LONGEST = 100
# Last of a name: ".jpg", ".docx". Several letters or digits, no words.
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")
# What a file's name may not hold on some system, or what would end it early.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')


def clean_name(sent: str, extension: str) -> str:
    """The name somebody gave a file, without tricks, ending as what the file is."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", sent))[-1]
    # Letters that turn the direction of writing would show "exe.jpg" for "gpj.exe".
    shown = "".join(each for each in last if unicodedata.category(each)[0] != "C")
    words = " ".join(_FORBIDDEN.sub(" ", _EXTENSION.sub("", shown)).split()).strip(". ")
    return f"{words[:LONGEST].strip() or extension}.{extension}"
