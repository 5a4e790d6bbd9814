from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Membership
from audit.models import Event
from core import clock
from core.keeping import WrittenElsewhere
from messaging.actions import (
    address_draft,
    answer_conversation,
    keep_answer,
    send_message,
    start_conversation,
    start_draft,
    write_draft,
)
from messaging.models import Conversation, Delivery, Message
from messaging.policies import AlreadySent, MayNotWrite, NotInConversation
from messaging.scheduling import delete_empty_drafts
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.contacts import FreezeFactory

ClientFor = Callable[[Membership], SchoolClient]
BY_HTMX: dict[str, Any] = {"headers": {"HX-Request": "true"}}
PLAINLY: dict[str, Any] = {}


def at(draft: Message) -> str:
    return f"/messages/drafts/{draft.pk}/"


def typed(draft: Message, body: str, **more: object) -> dict[str, Any]:
    return {"seen": draft.version, "body": body, "answers_come_to": "all", **more}


def written(by: Membership, body: str = "Bonjour", *, over: Message) -> Message:
    return write_draft(
        by, message=over, seen=over.version, subject="", body=body, answers_to_all=True
    )


@pytest.fixture
def draft(cast: Cast) -> Message:
    """The mother's, to the teacher; nothing stands in it yet."""
    return start_draft(cast.mother, to=[cast.teacher])


@pytest.fixture
def talk(cast: Cast) -> Conversation:
    return start_conversation(cast.mother, to=[cast.teacher], subject="Cantine", body="Bonjour")


def test_what_is_typed_is_kept_and_nobody_else_has_it(
    cast: Cast, draft: Message, client_for: ClientFor
) -> None:
    mother = client_for(cast.mother)
    kept = mother.post(at(draft), typed(draft, "Pas de noix", subject="Cantine"), **BY_HTMX)
    draft.refresh_from_db()
    assert (draft.body, draft.conversation.subject) == ("Pas de noix", "Cantine")
    assert draft.version in kept.content.decode()
    assert "Pas de noix" in mother.get("/messages/drafts/").content.decode()
    assert "Pas de noix" in mother.get(at(draft)).content.decode()
    assert "Pas de noix" not in mother.get("/messages/").content.decode()
    assert not Delivery.objects.exists()
    for part in ("teacher", "father", "administrator"):
        other = client_for(cast.people[part])
        for address in (at(draft), f"{at(draft)}to/", f"{at(draft)}delete/"):
            assert other.get(address).status_code == 404
            assert other.post(address, typed(draft, "Mien")).status_code == 404
        assert other.get("/messages/drafts/").context["lines"] == []


def test_typing_does_not_fill_the_trail(cast: Cast, draft: Message, client_for: ClientFor) -> None:
    mother = client_for(cast.mother)
    before = Event.objects.count()
    mother.post(at(draft), typed(draft, "Pas de noix"), **BY_HTMX)
    assert Event.objects.count() == before
    draft.refresh_from_db()
    mother.post(f"{at(draft)}delete/")
    verbs = Event.objects.exclude(verb="view_page").order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["start_draft", "delete_draft"]
    assert "noix" not in str(list(Event.objects.values_list("facts", flat=True)))


@pytest.mark.parametrize("by_htmx", [PLAINLY, BY_HTMX])
def test_an_older_window_does_not_write_over_a_newer_one(
    cast: Cast, draft: Message, client_for: ClientFor, by_htmx: dict[str, Any]
) -> None:
    mother = client_for(cast.mother)
    older = typed(draft, "Emma est malade")
    written(cast.mother, "Emma va mieux", over=draft)
    answer = mother.post(at(draft), older, **by_htmx)
    assert Message.objects.get().body == "Emma va mieux"
    page = answer.content.decode()
    assert "autre fenêtre" in page and "__all__" not in page
    # What was typed here is still here, or still on the page that asked by itself.
    assert by_htmx or "Emma est malade" in page
    over = Message.objects.get().version
    assert f'name="over" value="{over}"' in page or f'value="{over}"' in page
    mother.post(at(draft), older | {"over": over})
    assert Message.objects.get().body == "Emma est malade"


def test_an_answer_of_ours_that_was_lost_is_no_other_window(cast: Cast, draft: Message) -> None:
    """The phone never heard that its words were kept, and goes on with them."""
    written(cast.mother, "Emma est", over=draft)
    written(cast.mother, "Emma est malade", over=draft)
    assert Message.objects.get().body == "Emma est malade"
    with pytest.raises(WrittenElsewhere):
        written(cast.mother, "Emma est", over=draft)


