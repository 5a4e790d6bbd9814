"""Devices are woken once for what came, with nothing in it, by a push service that is real but near."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple

import jwt
import pytest
import requests
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.own_account import sign_out
from accounts.actions.wake_devices import AT_ONCE, _hold, wake_devices
from accounts.models import Device, Membership, School
from audit.models import Event
from core import clock
from core.push_key import _bytes, public_key
from messaging.actions import mark_read, mute, recall_message
from messaging.models import Message, Participant
from moderation.actions.report import report_thing
from tests.cast import Cast
from tests.factories.newsfeed import CommentFactory
from tests.messaging.test_telling import LATE, MORNING, NOON, SOON, writes
from tests.safeguarding.conftest import written

SERVICE = "https://fcm.googleapis.com"
HOUR = timedelta(hours=1)


class Push(NamedTuple):
    path: str
    headers: Any
    body: bytes


class Service(ThreadingHTTPServer):
    """Takes what comes and answers with `status`; where it sends on, it is to itself."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Post)
        self.taken: list[Push] = []
        self.status = 201

    def at(self, moment: datetime) -> int:
        """How many pushes come at that moment."""
        before = len(self.taken)
        with clock.at(moment):
            wake_devices()
        return len(self.taken) - before


class Post(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.taken.append(Push(self.path, self.headers, body))
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    service = Service()
    address = f"http://127.0.0.1:{service.server_port}"
    post = requests.post
    near = lambda endpoint, **how: post(endpoint.replace(SERVICE, address), **how)  # noqa: E731
    monkeypatch.setattr("accounts.pushing.requests.post", near)
    Thread(target=service.serve_forever, daemon=True).start()
    yield service
    service.shutdown()
    service.server_close()


def has_device(person: Membership, seen: datetime = NOON - HOUR, name: str = "phone") -> Device:
    """On which they were last seen then, and are signed in for a day."""
    key = f"{name}{person.pk}"
    Session.objects.create(session_key=key, expire_date=NOON + timedelta(days=3))
    session = UserSession.objects.create(
        user=person.user, session_key=key, ip="127.0.0.1", last_seen_at=seen
    )
    return Device.objects.create(session=session, endpoint=f"{SERVICE}/send/{key}", seen_at=seen)


def comes(person: Membership, at: datetime) -> None:
    UserSession.objects.filter(user=person.user).update(last_seen_at=at)


def test_a_push_says_who_sends_it_and_nothing_else(cast: Cast, service: Service) -> None:
    device = has_device(cast.mother)
    writes(cast.teacher, cast.mother)
    assert service.at(NOON + SOON) == 1
    ((path, headers, body),) = service.taken
    assert f"{SERVICE}{path}" == device.endpoint
    assert body == b"" and headers["Content-Encoding"] is None
    assert headers["TTL"] == str(8 * 3600 - 120)  # no device that was off is woken at night
    assert "Lacombe" not in str(headers) and "Dubreuil" not in str(headers)
    told = Event.objects.get(verb="wake_device")
    assert (told.target_id, told.facts) == (cast.mother.pk, {})


def test_a_push_is_signed_with_the_key_the_browser_was_given(cast: Cast, service: Service) -> None:
    has_device(cast.mother)
    writes(cast.teacher, cast.mother)
    now = clock.now()
    service.at(NOON + SOON)
    scheme, _, rest = service.taken[0].headers["Authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert scheme == "vapid" and parts["k"] == public_key(settings.PUSH_KEY)
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(parts["k"]))
    claims = jwt.decode(parts["t"], point, algorithms=["ES256"], audience=SERVICE)
    assert claims["sub"].startswith("mailto:preau@")
    assert now.timestamp() < claims["exp"] <= now.timestamp() + 24 * 3600


def test_one_push_until_its_person_has_come(cast: Cast, service: Service) -> None:
    has_device(cast.mother)
    for minutes in (0, 30):
        writes(cast.teacher, cast.mother, at=NOON + timedelta(minutes=minutes))
    assert service.at(NOON + SOON) == 1
    assert service.at(NOON + HOUR) == service.at(MORNING) == 0
    comes(cast.mother, NOON + HOUR)
    assert service.at(NOON + HOUR + SOON) == 0
    writes(cast.teacher, cast.mother, at=NOON + 2 * HOUR)
    assert service.at(NOON + 2 * HOUR + SOON) == 1


def test_whoever_is_there_is_not_woken_for_it(cast: Cast, service: Service) -> None:
    has_device(cast.mother)
    writes(cast.teacher, cast.mother)
    assert service.at(NOON + SOON - timedelta(seconds=1)) == 0
    comes(cast.mother, NOON + timedelta(minutes=1))
    assert service.at(NOON + SOON) == 0


def test_whoever_read_it_elsewhere_and_signed_out_is_not_woken_for_it(
    cast: Cast, service: Service
) -> None:
    has_device(cast.mother)
    has_device(cast.mother, name="library")
    writes(cast.teacher, cast.mother)
    with clock.at(NOON + timedelta(minutes=1)):
        sign_out(cast.mother.user, session_key=f"library{cast.mother.pk}")
    assert service.at(NOON + SOON) == 0
    assert Device.objects.count() == 1


def test_each_device_is_woken(cast: Cast, service: Service) -> None:
    for name in ("phone", "tablet"):
        has_device(cast.mother, name=name)
    has_device(cast.father)
    writes(cast.teacher, cast.mother)
    assert service.at(NOON + SOON) == 2


def test_nobody_is_woken_in_the_quiet_hours(cast: Cast, service: Service) -> None:
    has_device(cast.mother)
    writes(cast.teacher, cast.mother, at=LATE)
    assert service.at(LATE + SOON) == service.at(MORNING - timedelta(seconds=1)) == 0
    assert service.at(MORNING) == 1


def says_danger(cast: Cast) -> None:
    words = CommentFactory(school=cast.school, author=cast.classmate)
    report_thing(cast.student, subject=words, reason="safety")


def worries(cast: Cast) -> None:
    written(cast, is_urgent=True)


@pytest.mark.parametrize("happens", [says_danger, worries])
def test_for_a_child_in_danger_a_device_is_woken_at_night_whatever_it_was_woken_for(
    cast: Cast, service: Service, happens: Callable[[Cast], None]
) -> None:
    for person in (cast.lead, cast.administrator):
        has_device(person)
    writes(cast.teacher, cast.lead)
    assert service.at(NOON + SOON) == 1
    with clock.at(LATE):
        writes(cast.teacher, cast.administrator)
        happens(cast)
    assert service.at(LATE) == 1
    path, headers, body = service.taken[-1]
    assert path.endswith(f"phone{cast.lead.pk}")
    assert headers["Urgency"] == "high" and body == b""
    assert service.at(LATE + HOUR) == 0


def test_a_push_for_something_else_a_moment_ago_holds_up_none_for_a_child_in_danger(
    cast: Cast, service: Service
) -> None:
    has_device(cast.lead)
    writes(cast.teacher, cast.lead)
    assert service.at(NOON + SOON) == 1
    with clock.at(NOON + SOON + timedelta(seconds=1)):
        says_danger(cast)
    assert service.at(NOON + SOON + timedelta(minutes=1)) == 1
    assert service.at(NOON + SOON + timedelta(minutes=2)) == 0


def test_a_service_that_is_away_for_one_school_holds_up_no_other_for_a_child_in_danger(
    cast: Cast, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_device(cast.lead, name="away")
    has_device(cast.other.lead)
    near = requests.post
    post = lambda endpoint, **how: (_refused if "away" in endpoint else near)(endpoint, **how)  # noqa: E731
    monkeypatch.setattr("accounts.pushing.requests.post", post)
    with clock.at(LATE):
        for school in (cast, cast.other):
            written(school, is_urgent=True)
    assert service.at(LATE) == 1


@pytest.mark.parametrize("is_report", [True, False])
def test_what_is_not_urgent_waits_for_the_morning(
    cast: Cast, service: Service, *, is_report: bool
) -> None:
    for person in (cast.lead, cast.administrator):
        has_device(person)
    with clock.at(LATE):
        if is_report:
            words = CommentFactory(school=cast.school, author=cast.classmate)
            report_thing(cast.student, subject=words, reason="unkind")
        else:
            written(cast)
    assert service.at(LATE) == service.at(LATE + HOUR) == 0


def test_whoever_saw_it_is_not_woken_for_it(cast: Cast, service: Service) -> None:
    has_device(cast.lead)
    with clock.at(LATE):
        worries(cast)
    comes(cast.lead, LATE + SOON)
    assert service.at(LATE + SOON) == 0


def test_the_quiet_hours_of_one_school_are_not_those_of_another(
    cast: Cast, service: Service
) -> None:
    School.objects.filter(pk=cast.other.school.pk).update(waking_until=24)
    has_device(cast.parent_in_both)
    writes(cast.teacher, cast.parent_in_both, at=LATE)
    assert service.at(LATE + SOON) == 0
    writes(cast.other.teacher, cast.other.parent_in_both, at=LATE)
    assert service.at(LATE + SOON) == 1
    told = Event.objects.get(verb="wake_device")
    assert (told.school_id, told.target_id) == (
        cast.other.school.pk,
        cast.other.parent_in_both.pk,
    )


@pytest.mark.parametrize(
    "what",
    ["signed out by time", "read", "recalled", "muted", "blocked", "closed", "old", "no key"],
)
def test_what_need_not_be_told_wakes_nobody(
    cast: Cast, service: Service, settings: Any, what: str
) -> None:
    has_device(cast.mother, seen=NOON - timedelta(days=2))
    talk = writes(cast.teacher, cast.mother, at=NOON - timedelta(days=what == "old"))
    with clock.at(NOON):
        if what == "signed out by time":
            Session.objects.update(expire_date=NOON)
        elif what == "read":
            mark_read(cast.mother, seen=Participant.objects.get(membership=cast.mother))
        elif what == "recalled":
            recall_message(cast.teacher, message=Message.objects.get())
        elif what == "muted":
            mute(cast.mother, conversation=talk)
        elif what in ("blocked", "closed"):
            Membership.objects.filter(pk=cast.mother.pk).update(**{f"{what}_at": NOON})
        elif what == "no key":
            settings.PUSH_KEY = ""
    assert service.at(NOON + SOON) == 0


def test_who_wrote_is_not_woken_for_it(cast: Cast, service: Service) -> None:
    has_device(cast.teacher)
    writes(cast.teacher, cast.mother)
    assert service.at(NOON + SOON) == 0


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_where_nobody_listens_any_more_is_forgotten(
    cast: Cast, service: Service, status: int
) -> None:
    has_device(cast.mother)
    writes(cast.teacher, cast.mother)
    service.status = status
    assert service.at(NOON + SOON) == 1
    assert not Device.objects.exists()


@pytest.mark.parametrize("status", [302, 400, 403, 429, 503])
def test_a_service_that_cannot_now_is_asked_again_and_not_at_once(
    cast: Cast, service: Service, status: int
) -> None:
    has_device(cast.mother)
    writes(cast.teacher, cast.mother)
    service.status = status
    assert service.at(NOON + SOON) == 1
    assert service.at(NOON + 2 * SOON) == 0
    assert {push.path for push in service.taken} == {f"/send/phone{cast.mother.pk}"}
    service.status = 201
    assert service.at(NOON + HOUR) == 1
    assert service.at(NOON + 2 * HOUR) == 0


def test_a_service_that_is_away_loses_nothing(cast: Cast, service: Service) -> None:
    has_device(cast.mother)
    writes(cast.teacher, cast.mother)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("accounts.pushing.requests.post", _refused)
        assert service.at(NOON + SOON) == 0
    assert service.at(NOON + HOUR) == 1


def _refused(*_: object, **_how: object) -> None:
    raise requests.ConnectTimeout


def test_of_two_workers_one_wakes_a_device(cast: Cast) -> None:
    device = has_device(cast.mother)
    with clock.at(NOON):
        assert _hold(Device.objects.to_tell(), [device.pk]) == [device]
        assert _hold(Device.objects.to_tell(), [device.pk]) == []


def test_while_a_service_is_away_few_are_tried(cast: Cast, service: Service) -> None:
    for number in range(AT_ONCE + 2):
        has_device(cast.mother, name=f"phone{number}-")
    writes(cast.teacher, cast.mother)
    service.status = 503
    assert service.at(NOON + SOON) == AT_ONCE
    service.status = 201
    assert service.at(NOON + SOON) == 2


def test_waking_costs_the_same_for_one_and_for_many(cast: Cast, service: Service) -> None:
    def cost(moment: datetime) -> int:
        with CaptureQueriesContext(connection) as asked:
            service.at(moment)
        return len(asked)

    has_device(cast.mother)
    writes(cast.teacher, cast.mother)
    one = cost(NOON + SOON)
    for person in (cast.father, cast.parent_in_both, cast.ce2_parent, cast.staff, cast.student):
        has_device(person)
        writes(cast.head, person, at=NOON + HOUR)
    assert cost(NOON + HOUR + SOON) == one
    assert len(service.taken) == 6
