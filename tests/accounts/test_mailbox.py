import re
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any
from unittest.mock import patch

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from accounts.actions.rights import end_sessions
from accounts.actions.send_mails import send_mail, send_mails
from accounts.entrance.proofs import mailbox_of
from accounts.models import Mail, Membership
from accounts.policies import can_have_mailbox
from audit.models import Event
from core import clock
from core.background import sweep
from tests.cast import PASSWORD, Cast
from tests.client import SchoolClient
from tests.factories.accounts import MembershipFactory

ClientFor = Callable[[Membership], SchoolClient]
NEW = "chat-orage-tambour"
BOX = "famille.lacombe@mail.example"
LINK = re.compile(r"https://\S+?(/(?:forgotten/link|mailbox)/\S+)")


def confirmed(*people: Membership, box: str = BOX) -> None:
    for person in people:
        EmailAddress.objects.create(user=person.user, email=box, verified=True, primary=True)


def asked(client: SchoolClient, box: str = BOX) -> Any:
    return client.post("/forgotten/", {"mailbox": box})


def links() -> list[str]:
    """Those of the last e-mail."""
    send_mails()
    return LINK.findall(str(mail.outbox[-1].body))


def may_sign_in(person: Membership, password: str) -> bool:
    answer = SchoolClient().post("/sign-in/", {"login": person.user.username, "password": password})
    return answer.status_code == 302


def test_a_link_leads_to_a_new_password(cast: Cast, client: SchoolClient) -> None:
    confirmed(cast.mother)
    asked(client, BOX.upper())
    (link,) = links()
    answer = client.get(link)
    assert answer["Location"] == "/password/choose/"
    assert cast.mother.user.username in client.get("/password/choose/").content.decode()
    client.post("/password/choose/", {"password": NEW, "again": NEW})
    assert client.get("/me/").status_code == 200
    assert may_sign_in(cast.mother, NEW)
    assert not may_sign_in(cast.mother, PASSWORD)
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"send_mail", "reset_password"} <= verbs


def test_opening_a_link_changes_nothing_by_itself(cast: Cast, client_for: ClientFor) -> None:
    confirmed(cast.mother)
    client = client_for(cast.mother)
    asked(SchoolClient())
    SchoolClient().get(links()[0])
    assert client.get("/me/").status_code == 200
    assert may_sign_in(cast.mother, PASSWORD)


def test_a_link_works_once(cast: Cast, client: SchoolClient) -> None:
    confirmed(cast.mother)
    asked(client)
    (link,) = links()
    early = SchoolClient()
    early.get(link)
    client.get(link)
    client.post("/password/choose/", {"password": NEW, "again": NEW})
    assert SchoolClient().get(link).status_code == 200
    other = {"password": "balai-nuage-tiroir", "again": "balai-nuage-tiroir"}
    assert early.post("/password/choose/", other)["Location"] == "/sign-in/"
    assert may_sign_in(cast.mother, NEW)


@pytest.mark.parametrize("what", ["a day", "the password", "the sessions", "the mailbox"])
def test_a_link_is_over_after(cast: Cast, client: SchoolClient, what: str) -> None:
    confirmed(cast.mother)
    asked(client)
    (link,) = links()
    now = clock.now() + timedelta(days=what == "a day", minutes=1)
    user = cast.mother.user
    if what == "the password":
        user.set_password(NEW)
        user.save()
    elif what == "the sessions":
        end_sessions(user)
    elif what == "the mailbox":
        EmailAddress.objects.filter(user=user).update(email="other@mail.example")
    with clock.at(now):
        assert client.get(link).status_code == 200
        assert client.get("/password/choose/")["Location"] == "/sign-in/"


def test_a_link_opens_no_other_account(cast: Cast, client: SchoolClient) -> None:
    confirmed(cast.mother)
    asked(client)
    (link,) = links()
    for other in (cast.father.user_id, 2**40):
        client.get(link.replace(f"={cast.mother.user_id}-", f"={other}-"))
        assert client.get("/password/choose/").status_code == 302


def test_links_are_counted_with_everything_else_that_can_be_tried(
    cast: Cast, client: SchoolClient
) -> None:
    confirmed(cast.mother)
    asked(client)
    (link,) = links()
    for number in range(10):
        client.get(f"/forgotten/link/?key={cast.mother.user_id}-made-up{number}")
    assert client.get(link).status_code == 429
    assert not may_sign_in(cast.mother, PASSWORD)


def test_a_mailbox_of_a_family_gets_a_link_for_each(cast: Cast, client: SchoolClient) -> None:
    confirmed(cast.mother, cast.father)
    asked(client)
    first, second = links()
    assert len(mail.outbox) == 1
    body = str(mail.outbox[0].body)
    assert cast.mother.user.username in body and cast.father.user.username in body
    assert cast.mother.user.last_name not in mail.outbox[0].subject
    client.get(second)
    client.post("/password/choose/", {"password": NEW, "again": NEW})
    assert may_sign_in(cast.father, NEW)
    assert may_sign_in(cast.mother, PASSWORD)
    assert SchoolClient().get(first).status_code == 302


