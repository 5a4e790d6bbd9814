"""Files of a roll as they wait in a row: JSON has no bytes, and ISO-8859-1 knows every byte.

PostgreSQL stores no NUL, which every second byte of UTF-16 is.
"""

from collections.abc import Mapping

INSTEAD_OF_NUL = "\ue000"


def as_text(files: Mapping[str, bytes]) -> dict[str, str]:
    texts = {name: content.decode("iso-8859-1") for name, content in files.items()}
    return {name: text.replace("\0", INSTEAD_OF_NUL) for name, text in texts.items()}


def as_bytes(files: Mapping[str, str]) -> dict[str, bytes]:
    """By name: PostgreSQL keeps no order, and the same files must always read the same."""
    texts = {name: text.replace(INSTEAD_OF_NUL, "\0") for name, text in sorted(files.items())}
    return {name: text.encode("iso-8859-1") for name, text in texts.items()}
