"""What somebody who reports something says is wrong is in the charter of whoever wrote it."""

from itertools import product

import pytest
from django.utils import translation

from accounts.choices import Profile
from charters.models import CharterVersion
from charters.rules import rule_for, rules_of
from charters.texts import shipped_text
from moderation.reasons import Reason

NAMED = [reason for reason in Reason if reason != Reason.OTHER]


def shipped(profile: str) -> CharterVersion:
    texts = {f"text_{language}": shipped_text(profile, language) for language in ("fr", "en")}
    return CharterVersion(profile=profile, number=1, **texts)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("profile", "reason"), list(product(Profile, NAMED)))
def test_each_reason_means_a_rule(profile: str, reason: str, language: str) -> None:
    version = shipped(profile)
    number = rule_for(version, reason)
    with translation.override(language):
        assert number is not None and rules_of(version)[number]


@pytest.mark.parametrize(
    ("language", "reason", "begins"),
    [
        ("fr", "meeting", "Ici, je ne donne de rendez-vous à personne"),
        ("en", "meeting", "I do not arrange to meet anybody here"),
        ("fr", "chain", "Je ne fais pas suivre un message"),
        ("en", "private", "I do not tell about other people’s lives"),
        ("fr", "safety", "Si quelque chose me fait peur"),
    ],
)
def test_it_is_the_rule_that_a_student_knows(language: str, reason: str, begins: str) -> None:
    version = shipped(Profile.STUDENT)
    number = rule_for(version, reason)
    with translation.override(language):
        assert number and rules_of(version)[number].startswith(begins)


@pytest.mark.parametrize("profile", Profile)
def test_the_rules_have_the_same_numbers_in_both_languages(profile: str) -> None:
    version = shipped(profile)
    numbers = []
    for language in ("fr", "en"):
        with translation.override(language):
            numbers.append(list(rules_of(version)))
    assert numbers[0] == numbers[1] == list(range(1, len(numbers[0]) + 1))


def test_in_a_charter_of_its_own_a_school_says_which_rule_it_is() -> None:
    own = shipped(Profile.STUDENT)
    own.text_en = "1. Be kind."
    assert rule_for(own, Reason.UNKIND) is None
    with translation.override("en"):
        assert rules_of(own) == {1: "Be kind."}


def test_something_else_is_about_no_rule() -> None:
    assert rule_for(shipped(Profile.PARENT), Reason.OTHER) is None
