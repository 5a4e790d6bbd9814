"""Files of a roll as they wait in a row: JSON has no bytes, and ISO-8859-1 knows every byte."""

from collections.abc import Mapping


def as_text(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: content.decode("iso-8859-1") for name, content in files.items()}


def as_bytes(files: Mapping[str, str]) -> dict[str, bytes]:
    return {name: content.encode("iso-8859-1") for name, content in files.items()}
