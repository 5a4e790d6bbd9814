"""A school with teachers who can come in, for stories that are about something else than that."""

from dataclasses import dataclass

from tests.browser.stack import ROOT, Stack

ROLL = ROOT / "tests" / "rolls" / "tilleuls"
ISSUE = """
from accounts.actions.codes import issue_codes
from accounts.models import Membership, School
from core import wall
school = School.objects.get(name={school!r})
with wall.within(school.pk):
    teachers = Membership.objects.filter(school=school, profile="teacher").order_by("pk")[:{number}]
    for issued in issue_codes(None, people=teachers):
        print("code", issued.membership.user.username, issued.code, issued.membership.name)
"""


@dataclass(frozen=True)
class Teacher:
    login: str
    code: str
    name: str


def teachers_of(stack: Stack, school: str, number: int) -> list[Teacher]:
    """So many of a new school, with the codes that open their accounts."""
    stack.manage("import_roll", str(ROLL), "--school", school)
    said = stack.manage("shell", "--no-imports", "-c", ISSUE.format(school=school, number=number))
    lines = (line.split(maxsplit=3) for line in said.splitlines() if line.startswith("code "))
    return [Teacher(*words) for _code, *words in lines]
