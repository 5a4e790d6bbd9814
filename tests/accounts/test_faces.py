"""Faces: composed of parts, kept as digits, shown wherever a person is shown."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from django.template import engines

from accounts.models import Membership
from audit.models import Event
from core.faces import PARTS, choices_of, drawing, face_of, suggested
from messaging.actions import start_conversation
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.newsfeed import CommentFactory, EntryFactory

ClientFor = Callable[[Membership], SchoolClient]
FACE = "3142110"
CHOSEN = {part.name: digit for part, digit in zip(PARTS, FACE, strict=True)}


@pytest.mark.parametrize("part", range(len(PARTS)))
def test_every_option_is_drawn_and_differs_from_the_others(part: int) -> None:
    plain = choices_of("0110000")
    assert plain is not None
    faces = [
        face_of([*plain[:part], option, *plain[part + 1 :]])
        for option in range(len(PARTS[part].options))
    ]
    drawn = {ET.tostring(ET.fromstring(drawing(face))) for face in faces}
    # The ground is the colour of what stands around the drawing.
    assert len(drawn) == (1 if PARTS[part].name == "ground" else len(faces))


@pytest.mark.parametrize("nonsense", ["", "1", "99999999", "zzzzzzz", "0 10000", "<script"])
def test_what_is_no_face_is_drawn_as_initials(nonsense: str) -> None:
    assert drawing(nonsense) == ""
    tag = engines["django"].from_string("{% load faces %}{% avatar 'Zoé <Vasseur>' 4 face %}")
    shown = tag.render({"face": nonsense})
    assert shown == '<span class="avatar class-colour-4" aria-hidden="true">Z</span>'


def test_a_suggestion_is_a_face_and_stays_the_same() -> None:
    suggestions = {suggested(number) for number in range(50)}
    assert len(suggestions) > 40
    assert all(choices_of(face) for face in suggestions)
    assert suggested(7) == suggested(7)


def test_a_face_is_looked_at_then_kept_then_given_up(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.student)
    client.post("/me/face/", {**CHOSEN, "look": "yes"})
    cast.student.user.refresh_from_db()
    assert cast.student.user.face == ""
    client.post("/me/face/", {**CHOSEN, "keep": "yes"})
    cast.student.user.refresh_from_db()
    assert cast.student.user.face == FACE
    assert Event.objects.filter(verb="draw_face").count() == 1
    client.post("/me/face/", {"letters": "yes"})
    cast.student.user.refresh_from_db()
    assert cast.student.user.face == ""


@pytest.mark.parametrize("wrong", [{"hair": "8"}, {"hair": "x"}, {"hair": "-1"}, {"hair": ""}])
def test_a_forged_part_is_refused(cast: Cast, client_for: ClientFor, wrong: dict[str, str]) -> None:
    answer = client_for(cast.student).post("/me/face/", {**CHOSEN, **wrong, "keep": "yes"})
    assert answer.status_code == 422
    cast.student.user.refresh_from_db()
    assert cast.student.user.face == ""


def test_without_script_the_page_asks_and_shows(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.student)
    body = client.post("/me/face/", {**CHOSEN, "look": "yes"}).content.decode()
    assert drawing(FACE) in body
    for part in PARTS:
        assert body.count(f'name="{part.name}"') == len(part.options)


def test_a_face_stands_wherever_its_person_does(cast: Cast, client_for: ClientFor) -> None:
    """At no query more, and a new one is there at once also where entries are kept rendered."""
    client, room = client_for(cast.student), cast.group("class", of=cast.cm1)
    entry = EntryFactory(school=cast.school, author=cast.teacher, audience=[room])
    CommentFactory(school=cast.school, entry=entry, author=cast.teacher)
    talk = start_conversation(cast.teacher, to=[cast.student], subject="", body="Bonjour")
    pages = [
        *("/", f"/entries/{entry.pk}/", "/messages/", f"/messages/{talk.pk}/", "/messages/new/"),
        *("/people/", f"/schools/{cast.school.pk}/people/{cast.teacher.pk}/"),
    ]
    # Once it is read, a message stands in the feed no more, and what it says is not asked.
    client.get(f"/messages/{talk.pk}/")
    before = {page: queries(client, page) for page in pages}
    cast.teacher.user.face = FACE
    cast.teacher.user.save()
    for page in pages:
        assert drawing(FACE) in client.get(page).content.decode(), page
        assert queries(client, page) == before[page]
