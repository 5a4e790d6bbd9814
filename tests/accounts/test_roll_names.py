import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.logins import fold
from accounts.roll.names import first_name, last_name, same_spelling


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("MARTIN", "Martin"),
        ("DE LA FONTAINE", "de La Fontaine"),
        ("D'ARTAGNAN", "d'Artagnan"),
        ("D’ARTAGNAN", "d'Artagnan"),
        ("DU BELLAY", "du Bellay"),
        ("MOREIRA DA COSTA", "Moreira da Costa"),
        ("VAN DER BERG", "van der Berg"),
        ("NGUYEN VAN", "Nguyen Van"),
        ("NGUYEN VAN HAI", "Nguyen Van Hai"),
        ("DO", "Do"),
        ("LE GOFF", "Le Goff"),
        ("LE FLOC'H", "Le Floc'h"),
        ("O'BRIEN", "O'Brien"),
        ("L'HOSTIS", "L'Hostis"),
        ("BLANC-DE SOUSA", "Blanc-de Sousa"),
        ("ÉVRARD", "Évrard"),
        ("  saint   martin ", "Saint Martin"),
        ("McDonald", "McDonald"),
    ],
)
def test_family_names_leave_their_capitals(written: str, shown: str) -> None:
    assert last_name(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("JEAN-PIERRE", "Jean-Pierre"),
        ("marie ange", "Marie Ange"),
        ("ÉLÉONORE", "Éléonore"),
        ("LouAnn", "LouAnn"),
        ("MARIE DE LOURDES", "Marie De Lourdes"),
        ("Le\u0301a\u200b", "Léa"),
    ],
)
def test_first_names_leave_their_capitals(written: str, shown: str) -> None:
    assert first_name(written) == shown


LETTERS = st.characters(categories=["Lu", "Ll"], max_codepoint=0xFF, exclude_characters="µ")


@given(st.text(LETTERS | st.sampled_from(" '-")))
def test_the_shown_form_is_the_same_name_and_stays(text: str) -> None:
    shown = last_name(text)
    assert fold(shown) == fold(text)
    assert last_name(shown) == shown


def test_what_was_put_right_by_hand_stays() -> None:
    assert same_spelling("Hélène", "Helene")
    assert same_spelling("Da Costa", "da Costa")
    assert not same_spelling("Helene", "Hélène")
    assert not same_spelling("Martin", "Martins")
