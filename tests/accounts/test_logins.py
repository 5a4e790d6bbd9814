import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.logins import LoginAllocator, NameWithoutLetters, fold, folded_name, login_stem

NAMES = [("Léa", "Martin"), ("Léa", "Martin2"), ("Lea", "Martin22"), ("LÉA", "martin 2")]


@pytest.mark.parametrize(
    ("first", "last", "stem"),
    [
        ("Léa", "Martin", "lea.martin"),
        ("Jean-Pierre", "d'Artagnan", "jeanpierre.dartagnan"),
        ("Zoë", "Lefœuvre", "zoe.lefoeuvre"),
        ("Łukasz", "Weiß", "lukasz.weiss"),
        ("李", "娜", "li.na"),
        ("Anna 🌻", "Noe\u0308l", "anna.noel"),
        ("A" * 40, "B" * 40, f"{'a' * 30}.{'b' * 30}"),
    ],
)
def test_stem_is_the_name_in_plain_letters(first: str, last: str, stem: str) -> None:
    assert login_stem(first, last) == stem


@pytest.mark.parametrize("name", ["", "  ", "-", "123", "🌻", "½"])
def test_a_half_without_letters_is_refused_by_name(name: str) -> None:
    with pytest.raises(NameWithoutLetters) as refusal:
        login_stem(name, "Martin")
    assert refusal.value.name == name
    with pytest.raises(NameWithoutLetters):
        login_stem("Léa", name)


def test_namesakes_are_numbered_from_two() -> None:
    allocator = LoginAllocator(["lea.martin"])
    assert [allocator.allocate("Léa", "Martin") for _ in range(2)] == ["lea.martin2", "lea.martin3"]


def test_a_number_never_takes_the_login_of_a_name_that_ends_in_it() -> None:
    allocator = LoginAllocator()
    assert allocator.allocate("Léa", "Martin2") == "lea.martin2"
    assert allocator.allocate("Léa", "Martin") == "lea.martin"
    assert allocator.allocate("Léa", "Martin") == "lea.martin3"


@given(st.lists(st.sampled_from(NAMES), max_size=40), st.sets(st.sampled_from(["lea.martin3"])))
def test_logins_are_unique_in_any_order(people: list[tuple[str, str]], taken: set[str]) -> None:
    allocator = LoginAllocator(taken)
    logins = [allocator.allocate(*person) for person in people]
    assert len({*logins, *taken}) == len(logins) + len(taken)
    for login, person in zip(logins, people, strict=True):
        assert login.startswith(login_stem(*person))


@given(st.text(), st.text())
def test_a_stem_is_two_short_plain_halves_or_a_refusal(first: str, last: str) -> None:
    try:
        stem = login_stem(first, last)
    except NameWithoutLetters:
        return
    halves = stem.split(".")
    assert len(halves) == 2
    assert all(half.isascii() and half.isalnum() and 0 < len(half) <= 30 for half in halves)
    assert stem == stem.lower()


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_people_are_sorted_by_last_name_without_accents() -> None:
    people = [("Zoé", "Ébrard"), ("Adam", "Émile"), ("Anne", "Ébrard"), ("Jean", "Dumas")]
    assert sorted(people, key=lambda person: folded_name(*person)) == [
        ("Jean", "Dumas"),
        ("Anne", "Ébrard"),
        ("Zoé", "Ébrard"),
        ("Adam", "Émile"),
    ]
