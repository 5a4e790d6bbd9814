"""What people tell of themselves: who sees which part, how it is kept, and that it goes."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import ContactRule, Membership
from audit.models import Event
from core import clock
from profiles.actions import tell_of_oneself
from profiles.choices import Mood, ShownTo
from profiles.models import Portrait
from profiles.policies import MayShowNoPhotograph, circle_of
from profiles.sight import portrait_seen
from tests.cast import PARTS, Cast
from tests.client import SchoolClient
from tests.factories.profiles import PortraitFactory
from uploads.models import StoredFile

ClientFor = Callable[[Membership], SchoolClient]

PHOTOGRAPH, MOTTO, MOOD, INTERESTS = "photograph", "motto", "mood", "interests"
FIELDS = {PHOTOGRAPH, MOTTO, MOOD, INTERESTS}
NOBODY, CLASS, SCHOOL = ShownTo.NOBODY, ShownTo.CLASS, ShownTo.SCHOOL

STAFF = {"staff", "head", "administrator", "senior", "above", "lead", "coordinator"}

# Whose part of a portrait each reader sees when it is shown to nobody, to the class, to the school.
# A reader who is not named sees nothing of it.
SEES: dict[str, dict[str, set[str]]] = {
    "student": {
        NOBODY: {"student"},
        CLASS: {"student", "classmate", "mother", "father", "teacher"},
        SCHOOL: {"student", "classmate", "mother", "father", "teacher"}
        | {"sibling", "ce2_teacher"}
        | STAFF,
    },
    "mother": {
        NOBODY: {"mother"},
        CLASS: {"mother", "student", "sibling", "father", "teacher", "ce2_teacher"},
        SCHOOL: {"mother", "student", "sibling", "father", "teacher", "ce2_teacher"} | STAFF,
    },
    "teacher": {
        NOBODY: {"teacher"},
        CLASS: {"teacher", "student", "classmate", "mother", "father", "parent_in_both"},
        SCHOOL: {"teacher", "student", "classmate", "mother", "father", "parent_in_both"}
        | {"ce2_teacher"}
        | STAFF,
    },
    "staff": {
        NOBODY: {"staff"},
        CLASS: {"staff"},
        SCHOOL: {"teacher", "ce2_teacher"}
        | STAFF
        | {"mother", "father", "parent_in_both", "ce2_parent"},
    },
    "guest": {NOBODY: {"guest"}, CLASS: {"guest"}, SCHOOL: {"guest", "administrator"}},
}
OFF = {"pictures_up_to": "", "waking_from": "7", "waking_until": "20"}
ON = {**OFF, "student_photographs": "on"}
CELLS = [(person, reader) for person in SEES for reader in PARTS]


def picture(size: tuple[int, int] = (1200, 900)) -> SimpleUploadedFile:
    """As a telephone sends it: with where and by whom it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Appareil de Claire"
    content = BytesIO()
    Image.new("RGB", size, "#88aacc").save(content, "JPEG", exif=exif)
    return SimpleUploadedFile("moi.jpg", content.getvalue())


def told(to: str = CLASS, **more: Any) -> dict[str, Any]:
    return {f"{field}_to": to for field in FIELDS} | more


def seen_in(client: SchoolClient, person: Membership) -> set[str]:
    """The fields that the page of a person shows, and that can be fetched."""
    page = f"/schools/{person.school_id}/people/{person.pk}/"
    answer = client.get(page)
    if answer.status_code == 404:
        assert client.get(f"{page}photograph/").status_code == 404
        return set()
    body = answer.content.decode()
    marks = {
        MOTTO: "Pas à pas",
        MOOD: "Envie de découvrir",
        INTERESTS: "escalade",
        PHOTOGRAPH: "/photograph/",
    }
    shown = {field for field, mark in marks.items() if mark in body}
    is_served = client.get(f"{page}photograph/").status_code == 200
    assert is_served == (PHOTOGRAPH in shown)
    return shown


