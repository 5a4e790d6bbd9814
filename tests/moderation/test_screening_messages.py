"""Messages are looked at as entries and comments are, and by whom they go to and come from."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Membership
from core import clock
from core.screening import ThinkAgain
from messaging.actions import answer_conversation, start_conversation
from messaging.looking import look_at
from messaging.models import Conversation, Message
from moderation.screening.spreading import FROM_ONE, MANY, WITHIN
from tests.cast import Cast
from tests.factories.accounts import MembershipFactory
from tests.factories.messaging import ConversationFactory, MessageFactory
from tests.newsfeed.conftest import ClientFor

PHONE = "Mon numéro : 06 12 34 56 78"
COARSE = "C’est de la merde"
HURTFUL = "Il m’a dit : va te pendre"
STORY = (
    "Dans la maison au fond de la forêt vit une dame en blanc qui chante la nuit ; qui l’entend doit "
    "raconter son histoire à quelqu’un avant le matin."
)


def write(by: Membership, *to: Membership, body: str, subject: str = "", thought: str = "") -> Any:
    return start_conversation(by, to=to, subject=subject, body=body, thought=thought)


def must_change(by: Membership, *to: Membership, body: str) -> bool:
    with pytest.raises(ThinkAgain) as caught:
        write(by, *to, body=body)
    return caught.value.must_change


def test_nothing_of_a_message_that_is_not_sent_is_there(cast: Cast) -> None:
    with pytest.raises(ThinkAgain):
        write(cast.student, cast.classmate, body=PHONE)
    with pytest.raises(ThinkAgain):
        write(cast.student, cast.classmate, subject=COARSE, body="Salut")
    assert not Message.objects.exists() and not Conversation.objects.exists()


def test_answers_and_what_is_handed_on_are_looked_at(cast: Cast) -> None:
    talk = write(cast.student, cast.classmate, body="Salut")
    with pytest.raises(ThinkAgain) as caught:
        answer_conversation(cast.classmate, conversation=talk, body=COARSE)
    _asked, consent = caught.value.ask()
    answer_conversation(cast.classmate, conversation=talk, body=COARSE, thought=consent)
    assert Message.objects.count() == 2


def test_a_child_tells_its_teacher_what_was_said(cast: Cast) -> None:
    assert must_change(cast.student, cast.classmate, body=HURTFUL)
    assert not must_change(cast.student, cast.teacher, body=HURTFUL)
    assert not must_change(cast.student, cast.teacher, cast.mother, body=HURTFUL)
    assert must_change(cast.student, cast.teacher, cast.classmate, body=HURTFUL)


def test_a_family_arranges_where_to_meet(cast: Cast) -> None:
    body = "Viens me chercher au parc, 12 rue des Lilas, appelle le 06 12 34 56 78"
    write(cast.student, cast.mother, cast.father, body=body)
    assert must_change(cast.student, cast.teacher, body=body)
    assert must_change(cast.student, cast.mother, cast.teacher, body=body)


def test_the_pages_show_the_words_and_lose_nothing(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.student)
    talk = write(cast.student, cast.classmate, body="Salut")
    page = client.post(f"/messages/{talk.pk}/", {"body": COARSE})
    assert page.status_code == 422
    assert "<mark>merde</mark>" in page.content.decode()
    sent = {"body": COARSE, "thought": page.context["consent"]}
    assert client.post(f"/messages/{talk.pk}/", sent).status_code == 302
    assert Message.objects.filter(body=COARSE).count() == 1


def test_a_child_stays_one_as_a_guest(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a project between schools: neither what it writes nor who reads it becomes an adult's."""
    guest = MembershipFactory(
        school=cast.school,
        user=cast.other.student.user,
        profile="guest",
        home=cast.other.school,
        home_profile="student",
    )
    for by, to, body in ((guest, cast.teacher, PHONE), (cast.student, guest, HURTFUL)):
        reached = Membership.objects.filter(pk=to.pk)
        monkeypatch.setattr("messaging.looking.recipients_of", lambda _message, to=reached: to)
        talk = ConversationFactory(school=cast.school, started_by=by)
        draft = MessageFactory(
            school=cast.school, conversation=talk, author=by, body=body, state="draft"
        )
        with pytest.raises(ThinkAgain) as caught:
            look_at(by, draft)
        assert caught.value.must_change


# -- what goes from one to the next --


def pass_on(cast: Cast, times: int, *, by: Membership | None = None, body: str = STORY) -> None:
    for _ in range(times):
        talk = ConversationFactory(school=cast.school, started_by=by or cast.classmate)
        author = by or cast.classmate
        words = {"body": body, "folded": body.lower().replace("ô", "o").replace("ê", "e")}
        MessageFactory(school=cast.school, conversation=talk, author=author, **words)


def is_stopped(by: Membership, to: Membership, body: str) -> bool:
    try:
        write(by, to, body=body)
    except ThinkAgain as again:
        return again.must_change and [kind.name for kind in again.kinds] == ["spreading"]
    return False


def test_what_others_passed_on_stops_here(cast: Cast) -> None:
    pass_on(cast, MANY - 1)
    assert not is_stopped(cast.student, cast.classmate, STORY)
    pass_on(cast, 1)
    assert is_stopped(cast.student, cast.classmate, STORY)
    assert is_stopped(cast.student, cast.classmate, f"Salut ! {STORY.upper()} !!")


def test_one_may_invite_ones_friends(cast: Cast) -> None:
    pass_on(cast, FROM_ONE - 1, by=cast.student)
    assert not is_stopped(cast.student, cast.classmate, STORY)
    assert is_stopped(cast.student, cast.classmate, STORY)


@pytest.mark.parametrize(
    "body",
    ["Merci pour la sortie !", "Samedi, nous sommes allés voir les dinosaures au musée avec papa."],
)
def test_other_words_and_short_ones_go_on(cast: Cast, body: str) -> None:
    pass_on(cast, MANY * 3)
    pass_on(cast, MANY * 3, body="Merci pour la sortie !")
    assert not is_stopped(cast.student, cast.classmate, body)


def test_it_is_over_after_a_while(cast: Cast) -> None:
    pass_on(cast, MANY)
    with clock.at(clock.now() + WITHIN + timedelta(minutes=1)):
        assert not is_stopped(cast.student, cast.classmate, STORY)


def test_another_school_and_adults_do_not_count(cast: Cast) -> None:
    pass_on(cast, MANY * 3, by=cast.teacher)
    for _ in range(MANY):
        talk = ConversationFactory(school=cast.other.school, started_by=cast.other.student)
        MessageFactory(
            school=cast.other.school, conversation=talk, author=cast.other.student, folded=STORY
        )
    assert not is_stopped(cast.student, cast.classmate, STORY)
    pass_on(cast, MANY)
    assert not is_stopped(cast.teacher, cast.mother, STORY)


def test_other_words_confirmed_do_not_carry_it_along(cast: Cast) -> None:
    """A coarse word more, and one's consent to it, would otherwise lead around it."""
    pass_on(cast, MANY)
    with pytest.raises(ThinkAgain) as caught:
        write(cast.student, cast.classmate, body=f"Merde ! {STORY}")
    assert caught.value.must_change
    assert caught.value.ask()[1] == ""
