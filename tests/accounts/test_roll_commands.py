import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.choices import Duty
from accounts.demo.rolls import invent_roll
from accounts.models import Membership, School
from core import wall
from tests.accounts.test_be1d import STUDENTS
from tests.accounts.test_roll_docs import samples, zipped
from tests.accounts.test_roll_matching import REAL_ROLL

pytestmark = pytest.mark.django_db
SCHOOL = "École des Marelles"


def told(*words: str) -> str:
    """What a command prints; it finds the wall closed, as in reality."""
    out = StringIO()
    with wall.within():
        call_command(*words, stdout=out, stderr=StringIO())
    return out.getvalue()


def imported(folder: Path, *options: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(
        told("import_roll", str(folder), "--school", SCHOOL, "--json", *options)
    )
    return answer


def states(answer: dict[str, Any], state: str) -> dict[str, int]:
    return {part: counts[state] for part, counts in answer.items() if isinstance(counts, dict)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in invent_roll("command", students=30).items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "read me.txt").write_text("not a list")
    return tmp_path


def test_a_dry_run_says_everything_and_does_nothing(folder: Path) -> None:
    dry = imported(folder, "--dry-run")
    assert not School.objects.filter(name=SCHOOL).exists()
    assert states(imported(folder), "new") == states(dry, "new")
    assert set(states(imported(folder, "--dry-run"), "new").values()) == {0}


def test_the_answer_for_programs_has_one_shape(folder: Path) -> None:
    answer = imported(folder)
    parts = ["students", "teachers", "parents", "staff", "guests", "classes", "guardian_links"]
    assert list(answer) == [*parts, "homonyms", "problems"]
    for part in parts:
        assert list(answer[part]) == ["new", "changed", "unchanged", "missing"]
    assert answer["students"]["new"] == 30


def test_the_answer_for_people_names_every_number(folder: Path) -> None:
    assert "students: 30 new" in told("import_roll", str(folder), "--school", SCHOOL)


@pytest.mark.skipif(not REAL_ROLL.is_dir(), reason="needs a real roll beside the repository")
def test_a_real_school_comes_in_and_again_changes_nothing() -> None:
    first = imported(REAL_ROLL)
    assert states(first, "new") == {
        "students": 247,
        "teachers": 14,
        "parents": 469,
        "staff": 0,
        "guests": 0,
        "classes": 10,
        "guardian_links": 491,
    }
    assert len(first["homonyms"]) == 8
    again = imported(REAL_ROLL)
    assert states(again, "unchanged") == states(first, "new")
    assert len(again["homonyms"]) == 8
    assert len(json.loads(told("list_people", "--school", SCHOOL, "--json"))) == 730


def test_a_broken_file_says_where_and_imports_nothing(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text(f"{STUDENTS}\nROUX;;Tom;2015-01-01;;;CP\nROUX;;Léa;;;;CP")
    out = StringIO()
    words = ("import_roll", str(tmp_path), "--school", SCHOOL, "--json")
    with pytest.raises(CommandError):
        call_command(*words, stdout=out)
    answer = json.loads(out.getvalue())
    (problem,) = answer["problems"]
    assert (problem["file"], problem["line"], problem["column"]) == ("s.csv", 3, 4)
    assert problem["message"] and problem["cure"]
    assert set(states(answer, "new").values()) == {0}
    assert not School.objects.filter(name=SCHOOL).exists()


def test_a_zip_file_is_brought_in_and_its_school_can_be_said(tmp_path: Path) -> None:
    files = samples("roll-oneroster.md")
    files["orgs.csv"] = files["orgs.csv"].replace(b"The District,district", b"Other,school")
    (tmp_path / "roster.zip").write_bytes(zipped(files))
    with pytest.raises(CommandError):
        told("import_roll", str(tmp_path), "--school", SCHOOL)
    assert states(imported(tmp_path, "--org", "o-1"), "new")["students"] == 2


def test_ids_that_contradict_each_other_import_nothing(tmp_path: Path) -> None:
    students = (
        "nom;prenom;date naissance;classe;id\nROUX;Lea;2015-03-02;CP;{}\nROY;Luc;2015-04-02;CP;{}"
    )
    (tmp_path / "s.csv").write_text(students.format(1, 1))
    with pytest.raises(CommandError):
        told("import_roll", str(tmp_path), "--school", SCHOOL)
    assert not School.objects.filter(name=SCHOOL).exists()
    (tmp_path / "s.csv").write_text(students.format(1, 2))
    assert states(imported(tmp_path), "new")["students"] == 2
    (tmp_path / "s.csv").write_text(students.format("", 1))
    with pytest.raises(CommandError):
        told("import_roll", str(tmp_path), "--school", SCHOOL)


def test_a_missing_or_empty_folder_is_said(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(CommandError):
            told("import_roll", str(folder), "--school", SCHOOL)


def test_a_new_school_has_an_administrator_with_a_code() -> None:
    login, code = told("create_school", SCHOOL, "--admin", "Maud de Villeneuve").splitlines()
    assert login.endswith("maud.devilleneuve")
    assert len(code.split()[-1]) >= 8
    administrator = Membership.objects.get(user__username="maud.devilleneuve")
    assert administrator.duties == [Duty.LOCAL_ADMINISTRATOR]
    with pytest.raises(CommandError):
        told("create_school", SCHOOL, "--admin", "Someone Else")


def test_a_school_whose_roll_came_first_gets_its_administrator(folder: Path) -> None:
    imported(folder)
    assert "maud.roux" in told("create_school", SCHOOL, "--admin", "Maud Roux")
    assert School.objects.filter(name=SCHOOL).count() == 1


@pytest.mark.parametrize("name", ["Maud", "", "Maud 12"])
def test_half_a_name_makes_no_school(name: str) -> None:
    with pytest.raises(CommandError):
        told("create_school", SCHOOL, "--admin", name)
    assert not School.objects.filter(name=SCHOOL).exists()


def test_people_are_listed_with_their_classes(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text(f"{STUDENTS}\nROUX;;Léa;2015-03-02;;;CP")
    imported(tmp_path)
    assert json.loads(told("list_people", "--school", SCHOOL, "--json")) == [
        {
            "login": "lea.roux",
            "first_name": "Léa",
            "last_name": "Roux",
            "profiles": ["student"],
            "classes": ["CP"],
            "state": "invited",
        }
    ]
    assert told("list_people", "--school", SCHOOL).split() == [
        *("lea.roux", "Léa", "Roux", "student", "CP", "invited")
    ]
    with pytest.raises(CommandError):
        told("list_people", "--school", "Nowhere")


def test_what_was_decided_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Nom;Prénom\nDurand;Ida\nDupuis;Paul")
    choices = tmp_path / "choices.json"
    choices.write_text(
        '{"sheets": {"x.csv": {"kind": "staff", "fields": {}, "is_left_out": false}}'
    )
    with pytest.raises(CommandError, match="JSONDecodeError"):
        imported(tmp_path, "--choices", str(choices))
    choices.write_text(
        '{"sheets": {"x.csv": {"kind": "staff", "fields": {}, "is_left_out": false}},'
        ' "left_out": [["x.csv", 3]]}'
    )
    assert imported(tmp_path, "--choices", str(choices))["staff"]["new"] == 1
