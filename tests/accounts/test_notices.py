"""Everybody's own choice of how often e-mails say what waits."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions.join import join_accounts
from accounts.actions.own_account import choose_notices
from accounts.choices import Frequency
from accounts.models import Membership, User
from audit.models import Event
from tests.cast import Cast
from tests.client import SchoolClient

ClientFor = Callable[[Membership], SchoolClient]
PAGE = "/me/notices/"


@pytest.mark.parametrize(("part", "usual"), [("mother", "daily"), ("teacher", "never")])
def test_the_page_shows_what_holds(
    cast: Cast, client_for: ClientFor, part: str, usual: str
) -> None:
    person = cast.people[part]
    client = client_for(person)
    assert client.get(PAGE).context["form"].initial == {"notices": usual}
    client.post(PAGE, {"notices": "weekly"})
    assert User.objects.get(pk=person.user_id).notices == "weekly"
    assert client.get(PAGE).context["form"].initial == {"notices": "weekly"}
    assert Event.objects.filter(verb="choose_notices").count() == len(person.user.memberships)


@pytest.mark.parametrize(("chosen", "said"), [("never", "aucun e-mail"), ("weekly", "à ce rythme")])
def test_the_page_says_what_was_chosen(
    cast: Cast, client_for: ClientFor, chosen: str, said: str
) -> None:
    answer = client_for(cast.mother).post(PAGE, {"notices": chosen}, follow=True)
    assert [said in str(message) for message in answer.context["messages"]] == [True]


def test_nothing_else_can_be_chosen(cast: Cast, client_for: ClientFor) -> None:
    assert client_for(cast.mother).post(PAGE, {"notices": "hourly"}).status_code == 422
    assert User.objects.get(pk=cast.mother.user_id).notices == ""


def test_without_a_mail_server_the_page_says_so(
    cast: Cast, client_for: ClientFor, settings: Any
) -> None:
    said = "aucun serveur de messagerie"
    assert said not in client_for(cast.mother).get(PAGE).content.decode()
    settings.SENDS_MAIL = False
    assert said in client_for(cast.mother).get(PAGE).content.decode()


def test_students_choose_nothing(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.student)
    assert 'name="notices"' not in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"notices": "daily"}).status_code == 404
    with pytest.raises(PermissionDenied):
        choose_notices(cast.student.user, notices=Frequency.AT_ONCE)


def test_who_has_chosen_nothing_takes_over_what_the_other_account_chose(cast: Cast) -> None:
    choose_notices(cast.father.user, notices=Frequency.WEEKLY)
    join_accounts(cast.administrator, kept=cast.mother.user, ended=cast.father.user)
    assert User.objects.get(pk=cast.mother.user_id).notices == "weekly"
