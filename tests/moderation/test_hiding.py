"""What somebody reported is hidden from them, and from nobody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.deciding import NotAllowed
from accounts.models import Hidden, Membership
from audit.models import Event
from core import clock
from messaging.actions import start_draft
from moderation.actions.report import report_thing, show_again
from newsfeed.actions import write_comment
from newsfeed.models import Comment, Entry
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.messaging import ConversationFactory, MessageFactory
from tests.factories.newsfeed import (
    CommentFactory,
    ConfirmationFactory,
    EntryFactory,
    EventFactory,
)
from tests.moderation.conftest import UNKIND

ClientFor = Callable[[Membership], SchoolClient]
HIDDEN = "c’est caché ici"
ASKS = "À confirmer"
WORDS = "Quelle sortie pourrie."


@pytest.fixture
def entry(cast: Cast) -> Entry:
    """Unkind words to the whole of CM1, about something this week."""
    audience = [cast.group("class", of=cast.cm1)]
    made: Entry = EntryFactory(
        school=cast.school, author=cast.teacher, audience=audience, title="Nulle", body=WORDS
    )
    soon = clock.now() + timedelta(hours=1)
    EventFactory(school=cast.school, entry=made, starts_at=soon, ends_at=soon)
    return made


def read(client: SchoolClient, address: str) -> str:
    return client.get(address).content.decode()


def test_an_entry_is_hidden_in_the_feed_and_on_its_page_and_keeps_its_place(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    said = CommentFactory(school=cast.school, entry=entry, author=cast.classmate, body="Bien dit !")
    client = client_for(cast.student)
    addresses = ("/", f"/entries/{entry.pk}/", f"/entries/{entry.pk}/card/")
    for address in addresses:
        assert WORDS in read(client, address) and HIDDEN not in read(client, address)
    report = report_thing(cast.student, subject=entry, reason="unkind")
    for address in addresses:
        page = read(client, address)
        assert HIDDEN in page and f'id="entry-{entry.pk}"' in page
        for words in (WORDS, entry.title, said.body):
            assert words not in page
    other = client_for(cast.mother)
    for address in addresses:
        assert WORDS in read(other, address)
    answer = client.post(f"/reports/{report.pk}/show-again/")
    assert answer["Location"] == f"/reports/{report.pk}/"
    for address in addresses:
        assert WORDS in read(client, address)


def test_it_is_in_no_week_and_found_by_no_search(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    client = client_for(cast.student)

    def found() -> object:
        return client.post("/search/", {"words": "nulle"}).context["found"]

    assert entry.title in read(client, "/week/") and found()
    report_thing(cast.student, subject=entry, reason="unkind")
    assert entry.title not in read(client, "/week/") and not found()


def test_a_comment_is_hidden_and_its_answers_stay(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    CommentFactory(
        school=cast.school, entry=comment.entry, author=cast.mother, body="Doux.", answers=comment
    )
    report_thing(cast.student, subject=comment, reason="unkind")
    page = read(client_for(cast.student), f"/entries/{comment.entry_id}/")
    assert HIDDEN in page and UNKIND not in page and "Doux." in page
    assert UNKIND in read(client_for(cast.mother), f"/entries/{comment.entry_id}/")


def test_a_message_is_hidden_in_its_conversation_the_list_and_the_search(
    cast: Cast, client_for: ClientFor
) -> None:
    people = [cast.student, cast.classmate]
    conversation = ConversationFactory(
        school=cast.school, started_by=cast.classmate, between=people
    )
    message = MessageFactory(
        school=cast.school,
        conversation=conversation,
        author=cast.classmate,
        body=UNKIND,
        folded="nul",
    )
    client = client_for(cast.student)
    addresses = ("/messages/", f"/messages/{conversation.pk}/")

    def found() -> object:
        return client.post("/messages/search/", {"words": "nul"}).context["found"]

    for address in addresses:
        assert UNKIND in read(client, address)
    assert found()
    report_thing(cast.student, subject=message, reason="unkind")
    for address in addresses:
        assert UNKIND not in read(client, address)
    assert HIDDEN in read(client, addresses[1])
    assert not found()
    assert UNKIND in read(client_for(cast.classmate), addresses[1])


def test_a_hidden_message_asks_nothing_in_the_list(cast: Cast, client_for: ClientFor) -> None:
    people = [cast.student, cast.teacher]
    message = MessageFactory(
        school=cast.school,
        conversation=ConversationFactory(school=cast.school, between=people),
        author=cast.teacher,
        wants_confirmation=True,
    )
    client = client_for(cast.student)
    assert ASKS in read(client, "/messages/")
    report_thing(cast.student, subject=message, reason="unkind")
    assert ASKS not in read(client, "/messages/")


def test_it_is_hidden_wherever_somebody_hands_it_on(cast: Cast, client_for: ClientFor) -> None:
    people = [cast.student, cast.classmate]
    message = MessageFactory(
        school=cast.school,
        conversation=ConversationFactory(school=cast.school, between=people),
        author=cast.classmate,
        body=UNKIND,
        folded="nul",
    )
    on = ConversationFactory(
        school=cast.school, started_by=cast.mother, between=[*people, cast.mother]
    )
    MessageFactory(
        school=cast.school, conversation=on, author=cast.mother, forwards=message, body=""
    )
    draft = start_draft(cast.student, forwards=message)
    client, other = client_for(cast.student), client_for(cast.classmate)
    pages = (f"/messages/{on.pk}/", f"/messages/drafts/{draft.pk}/")
    lists = ("/messages/", "/messages/drafts/")

    def found(by: SchoolClient) -> str:
        return by.post("/messages/search/", {"words": "nul"}).content.decode()

    for address in (*pages, *lists, f"/messages/drafts/{draft.pk}/delete/"):
        assert UNKIND in read(client, address)
    assert UNKIND in found(client) and f"/messages/{on.pk}/" in found(client)
    costs = [queries(client, address) for address in (pages[0], *lists)]
    report_thing(cast.student, subject=message, reason="unkind")
    for address in pages:
        page = read(client, address)
        assert HIDDEN in page and UNKIND not in page
    for address in (*lists, f"/messages/drafts/{draft.pk}/delete/"):
        assert UNKIND not in read(client, address)
    assert f"/messages/{on.pk}/" not in found(client) and UNKIND not in found(client)
    assert [queries(client, address) for address in (pages[0], *lists)] == costs
    for address in (pages[0], lists[0]):
        assert UNKIND in read(other, address)
    assert f"/messages/{on.pk}/" in found(other)


def test_no_notice_says_who_wrote_what_one_hid(cast: Cast, client_for: ClientFor) -> None:
    talk = ConversationFactory(
        school=cast.school, subject="Bouh", between=[cast.student, cast.classmate]
    )
    message = MessageFactory(school=cast.school, conversation=talk, author=cast.classmate)
    wrote = f"{cast.classmate.name} a écrit"
    assert wrote in read(client_for(cast.student), "/")
    report_thing(cast.student, subject=message, reason="unkind")
    assert wrote not in read(client_for(cast.student), "/")


def test_a_comment_is_neither_found_nor_told_of_nor_quoted(
    cast: Cast, client_for: ClientFor
) -> None:
    audience = [cast.group("class", of=cast.cm1)]
    entry = EntryFactory(
        school=cast.school, author=cast.student, audience=audience, title="Mon poème"
    )
    comment = write_comment(cast.classmate, entry=entry, body="Pourri, ton poème.")
    client = client_for(cast.student)
    told, quoting = f"{cast.classmate.name} a commenté", f"/entries/{entry.pk}/?answer={comment.pk}"

    def found() -> object:
        return client.post("/search/", {"words": "pourri"}).context["found"]

    assert told in read(client, "/") and found() and comment.body in read(client, quoting)
    report_thing(cast.student, subject=comment, reason="unkind")
    assert told not in read(client, "/") and not found()
    assert comment.body not in read(client, quoting)


def test_what_happens_under_an_entry_does_not_name_it(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    mine = write_comment(cast.student, entry=entry, body="Pourquoi ?")
    write_comment(cast.classmate, entry=entry, body="Parce que.", answers=mine)
    client, told = client_for(cast.student), f"{cast.classmate.name} a répondu sous"
    reactions = f"/entries/{entry.pk}/reactions/"
    assert told in read(client, "/") and entry.title in read(client, reactions)
    report_thing(cast.student, subject=entry, reason="unkind")
    assert told not in read(client, "/") and entry.title not in read(client, reactions)


def test_nobody_is_reminded_of_an_entry_they_reported(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    Entry.objects.filter(pk=entry.pk).update(wants_confirmation=True)
    ConfirmationFactory(
        school=cast.school,
        entry=entry,
        membership=cast.mother,
        confirmed_at=None,
        reminded_at=clock.now(),
    )
    told = "Merci de confirmer la lecture"
    assert told in read(client_for(cast.mother), "/")
    report_thing(cast.mother, subject=entry, reason="unkind")
    assert told not in read(client_for(cast.mother), "/")


def test_only_who_reported_it_has_it_shown_again_and_no_school_reads_that(
    cast: Cast, comment: Comment
) -> None:
    report = report_thing(cast.student, subject=comment, reason="unkind")
    with pytest.raises(NotAllowed):
        show_again(cast.mother, report=report)
    assert Hidden.objects.filter(membership=cast.student).exists()
    show_again(cast.student, report=report)
    assert not Hidden.objects.filter(membership=cast.student).exists()
    assert Event.objects.filter(verb="show_again").exists()
    assert not Event.objects.of_school(cast.school.pk).filter(verb="show_again").exists()
