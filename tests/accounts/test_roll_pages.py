import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import tasks
from accounts.actions import finish_roll_import, roll_imports
from accounts.actions.import_roll import import_roll
from accounts.actions.roll_imports import leave_roll_line_out
from accounts.demo.rolls import invent_roll
from accounts.models import Guardianship, Membership, RollImport, User
from accounts.roll.changes import Change
from accounts.roll.reading import read_roll
from accounts.roll.records import Part, Place
from audit.models import Event
from core import clock
from tests.accounts.test_be1d import STUDENTS
from tests.cast import Cast
from tests.client import SchoolClient

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Membership], SchoolClient]


@pytest.fixture
def administrator(cast: Cast, client_for: ClientFor) -> SchoolClient:
    User.objects.filter(pk=cast.administrator.user_id).update(language="en")
    return client_for(cast.administrator)


def given(client: SchoolClient, cast: Cast, files: dict[str, bytes]) -> Any:
    address = reverse("accounts:roll_upload", args=[cast.school.pk])
    return client.post(address, {"lists": uploads(files)}, follow=True)


def uploads(files: dict[str, bytes]) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(name, content) for name, content in files.items()]


def the_import() -> RollImport:
    return RollImport.objects.latest("pk")


def address(name: str, roll_import: RollImport) -> str:
    return reverse(f"accounts:{name}", args=[roll_import.school_id, roll_import.pk])


def does(client: SchoolClient, name: str, **data: Any) -> Any:
    return client.post(address(name, the_import()), data, follow=True)


def imports(client: SchoolClient, cast: Cast, files: dict[str, bytes]) -> RollImport:
    given(client, cast, files)
    does(client, "apply_roll_import", seen=the_import().findings["fingerprint"])
    tasks.finish_roll_import(cast.school.pk, the_import().pk)
    assert the_import().state == RollImport.State.DONE
    return the_import()


def names(answer: Any) -> list[str]:
    return [template.name for template in answer.templates]


def pupils(*lines: str) -> bytes:
    return "\n".join(["Nom;Prénom;Date de naissance;Classe", *lines]).encode()


ROUX = "Roux;Léa;02/03/2015;CP"
BROKEN = {"s.csv": pupils(ROUX, "Petit;Tom;31/13/2013;CE2", "Blanc;;01/02/2014;CE2")}


def test_a_roll_is_given_checked_applied_and_reported(
    cast: Cast, administrator: SchoolClient
) -> None:
    preview = given(administrator, cast, invent_roll("page", students=40))
    assert "accounts/roll_preview.html" in names(preview)
    assert "ULIS" in preview.content.decode()
    seen = the_import().findings["fingerprint"]
    waiting = does(administrator, "apply_roll_import", seen=seen)
    assert "accounts/roll_progress.html" in names(waiting)
    tasks.finish_roll_import(cast.school.pk, the_import().pk)
    report = administrator.get(address("roll_import", the_import()))
    assert "accounts/roll_report.html" in names(report)
    again = given(administrator, cast, invent_roll("page", students=40))
    assert again.context["preview"].changes_something is False
    assert "disabled" in again.content.decode()


def test_what_is_wrong_is_said_with_its_place_and_keeps_the_roll_out(
    cast: Cast, administrator: SchoolClient
) -> None:
    page = given(administrator, cast, BROKEN).content.decode()
    assert "31/13/2013" in page and "s.csv" in page and "column 3" in page
    does(administrator, "apply_roll_import", seen=the_import().findings["fingerprint"])
    assert the_import().state == RollImport.State.PREVIEW


def test_lines_are_put_right_left_out_and_taken_back(
    cast: Cast, administrator: SchoolClient
) -> None:
    given(administrator, cast, BROKEN)
    tom = {"file": "s.csv", "line": 3}
    does(
        administrator,
        "roll_line",
        **tom,
        **{"line-1-3-cell-1": "Petit", "line-1-3-cell-2": "Tom", "line-1-3-cell-3": "31/12/2013"},
        **{"line-1-3-cell-4": "CE2"},
    )
    assert the_import().choices["cells"] == [["s.csv", 3, {"3": "31/12/2013"}]]
    page = does(administrator, "leave_roll_line_out", file="s.csv", line=4)
    assert the_import().findings["errors"] == 0
    assert the_import().findings["counts"]["students"]["new"] == 2
    assert "1 line is left out" in page.content.decode()
    does(administrator, "leave_roll_line_out", file="s.csv", line=4, take_back="yes")
    assert the_import().findings["errors"] == 1


