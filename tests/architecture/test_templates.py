"""Pages carry no script or style of their own, nothing from elsewhere, and speak two languages."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

from tests.architecture.sources import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STATIC = sorted(
    path for path in (ROOT / "static").rglob("*") if path.suffix in {".css", ".js", ".svg"}
)
TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
INLINE = {
    "a script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "a style": re.compile(r"<style|<[^>]+\sstyle\s*=", re.IGNORECASE),
    "a handler": re.compile(r"<[^>]+\s(on[a-z]+|hx-on[:\w-]*)\s*=|javascript:", re.IGNORECASE),
}
ELSEWHERE = re.compile(r"(?:https?:)?//[\w-]+\.[\w.-]+[^\s\"')]*", re.IGNORECASE)
NOTICE = re.compile(r"<c-notice[^>]*? title=\"{% translate '([^']+)' %}\"")
NAMESPACES = ("http://www.w3.org/",)
OUR_NAME = "Préau"
# Those who work on the house read it, and its people are invented.
FOR_DEVELOPERS = ROOT / "templates" / "styleguide"


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_page_carries_script_or_style(path: Path) -> None:
    markup = TAGS.sub("", path.read_text())
    assert {what for what, pattern in INLINE.items() if pattern.search(markup)} == set()


@pytest.mark.parametrize("path", [*TEMPLATES, *STATIC], ids=name)
def test_nothing_comes_from_elsewhere(path: Path) -> None:
    addresses = ELSEWHERE.findall(path.read_text())
    assert [each for each in addresses if not each.startswith(NAMESPACES)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_the_title_of_a_notice_is_a_sentence(path: Path) -> None:
    """Its text follows on the same line."""
    titles = NOTICE.findall(path.read_text())
    assert [each for each in titles if not each.endswith((".", ":", "?", "!"))] == []


class Words(HTMLParser):
    """Collects what a reader sees or hears of a page."""

    READ_OUT = frozenset({"alt", "title", "placeholder", "aria-label", "label", "hint", "text"})

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for key, value in attrs if value and key in self.READ_OUT]

    def handle_data(self, data: str) -> None:
        self.found.append(data)


# What stands in these is no text of the page.
OPENING = re.compile(r"blocktranslate|comment|block width")
CLOSING = {"blocktranslate": "endblocktranslate", "comment": "endcomment", "block": "endblock"}


def untranslated(template: str) -> list[str]:
    """The words of a template that stand outside `translate` and `blocktranslate`."""
    markup, inside = "", ""
    for token in Lexer(template).tokenize():
        if token.token_type == TokenType.BLOCK:
            if not inside and OPENING.match(token.contents):
                inside = token.contents.split()[0]
            elif inside and token.contents.startswith(CLOSING[inside]):
                inside = ""
        elif token.token_type == TokenType.TEXT and not inside:
            markup += token.contents
    words = [text.strip() for text in Words(markup).found]
    return [text for text in words if re.search(r"[^\W\d_]{2}", text.replace(OUR_NAME, ""))]


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if FOR_DEVELOPERS not in path.parents], ids=name
)
def test_every_word_can_be_translated(path: Path) -> None:
    assert untranslated(path.read_text()) == []


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<h1>Welcome</h1>", ["Welcome"]),
        ("<h1>{% translate 'Welcome' %}</h1>", []),
        ("{% blocktranslate %}Hello {{ name }}{% endblocktranslate %} !", []),
        ('<img alt="A cat" class="round">', ["A cat"]),
        ("<img alt=\"{% translate 'A cat' %}\">", []),
    ],
)
def test_untranslated_words_are_recognised(template: str, words: list[str]) -> None:
    assert untranslated(template) == words
