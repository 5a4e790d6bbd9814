"""The demo is loaded once, to its end; the loading itself is a matter of minutes and is not tested."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from config.demo.loading import PLANS
from tests.factories.accounts import SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def embedded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PREAU_EMBEDDED", "1")
    monkeypatch.setenv("PREAU_DATA_DIR", str(tmp_path))


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    times: list[bool] = []
    monkeypatch.setattr(
        "config.management.commands.load_demo.load_demo", lambda: times.append(True)
    )
    return times


def test_a_demo_is_loaded_once(loaded: list[bool]) -> None:
    call_command("load_demo", verbosity=0)
    call_command("load_demo", verbosity=0)
    assert loaded == [True]


def test_a_demo_that_was_interrupted_says_so(loaded: list[bool], tmp_path: Path) -> None:
    SchoolFactory(name=PLANS[0].name)
    with pytest.raises(CommandError, match=str(tmp_path)):
        call_command("load_demo", verbosity=0)
    assert loaded == []


def test_a_demo_stays_with_the_embedded_services(
    loaded: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PREAU_EMBEDDED")
    with pytest.raises(CommandError):
        call_command("load_demo", verbosity=0)
    assert loaded == []
