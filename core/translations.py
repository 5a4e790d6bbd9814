"""The French of Préau: found in the sources, kept in one .po file, compiled without gettext."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

NO_BREAK = "\N{NO-BREAK SPACE}"
BEFORE_A_MARK = re.compile(r" (?=[:;!?»](?:\s|$))|(?<=«) ")

LOCALE = Path(settings.BASE_DIR) / "locale"
NOT_SHIPPED = {"tests", "bench"}
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def sources() -> Iterator[Path]:
    """Every file whose words people may read."""
    root = Path(settings.BASE_DIR)
    yield from sorted((root / "templates").rglob("*.html"))
    yield from sorted((root / "templates").rglob("*.txt"))
    for package in sorted(root.glob("*/__init__.py")):
        if package.parent.name not in NOT_SHIPPED:
            yield from sorted(package.parent.rglob("*.py"))


def extracted() -> Catalog:
    """All messages of the sources, without translations."""
    catalog = Catalog()
    for path in sources():
        for _line, message, comments, context in _messages_of(path):
            catalog.add(message, auto_comments=comments, context=context)
    return catalog


def po_files() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def refresh(path: Path, *, drop_obsolete: bool = False) -> Catalog:
    """Bring the file up to the sources. No translation is lost unless obsolete ones are dropped.

    Safe to run while others do: the file is locked, and replaced as a whole.
    """
    with _locked(path):
        catalog = read(path)
        for message in list(catalog.obsolete.values()):
            catalog[message.id] = message
        catalog.obsolete.clear()
        catalog.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
        content = BytesIO()
        write_po(
            content,
            catalog,
            width=100,
            no_location=True,
            sort_output=True,
            ignore_obsolete=drop_obsolete,
        )
        if content.getvalue() != path.read_bytes():
            _replace(path, content.getvalue())
    return catalog


def missing(catalog: Catalog, template: Catalog) -> list[Message]:
    """The messages of the template that this catalogue does not say, or is unsure about."""
    return [each for each in template if each.id and not _is_said(same(catalog, each))]


def same(catalog: Catalog, message: Message) -> Message | None:
    """What this catalogue holds for the message of another one."""
    key = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
    return catalog.get(key, message.context)


def compile_file(path: Path) -> bool:
    """Write the .mo file beside the .po file; false if it was there and newer."""
    compiled = path.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime:
        return False
    catalog = read(path)
    for message in catalog:
        _keep_marks_at_their_words(message)
    content = BytesIO()
    write_mo(content, catalog)
    _replace(compiled, content.getvalue())
    return True


def _keep_marks_at_their_words(message: Message) -> None:
    """French has spaces before and within marks, where no line may break.

    Nobody sees them in a .po file, so nobody has to type them there.
    """
    if isinstance(message.string, str):
        message.string = BEFORE_A_MARK.sub(NO_BREAK, message.string)
    elif message.string:
        message.string = tuple(BEFORE_A_MARK.sub(NO_BREAK, form) for form in message.string)


def _messages_of(
    path: Path,
) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # In brackets, so that the indentation of a page is not taken for Python's.
        text = f"({templatize(text, origin=str(path))}\n)"
    yield from extract("python", BytesIO(text.encode()), KEYWORDS, ["Translators"])


def _is_said(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    return (
        all(message.string) if isinstance(message.string, (list, tuple)) else bool(message.string)
    )


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.write_bytes(content)
    fresh.replace(path)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    # The directory is locked, not the file: the file is replaced while the lock is held.
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(directory, fcntl.LOCK_EX)
        yield
    finally:
        os.close(directory)