def test_what_was_typed_wrongly_is_not_lost(cast: Cast, administrator: SchoolClient) -> None:
    given(administrator, cast, BROKEN)
    told = {"line-1-3-cell-1": "P" * 1001, "line-1-3-cell-2": "Typed"}
    answer = does(administrator, "roll_line", file="s.csv", line=3, **told)
    assert answer.status_code == 422
    assert "Typed" in answer.content.decode()


@pytest.mark.parametrize("place", [("s.csv", 99), ("other.csv", 3), ("s.csv", "x"), ("", "")])
def test_a_line_that_is_not_shown_is_not_edited(
    cast: Cast, administrator: SchoolClient, place: tuple[str, Any]
) -> None:
    given(administrator, cast, BROKEN)
    for name in ("roll_line", "roll_people"):
        answer = does(administrator, name, file=place[0], line=place[1], who="apart")
        assert answer.status_code == 404
    assert not any(the_import().choices.get(key) for key in ("cells", "people"))


def test_files_are_added_replaced_and_removed(cast: Cast, administrator: SchoolClient) -> None:
    given(administrator, cast, {**BROKEN, "book.csv": b"PK\x03\x04"})
    page = administrator.get(address("roll_import", the_import())).content.decode()
    assert "spreadsheet" in page and "31/13/2013" in page
    does(administrator, "remove_roll_file", file="book.csv")
    does(administrator, "leave_roll_line_out", file="s.csv", line=3)
    does(administrator, "add_roll_files", lists=uploads({"s.csv": pupils(ROUX)}))
    assert (the_import().findings["files"], the_import().findings["errors"]) == (["s.csv"], 0)
    assert the_import().choices["left_out"] == []
    answer = does(administrator, "add_roll_files")
    assert answer.status_code == 422
    page = does(administrator, "remove_roll_file", file="s.csv").content.decode()
    assert "There is no file left" in page


def test_columns_that_were_not_recognised_are_asked_for(
    cast: Cast, administrator: SchoolClient
) -> None:
    unknown = b"A;B;C;D\nRoux;L\xc3\xa9a;02/03/2015;CP"
    asked = given(administrator, cast, {"x.csv": unknown})
    assert "accounts/roll_columns.html" in names(asked)
    asked = does(
        administrator, "roll_columns", **{"sheet-1-file": "x.csv", "sheet-1-kind": "students"}
    )
    assert "accounts/roll_columns.html" in names(asked)
    assert "02/03/2015" in asked.content.decode()
    fields = ["last_name", "first_name", "birth_date", "last_name"]
    told = {"sheet-1-file": "x.csv", "sheet-1-kind": "students"}
    columns = {f"sheet-1-column-{nth}": each for nth, each in enumerate(fields, 1)}
    assert does(administrator, "roll_columns", **told, **columns).status_code == 422
    columns["sheet-1-column-4"] = "class"
    preview = does(administrator, "roll_columns", **told, **columns)
    assert "accounts/roll_preview.html" in names(preview)
    assert the_import().findings["counts"]["students"]["new"] == 1
    columns["sheet-1-column-4"] = "external_id"
    asked = does(administrator, "roll_columns", **told, **columns)
    assert the_import().findings["sheets"][0]["missing"] == ["class"]


def test_a_forged_column_or_list_is_refused(cast: Cast, administrator: SchoolClient) -> None:
    given(administrator, cast, {"s.csv": pupils(ROUX)})
    told = {"sheet-1-file": "s.csv", "sheet-1-kind": "students", "sheet-1-column-1": "duties"}
    assert does(administrator, "roll_columns", **told).status_code == 422
    told = {"sheet-1-file": "other.csv", "sheet-1-kind": "students"}
    assert does(administrator, "roll_columns", **told).status_code == 404


PARENTS_ROUX = (
    "Nom;Prénom;Nom enfant;Prénom enfant;Classe enfant",
    "Roux;Max;Roux;Léa;CP",
    "Roux;Max;Petit;Tom;CE2",
)
TWO_MAX = {
    "s.csv": pupils(ROUX, "Petit;Tom;31/12/2013;CE2"),
    "p.csv": "\n".join(PARENTS_ROUX).encode(),
}