def test_sent_in_one_window_it_is_not_lost_in_the_other(
    cast: Cast, draft: Message, client_for: ClientFor
) -> None:
    mother = client_for(cast.mother)
    sent = send_message(cast.mother, message=written(cast.mother, over=draft))
    for more in (PLAINLY, BY_HTMX):
        answer = mother.post(at(draft), typed(draft, "Bonjour, Emma", do="send"), **more)
        assert "déjà parti" in answer.content.decode()
    assert Message.objects.get().body == "Bonjour"
    gone_on = mother.get(at(draft))
    assert gone_on["Location"] == f"/messages/{sent.conversation_id}/"


def test_pressed_twice_it_goes_once(cast: Cast, draft: Message) -> None:
    kept = written(cast.mother, over=draft)
    send_message(cast.mother, message=kept)
    with pytest.raises(AlreadySent):
        send_message(cast.mother, message=kept)
    assert Delivery.objects.count() == 2


def test_nothing_is_sent_where_nothing_is_written_or_nobody_chosen(
    cast: Cast, draft: Message, client_for: ClientFor
) -> None:
    mother = client_for(cast.mother)
    assert mother.post(at(draft), typed(draft, "  ", do="send")).status_code == 422
    to_nobody = start_draft(cast.mother)
    refused = mother.post(at(to_nobody), typed(to_nobody, "Bonjour", do="send"))
    assert refused.status_code == 422
    assert "choisir à qui écrire" in refused.content.decode()
    to_nobody.refresh_from_db()
    assert to_nobody.body == "Bonjour"


def test_who_was_taken_away_is_named_and_taken_out_at_once(
    cast: Cast, client_for: ClientFor
) -> None:
    draft = start_draft(cast.mother, to=[cast.teacher, cast.staff])
    cast.staff.blocked_at = clock.now()
    cast.staff.save()
    mother = client_for(cast.mother)
    refused = mother.post(at(draft), typed(draft, "Bonjour", do="send"))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert f"permet pas d’écrire à {cast.staff.name}." in page
    (out,) = refused.context["refused"]
    assert out.membership == cast.staff and f'value="{out.pk},"' in page
    draft.refresh_from_db()
    mother.post(at(draft), typed(draft, "Bonjour !", out=f"{out.pk},"))
    assert [each.membership for each in draft.addressees.all()] == [cast.teacher]
    draft.refresh_from_db()
    assert draft.body == "Bonjour !"
    sent = mother.post(at(draft), typed(draft, "Bonjour !", do="send"))
    assert sent.status_code == 302


def test_nothing_typed_is_lost_while_writing_is_paused(
    cast: Cast, draft: Message, client_for: ClientFor
) -> None:
    FreezeFactory(school=cast.school, profiles=["parent"])
    mother = client_for(cast.mother)
    refused = mother.post(at(draft), typed(draft, "Bonjour", do="send"))
    assert refused.status_code == 422
    draft.refresh_from_db()
    assert (draft.body, draft.state) == ("Bonjour", "draft")


@pytest.mark.parametrize("name", ["person", "group"])
def test_whoever_is_not_offered_cannot_be_chosen(
    cast: Cast, draft: Message, client_for: ClientFor, name: str
) -> None:
    forged = {
        "person": [cast.other.teacher.pk, cast.ce2_student.pk, cast.mother.pk, "x", 9**30],
        "group": [
            cast.other.group("school", "staff").pk,
            cast.group("class", "parent", of=cast.cm1).pk,
            cast.group("family", of=cast.student).pk,
            "",
        ],
    }
    mother = client_for(cast.mother)
    for value in forged[name]:
        before = draft.addressees.count()
        for address in ("/messages/new/", f"{at(draft)}to/"):
            answer = mother.post(address, {name: value})
            assert answer.status_code == 404 or value == ""
        assert draft.addressees.count() == before


def test_the_number_told_before_is_the_number_that_get_it(
    cast: Cast, client_for: ClientFor
) -> None:
    parents = cast.group("class", "parent", of=cast.cm1)
    draft = start_draft(cast.teacher, to=[cast.mother, cast.staff], groups=[parents])
    teacher = client_for(cast.teacher)
    told = teacher.get(at(draft)).context["reach"]
    # The mother is named and one of the parents, and gets it once.
    assert told == 4
    draft.refresh_from_db()
    teacher.post(at(draft), typed(draft, "Bonjour", do="send"))
    assert Delivery.objects.exclude(membership=cast.teacher).count() == told


