"""Plain text of rich text, and rich text of plain text as people write it."""

import re
from html.parser import HTMLParser
from itertools import groupby
from urllib.parse import unquote

from django.utils.html import escape

from core.richtext.html import clean

_LISTS = ("ul", "ol")
_SPACES = re.compile(r"[^\S\xa0]+")
_ITEM = re.compile(r"\s*(?:(?P<dash>[-*•–])|(?P<number>\d{1,3})[.)])\s+(?P<words>.*)")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# What follows an address is of the sentence.
_AFTER = re.compile(r"[.,;:!?'»…\])]+$")
_SCHEME = re.compile(r"^(?:https?://|mailto:)|/$")


def text_of(html: str) -> str:
    """The words of clean HTML: a blank line between paragraphs, a dash or a number before an item,
    and where a link leads to, unless its words say it.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text


def from_text(text: str) -> str:
    """Clean HTML of what somebody wrote without an editor; addresses become links."""
    blocks = re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n").strip())
    return clean("".join(_html_of(part) for block in blocks for part in _parts(block)))


def _parts(block: str) -> list[tuple[str, list[str]]]:
    """The lines of a block by what they are: `ul`, `ol` or `p`."""
    lines = [(_kind(line), line) for line in block.split("\n") if line.strip()]
    return [
        (kind, [line for _, line in same]) for kind, same in groupby(lines, lambda each: each[0])
    ]


def _kind(line: str) -> str:
    found = _ITEM.fullmatch(line)
    if found is None:
        return "p"
    return "ul" if found["dash"] else "ol"


def _html_of(part: tuple[str, list[str]]) -> str:
    kind, lines = part
    if kind == "p":
        return f"<p>{'<br>'.join(_linked(line.strip()) for line in lines)}</p>"
    items = [found["words"] for line in lines if (found := _ITEM.fullmatch(line))]
    told = "".join(f"<li><p>{_linked(words)}</p></li>" for words in items)
    return f"<{kind}>{told}</{kind}>"


def _linked(words: str) -> str:
    """As HTML; Django's own `urlize` loses what stands between a bracket and the next word."""
    told, place = "", 0
    for found in _ADDRESS.finditer(words):
        address = found.group() if "(" in found.group() else _AFTER.sub("", found.group())
        told += f"{escape(words[place : found.start()])}{_link(address)}"
        place = found.start() + len(address)
    return told + escape(words[place:])


def _link(address: str) -> str:
    scheme = "" if address.startswith("http") else "https://"
    if "@" in address and scheme:
        scheme = "mailto:"
    return f'<a href="{escape(scheme + address)}">{escape(address)}</a>'


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
        deeper = "  " * (len(self._counts) - 1)
        count = self._counts[-1] if self._counts else None
        if count is None:
            return f"{deeper}- "
        self._counts[-1] = count + 1
        return f"{deeper}{count + 1}. "

    def _end_link(self) -> None:
        href, begin = self._link
        if href and _bare(href) != _bare("".join(self._said[begin:]).strip()):
            self._say(f" ({href})")

    def _say(self, said: str, *, words: bool = True) -> None:
        self._said.append("\n" * self._gap + said)
        self._gap, self._has_words = 0, words


def _bare(address: str) -> str:
    return unquote(_SCHEME.sub("", address))