@pytest.mark.parametrize(("part", "reader"), CELLS)
def test_each_part_is_seen_by_whom_the_table_says(
    cast: Cast, client_for: ClientFor, part: str, reader: str
) -> None:
    """Each field alone is given each visibility, the others the contrary."""
    cast.school.student_photographs = True
    cast.school.save()
    person, client = cast.people[part], client_for(cast.people[reader])
    portrait = PortraitFactory(school=cast.school, membership=person)
    for to, readers in SEES[part].items():
        Portrait.objects.filter(pk=portrait.pk).update(**told(to))
        assert seen_in(client, person) == (FIELDS if reader in readers else set()), to
    for field in sorted(FIELDS):
        hidden = told(NOBODY) | {f"{field}_to": SCHOOL}
        Portrait.objects.filter(pk=portrait.pk).update(**hidden)
        expected = {field} if reader in SEES[part][SCHOOL] else set()
        assert seen_in(client, person) == (FIELDS if reader == part else expected), field


def test_nothing_of_it_reaches_the_other_school(cast: Cast, client_for: ClientFor) -> None:
    PortraitFactory(school=cast.school, membership=cast.teacher, **told(SCHOOL))
    for part in ("teacher", "administrator", "student"):
        assert seen_in(client_for(cast.other.people[part]), cast.teacher) == set()


def test_a_parent_sees_nothing_of_anothers_child_whatever_the_rules(cast: Cast) -> None:
    ContactRule.objects.create(
        school=cast.school,
        from_group=cast.group("class", "parent", of=cast.cm1),
        to_group=cast.group("class", "student", of=cast.cm1),
    )
    PortraitFactory(school=cast.school, membership=cast.classmate, **told(SCHOOL))
    assert cast.classmate in Membership.objects.visible_to(cast.mother.user)
    assert portrait_seen(cast.mother.user, cast.classmate) is None
    assert portrait_seen(cast.parent_in_both.user, cast.classmate) is not None
    assert circle_of(cast.teacher.user, cast.classmate) == {SCHOOL, CLASS}


def test_students_are_drawn_unless_their_school_allows_more(
    cast: Cast, client_for: ClientFor
) -> None:
    address = f"/schools/{cast.school.pk}/people/{cast.student.pk}/portrait/"
    client = client_for(cast.student)
    assert 'type="file"' not in client.get(address).content.decode()
    client.post(address, told(picture=picture(), motto="Pas à pas"))
    portrait = Portrait.objects.get(membership=cast.student)
    assert (portrait.motto, portrait.photograph) == ("Pas à pas", None)
    with pytest.raises(MayShowNoPhotograph):
        tell_of_oneself(cast.student, picture=picture())
    assert not StoredFile.objects.exists()
    cast.school.student_photographs = True
    cast.school.save()
    client.post(address, told(picture=picture()))
    assert seen_in(client_for(cast.classmate), cast.student) == {PHOTOGRAPH}
    cast.school.student_photographs = False
    cast.school.save()
    assert seen_in(client_for(cast.classmate), cast.student) == set()


def test_the_administrator_allows_students_photographs(cast: Cast, client_for: ClientFor) -> None:
    settings = f"/schools/{cast.school.pk}/settings/"
    for chosen, expected in ((ON, True), (OFF, False)):
        client_for(cast.administrator).post(settings, chosen)
        cast.school.refresh_from_db()
        assert cast.school.student_photographs == expected


def test_a_photograph_is_cleaned_small_private_and_gone_with_the_next(
    cast: Cast, client_for: ClientFor, django_capture_on_commit_callbacks: Any
) -> None:
    page = f"/schools/{cast.school.pk}/people/{cast.teacher.pk}/"
    client = client_for(cast.teacher)
    client.post(f"{page}portrait/", told(picture=picture()))
    first = StoredFile.objects.get()
    answer: Any = client.get(f"{page}photograph/")
    assert "private" in answer["Cache-Control"]
    content = b"".join(answer.streaming_content)
    shown = Image.open(BytesIO(content))
    assert max(shown.size) == 640
    assert not shown.getexif()
    assert b"Claire" not in content
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{page}portrait/", told(picture=picture((300, 300))))
    assert StoredFile.objects.get().pk != first.pk
    assert not default_storage.exists(str(first.content.name))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{page}portrait/", told(without_photograph="on"))
    assert not StoredFile.objects.exists()
    assert client.get(f"{page}photograph/").status_code == 404


