from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from accounts.actions.activation import issue_activation_code
from accounts.actions.send_mails import send_mails
from accounts.models import Mail, Membership, Telling, User
from accounts.tellings import tell_of_new_codes
from core import clock
from tests.cast import PASSWORD, Cast
from tests.client import SchoolClient

SURPRISE = "un nouveau code pour"


@pytest.fixture
def _have_been_in(cast: Cast) -> None:
    """As everybody who has a password."""
    User.objects.update(last_login=clock.now() - timedelta(days=1))


def come_in(person: Membership) -> Any:
    """The first page they see."""
    given = {"login": person.user.username, "password": PASSWORD}
    return SchoolClient().post("/sign-in/", given, follow=True).content.decode()


def issue(by: Membership | None, person: Membership) -> None:
    issue_activation_code(by, membership=Membership.objects.get(pk=person.pk))


@pytest.mark.usefixtures("_have_been_in")
def test_who_made_a_code_for_a_child_is_said_to_the_child_and_the_family(cast: Cast) -> None:
    issue(cast.teacher, cast.student)
    for person in (cast.student, cast.mother, cast.father):
        page = come_in(person)
        assert f"{cast.teacher.name} a fait {SURPRISE}" in page
        assert SURPRISE not in come_in(person)
    for person in (cast.sibling, cast.classmate, cast.teacher, cast.parent_in_both):
        assert SURPRISE not in come_in(person)
    assert not Telling.objects.filter(heard_at=None).exists()


@pytest.mark.usefixtures("_have_been_in")
def test_a_wrong_password_hears_nothing_and_takes_nothing_away(cast: Cast) -> None:
    issue(cast.teacher, cast.student)
    given = {"login": cast.student.user.username, "password": "wrong"}
    assert SURPRISE not in SchoolClient().post("/sign-in/", given).content.decode()
    assert SURPRISE in come_in(cast.student)


def test_whoever_was_never_in_expects_a_code(cast: Cast) -> None:
    issue(cast.teacher, cast.student)
    assert not Telling.objects.exists()


@pytest.mark.usefixtures("_have_been_in")
def test_nobody_is_told_what_they_did_themselves(cast: Cast) -> None:
    issue(cast.administrator, cast.administrator)
    assert not Telling.objects.exists()


@pytest.mark.usefixtures("_have_been_in")
def test_mailboxes_are_written_to_at_once(cast: Cast) -> None:
    for person, verified in ((cast.mother, True), (cast.father, False)):
        EmailAddress.objects.create(
            user=person.user, email=f"{person.user.username}@mail.example", verified=verified
        )
    issue(cast.teacher, cast.student)
    send_mails()
    assert [message.to for message in mail.outbox] == [
        [f"{cast.mother.user.username}@mail.example"]
    ]
    assert cast.student.user.username in str(mail.outbox[0].body)
    assert cast.student.user.first_name not in mail.outbox[0].subject


@pytest.mark.usefixtures("_have_been_in")
def test_what_was_rolled_back_is_told_to_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("audit.record", fail)
    monkeypatch.setattr("audit.record_each", fail, raising=False)
    with pytest.raises(RuntimeError):
        issue(cast.teacher, cast.student)
    assert not Telling.objects.exists()
    assert not Mail.objects.exists()


@pytest.mark.usefixtures("_have_been_in")
def test_telling_costs_the_same_for_one_as_for_many(
    cast: Cast, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    people = list(Membership.objects.of_class(cast.cm1).select_related("user"))
    with django_assert_max_num_queries(4):
        tell_of_new_codes(cast.administrator, people)
