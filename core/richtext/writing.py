"""Rich text of plain text, as people write it."""

import re

from django.utils.html import escape

from core.richtext.html import clean
from core.richtext.reading import DEEPER

_ITEM = re.compile(r"\s*(?:(?P<dash>[-*•–])|(?P<number>\d{1,3})[.)])\s+(?P<words>.*)")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# What follows an address is of the sentence.
_AFTER = re.compile(r"[.,;:!?'»…\])]+$")


def from_text(text: str) -> str:
    """Clean HTML of what somebody wrote without an editor; addresses become links."""
    blocks = re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n").strip())
    return clean("".join(_html_of(block) for block in blocks))


def _html_of(block: str) -> str:
    writer = _Writer()
    for line in filter(str.strip, block.expandtabs(DEEPER).split("\n")):
        writer.write(line)
    writer.close()
    return writer.html


class _Writer:
    """Writes lines as paragraphs and lists; the room before a line says how deep it stands."""

    def __init__(self) -> None:
        self.html = ""
        # Of each list around what it is; each of them has an item that goes on.
        self._lists: list[str] = []
        self._in_paragraph = False

    def write(self, line: str) -> None:
        level = min((len(line) - len(line.lstrip())) // DEEPER, len(self._lists))
        if found := _ITEM.fullmatch(line):
            self._item(level, "ul" if found["dash"] else "ol", found["words"])
        elif self._lists and level:
            self._end_lists(level)
            self.html += f"<p>{_linked(line.strip())}</p>"
        else:
            self._end_lists(0)
            self.html += f"{'<br>' if self._in_paragraph else '<p>'}{_linked(line.strip())}"
            self._in_paragraph = True

    def close(self) -> None:
        self._end_lists(0)
        self._end_paragraph()

    def _item(self, level: int, kind: str, words: str) -> None:
        self._end_paragraph()
        self._end_lists(level + 1)
        if self._lists[level:] == [kind]:
            self.html += "</li>"
        else:
            self._end_lists(level)
            self._lists.append(kind)
            self.html += f"<{kind}>"
        self.html += f"<li><p>{_linked(words)}</p>"

    def _end_lists(self, level: int) -> None:
        while len(self._lists) > level:
            self.html += f"</li></{self._lists.pop()}>"

    def _end_paragraph(self) -> None:
        if self._in_paragraph:
            self.html += "</p>"
        self._in_paragraph = False


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
