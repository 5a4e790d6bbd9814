from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from accounts.models import ContactRule, Membership
from audit.models import Event
from core import clock, wall
from core.keeping import WrittenElsewhere
from messaging.actions import (
    recall_message,
    schedule_message,
    send_message,
    start_conversation,
    start_draft,
    unschedule_message,
    write_draft,
)
from messaging.forms import HourForm
from messaging.models import Conversation, Delivery, Message
from messaging.policies import MayNotWrite, NothingWritten, NotTheAuthor, NotThen
from messaging.scheduling import send_due
from tests.cast import Cast, call
from tests.client import SchoolClient
from tests.factories.contacts import FreezeFactory

ClientFor = Callable[[Membership], SchoolClient]
HOUR = timedelta(hours=1)
HELD_BACK = "permet plus d’écrire à toutes les personnes choisies"


def drafted(by: Membership, *to: Membership, body: str = "Bonjour") -> Message:
    draft = start_draft(by, to=to)
    return write_draft(
        by, message=draft, seen=draft.version, subject="", body=body, answers_to_all=True
    )


def scheduled(by: Membership, *to: Membership) -> Message:
    return schedule_message(by, message=drafted(by, *to), send_at=clock.now() + HOUR)


@pytest.fixture
def waiting(cast: Cast) -> Message:
    """The mother's, to the teacher, in an hour."""
    return scheduled(cast.mother, cast.teacher)


def sweep(after: timedelta = 2 * HOUR) -> None:
    with clock.at(clock.now() + after):
        send_due()


def test_it_goes_at_its_hour_once_and_as_its_author(cast: Cast, waiting: Message) -> None:
    sweep(HOUR / 2)
    assert not Delivery.objects.exists()
    sweep()
    sweep()
    waiting.refresh_from_db()
    assert waiting.state == "sent"
    assert set(Delivery.objects.values_list("membership", flat=True)) == {
        *(cast.mother.pk, cast.teacher.pk)
    }
    assert Event.objects.get(verb="send_message", actor__membership=cast.mother)


def test_it_is_written_at_an_hour_of_the_school(cast: Cast, client_for: ClientFor) -> None:
    draft = drafted(cast.mother, cast.teacher)
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    words = {"seen": draft.version, "body": "Lundi", "answers_come_to": "all", "do": "schedule"}
    mother, address = client_for(cast.mother), f"/messages/drafts/{draft.pk}/"
    for wrong in ({}, {"day": day}, {"day": "1999-01-01", "hour": "07:30"}, {"day": "x"}):
        refused = mother.post(address, words | wrong)
        assert refused.status_code == 422
        assert "Lundi" in refused.content.decode()
    answer = mother.post(address, words | {"day": day, "hour": "07:30"})
    assert answer["Location"] == "/messages/drafts/"
    draft.refresh_from_db()
    assert draft.send_at is not None
    local = timezone.localtime(draft.send_at)
    assert (local.date().isoformat(), local.hour, local.minute) == (day, 7, 30)
    assert "partira le" in mother.get("/messages/drafts/").content.decode()
    assert mother.get(address)["Location"] == f"{address}waiting/"


@pytest.mark.parametrize("send_at", [-HOUR, timedelta(0), timedelta(days=366)])
def test_only_for_a_moment_to_come_within_a_year(cast: Cast, send_at: timedelta) -> None:
    draft = drafted(cast.mother, cast.teacher)
    with pytest.raises(NotThen):
        schedule_message(cast.mother, message=draft, send_at=clock.now() + send_at)


def test_it_is_scheduled_by_its_author_and_when_it_could_go(cast: Cast, waiting: Message) -> None:
    later = clock.now() + HOUR
    with pytest.raises(NotTheAuthor):
        schedule_message(cast.teacher, message=waiting, send_at=later)
    draft = drafted(cast.mother, cast.teacher, body="")
    with pytest.raises(NothingWritten):
        schedule_message(cast.mother, message=draft, send_at=later)
    with pytest.raises(MayNotWrite):
        schedule_message(cast.mother, message=drafted(cast.mother, cast.guest), send_at=later)


