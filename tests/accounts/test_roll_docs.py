"""The samples in the documentation are rolls that can be imported, twice without a change."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.import_roll import import_roll
from accounts.models import Membership
from accounts.roll.reading import read_roll
from tests.factories.accounts import SchoolFactory

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[2] / "docs"
WRITTEN = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)')
SAMPLE = re.compile(r"^```csv (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def samples(page: str) -> dict[str, bytes]:
    found = SAMPLE.findall((DOCS / page).read_text())
    return {name: content.encode() for name, content in found}


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("page", "people"),
    [
        ("roll-be1d.md", ["student"] * 3 + ["teacher"] * 2 + ["parent"] * 2),
        ("roll-csv.md", ["student"] * 2 + ["teacher"] + ["parent"] * 4 + ["staff", "guest"]),
        ("roll-oneroster.md", ["student"] * 2 + ["teacher", "parent", "staff"]),
    ],
)
@pytest.mark.parametrize("as_zip", [False, True])
def test_samples_are_imported_and_again_change_nothing(
    page: str, people: list[str], *, as_zip: bool
) -> None:
    files = samples(page)
    reading = read_roll({"roll.zip": zipped(files)} if as_zip else files)
    assert [str(problem) for problem in reading.errors] == []
    school = SchoolFactory.create()
    import_roll(None, school=school, reading=reading)
    profiles = Membership.objects.filter(school=school).values_list("profile", flat=True)
    assert sorted(profiles) == sorted(people)
    with CaptureQueriesContext(connection) as queries:
        again = import_roll(None, school=school, reading=reading).plan.counts()
    written = {match for query in queries if (match := WRITTEN.search(query["sql"] or ""))}
    assert {match[1] for match in written} <= {"audit_actor", "audit_event"}
    assert not any(part["new"] or part["changed"] or part["missing"] for part in again.values())
    assert again["guardian_links"]["unchanged"] >= 2