def test_answers_come_to_the_author_alone_where_families_are_written_to(cast: Cast) -> None:
    draft = start_draft(cast.teacher, to=[cast.mother])
    assert draft.conversation.answers_to_all
    parents = cast.group("class", "parent", of=cast.cm1)
    whole = start_draft(cast.teacher, groups=[parents])
    assert not Conversation.objects.get(pk=whole.conversation_id).answers_to_all
    # One more of many does not change what was decided since.
    Conversation.objects.update(answers_to_all=True)
    address_draft(cast.teacher, message=whole, to=[cast.staff])
    assert Conversation.objects.get(pk=whole.conversation_id).answers_to_all


@pytest.mark.parametrize(("part", "may"), [("teacher", True), ("mother", False)])
def test_those_who_work_there_alone_ask_to_confirm(
    cast: Cast,
    client_for: ClientFor,
    part: str,
    may: bool,  # noqa: FBT001
) -> None:
    by, to = cast.people[part], cast.people["teacher" if part == "mother" else "mother"]
    draft = start_draft(by, to=[to])
    client = client_for(by)
    assert ("wants_confirmation" in client.get(at(draft)).content.decode()) == may
    client.post(at(draft), typed(draft, "Sortie", wants_confirmation="on", do="send"))
    draft.refresh_from_db()
    assert (draft.state, draft.wants_confirmation) == ("sent", may)


def test_an_answer_is_kept_in_its_conversation_and_goes_as_it_was(
    cast: Cast, talk: Conversation, client_for: ClientFor
) -> None:
    teacher, address = client_for(cast.teacher), f"/messages/{talk.pk}/"
    kept = teacher.post(address, {"body": "C’est", "seen": ""}, **BY_HTMX)
    draft = Message.objects.get(state="draft")
    assert draft.version in kept.content.decode()
    assert "C’est</textarea>" in teacher.get(address).content.decode()
    assert "C’est" not in client_for(cast.mother).get(address).content.decode()
    assert "C’est" in teacher.get("/messages/drafts/").content.decode()
    teacher.post(address, {"body": "C’est noté", "seen": draft.version}, **BY_HTMX)
    draft.refresh_from_db()
    teacher.post(address, {"body": "C’est noté.", "seen": draft.version})
    draft.refresh_from_db()
    assert (draft.state, draft.body) == ("sent", "C’est noté.")
    assert Message.objects.count() == 2
    assert "C’est" not in teacher.get("/messages/drafts/").content.decode()


def test_an_answer_that_is_rubbed_out_is_gone(cast: Cast, talk: Conversation) -> None:
    kept = keep_answer(cast.teacher, conversation=talk, body="C’est", seen="")
    assert kept is not None
    assert keep_answer(cast.teacher, conversation=talk, body=" ", seen=kept.version) is None
    assert talk.messages.get().state == "sent"


def test_two_windows_of_one_conversation_lose_nothing(
    cast: Cast, talk: Conversation, client_for: ClientFor
) -> None:
    teacher, address = client_for(cast.teacher), f"/messages/{talk.pk}/"
    kept = keep_answer(cast.teacher, conversation=talk, body="D’accord pour mardi", seen="")
    assert kept is not None
    for more in (PLAINLY, BY_HTMX):
        answer = teacher.post(address, {"body": "Non", "seen": ""}, **more)
        assert "autre fenêtre" in answer.content.decode()
    assert Message.objects.get(state="draft").body == "D’accord pour mardi"
    teacher.post(address, {"body": "Non", "seen": "", "over": kept.version})
    assert not Message.objects.filter(state="draft").exists()
    # What comes late of the window in which it was sent is not begun anew.
    late = teacher.post(address, {"body": "No", "seen": kept.version}, **BY_HTMX)
    assert "autre fenêtre" in late.content.decode()
    assert not Message.objects.filter(state="draft").exists()


def test_nobody_keeps_an_answer_where_they_are_not(cast: Cast, talk: Conversation) -> None:
    with pytest.raises(NotInConversation):
        keep_answer(cast.father, conversation=talk, body="Bonjour", seen="")


def test_an_answer_that_may_not_go_stays_as_it_was_typed(
    cast: Cast, talk: Conversation, client_for: ClientFor
) -> None:
    cast.mother.blocked_at = clock.now()
    cast.mother.save()
    answer = client_for(cast.teacher).post(f"/messages/{talk.pk}/", {"body": "C’est noté."})
    assert answer.status_code == 422
    with pytest.raises(MayNotWrite):
        answer_conversation(cast.teacher, conversation=talk, body="C’est noté.")


