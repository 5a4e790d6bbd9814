"""Telephone numbers in any spelling with spaces and dots, and in words."""

import re
from collections.abc import Iterator
from itertools import pairwise

import phonenumbers

from moderation.screening.folding import Folded
from moderation.screening.found import Found
from moderation.screening.kinds import PHONE

_GAP = r"[ .\-_/,()]{0,3}"
_NATIONAL = re.compile(rf"(?<![\d,.])[0o]{_GAP}[1-9](?:{_GAP}\d){{8,9}}(?!\d)")
_ABROAD = re.compile(rf"(?<![\d.,])(?:\+|(?<!\d )00) ?\(?[1-9](?:{_GAP}\d){{6,13}}(?!\d)")
_DECIMAL = re.compile(r"0[.,]\d+")
_DATE = re.compile(r"\d{1,2}[./ -]\d{1,2}[./ -](?:19|20)\d\d")
# In words, or in figures with words among them: figures alone are looked for above.
_SPOKEN = re.compile(
    r"\b(?:zero[ ,-]{1,3}(?:six(?![ ,-]{1,3}sept[ ,-]{1,3}huit)|sept)|0[ ,-]?[67])(?:[ ,.-]{1,3}(?:\d\d?|et|zero|un|deux|trois|quatre|cinq|six|sept|huit"
    r"|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante)\b){4,24}"
    r"|\b(?:zero|oh|o|nought)[ ,-]{1,3}seven(?:[ ,-]{1,3}(?:\d|zero|oh|o|nought|one|two|three|four|five|six|seven|eight|nine"
    r"|double|triple|hundred)\b){5,20}"
)
_WORD = re.compile(r"[a-z]{3}")
_MOBILE = ("6", "7")
# Where numbers without a country are looked for.
_REGIONS = ("FR", "GB")
_PAIR = 2
# Where somebody lists numbers for pages, no more of them need to be shown.
_MOST = 20


def phones_in(folded: Folded) -> Iterator[Found]:
    for count, found in enumerate(_NATIONAL.finditer(folded.text)):
        number = "0" + re.sub(r"\D", "", found.group()[1:])
        if count < _MOST and _is_written_as_one(found.group()) and _exists(number):
            yield Found(PHONE, *found.span(), own=number[1] in _MOBILE)
    for count, found in enumerate(_ABROAD.finditer(folded.text)):
        if count < _MOST and _exists(found.group()):
            yield Found(PHONE, *found.span(), own=True)
    for found in _SPOKEN.finditer(folded.text):
        if _WORD.search(found.group()):
            yield Found(PHONE, *found.span(), own=True)


def _exists(number: str) -> bool:
    return any(_exists_in(region, number) for region in _REGIONS)


def _exists_in(region: str, number: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False


def _is_written_as_one(written: str) -> bool:
    """Not a date with what follows it, and not numbers that are counted up."""
    groups = re.findall(r"[\do]+", written)
    if _DECIMAL.fullmatch(written) or _DATE.match(written):
        return False
    if ("/" in written or "," in written) and not _in_pairs(groups):
        return False
    numbers = [int(group.replace("o", "0")) for group in groups]
    digits = [int(digit) for digit in written.replace("o", "0") if digit.isdigit()]
    return not (len(numbers) > _PAIR and _even_steps(numbers)) and not _even_steps(digits)


def _in_pairs(groups: list[str]) -> bool:
    return all(len(group) == _PAIR for group in groups)


def _even_steps(numbers: list[int]) -> bool:
    return len({second - first for first, second in pairwise(numbers)}) == 1