def test_what_is_no_picture_is_said_so_and_nothing_typed_is_lost(
    cast: Cast, client_for: ClientFor
) -> None:
    address = f"/schools/{cast.school.pk}/people/{cast.teacher.pk}/portrait/"
    wrong = SimpleUploadedFile("moi.jpg", b"<svg onload=alert(1)>")
    answer = client_for(cast.teacher).post(address, told(picture=wrong, motto="Pas à pas"))
    assert answer.status_code == 422
    assert 'value="Pas à pas"' in answer.content.decode()
    assert not Portrait.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" football ,  lecture;dinosaures ", ["football", "lecture", "dinosaures"]),
        ("chats, chats,,", ["chats"]),
        ("", []),
        ("a,b,c,d,e,f", None),
        ("x" * 31, None),
    ],
)
def test_interests_are_a_few_short_words(
    cast: Cast, client_for: ClientFor, typed: str, kept: list[str] | None
) -> None:
    address = f"/schools/{cast.school.pk}/people/{cast.student.pk}/portrait/"
    answer = client_for(cast.student).post(address, told(interests=typed))
    assert answer.status_code == (422 if kept is None else 302)
    if kept is not None:
        assert Portrait.objects.get().interests == kept


def test_ones_own_page_is_found_from_the_account(cast: Cast, client_for: ClientFor) -> None:
    client, page = client_for(cast.guest), f"/schools/{cast.school.pk}/people/{cast.guest.pk}/"
    assert page in client.get("/me/").content.decode()
    assert f"{page}portrait/" in client.get(page).content.decode()


def test_one_tells_of_oneself_alone(cast: Cast, client_for: ClientFor) -> None:
    for part in ("administrator", "teacher", "mother", "classmate"):
        address = f"/schools/{cast.school.pk}/people/{cast.student.pk}/portrait/"
        assert client_for(cast.people[part]).post(address, told(motto="Non")).status_code == 404
    assert not Portrait.objects.exists()


def test_changes_are_recorded_and_how_it_read_before_is_kept(
    cast: Cast, client_for: ClientFor
) -> None:
    address = f"/schools/{cast.school.pk}/people/{cast.student.pk}/portrait/"
    for motto in ("Un pas", "Deux pas"):
        client_for(cast.student).post(address, told(motto=motto, mood=Mood.CALM))
    history = Portrait.objects.get().history.order_by("pk")
    assert list(history.values_list("motto", flat=True)) == ["Un pas", "Deux pas"]
    events = Event.objects.filter(verb="tell_of_oneself")
    assert events.count() == 2
    assert "pas" not in str(list(events.values_list("facts", flat=True)))


def test_a_closed_person_shows_nothing_but_to_administrators(
    cast: Cast, client_for: ClientFor
) -> None:
    PortraitFactory(school=cast.school, membership=cast.teacher, **told(SCHOOL))
    cast.teacher.closed_at = clock.now()
    cast.teacher.save()
    assert seen_in(client_for(cast.student), cast.teacher) == set()
    assert seen_in(client_for(cast.administrator), cast.teacher) == FIELDS


def test_one_sees_what_one_told_before_and_nobody_else_does(
    cast: Cast, client_for: ClientFor
) -> None:
    for motto in ("Avant", "Maintenant"):
        tell_of_oneself(cast.student, **told(NOBODY, motto=motto, mood=Mood.CALM))
    address = f"/schools/{cast.school.pk}/people/{cast.student.pk}/portrait/before/"
    page = client_for(cast.student).get(address)
    assert [seen.motto for _at, seen in page.context["versions"]] == ["Maintenant", "Avant"]
    for part in set(PARTS) - {"student"}:
        assert client_for(cast.people[part]).get(address).status_code == 404


def test_one_s_name_leads_to_one_s_page(cast: Cast, client_for: ClientFor) -> None:
    page = client_for(cast.student).get("/").context["account_pages"]()
    assert page[0].url == f"/schools/{cast.school.pk}/people/{cast.student.pk}/"
