"""What administrators see of it: figures without content, and the school's own words."""

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from core import clock
from moderation.actions.words import add_word, remove_word
from moderation.models import SchoolWord
from moderation.screening.counts import count
from tests.cast import Cast
from tests.costs import queries
from tests.factories.moderation import SchoolWordFactory
from tests.newsfeed.conftest import ClientFor


def figures(cast: Cast) -> str:
    return f"/schools/{cast.school.pk}/screening/"


def words(cast: Cast) -> str:
    return f"{figures(cast)}words/"


def test_figures_of_the_school_alone(cast: Cast, client_for: ClientFor) -> None:
    today = clock.today()
    count(cast.school.pk, today, asked={"phone", "coarse"})
    count(cast.school.pk, today, asked={"phone"}, edited={"phone"})
    count(cast.other.school.pk, today, asked={"chain"})
    context = client_for(cast.administrator).get(figures(cast)).context
    (row,) = [row for row in context["kinds"] if row["kind"] == "phone"]
    assert (row["all_asked"], row["all_edited"], row["given_up"]) == (2, 1, 1)
    assert len(context["kinds"]) == 2
    assert [row["all_asked"] for row in context["days"]] == [3]


def test_a_page_sent_twice_gives_nothing_up(cast: Cast, client_for: ClientFor) -> None:
    count(cast.school.pk, clock.today(), asked={"coarse"}, sent_anyway={"coarse"})
    count(cast.school.pk, clock.today(), sent_anyway={"coarse"})
    context = client_for(cast.administrator).get(figures(cast)).context
    assert [row["given_up"] for row in context["kinds"]] == [0]


def test_the_page_costs_the_same_however_much_there_is(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    count(cast.school.pk, clock.today(), asked={"phone"})
    SchoolWordFactory(school=cast.school)
    before = queries(client, figures(cast)), queries(client, words(cast))
    count(cast.school.pk, clock.today(), asked={"coarse", "mail", "chain"})
    for _ in range(5):
        SchoolWordFactory(school=cast.school)
    assert (queries(client, figures(cast)), queries(client, words(cast))) == before


def test_words_are_added_as_they_are_compared(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    for phrase, tier in (("  Gros  ZIGOTO !", "stop"), ("gros zigoto", "ask")):
        assert client.post(words(cast), {"phrase": phrase, "tier": tier}).status_code == 302
    word = SchoolWord.objects.get()
    assert (word.phrase, word.tier) == ("gros zigoto", "ask")
    assert "gros zigoto" in client.get(words(cast)).content.decode()
    told = str(list(Event.objects.filter(verb="add_word").values()))
    assert told and "zigoto" not in told


@pytest.mark.parametrize("phrase", ["", "!!!", "a", "x" * 81])
def test_what_is_no_word_is_not_added(cast: Cast, client_for: ClientFor, phrase: str) -> None:
    client = client_for(cast.administrator)
    assert client.post(words(cast), {"phrase": phrase, "tier": "ask"}).status_code == 422
    assert not SchoolWord.objects.exists()


def test_words_are_taken_out(cast: Cast, client_for: ClientFor) -> None:
    mine = SchoolWordFactory(school=cast.school)
    theirs = SchoolWordFactory(school=cast.other.school)
    client = client_for(cast.administrator)
    assert client.post(f"{words(cast)}{theirs.pk}/remove/").status_code == 404
    assert client.post(f"{words(cast)}{mine.pk}/remove/").status_code == 302
    assert SchoolWord.objects.get() == theirs


def test_only_the_schools_administrator_decides(cast: Cast) -> None:
    word = SchoolWordFactory(school=cast.school)
    for person in (cast.teacher, cast.head, cast.student):
        with pytest.raises(PermissionDenied):
            add_word(person, phrase="zigoto", tier="ask")
    for person in (cast.teacher, cast.other.administrator):
        with pytest.raises(PermissionDenied):
            remove_word(person, word=word)