def test_people_of_one_name_stay_apart_until_somebody_joins_them(
    cast: Cast, administrator: SchoolClient
) -> None:
    page = given(administrator, cast, TWO_MAX).content.decode()
    assert "not decided" in page and "Tom Petit" in page
    assert 'name="who" value="apart" checked' not in page
    assert the_import().findings["counts"]["parents"]["new"] == 2
    page = does(administrator, "roll_people", file="p.csv", line=3, who="apart").content.decode()
    assert 'name="who" value="apart" checked' in page and "not decided" not in page
    page = does(administrator, "roll_people", file="p.csv", line=3, who="0").content.decode()
    assert the_import().findings["counts"]["parents"]["new"] == 1
    assert "Ask again" in page
    page = does(administrator, "roll_people", file="p.csv", line=3).content.decode()
    assert "not decided" in page


@pytest.mark.parametrize("who", ["1", "7", "x", "m1"])
def test_an_answer_that_was_not_offered_is_refused(
    cast: Cast, administrator: SchoolClient, who: str
) -> None:
    given(administrator, cast, TWO_MAX)
    assert does(administrator, "roll_people", file="p.csv", line=3, who=who).status_code == 404
    assert does(administrator, "roll_people", file="p.csv", line=2, who=who).status_code == 404


def test_homonyms_are_shown_after_the_import(cast: Cast, administrator: SchoolClient) -> None:
    imports(administrator, cast, TWO_MAX)
    after = administrator.get(address("roll_import", the_import())).content.decode()
    assert "max.roux" in after and "max.roux2" in after


def test_an_import_that_was_shown_before_another_is_shown_again(
    cast: Cast, administrator: SchoolClient
) -> None:
    given(administrator, cast, {"s.csv": pupils(ROUX)})
    first, seen = the_import(), the_import().findings["fingerprint"]
    imports(administrator, cast, {"s.csv": pupils(ROUX, "Petit;Tom;31/12/2013;CE2")})
    first.refresh_from_db()
    assert first.state == RollImport.State.READING
    tasks.finish_roll_imports()
    administrator.post(address("apply_roll_import", first), {"seen": seen})
    first.refresh_from_db()
    assert first.state == RollImport.State.PREVIEW
    assert first.findings["counts"]["students"]["missing"] > 0


def test_a_school_that_changes_after_the_confirmation_is_looked_at_again(
    cast: Cast, administrator: SchoolClient
) -> None:
    given(administrator, cast, {"s.csv": pupils(ROUX)})
    roll_import = the_import()
    does(administrator, "apply_roll_import", seen=roll_import.findings["fingerprint"])
    import_roll(None, school=cast.school, reading=read_roll({"s.csv": pupils(ROUX)}))
    people = Membership.objects.filter(school=cast.school).count()
    tasks.finish_roll_import(cast.school.pk, roll_import.pk)
    assert Membership.objects.filter(school=cast.school).count() == people
    page = administrator.get(address("roll_import", roll_import)).content.decode()
    assert "look again" in page and "nothing to change" in page


def test_a_large_roll_is_read_beside_the_pages(
    cast: Cast, administrator: SchoolClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roll_imports, "READ_AT_ONCE", 10)
    asked = given(administrator, cast, {"s.csv": pupils(ROUX)})
    assert "accounts/roll_progress.html" in names(asked)
    late = does(administrator, "leave_roll_line_out", file="s.csv", line=2)
    assert "cannot be changed" in late.content.decode()
    tasks.read_roll_import(cast.school.pk, the_import().pk)
    page = administrator.get(address("roll_import", the_import()))
    assert "accounts/roll_preview.html" in names(page)


def test_a_roll_that_cannot_be_read_at_all_fails_and_does_not_come_back_each_minute(
    cast: Cast, administrator: SchoolClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roll_imports, "READ_AT_ONCE", 10)
    given(administrator, cast, {"s.csv": pupils(ROUX)})

    def breaks(roll_import: RollImport) -> None:
        raise ValueError("Léa Roux")

    with monkeypatch.context() as patched:
        patched.setattr(finish_roll_import, "findings_of", breaks)
        tasks.finish_roll_imports()
        tasks.finish_roll_imports()
    assert the_import().state == RollImport.State.FAILED
    again = administrator.post(address("try_roll_import_again", the_import()), follow=True)
    assert again.context["roll_import"].state == RollImport.State.READING
    tasks.finish_roll_imports()
    assert the_import().state == RollImport.State.PREVIEW


