"""Charters are plain text: paragraphs, and rules on lines that begin with a number."""

import re
from dataclasses import dataclass

RULE = re.compile(r"\d+\.\s+")


@dataclass(frozen=True)
class Block:
    """A paragraph, or several rules that follow each other."""

    lines: list[str]
    numbered: bool


def blocks(text: str) -> list[Block]:
    """What stands between empty lines, in order."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return [_block(paragraph.splitlines()) for paragraph in paragraphs]


def _block(lines: list[str]) -> Block:
    numbered = all(RULE.match(line) for line in lines)
    return Block([RULE.sub("", line, count=1) if numbered else line for line in lines], numbered)
