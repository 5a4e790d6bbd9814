"""Whoever is reported never learns who did it, whatever page they open."""

from collections.abc import Callable

import pytest

from accounts.models import Membership
from core import wall
from moderation.actions import claim, decide
from moderation.actions.report import report_thing
from moderation.models import Case, Notice
from newsfeed.models import Entry
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.messaging import ConversationFactory, MessageFactory
from tests.factories.newsfeed import EntryFactory

ClientFor = Callable[[Membership], SchoolClient]
NOTE = "Elle crie sur nous."


@pytest.mark.parametrize("reason", ["unkind", "safety"])
def test_no_page_of_the_accused_says_who_reported_them(
    cast: Cast, client_for: ClientFor, reason: str
) -> None:
    """She administers the school, and reads its log."""
    accused, reporter = cast.administrator, cast.mother
    audience = [cast.group("class", of=cast.cm1)]
    entry: Entry = EntryFactory(school=cast.school, author=accused, audience=audience)
    talk = ConversationFactory(school=cast.school, between=[accused, cast.student])
    message = MessageFactory(school=cast.school, conversation=talk, author=accused)
    client = client_for(reporter)
    client.get(f"/report/entry/{entry.pk}/")
    client.post(f"/report/entry/{entry.pk}/", {"reason": reason, "note": NOTE})
    client.get("/reports/mine/")
    report_thing(cast.student, subject=message, reason=reason, note=NOTE)
    with wall.protection_open():
        case = Case.objects.get(kind="entry")
        by = cast.lead if reason == "safety" else cast.head
        claim.claim_case(by, case=case, seen=1)
        decide.remove_and_warn(by, case=case, seen=2)
    school = f"/schools/{cast.school.pk}"
    reads = client_for(accused)
    for address in (
        *("/", "/week/", "/messages/", f"/messages/{talk.pk}/", f"/entries/{entry.pk}/", "/me/"),
        *(
            "/reports/mine/",
            "/decided/",
            "/danger/",
            f"{school}/cases/",
            f"{school}/cases/?decided",
        ),
        *(f"{school}/reports/", f"{school}/log/", f"{school}/log/?verb=view_page"),
        *(f"{school}/cases/{case.pk}/", f"/decided/{Notice.objects.get(reader=accused).pk}/"),
    ):
        page = reads.get(address).content.decode()
        assert reporter.name not in page and NOTE not in page, address
