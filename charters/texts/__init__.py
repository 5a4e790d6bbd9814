"""The charters that Préau comes with, one per profile and language."""

from pathlib import Path

from accounts.choices import Profile

FOLDER = Path(__file__).parent


def shipped_text(profile: str, language: str) -> str:
    """The charter of a profile until the school publishes its own."""
    return (FOLDER / language / f"{Profile(profile).value}.txt").read_text(encoding="utf-8")
