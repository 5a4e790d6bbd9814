import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

import audit
from accounts.actions.activation import issue_activation_code
from accounts.actions.trail import consult_trail
from accounts.models import Membership
from audit.models import Actor, Event
from audit.sentences import PAGES, VERBS
from core import clock
from tests.cast import Cast
from tests.client import SchoolClient

ROOT = Path(__file__).parents[2]
APPS = (
    *("accounts", "charters", "uploads", "newsfeed", "messaging", "moderation", "safeguarding"),
    "retention",
)
ClientFor = Callable[[Membership], SchoolClient]


@pytest.fixture
def log(cast: Cast) -> str:
    return f"/schools/{cast.school.pk}/log/"


def said(answer: object) -> list[tuple[str, str, str]]:
    lines = answer.context["lines"]  # type: ignore[attr-defined]  # of the test client
    return [(line.who, line.what, line.about) for line in lines]


def test_an_administrator_reads_who_did_what_to_whom(
    cast: Cast, client_for: ClientFor, log: str
) -> None:
    issue_activation_code(cast.administrator, membership=cast.student)
    lines = said(client_for(cast.administrator).get(log))
    made = str(VERBS["issue_activation_code"])
    assert (cast.administrator.name, made, cast.student.name) in lines


def test_reading_the_log_is_in_the_log(cast: Cast, client_for: ClientFor, log: str) -> None:
    lines = said(client_for(cast.administrator).get(log))
    assert lines[0][:2] == (cast.administrator.name, str(VERBS["read_trail"]))
    client_for(cast.administrator).get(f"{log}{cast.student.pk}/")
    event = Event.objects.filter(verb="read_trail").latest("at")
    assert event.target_id == cast.student.pk


def test_page_views_are_shown_when_asked_for(cast: Cast, client_for: ClientFor, log: str) -> None:
    client = client_for(cast.student)
    client.get("/me/")
    client.get(log)
    administrator = client_for(cast.administrator)
    assert cast.student.name not in [who for who, *_ in said(administrator.get(log))]
    answer = administrator.get(log, {"verb": "view_page"})
    seen = [line for line in answer.context["lines"] if line.who == cast.student.name]
    assert [line.refused for line in seen] == [True, False]


def test_the_log_is_narrowed_by_person_and_day(cast: Cast, client_for: ClientFor, log: str) -> None:
    yesterday = clock.now() - timedelta(days=1)
    with clock.at(yesterday):
        audit.record(by=cast.teacher, verb="sign_in")
        audit.record(by=cast.staff, verb="sign_in")
    audit.record(by=cast.teacher, verb="sign_out")
    client = client_for(cast.administrator)
    what = {line[1] for line in said(client.get(f"{log}{cast.teacher.pk}/"))}
    assert what == {str(VERBS["sign_in"]), str(VERBS["sign_out"])}
    day = yesterday.astimezone().date().isoformat()
    who = {line[0] for line in said(client.get(log, {"since": day, "until": day}))}
    assert who == {cast.teacher.name, cast.staff.name}
    assert client.get(log, {"since": "never", "before": "nonsense_x"}).status_code == 200


def test_the_log_goes_back_page_by_page_and_costs_the_same(
    cast: Cast, client_for: ClientFor, log: str
) -> None:
    client = client_for(cast.administrator)
    audit.record(by=cast.staff, verb="sign_out", target=cast.student)
    client.get(log)
    with CaptureQueriesContext(connection) as few:
        client.get(log)
    with clock.at(clock.now() - timedelta(hours=1)):
        for _ in range(60):
            audit.record(by=cast.teacher, verb="sign_in", target=cast.student)
    with CaptureQueriesContext(connection) as many:
        first = client.get(log)
    assert len(first.context["lines"]) == 50
    assert len(many) == len(few)
    second = client.get(log + first.context["older"])
    both = [*first.context["lines"], *second.context["lines"]]
    assert sum(line.who == cast.teacher.name for line in both) == 60


def test_the_erased_leave_their_acts_and_not_their_name(
    cast: Cast, client_for: ClientFor, log: str
) -> None:
    audit.record(by=cast.teacher, verb="sign_in")
    Actor.objects.filter(membership=cast.teacher).update(membership=None)
    answer = client_for(cast.administrator).get(log)
    assert cast.teacher.name not in answer.content.decode()
    assert str(VERBS["sign_in"]) in [what for _, what, _ in said(answer)]


def test_each_school_reads_its_own(cast: Cast, client_for: ClientFor, log: str) -> None:
    audit.record(by=cast.other.teacher, verb="sign_in")
    answer = client_for(cast.administrator).get(log)
    assert cast.other.teacher.name not in answer.content.decode()
    elsewhere = f"{log}{cast.other.teacher.pk}/"
    assert client_for(cast.administrator).get(elsewhere).status_code == 404
    with pytest.raises(PermissionDenied):
        consult_trail(cast.head)


def test_every_verb_and_every_page_has_words() -> None:
    sources = [path.read_text() for app in APPS for path in (ROOT / app).rglob("*.py")]
    verbs = {verb for source in sources for verb in re.findall(r'verb="(\w+)"', source)}
    assert not verbs - set(VERBS)
    assert not _view_names() - set(PAGES)


def _view_names() -> set[str]:
    """The pages of the house; the styleguide is no page of a school."""
    included = [each for each in get_resolver().url_patterns if isinstance(each, URLResolver)]
    return {
        f"{app.namespace}:{page.name}" if app.namespace else str(page.name)
        for app in included
        if str(app.pattern) != "styleguide/"
        for page in app.url_patterns
        if isinstance(page, URLPattern)
    }