def test_whoever_is_missing_is_proposed_for_closing_and_nobody_is_ticked(
    cast: Cast, administrator: SchoolClient
) -> None:
    imports(administrator, cast, {"s.csv": pupils(ROUX)})
    page = administrator.get(address("roll_import", the_import())).content.decode()
    assert f'name="chosen" value="{cast.student.pk}"' in page
    assert "checked" not in page
    cast.student.refresh_from_db()
    assert cast.student.closed_at is None


def test_dropped_guardians_are_cut_by_a_person_only(
    cast: Cast, administrator: SchoolClient
) -> None:
    imports(administrator, cast, TWO_MAX)
    dropped = {**TWO_MAX, "p.csv": "\n".join(PARENTS_ROUX[:2]).encode()}
    imports(administrator, cast, dropped)
    link = Guardianship.objects.get(student__user__username="tom.petit")
    other = Guardianship.objects.get(student__user__username="lea.roux")
    page = administrator.get(address("roll_import", the_import())).content.decode()
    assert f'value="{link.pk}"' in page
    does(administrator, "unlink_guardians", chosen=[link.pk, other.pk])
    left = Guardianship.objects.filter(pk__in=[link.pk, other.pk])
    assert list(left) == [other]
    assert Event.objects.filter(verb="unlink_guardian", target_id=link.student_id).exists()


def test_the_report_tells_who_and_is_no_formula(cast: Cast, administrator: SchoolClient) -> None:
    imports(administrator, cast, {"s.csv": pupils(ROUX)})
    User.objects.filter(username="lea.roux").update(last_name="=1+1")
    report = administrator.post(address("roll_report", the_import())).content.decode()
    assert "lea.roux;CP" in report
    assert ";'=1+1;" in report and ";=1+1" not in report
    stored = json.dumps(the_import().report)
    assert "Roux" not in stored and "lea.roux" not in stored and "CP" not in stored


TWO_CLASSES = {
    "s.csv": pupils(ROUX, "Roux;Tom;02/03/2013;CE2"),
    "p.csv": b"nom;prenom;enfant;enfant\nRoux;Max;Lea Roux;Tom Roux\nBlin;Eve;Lea Roux;",
    "t.csv": b"nom;prenom;directeur;classe\nRoy;Anne;oui;CP\nRoy;Luc;non;CE2",
}


def test_the_report_counts_every_profile_by_class_and_lists_dropped_links(
    cast: Cast, administrator: SchoolClient
) -> None:
    imports(administrator, cast, TWO_CLASSES)
    result = administrator.get(address("roll_import", the_import())).context["result"]
    new = {
        str(part.label): [(each.name, each.new) for each in part.classes if each.new]
        for part in result.classes
    }
    assert new == {
        "Students": [("CE2", 1), ("CP", 1)],
        "Parents": [("CE2", 1), ("CP", 2)],
        "Teachers": [("CE2", 1), ("CP", 1)],
    }
    imports(administrator, cast, TWO_CLASSES | {"p.csv": b"nom;prenom;enfant\nRoux;Max;Tom Roux"})
    result = administrator.get(address("roll_import", the_import())).context["result"]
    missing = {
        str(each.label): each.class_name
        for each in result.missing
        if "Eve Blin" in str([p.name for p in each.people])
    }
    assert missing == {"Parents": "CP"}, "by the class of their child"
    report = administrator.post(address("roll_report", the_import())).content.decode()
    assert "Max Roux;max.roux;Léa Roux;lea.roux" in report
    assert "eve.blin;CP" in report


def test_parents_stand_in_the_classes_of_their_children_and_a_new_head_is_told(
    cast: Cast, administrator: SchoolClient
) -> None:
    given(administrator, cast, TWO_CLASSES)
    changes = [Change(*change) for change in the_import().findings["changes"]]
    classes = {each.name: each.class_name for each in changes if each.part == Part.PARENTS}
    assert (classes["Max Roux"], classes["Eve Blin"]) == ("CP", "CP")
    imports(administrator, cast, TWO_CLASSES)
    heads = b"nom;prenom;directeur;classe\nRoy;Anne;non;CP\nRoy;Luc;oui;CE2"
    page = given(administrator, cast, {"t.csv": heads}).content.decode()
    assert "becomes head" in page and "is head no longer" in page
    whole = administrator.post(address("roll_changes", the_import())).content.decode()
    assert "Anne Roy;head;" in whole and "Luc Roy;;head" in whole


