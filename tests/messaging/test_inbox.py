"""Conversations as they lie with each person: unread, put away, muted, searched."""

from collections.abc import Callable

import pytest

from accounts.models import Membership
from audit.models import Event
from messaging.actions import answer_conversation, mark_read, start_conversation
from messaging.models import Conversation, Delivery, Participant
from tests.cast import Cast
from tests.client import SchoolClient

ClientFor = Callable[[Membership], SchoolClient]


@pytest.fixture
def talk(cast: Cast) -> Conversation:
    return start_conversation(
        cast.mother, to=[cast.teacher], subject="Piscine", body="Élodie a oublié son maillot."
    )


def listed(client: SchoolClient, address: str = "/messages/") -> list[int]:
    return [mine.conversation_id for mine, _ in client.get(address).context["lines"]]


def counted(client: SchoolClient) -> int:
    """What the navigation says is waiting."""
    links = client.get("/me/").context["navigation"]()
    return sum(link.count for link in links if link.url == "/messages/")


def lay(client: SchoolClient, talk: Conversation, how: str) -> int:
    return client.post(f"/messages/{talk.pk}/lay/{how}/").status_code


def test_what_is_put_away_comes_back_with_an_answer(
    cast: Cast, talk: Conversation, client_for: ClientFor
) -> None:
    client = client_for(cast.mother)
    assert lay(client, talk, "archive") == 302
    assert listed(client) == [] and listed(client, "/messages/archived/") == [talk.pk]
    assert listed(client_for(cast.teacher)) == [talk.pk]
    answer_conversation(cast.teacher, conversation=talk, body="Je lui en prête un.")
    assert listed(client) == [talk.pk] and counted(client) == 1


def test_what_is_muted_and_put_away_stays_there_and_counts_for_nothing(
    cast: Cast, talk: Conversation, client_for: ClientFor
) -> None:
    client = client_for(cast.mother)
    for how in ("mute", "archive"):
        lay(client, talk, how)
    answer_conversation(cast.teacher, conversation=talk, body="Je lui en prête un.")
    assert listed(client) == [] and counted(client) == 0
    lay(client, talk, "unmute")
    assert counted(client) == 1


def test_there_are_no_other_places_to_lay_it(
    cast: Cast, talk: Conversation, client_for: ClientFor
) -> None:
    assert lay(client_for(cast.mother), talk, "burn") == 404
    assert lay(client_for(cast.father), talk, "mute") == 404


def test_a_page_in_the_background_has_read_nothing(
    cast: Cast, talk: Conversation, client_for: ClientFor
) -> None:
    client = client_for(cast.teacher)
    client.get(f"/messages/{talk.pk}/", headers={"X-Hidden": "yes"})
    assert counted(client) == 1
    assert Delivery.objects.get(membership=cast.teacher).read_at is None
    client.get(f"/messages/{talk.pk}/")
    assert counted(client) == 0
    assert Delivery.objects.get(membership=cast.teacher).read_at is not None


def test_what_comes_while_one_reads_stays_unread(cast: Cast, talk: Conversation) -> None:
    seen = Participant.objects.get(membership=cast.teacher)
    answer_conversation(cast.mother, conversation=talk, body="Et ses lunettes.")
    mark_read(cast.teacher, seen=seen)
    assert Participant.objects.of(cast.teacher.user).unread().exists()
    unread = Delivery.objects.filter(membership=cast.teacher, read_at=None)
    assert unread.get().message.body == "Et ses lunettes."


@pytest.mark.parametrize("words", ["ELODIE", "maill oubli", "piscine maillot", "claire lacombe"])
def test_words_subjects_and_names_are_found_whatever_their_accents(
    cast: Cast, talk: Conversation, client_for: ClientFor, words: str
) -> None:
    found = client_for(cast.teacher).post("/messages/search/", {"words": words}).context["found"]
    assert [message.conversation_id for message in found] == [talk.pk]
    for nobody in (cast.father, cast.administrator, cast.other.teacher):
        assert client_for(nobody).post("/messages/search/", {"words": words}).context["found"] == []


def test_what_is_searched_is_in_no_address_and_not_in_the_log(
    cast: Cast, talk: Conversation, client_for: ClientFor
) -> None:
    client = client_for(cast.teacher)
    assert 'method="post"' in client.get("/messages/search/").content.decode()
    client.post("/messages/search/", {"words": "maillot"})
    assert "maillot" not in str(list(Event.objects.values_list("facts", flat=True)))
    assert client.get("/messages/search/?words=maillot").context["found"] == []


def test_a_list_names_who_began_it_and_whom_one_began_it_with(
    cast: Cast, talk: Conversation, client_for: ClientFor
) -> None:
    parents = cast.group("class", "parent", of=cast.cm1)
    start_conversation(cast.teacher, groups=[parents], subject="", body="Sortie jeudi.")
    page = client_for(cast.teacher).get("/messages/").content.decode()
    assert "Parents, CM1" in page and cast.mother.name in page
    assert cast.father.name not in page
    page = client_for(cast.father).get("/messages/").content.decode()
    assert f"{cast.teacher.name} et 2 autres" in page
