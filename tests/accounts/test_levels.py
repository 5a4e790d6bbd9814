import pytest

from accounts.levels import year_of


@pytest.mark.parametrize(
    ("level", "year"),
    [
        ("TPS", -3),
        ("cp", 1),
        ("CM2", 5),
        ("6ème", 6),
        ("CE1/CE2", 2),
        ("CM2, CM1", 4),
        ("ULIS/CM1", 4),
        ("ULIS", None),
        ("", None),
    ],
)
def test_the_year_of_a_level_is_that_of_its_youngest(level: str, year: int | None) -> None:
    assert year_of(level) == year
