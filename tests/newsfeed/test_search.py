"""What somebody may see is found by its words, whatever their accents and endings; nothing else is."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from audit.models import Event
from core import clock
from newsfeed.actions import (
    delete_comment,
    delete_entry,
    edit_entry,
    publish_draft,
    remove_comment,
    remove_entry,
    take_file_off,
)
from newsfeed.marks import excerpt, fitting, marked
from newsfeed.models import Audience, Comment, Entry
from newsfeed.parts.saving import Parts
from newsfeed.search import MOST, find
from tests.cast import Cast
from tests.client import signed_in
from tests.factories.newsfeed import (
    CommentFactory,
    EntryFactory,
    EntryFileFactory,
    EventFactory,
    PollFactory,
)

PAGE = "/search/"


def writes(cast: Cast, title: str = "", words: str = "", **fields: Any) -> Entry:
    fields = {"author": cast.teacher, "audience": [cast.group("class", of=cast.cm1)]} | fields
    made: Entry = EntryFactory(
        school=cast.school, title=title, body=f"<p>{words}</p>", text=words, **fields
    )
    return made


def found_by(person: Membership, words: str, **options: Any) -> list[Entry]:
    found, _ = find(person.user, words, **options)
    return [each.entry for each in found]


def is_found(person: Membership, words: str) -> bool:
    return bool(found_by(person, words))


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("La sortie à la piscine", "piscines"),
        ("Les élèves de l’école", "eleve ecole"),
        ("Une ecole sans accents", "École"),
        ("e\u0301le\u0300ves", "élèves"),  # as some keyboards write them
        ("Le cœur des œuvres", "coeur"),
        ("Des soeurs", "sœur"),
        ("L'autorisation", "autorisations"),
        ("L’autorisation", "autorisation"),
        ("«\xa0goûter\xa0» — demain", "gouter"),
        ("Rendez\u2011vous à 8 h", "rendez-vous"),
        ("Rendez-vous à 8 h", "rendez vous"),
        ("We went swimming with the children", "swims children"),
        ("The books are back", "book"),
        ("Straße und Łódź", "strasse lodz"),
        ("Classe de neige", '"classe de neige"'),
        ("Classe de neige", "«\xa0classe de neige\xa0»"),
        ("Le bus et le train", "train or avion"),
        ("Sortie à la piscine", "sortie - piscine -"),
        ("Le rendez-vous est lundi/mardi.Demain on chante", "mardi demain"),
        ("Tout est sur www.zola.example/menu", "menu zola"),
        ("Le 12/11", "12/11"),
    ],
)
def test_words_are_found_in_whichever_form(cast: Cast, written: str, sought: str) -> None:
    writes(cast, words=written)
    assert is_found(cast.student, sought)


@pytest.mark.parametrize(
    "sought",
    [
        "piscine",
        "sortie piscine",
        '"musée demain"',
        "“musée demain”",
        "sortie -demain",
        "",
        "le la de",
        "!&|:*",
    ],
)
def test_what_does_not_stand_there_is_not_found(cast: Cast, sought: str) -> None:
    writes(cast, words="Pour demain : sortie au musée, la classe part à huit heures")
    assert not is_found(cast.student, sought)


@pytest.mark.parametrize(
    "typed", ["'", '"', "a' OR 1=1 --", "((", "a & | !", "\\", "%s %(x)s", "<->"]
)
def test_nothing_typed_is_an_error(cast: Cast, typed: str) -> None:
    assert signed_in(cast.student).post(PAGE, {"words": typed}).status_code == 200


def test_it_is_found_by_what_comes_with_it_as_long_as_that_does(cast: Cast) -> None:
    draft = writes(cast, "Vendredi", state="draft")
    poll = {"question": "Des grenouilles ?", "options": ["Oui", "Des crapauds"]}
    day = {"starts_at": clock.now(), "ends_at": clock.now(), "place": "Étang Bleu"}
    PollFactory(school=cast.school, entry=draft, **poll)
    EventFactory(school=cast.school, entry=draft, **day)
    picture = EntryFileFactory(
        school=cast.school, entry=draft, file__name="Les_têtards-2.jpg", description="Une mare"
    )
    words = ("grenouille", "crapaud", "etang", "tetards", "mares")
    assert not any(is_found(cast.teacher, word) for word in words)
    publish_draft(cast.teacher, entry=draft)
    assert all(is_found(cast.student, word) for word in words)
    take_file_off(cast.teacher, attachment=picture)
    changed = Parts(event={**day, "place": "Musée"})
    edit_entry(cast.teacher, entry=draft, title="Vendredi", body="", parts=changed)
    assert not any(is_found(cast.student, word) for word in words)
    assert is_found(cast.student, "musees")
    delete_entry(cast.teacher, entry=draft)
    assert Entry.objects.get(pk=draft.pk).beside == ""


def test_what_fits_best_comes_first(cast: Cast) -> None:
    old = writes(cast, "Piscine", written_at=clock.now() - timedelta(days=3 * 365))
    said = writes(cast, "Demain", "La classe part à huit heures")
    CommentFactory(school=cast.school, entry=said, author=cast.student, body="À la piscine ?")
    told = writes(cast, "Demain", "La classe va à la piscine")
    called = writes(cast, "Piscine", "La classe part à huit heures")
    assert found_by(cast.student, "piscine") == [called, told, old, said]


def test_of_comments_the_one_that_fits_is_shown(cast: Cast) -> None:
    entry = writes(cast, "Demain", "La classe part")
    for body in ("Chouette", "Et les bonnets de piscine ?"):
        CommentFactory(school=cast.school, entry=entry, author=cast.student, body=body)
    ((found,), more) = find(cast.mother.user, "bonnet")
    assert found.comment and found.comment.body.startswith("Et les bonnets") and not more


@pytest.mark.parametrize(
    "part", ["ce2_student", "ce2_parent", "ce2_teacher", "staff", "head", "administrator", "guest"]
)
def test_others_do_not_find_it(cast: Cast, part: str) -> None:
    entry = writes(cast, "Piscine", beside="têtards")
    CommentFactory(school=cast.school, entry=entry, author=cast.student, body="bonnet")
    person = cast.people[part]
    for word in ("piscine", "têtards", "bonnet"):
        assert is_found(cast.mother, word) and is_found(cast.teacher, word)
        assert not is_found(person, word) and not is_found(cast.twin(person), word)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "draft"},
        {"state": "scheduled"},
        {"state": "waiting"},
        {"state": "declined"},
        {"expires_at": clock.now()},
    ],
    ids=["draft", "scheduled", "waiting", "declined", "expired"],
)
def test_what_is_not_there_to_be_read_is_not_found(cast: Cast, fields: dict[str, Any]) -> None:
    entry = writes(cast, "Piscine", beside="têtards", **fields)
    CommentFactory(school=cast.school, entry=entry, author=cast.student, body="bonnet")
    for person in (cast.student, cast.teacher):
        assert not any(is_found(person, word) for word in ("piscine", "têtards", "bonnet"))


@pytest.mark.parametrize("by", ["author", "school"])
def test_what_was_taken_away_is_not_found(cast: Cast, by: str) -> None:
    entry, other = writes(cast, "Piscine", beside="têtards"), writes(cast, "Musée")
    said = CommentFactory(school=cast.school, entry=other, author=cast.student, body="bonnet")
    if by == "author":
        delete_entry(cast.teacher, entry=entry)
        delete_comment(cast.student, comment=said)
        emptied = Entry.objects.get(pk=entry.pk).stems, Comment.objects.get(pk=said.pk).stems
        assert emptied == ("", "")
    else:
        remove_entry(cast.administrator, entry=entry)
        remove_comment(cast.administrator, comment=said)
    assert not any(is_found(cast.student, word) for word in ("piscine", "têtards", "bonnet"))


def test_an_entry_is_found_by_the_words_it_has_now(cast: Cast) -> None:
    entry = writes(cast, "Piscine")
    Entry.objects.filter(pk=entry.pk).update(title="Musée")
    assert not is_found(cast.student, "piscine") and is_found(cast.student, "musees")


def test_a_search_is_narrowed_to_a_class(cast: Cast) -> None:
    ce2 = cast.group("class", of=cast.ce2)
    here, there = writes(cast, "Piscine"), writes(cast, "Piscine", audience=[ce2])
    assert set(found_by(cast.mother, "piscine")) == {here, there}
    client = signed_in(cast.mother)
    asked = {"words": "piscine", "school_class": f"class-{cast.ce2.pk}"}
    (hit,) = client.post(PAGE, asked).context["found"]
    assert hit.found.entry == there
    asked["school_class"] = f"class-{cast.other.ce2.pk}"
    assert client.post(PAGE, asked).status_code == 422


def test_whoever_has_one_class_has_none_to_choose(cast: Cast) -> None:
    assert "school_class" not in signed_in(cast.student).get(PAGE).context["form"].fields


def test_what_somebody_looks_for_stands_in_no_address_and_in_no_log(cast: Cast) -> None:
    client = signed_in(cast.student)
    assert client.get(PAGE, {"words": "piscine"}).context["found"] == []
    client.post(PAGE, {"words": "piscine"})
    seen = Event.objects.filter(facts__page="newsfeed:search").values_list("facts", flat=True)
    assert len(seen) == 2 and "piscine" not in str(list(seen))


def test_what_was_typed_stays_and_can_be_looked_for_in_messages(cast: Cast) -> None:
    page = signed_in(cast.student).post(PAGE, {"words": "piscine"}).content.decode()
    assert 'value="piscine"' in page and 'formaction="/messages/search/"' in page
    answer = signed_in(cast.student).post("/messages/search/", {"words": "piscine"})
    page = answer.content.decode()
    assert 'value="piscine"' in page and 'formaction="/search/"' in page


@pytest.mark.parametrize("address", [PAGE, "/messages/search/"])
def test_too_much_is_said_and_not_lost(cast: Cast, address: str) -> None:
    answer = signed_in(cast.student).post(address, {"words": "piscine " * 20})
    assert answer.status_code == 422 and "piscine piscine" in answer.content.decode()


def test_pages_follow_one_another(cast: Cast) -> None:
    for number in range(21):
        writes(cast, f"Piscine {number}")
    client = signed_in(cast.student)
    pages = [client.post(PAGE, {"words": "piscine", "page": page}) for page in ("", "1", "2")]
    found = [[hit.found.entry.pk for hit in page.context["found"]] for page in pages]
    assert [len(page) for page in found] == [20, 1, 0]
    assert len({key for page in found for key in page}) == 21


def test_a_search_costs_the_same_however_much_it_finds(cast: Cast) -> None:
    client = signed_in(cast.mother)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(PAGE, {"words": "piscine"})
        assert answer.context["found"]
        return len(asked)

    for _ in range(2):
        entry = writes(cast, "Piscine", audience=[cast.group("class", of=cast.ce2)])
        CommentFactory(school=cast.school, entry=entry, author=cast.mother, body="piscine")
    client.get(PAGE)
    few = cost()
    for number in range(10):
        entry = writes(cast, f"Piscine {number}")
        CommentFactory(school=cast.school, entry=entry, author=cast.student, body="piscine")
    assert cost() == few


def _marks(text: str, sought: str) -> str:
    return marked(text, fitting([text], sought=sought))


def test_words_are_marked_as_they_stand_there(db: None) -> None:
    assert _marks("Les Élèves & l’école", "eleve ecoles") == (
        "Les <mark>Élèves</mark> &amp; l’<mark>école</mark>"
    )
    assert _marks("<b>piscine</b>", "piscine") == "&lt;b&gt;<mark>piscine</mark>&lt;/b&gt;"
    assert _marks("Le cœur", "le coeur") == "Le <mark>cœur</mark>"
    assert _marks("Swimming in the pool", "swims") == "<mark>Swimming</mark> in the pool"
    assert _marks("", "piscine") == ""
    assert _marks("le_lac.jpg", "lac") == "le_<mark>lac</mark>.jpg"
    assert _marks("Le thé et la tasse", "thé") == "Le <mark>thé</mark> et la tasse"


def test_an_excerpt_is_around_the_first_of_them(db: None) -> None:
    text = f"{'avant ' * 60}la piscine {'après ' * 60}".strip()
    told = excerpt(text, fitting([text], sought="piscine"))
    assert told.startswith("… avant") and told.endswith("après …")
    assert "<mark>piscine</mark>" in told and len(told) < 300
    assert excerpt("Court", frozenset()) == "Court"
    assert len(excerpt("x" * 5000, frozenset())) < 300


def test_who_finds_more_than_is_ranked_is_told_so(cast: Cast) -> None:
    group = cast.group("class", of=cast.cm1)
    fields = {"school": cast.school, "author": cast.teacher, "text": "girafe", "state": "published"}
    moments = [clock.now() - timedelta(minutes=each) for each in range(MOST + 1)]
    entries = Entry.objects.bulk_create(
        Entry(**fields, written_at=moment, published_at=moment) for moment in moments
    )
    Audience.objects.bulk_create(
        Audience(school=cast.school, entry=each, group=group, published_at=each.published_at)
        for each in entries
    )
    client = signed_in(cast.student)
    ends = [client.post(PAGE, {"words": "girafe", "page": str(page)}) for page in (0, 24)]
    assert [answer.context["is_cut"] for answer in ends] == [False, True]
    assert [len(answer.context["found"]) for answer in ends] == [20, 20]