def test_what_would_change_can_be_kept_as_a_list(cast: Cast, administrator: SchoolClient) -> None:
    given(administrator, cast, BROKEN)
    whole = administrator.post(address("roll_changes", the_import()))
    assert whole["Content-Disposition"].startswith("attachment")
    assert "Léa Roux" in whole.content.decode() and "31/13/2013" in whole.content.decode()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", ["students", "parents", "teachers", "staff", "guests"])
def test_each_sample_is_understood(
    cast: Cast, administrator: SchoolClient, kind: str, language: str
) -> None:
    User.objects.filter(pk=cast.administrator.user_id).update(language=language)
    sample = administrator.get(
        reverse("accounts:roll_sample", args=[cast.school.pk]), {"kind": kind}
    )
    reading = read_roll({"sample.csv": sample.content})
    assert [sheet.kind for sheet in reading.sheets] == [kind]
    assert not reading.errors
    assert len(getattr(reading.roll, kind)) == 2


def test_what_the_columns_hold_outlives_a_file_exported_again_with_the_same_headings(
    cast: Cast, administrator: SchoolClient
) -> None:
    given(administrator, cast, {"x.csv": b"Nom;Truc;Bidule\nDurand;Ida;z"})
    told = {"sheet-1-file": "x.csv", "sheet-1-kind": "staff"}
    does(administrator, "roll_columns", **told)
    fields = {"sheet-1-column-1": "last_name", "sheet-1-column-2": "first_name"}
    does(administrator, "roll_columns", **told, **fields)
    again = {"x.csv": b"Nom;Truc;Bidule\nDupuis;Paul;z"}
    page = does(administrator, "add_roll_files", lists=uploads(again))
    assert "accounts/roll_preview.html" in names(page)
    other = {"x.csv": b"Nom;Bidule;Truc\nDupuis;z;Paul"}
    page = does(administrator, "add_roll_files", lists=uploads(other))
    assert "accounts/roll_columns.html" in names(page)


def test_what_a_colleague_corrected_meanwhile_is_seen_before_it_is_imported(
    cast: Cast, administrator: SchoolClient
) -> None:
    given(administrator, cast, {"s.csv": pupils(ROUX, "Petit;Tom;31/12/2013;CE2")})
    mine = the_import()
    # As two administrators hold the same page, each with what it showed them.
    for line in (2, 3):
        place = Place("s.csv", line)
        leave_roll_line_out(cast.administrator, roll_import=mine, place=place, left_out=True)
    assert sorted(the_import().choices["left_out"]) == [["s.csv", 2], ["s.csv", 3]]
    leave_roll_line_out(cast.administrator, roll_import=mine, place=place, left_out=False)
    late = does(administrator, "apply_roll_import", seen=mine.findings["fingerprint"])
    assert the_import().state == RollImport.State.PREVIEW
    assert "look again" in late.content.decode()


ROSTER = {
    "manifest.csv": "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\n"
    "file.orgs,bulk\nfile.users,bulk\nfile.roles,bulk\nfile.demographics,bulk",
    "orgs.csv": "sourcedId,name,type\no1,Zola,school\no2,Ferry,school",
    "users.csv": "sourcedId,enabledUser,username,givenName,familyName\n"
    "u1,true,x,Iris,Dupin\nu2,true,y,,Petit",
    "roles.csv": "sourcedId,userSourcedId,roleType,role,orgSourcedId\n"
    "r1,u1,primary,student,o1\nr2,u2,primary,student,o1",
    "demographics.csv": "sourcedId,birthDate\nu1,2016-03-14\nu2,2016-03-15",
}


