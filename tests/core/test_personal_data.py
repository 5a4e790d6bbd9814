import pytest

from core import personal_data
from core.personal_data import Delete, Holding, Share, every_field_is_on_the_map

CLASS = "accounts.SchoolClass"
FIELDS = ("id", "school", "name", "level", "colour")


@pytest.fixture
def the_map(monkeypatch: pytest.MonkeyPatch) -> dict[str, Holding]:
    """A copy of the map, to be drawn on."""
    copy = dict(personal_data._map)
    monkeypatch.setattr(personal_data, "_map", copy)
    return copy


def faults() -> list[str]:
    return [str(error.id) for error in every_field_is_on_the_map(None)]


def test_everything_is_on_the_map() -> None:
    assert [str(error) for error in every_field_is_on_the_map(None)] == []


def test_a_model_off_the_map_is_an_error(the_map: dict[str, Holding]) -> None:
    del the_map[CLASS]
    assert faults() == ["core.E1"]


def test_a_field_off_the_map_is_an_error(the_map: dict[str, Holding]) -> None:
    the_map[CLASS] = Holding(CLASS, "for the test", impersonal=FIELDS[1:])
    assert faults() == ["core.E2"]


def test_a_name_that_is_no_field_is_an_error(the_map: dict[str, Holding]) -> None:
    the_map[CLASS] = Holding(CLASS, "for the test", impersonal=(*FIELDS, "song"))
    assert faults() == ["core.E3"]


def test_a_field_on_the_map_twice_is_an_error(the_map: dict[str, Holding]) -> None:
    shares = (Share("name", ("name",), Delete()),)
    the_map[CLASS] = Holding(CLASS, "for the test", impersonal=FIELDS, shares=shares)
    assert faults() == ["core.E4"]


def test_a_model_is_declared_once(the_map: dict[str, Holding]) -> None:
    with pytest.raises(ValueError, match="on the map twice"):
        personal_data.declare(Holding(CLASS, "for the test", impersonal=FIELDS))
