"""A school with people who can come in, for stories that are about something else than that."""

from dataclasses import dataclass

from tests.browser.stack import ROOT, Stack

ROLL = ROOT / "tests" / "rolls" / "tilleuls"
ISSUE = """
from accounts.actions.codes import issue_codes
from accounts.models import Membership, School
from core import wall
school = School.objects.get(name={school!r})
with wall.within(school.pk):
    people = Membership.objects.filter(school=school, **{who!r}).order_by("pk")[:{number}]
    for issued in issue_codes(None, people=people):
        print("code", issued.membership.user.username, issued.code, issued.membership.name)
"""
OF_TWO_CLASSES = {"user__username__startswith": "clemence.abelard"}


@dataclass(frozen=True)
class Newcomer:
    login: str
    code: str
    name: str


def teachers_of(stack: Stack, school: str, number: int) -> list[Newcomer]:
    """So many of a new school, with the codes that open their accounts."""
    return _newcomers(stack, school, {"profile": "teacher"}, number)


def parent_of_two_classes(stack: Stack, school: str) -> Newcomer:
    """Of a new school too; the children are in CM1 and in CE2."""
    [parent] = _newcomers(stack, school, OF_TWO_CLASSES, 1)
    return parent


def student_of(stack: Stack, school: str) -> Newcomer:
    """Of a new school too, in CM1."""
    in_cm1 = {"profile": "student", "enrolments__school_class__name": "CM1"}
    [student] = _newcomers(stack, school, in_cm1, 1)
    return student


def _newcomers(stack: Stack, school: str, who: dict[str, str], number: int) -> list[Newcomer]:
    stack.manage("import_roll", str(ROLL), "--school", school)
    issue = ISSUE.format(school=school, who=who, number=number)
    said = stack.manage("shell", "--no-imports", "-c", issue)
    lines = (line.split(maxsplit=3) for line in said.splitlines() if line.startswith("code "))
    return [Newcomer(*words) for _code, *words in lines]
