"""What is done about a concern, until it is signed off."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from time_machine import travel

from accounts.deciding import NotAllowed
from accounts.models import Membership
from core import clock, wall
from core.background import sweep
from safeguarding.actions.follow_up import (
    DoneBefore,
    StillOpen,
    ask_for_action,
    finish_action,
    sign_off,
)
from safeguarding.actions.readers import StillAsked, end_reader, name_reader
from safeguarding.deciding import SignedOff
from safeguarding.models import Concern, ConcernAction
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.moderation import CaseFactory, ReportFactory
from tests.factories.safeguarding import ConcernActionFactory, ConcernFactory
from tests.safeguarding.conftest import SEEN, written

ClientFor = Callable[[Membership], SchoolClient]


def address(concern: Concern, name: str = "") -> str:
    return f"/schools/{concern.school_id}/concerns/{concern.pk}/{name}"


def asked_of(cast: Cast, owner: Membership, concern: Concern) -> ConcernAction:
    action = ConcernAction(what="Appeler la mère.", owner=owner, due_on=clock.today())
    with wall.as_person(cast.lead.user_id):
        ask_for_action(cast.lead, concern=concern, action=action)
    return action


@pytest.fixture
def reader(cast: Cast, concern: Concern) -> Membership:
    """A colleague who was named to read it."""
    with wall.as_person(cast.lead.user_id):
        name_reader(cast.lead, concern=concern, reader=cast.ce2_teacher)
    return cast.ce2_teacher


def test_from_the_page_of_a_child_to_the_signing_off(cast: Cast, client_for: ClientFor) -> None:
    teacher, lead, colleague = map(client_for, (cast.teacher, cast.lead, cast.ce2_teacher))
    person = f"/schools/{cast.school.pk}/people/{cast.student.pk}/"
    assert f"{person}concern/" in teacher.get(person).content.decode()
    said = {"kind": "mood", "happened_on": "2026-01-05", "words": SEEN, "about": "family"}
    mine = teacher.post(f"{person}concern/", said)["Location"]
    assert SEEN in teacher.get(mine).content.decode()
    assert SEEN in lead.get(f"/schools/{cast.school.pk}/concerns/").content.decode()
    assert lead.post(f"{mine}readers/", {"reader": cast.ce2_teacher.pk}).status_code == 302
    what = {"what": "Appeler.", "owner": cast.ce2_teacher.pk, "due_on": "2030-01-05"}
    assert lead.post(f"{mine}actions/", what).status_code == 302
    assert "Appeler." in colleague.get(f"/schools/{cast.school.pk}/concerns/").content.decode()
    assert "Appeler." not in teacher.get(mine).content.decode(), (
        "who wrote it reads their own words"
    )
    with wall.protection_open():
        action = ConcernAction.objects.get()
    done = f"{mine}actions/{action.pk}/done/"
    assert colleague.post(done, {"result": "Elle viendra."}).status_code == 302
    assert lead.post(f"{mine}sign-off/", {"outcome": "La mère est venue."}).status_code == 302
    chronology = colleague.get(f"{person}concerns/").content.decode()
    assert all(word in chronology for word in (SEEN, "Elle viendra.", "La mère est venue."))


def test_it_is_not_signed_off_while_something_is_left_to_be_done(
    cast: Cast, concern: Concern, client_for: ClientFor
) -> None:
    action = asked_of(cast, cast.lead, concern)
    answer = client_for(cast.lead).post(address(concern, "sign-off/"), {"outcome": "Rien de plus."})
    assert answer.status_code == 422
    assert "Rien de plus." in answer.content.decode()
    with wall.as_person(cast.lead.user_id):
        with pytest.raises(StillOpen):
            sign_off(cast.lead, concern=concern, outcome="Rien de plus.")
        finish_action(cast.lead, action=action, result="Fait.")
        sign_off(cast.lead, concern=concern, outcome="Rien de plus.")
    assert (concern.signed_off_by, concern.outcome) == (cast.lead, "Rien de plus.")


def test_what_is_signed_off_stays_so_and_keeps_what_was_typed(
    cast: Cast, concern: Concern, reader: Membership, client_for: ClientFor
) -> None:
    with wall.as_person(cast.lead.user_id):
        stale = Concern.objects.get(pk=concern.pk)
        sign_off(cast.lead, concern=concern, outcome="Suivi.")
        with pytest.raises(SignedOff):
            sign_off(cast.lead, concern=stale, outcome="Autre chose.")
    lead = client_for(cast.lead)
    for name, given in (
        ("sign-off/", {"outcome": "Autre chose."}),
        ("actions/", {"what": "Autre chose.", "owner": cast.lead.pk, "due_on": "2030-01-05"}),
    ):
        answer = lead.post(address(concern, name), given)
        assert answer.status_code == 409
        assert "Autre chose." in answer.content.decode()


def test_only_who_reads_it_is_asked_and_only_they_or_the_desk_say_it_is_done(
    cast: Cast, concern: Concern, reader: Membership
) -> None:
    with pytest.raises(NotAllowed):
        asked_of(cast, cast.staff, concern)
    action = asked_of(cast, reader, concern)
    with wall.as_person(cast.teacher.user_id), pytest.raises(NotAllowed):
        finish_action(cast.teacher, action=action, result="Fait.")
    with wall.as_person(cast.lead.user_id), pytest.raises(StillAsked):
        end_reader(cast.lead, concern=concern, reader=reader)
    with wall.as_person(reader.user_id):
        finish_action(reader, action=action, result="Fait.")
        with pytest.raises(DoneBefore):
            finish_action(reader, action=action, result="Fait deux fois.")
    with wall.as_person(cast.lead.user_id):
        end_reader(cast.lead, concern=concern, reader=reader)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"words": ""}, "words"),
        ({"kind": ""}, "kind"),
        ({"kind": "gossip"}, "kind"),
        ({"happened_on": "2999-01-01"}, "happened_on"),
        ({"about": "everybody"}, "about"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(
    cast: Cast, client_for: ClientFor, wrong: dict[str, str], field: str
) -> None:
    page = f"/schools/{cast.school.pk}/people/{cast.student.pk}/concern/"
    said = {"kind": "mood", "happened_on": "2026-01-05", "words": SEEN, "about": "family"}
    answer = client_for(cast.teacher).post(page, said | {"child_said": "« Non. »"} | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "« Non. »" in answer.content.decode()


def test_a_child_who_is_not_safe_is_told_of_at_once_and_by_night(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    EmailAddress.objects.create(user=cast.lead.user, email="wanda@mail.example", verified=True)
    with travel("2026-11-21 23:30+01:00", tick=False):
        written(cast)
        sweep()
        assert mailoutbox == []
        written(cast, is_urgent=True)
        sweep()
        [mail] = mailoutbox
        assert mail.to == ["wanda@mail.example"]
        assert cast.student.user.first_name not in mail.body
        assert SEEN not in mail.body


def test_those_it_waits_for_are_reminded_in_school_hours_until_something_is_done(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    EmailAddress.objects.create(user=cast.lead.user, email="wanda@mail.example", verified=True)
    with travel("2026-11-20 15:00+01:00", tick=False):
        concern = written(cast)
    for moment, mails in (
        ("2026-11-22 12:00+01:00", 0),
        ("2026-11-23 09:59+01:00", 0),
        ("2026-11-23 10:00+01:00", 1),
        ("2026-11-24 09:59+01:00", 1),
        ("2026-11-24 10:00+01:00", 2),
    ):
        with travel(moment, tick=False):
            sweep()
            sweep()  # which sends what the first has written, and reminds nobody again
            assert len(mailoutbox) == mails, moment
    with travel("2026-11-24 11:00+01:00", tick=False):
        asked_of(cast, cast.lead, concern)
        sweep()
    with wall.protection_open():
        concern.refresh_from_db()
    assert concern.remind_at is None


def test_whoever_was_asked_is_reminded_on_the_last_day(
    cast: Cast, concern: Concern, reader: Membership, mailoutbox: list[EmailMessage]
) -> None:
    EmailAddress.objects.create(user=reader.user, email="paul@mail.example", verified=True)
    friday = datetime.fromisoformat("2026-11-20 15:00+01:00")
    with travel(friday, tick=False):
        action = ConcernAction(
            what="Appeler.", owner=reader, due_on=friday.date() + timedelta(days=3)
        )
        with wall.as_person(cast.lead.user_id):
            ask_for_action(cast.lead, concern=concern, action=action)
    for moment, mails in (("2026-11-22 12:00+01:00", 0), ("2026-11-23 08:01+01:00", 1)):
        with travel(moment, tick=False):
            sweep()
            sweep()
            assert len(mailoutbox) == mails, moment
    with travel("2026-11-24 08:00+01:00", tick=False):
        with wall.as_person(reader.user_id):
            finish_action(reader, action=action, result="Fait.")
        sweep()
        assert len(mailoutbox) == 1


def test_what_waits_is_counted_for_whom_it_waits(
    cast: Cast, concern: Concern, reader: Membership, client_for: ClientFor
) -> None:
    def waiting(person: Membership) -> int:
        pages = client_for(person).get("/").context["account_pages"]()
        [count] = [link.count for link in pages if link.item.url_name == "safeguarding:concerns"]
        return int(count)

    assert [waiting(each) for each in (cast.lead, reader, cast.teacher)] == [1, 0, 0]
    asked_of(cast, reader, concern)
    assert [waiting(each) for each in (cast.lead, reader, cast.teacher)] == [0, 1, 0]


def test_the_chronology_leads_to_the_reports_that_concern_the_child(
    cast: Cast, concern: Concern, client_for: ClientFor
) -> None:
    with wall.protection_open():
        case = CaseFactory(
            school=cast.school, accused=cast.classmate, track="protection", desk="safeguarding"
        )
        ReportFactory(school=cast.school, case=case, reporter=cast.student)
    page = f"/schools/{cast.school.pk}/people/{cast.student.pk}/concerns/"
    link = f"/schools/{cast.school.pk}/cases/{case.pk}/"
    assert link in client_for(cast.lead).get(page).content.decode()
    with wall.as_person(cast.lead.user_id):
        name_reader(cast.lead, concern=concern, reader=cast.ce2_teacher)
    assert link not in client_for(cast.ce2_teacher).get(page).content.decode()


def test_what_the_pages_cost_does_not_grow(
    cast: Cast, concern: Concern, client_for: ClientFor
) -> None:
    lead = client_for(cast.lead)
    pages = (
        f"/schools/{cast.school.pk}/concerns/",
        address(concern),
        f"/schools/{cast.school.pk}/people/{cast.student.pk}/concerns/",
    )
    few = [queries(lead, page) for page in pages]
    with wall.protection_open():
        for _ in range(5):
            another = ConcernFactory(school=cast.school, child=cast.student, by=cast.teacher)
            ConcernActionFactory(school=cast.school, concern=another, owner=cast.lead)
            ConcernActionFactory(school=cast.school, concern=concern, owner=cast.lead)
    assert [queries(lead, page) for page in pages] == few
