from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import tasks
from accounts.demo.rolls import invent_roll
from accounts.models import Membership, RollImport
from tests.accounts.test_be1d import PARENTS, STUDENTS
from tests.cast import Cast
from tests.client import SchoolClient

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Membership], SchoolClient]


@pytest.fixture
def administrator(cast: Cast, client_for: ClientFor) -> SchoolClient:
    return client_for(cast.administrator)


def given(client: SchoolClient, cast: Cast, files: dict[str, bytes]) -> Any:
    lists = [SimpleUploadedFile(name, content) for name, content in files.items()]
    address = reverse("accounts:roll_upload", args=[cast.school.pk])
    return client.post(address, {"lists": lists}, follow=True)


def the_import() -> RollImport:
    return RollImport.objects.latest("pk")


def address(name: str, roll_import: RollImport) -> str:
    return reverse(f"accounts:{name}", args=[roll_import.school_id, roll_import.pk])


def test_a_roll_is_given_checked_applied_and_reported(
    cast: Cast, administrator: SchoolClient
) -> None:
    preview = given(administrator, cast, invent_roll("page", students=40))
    assert preview.status_code == 200
    assert preview.templates[0].name == "accounts/roll_preview.html"
    assert "ULIS" in preview.content.decode()
    waiting = administrator.post(address("apply_roll_import", the_import()), follow=True)
    assert "accounts/roll_progress.html" in [template.name for template in waiting.templates]
    tasks.finish_roll_import(cast.school.pk, the_import().pk)
    report = administrator.get(address("roll_import", the_import()))
    assert report.templates[0].name == "accounts/roll_report.html"
    again = given(administrator, cast, invent_roll("page", students=40))
    assert again.context["preview"].changes_something is False


def test_homonyms_are_shown_before_and_after(cast: Cast, administrator: SchoolClient) -> None:
    students = f"{STUDENTS}\nROUX;;Léa;2015-03-02;;;CP\nROUX;;Tom;2013-01-31;;;CE2"
    parents = f"{PARENTS}\nM.;;ROUX;Max;;;ROUX;Léa;CP\nM.;;ROUX;Max;;;ROUX;Tom;CE2"
    files = {"s.csv": students.encode(), "p.csv": parents.encode()}
    before = given(administrator, cast, files).content.decode()
    assert "Max Roux" in before and "(Tom Roux)" in before
    administrator.post(address("apply_roll_import", the_import()))
    tasks.finish_roll_import(cast.school.pk, the_import().pk)
    after = administrator.get(address("roll_import", the_import())).content.decode()
    assert "max.roux" in after and "max.roux2" in after


def test_what_is_wrong_is_said_with_its_place_and_nothing_is_kept(
    cast: Cast, administrator: SchoolClient
) -> None:
    broken = f"{STUDENTS}\nROUX;;Léa;2015-03-42;;;CP".encode()
    answer = given(administrator, cast, {"liste.csv": broken})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "liste.csv" in page and "2015-03-42" in page and "Date naissance" in page
    assert not RollImport.objects.exists()


@pytest.mark.parametrize("files", [{}, {"empty.csv": b""}, {"zip.csv": b"PK\x03\x04"}])
def test_no_list_at_all_is_answered_in_words(
    cast: Cast, administrator: SchoolClient, files: dict[str, bytes]
) -> None:
    answer = given(administrator, cast, files)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_markup_in_a_roll_stays_text(cast: Cast, administrator: SchoolClient) -> None:
    files = {"<b>.csv": f"{STUDENTS}\n<script>x;;Léa;2015-03-02;;;<i>CP".encode()}
    page = given(administrator, cast, files).content.decode()
    assert "<script>x" not in page.lower() and "<i>CP" not in page
    assert "&lt;i&gt;CP" in page


def test_an_import_can_be_given_up(cast: Cast, administrator: SchoolClient) -> None:
    given(administrator, cast, invent_roll("page", students=10))
    gone = address("roll_import", the_import())
    administrator.post(address("give_up_roll_import", the_import()))
    assert administrator.get(gone).status_code == 404


def test_a_failed_import_says_so(cast: Cast, administrator: SchoolClient) -> None:
    given(administrator, cast, invent_roll("page", students=10))
    RollImport.objects.update(state=RollImport.State.FAILED)
    page = administrator.get(address("roll_import", the_import())).content.decode()
    assert reverse("accounts:roll_upload", args=[cast.school.pk]) in page


@pytest.mark.parametrize("part", ["student", "mother", "teacher", "staff", "head"])
def test_others_do_not_find_it(
    cast: Cast, administrator: SchoolClient, client_for: ClientFor, part: str
) -> None:
    given(administrator, cast, invent_roll("page", students=10))
    for person in (getattr(cast, part), cast.other.administrator):
        stranger = client_for(person)
        assert given(stranger, cast, invent_roll("page", students=10)).status_code == 404
        assert stranger.get(address("roll_import", the_import())).status_code == 404
        for name in ("apply_roll_import", "give_up_roll_import"):
            assert stranger.post(address(name, the_import())).status_code == 404
    assert the_import().state == RollImport.State.PREVIEW


def test_an_import_is_not_reached_through_another_school(
    cast: Cast, administrator: SchoolClient, client_for: ClientFor
) -> None:
    given(administrator, cast, invent_roll("page", students=10))
    elsewhere = reverse("accounts:roll_import", args=[cast.other.school.pk, the_import().pk])
    assert client_for(cast.other.administrator).get(elsewhere).status_code == 404
    assert administrator.get(elsewhere).status_code == 404