def test_nobody_learns_which_mailboxes_there_are(cast: Cast, client: SchoolClient) -> None:
    confirmed(cast.mother)
    EmailAddress.objects.create(user=cast.father.user, email="unsure@mail.example")
    confirmed(cast.student, box="student@mail.example")
    confirmed(cast.ce2_parent, box="closed@mail.example")
    Membership.objects.filter(pk=cast.ce2_parent.pk).update(closed_at=clock.now())
    boxes = ["unsure", "student", "closed", "nobody"]
    answers = {
        asked(client, f"{box}@mail.example").content.decode().replace(f"{box}@", "")
        for box in boxes
    }
    answers |= {asked(client).content.decode()}
    assert len({re.sub(r'value="[^"]*"|"X-CSRFToken": "[^"]*"', "", each) for each in answers}) == 1
    send_mails()
    assert [message.to for message in mail.outbox] == [[BOX]]
    assert not Mail.objects.exists()


def test_a_mailbox_is_not_flooded(cast: Cast, client: SchoolClient) -> None:
    confirmed(cast.mother)
    for _ in range(15):
        asked(client)
    assert Mail.objects.count() == 10
    assert may_sign_in(cast.mother, PASSWORD)


def test_an_e_mail_is_in_the_language_of_its_reader(cast: Cast, client: SchoolClient) -> None:
    confirmed(cast.mother)
    type(cast.mother.user).objects.filter(pk=cast.mother.user_id).update(language="en")
    asked(client)
    send_mails()
    assert mail.outbox[0].subject == "Préau: a new password"
    assert "Somebody asked" in str(mail.outbox[0].body)


def test_a_mail_waits_for_the_mail_server(cast: Cast, client: SchoolClient) -> None:
    confirmed(cast.mother)
    asked(client)
    with patch("django.core.mail.EmailMessage.send", side_effect=SMTPServerDisconnected):
        assert "send_mails" in sweep()
    assert Mail.objects.count() == 1
    sweep()
    sweep()
    assert len(mail.outbox) == 1
    asked(client)
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        sweep()
    assert len(mail.outbox) == 1
    assert not Mail.objects.exists()


def test_a_refused_mailbox_is_not_asked_again(cast: Cast, client: SchoolClient) -> None:
    confirmed(cast.mother)
    asked(client)
    with patch("django.core.mail.EmailMessage.send", side_effect=SMTPRecipientsRefused({})):
        send_mails()
    assert not Mail.objects.exists()


def test_a_mail_that_went_goes_once(cast: Cast, client: SchoolClient) -> None:
    confirmed(cast.mother)
    asked(client)
    waiting = Mail.objects.get().pk
    send_mail(waiting)
    send_mail(waiting)
    assert len(mail.outbox) == 1


def change(client: SchoolClient, box: str, password: str = PASSWORD) -> Any:
    return client.post("/me/mailbox/", {"mailbox": box, "password": password})


def test_a_mailbox_counts_once_it_was_confirmed(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.mother)
    assert change(client, BOX)["Location"] == "/me/"
    assert mailbox_of(cast.mother.user) == ""
    (link,) = links()
    reader = SchoolClient()
    assert reader.get(link).status_code == 200
    assert mailbox_of(cast.mother.user) == ""
    reader.post(link)
    assert mailbox_of(cast.mother.user) == BOX
    assert BOX in client.get("/me/").content.decode()
    assert {"change_mailbox", "confirm_mailbox"} <= set(
        Event.objects.values_list("verb", flat=True)
    )
    reader.post(link)
    assert EmailAddress.objects.count() == 1


def test_the_former_mailbox_hears_of_it(cast: Cast, client_for: ClientFor) -> None:
    confirmed(cast.mother, box="former@mail.example")
    client = client_for(cast.mother)
    change(client, BOX)
    client.post(links()[0])
    send_mails()
    assert mail.outbox[-1].to == ["former@mail.example"]
    change(client, "")
    assert mailbox_of(cast.mother.user) == ""
    send_mails()
    assert mail.outbox[-1].to == [BOX]


def test_a_mailbox_is_not_changed_without_the_password(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.mother)
    answer = change(client, BOX, "wrong")
    assert answer.status_code == 422
    assert f'value="{BOX}"' in answer.content.decode()
    assert not Mail.objects.exists()


def test_only_the_latest_mailbox_can_be_confirmed(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.mother)
    change(client, "typing.mistake@mail.example")
    (former,) = links()
    change(client, BOX)
    (latest,) = links()
    client.post(former)
    assert mailbox_of(cast.mother.user) == ""
    client.post(latest)
    assert mailbox_of(cast.mother.user) == BOX


def test_students_have_none(cast: Cast, client_for: ClientFor) -> None:
    assert client_for(cast.student).get("/me/mailbox/").status_code == 404
    assert "/me/mailbox/" not in client_for(cast.student).get("/me/").content.decode()
    MembershipFactory(school=cast.school, user=cast.mother.user, profile="student")
    assert not can_have_mailbox(cast.mother.user)


def test_without_a_mail_server_nothing_is_promised(
    cast: Cast, client: SchoolClient, settings: Any
) -> None:
    settings.SENDS_MAIL = False
    assert 'name="mailbox"' not in client.get("/forgotten/").content.decode()
    assert asked(client).status_code == 404
