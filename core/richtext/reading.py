"""The plain text of rich text."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote

_LISTS = ("ul", "ol")
DEEPER = 2  # spaces before what stands in a list of a list
_SPACES = re.compile(r"[^\S\xa0]+")
_SCHEME = re.compile(r"^(?:https?://|mailto:)|/$")


def text_of(html: str) -> str:
    """The words of clean HTML: a blank line between paragraphs, a dash or a number before an item,
    and where a link leads to, unless its words say it.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text


class _Reader(HTMLParser):
    """Reads clean HTML and nothing else: its tags are closed and few."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._said: list[str] = []
        # How many lines are ended before the next words, and whether the last has any yet.
        self._gap = 0
        self._has_words = False
        # Of each list around: how many items it had, if it counts them.
        self._counts: list[int | None] = []
        self._link = ("", 0)

    @property
    def text(self) -> str:
        return "".join(self._said).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._link = (dict(attrs).get("href") or "", len(self._said))
        elif tag == "br":
            self._gap, self._has_words = self._gap + 1, False
        elif tag == "p":
            self._part()
        elif tag in _LISTS:
            self._part()
            self._counts.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._say(self._marker(), words=False)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
        elif tag == "p":
            self._part()
        elif tag in _LISTS:
            self._counts = self._counts[:-1]
            self._gap, self._has_words = max(self._gap, 1 if self._counts else 2), False

    def handle_data(self, data: str) -> None:
        words = _SPACES.sub(" ", data)
        words = words if self._has_words else words.lstrip(" ")
        if words:
            self._say(words)

    def _part(self) -> None:
        """What comes next is another paragraph; within a list another line, unless an item begins."""
        if self._has_words or self._gap:
            self._gap, self._has_words = max(self._gap, 1 if self._counts else 2), False

    def _marker(self) -> str:
        if self._said:
            self._gap = max(self._gap, 1)
        count = self._counts[-1] if self._counts else None
        if count is None:
            return "- "
        self._counts[-1] = count + 1
        return f"{count + 1}. "

    def _end_link(self) -> None:
        href, begin = self._link
        if href and _bare(href) != _bare("".join(self._said[begin:]).strip()):
            self._say(f" ({href})")

    def _say(self, said: str, *, words: bool = True) -> None:
        lists = len(self._counts) if words else len(self._counts) - 1
        room = " " * DEEPER * lists if self._gap else ""
        self._said.append("\n" * self._gap + room + said)
        self._gap, self._has_words = 0, words


def _bare(address: str) -> str:
    return unquote(_SCHEME.sub("", address))