def test_until_it_goes_it_is_changed_sent_or_deleted(
    cast: Cast, waiting: Message, client_for: ClientFor
) -> None:
    mother, page = client_for(cast.mother), f"/messages/drafts/{waiting.pk}/"
    assert mother.post(f"{page}waiting/", {"do": "change"})["Location"] == page
    sweep()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.held_back) == ("draft", "")
    again = scheduled(cast.mother, cast.teacher)
    sent = mother.post(f"/messages/drafts/{again.pk}/waiting/", {"do": "send"})
    assert sent["Location"] == f"/messages/{again.conversation_id}/"
    last = scheduled(cast.mother, cast.teacher)
    mother.post(f"/messages/drafts/{last.pk}/delete/")
    sweep()
    assert not Message.objects.filter(pk=last.pk).exists()
    assert Delivery.objects.count() == 2


def test_what_waits_is_not_written_in(cast: Cast, waiting: Message, client_for: ClientFor) -> None:
    """Another window still has it as a draft: half a sentence must not go."""
    with pytest.raises(WrittenElsewhere):
        write_draft(
            cast.mother,
            message=waiting,
            seen=waiting.version,
            subject="",
            body="Bonjour, je",
            answers_to_all=True,
        )
    words = {"seen": waiting.version, "body": "Bonjour, je", "answers_come_to": "all"}
    answer = client_for(cast.mother).post(f"/messages/drafts/{waiting.pk}/", words)
    assert answer.status_code == 422
    assert Message.objects.get().body == "Bonjour"


def block(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.mother.pk).update(blocked_at=clock.now())


def close(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.mother.pk).update(closed_at=clock.now())


def freeze(cast: Cast) -> None:
    FreezeFactory(school=cast.school, profiles=["parent"], until=clock.now() + timedelta(days=1))


def take_the_rule(cast: Cast) -> None:
    ContactRule.objects.filter(from_group=cast.group("school", "parent")).delete()


def block_the_reader(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.teacher.pk).update(blocked_at=clock.now())


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (block, "author"),
        (close, "author"),
        (freeze, "frozen"),
        (take_the_rule, "rules"),
        (block_the_reader, "rules"),
    ],
)
def test_under_the_rules_of_that_moment_or_not_at_all(
    cast: Cast, waiting: Message, happens: Callable[[Cast], None], why: str
) -> None:
    other = scheduled(cast.ce2_teacher, cast.staff)
    happens(cast)
    sweep()
    sweep()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.held_back) == ("draft", why)
    assert not Delivery.objects.filter(message=waiting).exists()
    other.refresh_from_db()
    assert other.state == "sent"


def test_its_author_sees_that_it_was_held_back_and_why(
    cast: Cast, waiting: Message, client_for: ClientFor
) -> None:
    block_the_reader(cast)
    sweep()
    mother = client_for(cast.mother)
    page = mother.get("/messages/drafts/").content.decode()
    assert HELD_BACK in page
    assert HELD_BACK in mother.get(f"/messages/drafts/{waiting.pk}/").content.decode()
    counts = {link.url: link.count for link in mother.get("/messages/").context["navigation"]()}
    assert counts["/messages/"] == 1
    Membership.objects.filter(pk=cast.teacher.pk).update(blocked_at=None)
    send_message(cast.mother, message=waiting)
    assert Message.objects.get().held_back == ""
    counts = {link.url: link.count for link in mother.get("/messages/").context["navigation"]()}
    assert counts["/messages/"] == 0


def test_what_it_handed_on_was_taken_back(cast: Cast) -> None:
    talk = start_conversation(cast.teacher, to=[cast.mother], subject="", body="Bonjour")
    first = talk.messages.get()
    draft = start_draft(cast.mother, to=[cast.staff], forwards=first)
    schedule_message(cast.mother, message=draft, send_at=clock.now() + HOUR)
    recall_message(cast.teacher, message=first)
    sweep()
    draft.refresh_from_db()
    assert (draft.state, draft.held_back) == ("draft", "empty")