def test_empty_drafts_go_by_themselves_after_a_day(cast: Cast, talk: Conversation) -> None:
    empty = start_draft(cast.mother, to=[cast.teacher])
    full = written(cast.mother, over=start_draft(cast.mother))
    with clock.at(clock.now() + timedelta(hours=23)):
        delete_empty_drafts()
    assert Message.objects.filter(pk=empty.pk).exists()
    with clock.at(clock.now() + timedelta(hours=25)):
        delete_empty_drafts()
    assert set(Message.objects.values_list("pk", flat=True)) == {*(full.pk, talk.messages.get().pk)}
    assert Conversation.objects.count() == 2


def test_an_empty_draft_is_not_listed(cast: Cast, draft: Message, client_for: ClientFor) -> None:
    mother = client_for(cast.mother)
    assert mother.get("/messages/drafts/").context["lines"] == []
    assert mother.get("/messages/").context["unsent"] == 0


def test_pages_of_writing_cost_the_same_with_many(cast: Cast, client_for: ClientFor) -> None:
    draft = written(cast.teacher, over=start_draft(cast.teacher, to=[cast.mother]))
    teacher = client_for(cast.teacher)
    addresses = ("/messages/drafts/", "/messages/new/", at(draft), f"{at(draft)}to/")
    few = [queries(teacher, address) for address in addresses]
    parents = cast.group("class", "parent", of=cast.cm1)
    address_draft(cast.teacher, message=draft, to=[cast.father, cast.staff, cast.head])
    for _ in range(5):
        written(cast.teacher, over=start_draft(cast.teacher, to=[cast.father], groups=[parents]))
    assert [queries(teacher, address) for address in addresses] == few
    # Two of each are the client's own.
    assert all(cost <= most for cost, most in zip(few, (12, 20, 19, 24), strict=True)), few


COARSE = "C’est de la merde"


def test_words_are_looked_at_once_more_and_nothing_is_lost(
    cast: Cast, client_for: ClientFor
) -> None:
    student = client_for(cast.student)
    draft = start_draft(cast.student, to=[cast.classmate])
    page = student.post(at(draft), typed(draft, COARSE, subject="Foot", do="send"))
    assert page.status_code == 422
    shown = page.content.decode()
    assert "<mark>merde</mark>" in shown and 'name="do" value="send"' in shown
    assert f'action="{at(draft)}delete/"' in shown
    again = typed(Message.objects.get(), COARSE, subject="Foot", do="send")
    # The page knows the version that was kept meanwhile.
    assert again["seen"] in shown
    sent = student.post(at(draft), again | {"thought": page.context["consent"]})
    assert sent.status_code == 302
    assert Message.objects.get().state == "sent"


def test_what_is_changed_on_the_page_between_goes_at_its_hour(
    cast: Cast, client_for: ClientFor
) -> None:
    student, hour = client_for(cast.student), {"day": "2099-01-01", "hour": "08:00"}
    draft = start_draft(cast.student, to=[cast.classmate])
    with clock.at(clock.now().replace(year=2098, month=12, day=1)):
        first = typed(draft, COARSE, do="schedule", **hour)
        shown = student.post(at(draft), first).content.decode()
        assert 'value="2099-01-01"' in shown and 'value="08:00"' in shown
        draft.refresh_from_db()
        better = typed(draft, "C’est dommage", do="schedule", **hour)
        assert student.post(at(draft), better).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.body) == ("scheduled", "C’est dommage")


def test_what_is_given_up_is_kept_nowhere(cast: Cast, client_for: ClientFor) -> None:
    student = client_for(cast.student)
    talk = start_conversation(cast.student, to=[cast.classmate], subject="", body="Salut")
    page = student.post(f"/messages/{talk.pk}/", {"body": COARSE})
    assert not Message.objects.filter(body=COARSE).exists()
    student.post(f"/messages/{talk.pk}/", {"body": COARSE, "seen": ""}, **BY_HTMX)
    kept = Message.objects.get(body=COARSE)
    page = student.post(f"/messages/{talk.pk}/", {"body": COARSE, "seen": kept.version})
    assert page.context["give_up"] == f"/messages/drafts/{kept.pk}/delete/"
    student.post(page.context["give_up"])
    assert not Message.objects.filter(body=COARSE).exists()
    assert talk.messages.count() == 1
