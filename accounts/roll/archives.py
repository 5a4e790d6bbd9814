"""Takes the CSV files out of zip files that anybody may have made.

Nothing is written to a disk, and what a zip file says of itself is not believed: reading stops at
the limits, whatever it holds.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from accounts.roll.problems import Kind, Problem, RollRefused
from accounts.roll.sheets import MAX_FILE_MEGABYTES

MEGABYTE = 1024 * 1024
MAX_MEMBERS = 100
MAX_TOTAL_MEGABYTES = 120
ENCRYPTED = 0x1
# What programs leave in every zip file they make.
NOBODYS = ("__MACOSX/", ".DS_Store", "Thumbs.db")


def unpacked(files: Mapping[str, bytes], problems: list[Problem]) -> dict[str, bytes]:
    """The files themselves and those in zip files, called “roll.zip/users.csv”."""
    found: dict[str, bytes] = {}
    for file, content in files.items():
        if not file.lower().endswith(".zip"):
            found[file] = content
            continue
        try:
            found |= _members(file, content)
        except RollRefused as refusal:
            problems.append(refusal.problem)
    return found


def _members(file: str, content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = dict(_lists(file, archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        raise RollRefused(Problem(Kind.ZIP_BROKEN, file)) from None
    if not found:
        raise RollRefused(Problem(Kind.ZIP_WITHOUT_LIST, file))
    return found


def _lists(file: str, archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    # A member may have no name at all, where `is_dir` fails.
    members = [member for member in archive.infolist() if not member.filename.endswith("/")]
    if len(members) > MAX_MEMBERS:
        raise RollRefused(Problem(Kind.ZIP_TOO_MANY, file, params={"limit": MAX_MEMBERS}))
    left = MAX_TOTAL_MEGABYTES * MEGABYTE
    seen = set()
    for member in members:
        name = f"{file}/{member.filename}"
        if any(part in member.filename for part in NOBODYS):
            continue
        _refuse_dangerous(name, member)
        if name in seen:
            raise RollRefused(Problem(Kind.ZIP_BROKEN, file))
        seen.add(name)
        if name.lower().endswith(".csv"):
            content = _content(name, archive, member, left)
            left -= len(content)
            yield name, content


def _refuse_dangerous(name: str, member: zipfile.ZipInfo) -> None:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or not member.filename.isprintable():
        raise RollRefused(Problem(Kind.ZIP_PATH, ascii(name)[1:-1]))
    if member.flag_bits & ENCRYPTED:
        raise RollRefused(Problem(Kind.ZIP_ENCRYPTED, name))
    if path.suffix.lower() == ".zip":
        raise RollRefused(Problem(Kind.ZIP_NESTED, name))


def _content(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    limit = min(left, MAX_FILE_MEGABYTES * MEGABYTE)
    with archive.open(member) as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        params = {"limit": limit // MEGABYTE}
        raise RollRefused(Problem(Kind.FILE_TOO_LARGE, name, params=params))
    return content