def test_taken_back_before_its_hour_it_does_not_go(cast: Cast, waiting: Message) -> None:
    unschedule_message(cast.mother, message=waiting)
    sweep()
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("others", [send_due, "button"])
def test_two_at_once_send_it_once(others: object) -> None:
    cast = call()
    with wall.within(cast.school.pk):
        waiting = scheduled(cast.mother, cast.teacher)
    later = clock.now() + 2 * HOUR
    both = Barrier(2)

    def sweeping() -> None:
        with clock.at(later):
            both.wait()
            send_due()
        connection.close()

    def pressing() -> None:
        with wall.within(cast.school.pk):
            both.wait()
            try:
                send_message(cast.mother, message=waiting)
            except Exception as refusal:  # noqa: BLE001
                assert type(refusal).__name__ == "AlreadySent"  # noqa: PT017
        connection.close()

    threads = [Thread(target=sweeping), Thread(target=sweeping if others is send_due else pressing)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with wall.within(cast.school.pk):
        assert Event.objects.filter(verb="send_message").count() == 1
        assert Delivery.objects.count() == 2
        assert Message.objects.get().state == "sent"


def test_summer_time_is_that_of_the_school(waiting: Message) -> None:
    """Half past two on the night the clocks go forward is no hour of that day."""
    with clock.at(datetime(2027, 1, 5, tzinfo=timezone.get_current_timezone())):
        for hour, there_is in {"02:30": False, "03:30": True}.items():
            given = QueryDict(f"day=2027-03-28&hour={hour}")
            assert HourForm(given, draft=waiting).is_valid() == there_is


def test_in_quiet_hours_their_end_is_proposed(cast: Cast, client_for: ClientFor) -> None:
    draft = drafted(cast.mother, cast.teacher)
    mother, address = client_for(cast.mother), f"/messages/drafts/{draft.pk}/"
    here = timezone.get_current_timezone()
    with clock.at(datetime(2027, 1, 5, 22, 40, tzinfo=here)):
        assert mother.get(address).context["hour"].initial["hour"].hour == 7
    with clock.at(datetime(2027, 1, 5, 14, 0, tzinfo=here)):
        assert mother.get(address).context["hour"].initial == {}


# -- An answer in the quiet hours, and their end ----------------------------------------------

NIGHT = datetime(2027, 1, 5, 22, 40, tzinfo=ZoneInfo("Europe/Paris"))
MORNING = datetime(2027, 1, 6, 7, 0, tzinfo=ZoneInfo("Europe/Paris"))
LATER = {"body": "Avec plaisir", "do": "later"}


@pytest.fixture
def talk(cast: Cast) -> Conversation:
    """The mother wrote to the teacher in the afternoon."""
    with clock.at(NIGHT - 6 * HOUR):
        return start_conversation(cast.mother, to=[cast.teacher], subject="", body="On se voit ?")


def answered(client: SchoolClient, talk: Conversation, when: datetime, **words: str) -> str:
    """What the page says once an answer is sent later."""
    with clock.at(when):
        return client.post(f"/messages/{talk.pk}/", LATER | words, follow=True).content.decode()


@pytest.mark.parametrize(("when", "offered"), [(NIGHT, True), (MORNING, False)])
def test_in_the_quiet_hours_an_answer_may_wait_for_their_end(
    talk: Conversation, cast: Cast, client_for: ClientFor, when: datetime, *, offered: bool
) -> None:
    with clock.at(when):
        page = client_for(cast.teacher).get(f"/messages/{talk.pk}/").content.decode()
    assert ('value="later"' in page) == offered


def test_an_answer_goes_when_the_quiet_hours_end(
    talk: Conversation, cast: Cast, client_for: ClientFor
) -> None:
    teacher, mother = client_for(cast.teacher), client_for(cast.mother)
    assert "partira" in answered(teacher, talk, NIGHT)
    waiting = talk.messages.get(state="scheduled")
    assert waiting.send_at == MORNING
    with clock.at(NIGHT):
        assert "plaisir" not in mother.get(f"/messages/{talk.pk}/").content.decode()
        assert f"/{waiting.pk}/waiting/" in teacher.get("/messages/drafts/").content.decode()
        page = teacher.get(f"/messages/drafts/{waiting.pk}/waiting/").content.decode()
        assert cast.mother.name in page and "plaisir" in page
        assert mother.get(f"/messages/drafts/{waiting.pk}/waiting/").status_code == 404
    with clock.at(MORNING):
        send_due()
        assert "plaisir" in mother.get(f"/messages/{talk.pk}/").content.decode()
        assert "partira" not in teacher.get(f"/messages/{talk.pk}/").content.decode()


def test_the_quiet_hours_ended_on_the_open_page(
    talk: Conversation, cast: Cast, client_for: ClientFor
) -> None:
    assert "partira" not in answered(client_for(cast.teacher), talk, MORNING)
    assert talk.messages.filter(state="sent").count() == 2


def test_an_answer_that_waits_is_changed_where_it_was_written(
    talk: Conversation, cast: Cast, client_for: ClientFor
) -> None:
    teacher, page = client_for(cast.teacher), f"/messages/{talk.pk}/"
    answered(teacher, talk, NIGHT)
    waiting = talk.messages.get(state="scheduled")
    with clock.at(NIGHT + HOUR / 2):
        # Another one is begun meanwhile.
        teacher.post(page, {"body": "Autre chose", "do": "keep"})
    with clock.at(NIGHT + HOUR):
        answer = teacher.post(f"/messages/drafts/{waiting.pk}/waiting/", {"do": "change"})
        assert answer["Location"] == page
        assert teacher.get(page).context["form"]["body"].value() == "Avec plaisir"
    with clock.at(MORNING):
        send_due()
    assert talk.messages.filter(state="draft").count() == 2


def test_nothing_written_waits_for_nothing(
    talk: Conversation, cast: Cast, client_for: ClientFor
) -> None:
    with clock.at(NIGHT):
        refused = client_for(cast.teacher).post(f"/messages/{talk.pk}/", LATER | {"body": " "})
    assert refused.status_code == 422
    assert talk.messages.count() == 1


def test_words_are_looked_at_before_an_answer_waits(
    talk: Conversation, cast: Cast, client_for: ClientFor
) -> None:
    with clock.at(NIGHT):
        first = start_conversation(cast.classmate, to=[cast.student], subject="", body="Coucou")
        asked = client_for(cast.student).post(
            f"/messages/{first.pk}/", LATER | {"body": "Tu es bête"}
        )
    assert asked.status_code == 422
    assert 'name="do" value="later"' in asked.content.decode()
    assert first.messages.count() == 1


def test_an_answer_held_back_says_so_where_it_was_written(
    talk: Conversation, cast: Cast, client_for: ClientFor
) -> None:
    answered(client_for(cast.teacher), talk, NIGHT)
    FreezeFactory(school=cast.school, profiles=["teacher"], until=MORNING + HOUR)
    with clock.at(MORNING):
        send_due()
    with clock.at(MORNING + 2 * HOUR):
        page = client_for(cast.teacher).get(f"/messages/{talk.pk}/").content.decode()
    assert "avait suspendu l’écriture" in page and "Avec plaisir" in page


def test_what_waits_in_a_conversation_is_its_author_s_alone(
    talk: Conversation, cast: Cast, client_for: ClientFor
) -> None:
    answered(client_for(cast.teacher), talk, NIGHT)
    waiting = talk.messages.get(state="scheduled")
    for person in (cast.mother, cast.father, cast.administrator, cast.other.teacher):
        client = client_for(person)
        for do in ("send", "change"):
            address = f"/messages/drafts/{waiting.pk}/waiting/"
            assert client.post(address, {"do": do}).status_code == 404
        assert client.post(f"/messages/drafts/{waiting.pk}/delete/").status_code == 404
    waiting.refresh_from_db()
    assert waiting.state == "scheduled"


def test_a_rule_taken_away_holds_an_answer_back_too(
    talk: Conversation, cast: Cast, client_for: ClientFor
) -> None:
    with clock.at(NIGHT - 6 * HOUR):
        begun = start_conversation(cast.classmate, to=[cast.student], subject="", body="Coucou")
    answered(client_for(cast.student), begun, NIGHT, body="Salut")
    ContactRule.objects.filter(from_group=cast.group("school", "student")).delete()
    with clock.at(MORNING):
        send_due()
    waiting = begun.messages.get(author=cast.student)
    assert (waiting.state, waiting.held_back) == ("draft", "rules")
    assert Delivery.objects.filter(message=waiting).count() == 0


def test_pressed_twice_an_answer_waits_once(
    talk: Conversation, cast: Cast, client_for: ClientFor
) -> None:
    """The second press comes from a page that still shows the first."""
    teacher, page = client_for(cast.teacher), f"/messages/{talk.pk}/"
    with clock.at(NIGHT):
        teacher.post(page, {"body": "Avec plaisir", "do": "keep"})
        seen = teacher.get(page).context["form"]["seen"].value()
        answered(teacher, talk, NIGHT, seen=seen)
        again = teacher.post(page, LATER | {"seen": seen})
    assert again.status_code == 422 and "Avec plaisir" in again.content.decode()
    assert talk.messages.filter(state="scheduled").count() == 1