def zipped(files: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def test_a_roster_asks_for_its_school_and_its_lines_are_put_right(
    cast: Cast, administrator: SchoolClient
) -> None:
    asked = given(administrator, cast, {"roster.zip": zipped(ROSTER)}).content.decode()
    assert "Which of these is your school?" in asked and "Ferry" in asked
    assert does(administrator, "roll_columns", school="o3").status_code == 404
    page = does(administrator, "roll_columns", school="o1").content.decode()
    assert "roster.zip/users.csv" in page and the_import().findings["errors"] == 1
    place = {"file": "roster.zip/users.csv", "line": 3}
    does(
        administrator,
        "roll_line",
        **place,
        **{"line-t1-3-cell-4": "Tom", "line-t1-3-cell-5": "Petit"},
    )
    assert the_import().findings["errors"] == 0
    assert the_import().findings["counts"]["students"]["new"] == 2
    does(administrator, "leave_roll_line_out", **place)
    assert the_import().findings["counts"]["students"]["new"] == 1
    does(administrator, "remove_roll_file", file="roster.zip")
    assert not the_import().choices["cells"] and not the_import().choices["left_out"]


def test_no_file_is_answered_in_words(cast: Cast, administrator: SchoolClient) -> None:
    answer = given(administrator, cast, {})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x00", b'"a;b\nc'])
def test_a_file_that_is_no_list_says_why(
    cast: Cast, administrator: SchoolClient, content: bytes
) -> None:
    page = given(administrator, cast, {"x.csv": content}).content.decode()
    assert "badge danger" in page and "disabled" in page


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
    assert address("try_roll_import_again", the_import()) in page
    assert address("give_up_roll_import", the_import()) in page


def test_lines_taken_for_one_person_can_be_kept_apart_on_the_page(
    cast: Cast, administrator: SchoolClient
) -> None:
    lines = "nom;prénom;courriel;classe;directeur\n" + "ROY;Anne;anne@example.org;CP;non\n" * 2
    given(administrator, cast, {"t.csv": lines.encode()})
    page = administrator.get(address("roll_import", the_import()))
    (warning,) = page.context["warnings"]
    assert warning.is_joined
    line = {"file": "t.csv", "line": 3, "who": "apart"}
    page = administrator.post(address("roll_people", the_import()), line, follow=True)
    (question,) = page.context["preview"].questions()
    assert [person["chosen"] for person in question["people"]] == ["", "apart"]
    another = administrator.post(address("roll_people", the_import()), {**line, "line": 2})
    assert another.status_code == 404


def test_imports_of_the_year_are_listed_with_who_and_how_many(
    cast: Cast, administrator: SchoolClient
) -> None:
    imports(administrator, cast, {"s.csv": pupils(ROUX)})
    first_page = reverse("accounts:roll_upload", args=[cast.school.pk])
    assert cast.administrator.name in administrator.get(first_page).content.decode()
    RollImport.objects.update(started_at=clock.now() - timedelta(days=400))
    assert not administrator.get(first_page).context["imports"]


def test_pages_cost_the_same_whatever_the_roll(
    cast: Cast, administrator: SchoolClient, django_assert_max_num_queries: Any
) -> None:
    given(administrator, cast, invent_roll("page", students=60))
    with django_assert_max_num_queries(12):
        administrator.get(address("roll_import", the_import()))
    does(administrator, "apply_roll_import", seen=the_import().findings["fingerprint"])
    tasks.finish_roll_import(cast.school.pk, the_import().pk)
    with django_assert_max_num_queries(26):
        administrator.get(address("roll_import", the_import()))


@pytest.mark.parametrize("part", ["student", "mother", "teacher", "staff", "head"])
def test_others_do_not_find_it(
    cast: Cast, administrator: SchoolClient, client_for: ClientFor, part: str
) -> None:
    given(administrator, cast, invent_roll("page", students=10))
    for person in (getattr(cast, part), cast.other.administrator):
        stranger = client_for(person)
        assert given(stranger, cast, invent_roll("page", students=10)).status_code == 404
        assert stranger.get(address("roll_import", the_import())).status_code == 404
        for name in (
            *("apply_roll_import", "give_up_roll_import", "add_roll_files", "remove_roll_file"),
            *("roll_columns", "roll_line", "leave_roll_line_out", "roll_people"),
            "unlink_guardians",
        ):
            assert stranger.post(address(name, the_import())).status_code == 404
    assert the_import().state == RollImport.State.PREVIEW


def test_an_import_is_not_reached_through_another_school(
    cast: Cast, administrator: SchoolClient, client_for: ClientFor
) -> None:
    given(administrator, cast, invent_roll("page", students=10))
    elsewhere = reverse("accounts:roll_import", args=[cast.other.school.pk, the_import().pk])
    assert client_for(cast.other.administrator).get(elsewhere).status_code == 404
    assert administrator.get(elsewhere).status_code == 404
