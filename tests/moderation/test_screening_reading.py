"""However strange the text: no failure, nothing slow, and places that are right."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.screening import Readers
from moderation.screening.folding import Folded
from moderation.screening.phrases import of_school
from moderation.screening.reading import Reading

ODD = "œßﬁİı…’“ŁÆ①４𝓬\u200b́̈·*@$!|€.-_ \n0O1"
TEXTS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(ODD + "conardtuesle")),
    max_size=200,
)


def reading(*, is_student: bool = True, readers: Readers = Readers.ANYBODY) -> Reading:
    return Reading(
        own=of_school([]),
        is_student=is_student,
        readers=readers,
        is_name=frozenset(["emma"]).__contains__,
    )


def marked(text: str, **whose: object) -> list[str]:
    return [text[each.start : each.end] for each in reading(**whose).read(text)]  # type: ignore[arg-type]


@given(TEXTS, st.booleans())
def test_every_text_is_read_and_places_lie_inside_it(text: str, is_student: bool) -> None:  # noqa: FBT001
    end = 0
    for found in reading(is_student=is_student).read(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end


@given(TEXTS, st.sampled_from(["connard", "T’es nul", "06 12 34 56 78", "emma@gmail.com"]), TEXTS)
def test_what_is_found_is_marked_where_it_stands(before: str, bad: str, after: str) -> None:
    text = f"{before}\n\n. {bad} .\n\n{after}"
    start = len(before) + len("\n\n. ")
    found = [each for each in reading().read(text) if start <= each.start < start + len(bad)]
    assert found and all(each.end <= start + len(bad) for each in found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Cœur, œuf, ﬁn… espèce de CONNARD !", "CONNARD"),
        ("ßß ﬃ ½ c\u200bon", "c\u200bon"),
        (
            unicodedata.normalize("NFD", "tu es un bâtard là"),
            unicodedata.normalize("NFD", "bâtard"),
        ),
        ("𝓬𝓸𝓷𝓷𝓪𝓻𝓭", "𝓬𝓸𝓷𝓷𝓪𝓻𝓭"),
        ("oh ＭＥＲＤＥ", "ＭＥＲＤＥ"),
        ("t’es c . o . n", "c . o . n"),
        ("œœœ 06 12 34 56 78", "06 12 34 56 78"),
    ],
)
def test_folding_loses_no_place(text: str, words: str) -> None:
    assert words in marked(text)


@pytest.mark.parametrize(
    "spelled",
    [
        *(
            "connard",
            "CONNARD",
            "conard",
            "connaaaard",
            "c0nn4rd",
            "c.o.n.n.a.r.d",
            "c o n n a r d",
        ),
        *("con-nard", "c*nnard", "connards", "connarde", "Cónnärd", "c_o_n_n_a_r_d"),
    ],
)
def test_a_word_is_known_however_it_is_spelled(spelled: str) -> None:
    assert marked(f"Voilà, {spelled} que voici") == [spelled]


@pytest.mark.parametrize(
    "innocent",
    [
        *(
            "Scunthorpe",
            "cockpit",
            "assassin",
            "conduite",
            "connexion",
            "reconnaissance",
            "pédagogie",
        ),
        *("cultiver", "assessment", "Essex", "as", "class", "bitume", "salopette", "putois"),
    ],
)
def test_nothing_is_found_inside_another_word(innocent: str) -> None:
    assert marked(f"Tu es {innocent}, voilà {innocent}.") == []


@pytest.mark.parametrize(
    ("said", "aimed"),
    [
        ("Tu es nul.", True),
        ("Emma est nulle.", True),
        ("You are stupid.", True),
        ("Le film est nul.", False),
        ("Tu n’es pas nul.", False),
        ("Zoé, que personne ne connaît, est nulle.", False),
        ("You are not stupid.", False),
        ("This game is stupid.", False),
        ("Tu as vu ? Nul, ce match.", False),
    ],
)
def test_some_words_hurt_only_when_somebody_is_meant(said: str, *, aimed: bool) -> None:
    assert bool(marked(said)) is aimed


@pytest.mark.parametrize(
    ("text", "student", "adult"),
    [
        ("Le musée : 12 avenue des Arts, à gauche du musée", False, False),
        ("Prenez le 12 avenue des Arts", True, False),
        ("J’habite 12 avenue des Arts", True, True),
        ("Voyez https://exemple.fr/page", True, False),
        ("Appelez le 01 42 68 53 00", True, False),
        ("Appelez le 06 12 34 56 78", True, True),
        ("Rendez-vous au parc à 9 h", True, False),
    ],
)
def test_adults_are_told_of_their_own_details_alone(
    text: str, *, student: bool, adult: bool
) -> None:
    assert bool(marked(text)) is student
    assert bool(marked(text, is_student=False)) is adult


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("on se retrouve au parc avec ma mère", False),
        ("on va au stade, maman nous emmène", False),
        ("wait for me at the gate, my mum is taking both of us", False),
        ("viens chez moi, les parents sont pas là", True),
        ("on se voit au parc, maman vient pas", True),
        ("on se voit au parc, maman nous emmène pas", True),
        ("meet me at the park, my mum is coming home late", True),
    ],
)
def test_an_adult_who_is_away_is_none_who_comes_along(text: str, *, alone: bool) -> None:
    assert bool(marked(text)) is alone


@pytest.mark.parametrize("readers", Readers)
def test_a_child_can_tell_its_adults_what_was_said(readers: Readers) -> None:
    told = reading(readers=readers)
    (found,) = told.read("Il m’a dit : va te pendre")
    assert told.must_change(found) is (readers is Readers.ANYBODY)


def test_a_family_tells_each_other_where_it_is() -> None:
    text = "Viens me chercher au parc, 12 rue des Lilas, ou appelle le 06 12 34 56 78"
    assert marked(text, readers=Readers.FAMILY) == []
    assert marked(text, readers=Readers.ADULTS)


# What makes a careless pattern take its time: long runs of what it may begin with.
LONG = 20_000
RUNS = ["a", "1 ", "0 6", "c o n ", "a@", "a.", "@a", "é ", "né le ", "mot de passe ", "j'habite "]
RUNS += ["12 rue ", "on se voit ", "envoie ", "tu es ", "n*", "con-", "mon snap ", "+33 ", " at "]


@pytest.mark.parametrize("run", RUNS)
def test_no_pattern_goes_over_the_same_ground_twice(run: str) -> None:
    """Steps of the pattern engine cannot be counted; a square of this length would not end."""
    text = (run * LONG)[:LONG]
    reading().read(text)
    reading().read(text * 2)


def test_folded_and_original_have_the_same_length_to_the_eye() -> None:
    folded = Folded("aœ")
    assert folded.text == "aoe"
    assert folded.span(1, 3) == (1, 2)
