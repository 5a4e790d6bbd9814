"""What was decided stays findable for whom it concerns, after they put its notice away."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from time_machine import travel

from accounts.choices import View
from accounts.models import Guardianship, Membership
from audit.models import Event
from core import clock
from core.paging import PAGE
from moderation.actions.appeal import answer_appeal, ask_for_another_look
from moderation.actions.undo import undo_decision
from moderation.feed_notices import SAID
from moderation.measures import MeasureKind, Wanted
from moderation.models import Case, Notice
from newsfeed.models import Comment
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.moderation import (
    AppealFactory,
    CaseFactory,
    DecisionFactory,
    MeasureFactory,
    NoticeFactory,
)
from tests.moderation.test_statements import decided, reported, told, warned

ClientFor = Callable[[Membership], SchoolClient]
LIST = "/decided/"


def list_of(client: SchoolClient) -> str:
    return client.get(LIST).content.decode()


def tell(reader: Membership, *, child: Membership | None = None) -> Notice:
    """That a warning was given."""
    case = CaseFactory(school=reader.school, accused=child or reader)
    decision = DecisionFactory(school=reader.school, case=case)
    MeasureFactory(school=reader.school, decision=decision, kind=MeasureKind.WARNING)
    AppealFactory(school=reader.school, decision=decision)
    notice: Notice = NoticeFactory(
        school=reader.school, reader=reader, kind="statement", decision=decision, child=child
    )
    return notice


def test_it_is_there_after_its_notice_was_put_away(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    warned(cast, comment)
    client, notice = client_for(cast.classmate), told(cast.classmate)
    client.post(reverse("newsfeed:dismiss", args=[SAID.number, notice.pk]))
    statement = f"/decided/{notice.pk}/"
    assert statement not in client.get("/").content.decode()
    assert statement in list_of(client)
    assert LIST in client.get("/reports/mine/").content.decode()
    assert f'href="{LIST}"' in client.get(statement).content.decode()


@pytest.mark.parametrize("reason", ["unkind", "safety"])
def test_each_finds_what_they_were_told_and_nobody_else_does(
    cast: Cast, comment: Comment, client_for: ClientFor, reason: str
) -> None:
    by = cast.lead if reason == "safety" else cast.administrator
    decided(by, reported(cast, comment, reason), Wanted(MeasureKind.WARNING))
    found = {
        part: [each.pk for each in client_for(person).get(LIST).context["told"]]
        for part, person in cast.people.items()
        if person.is_usable
    }
    assert {part for part, notices in found.items() if notices} == {"classmate", "parent_in_both"}
    assert found["classmate"] == [told(cast.classmate).pk]
    assert cast.classmate.name in list_of(client_for(cast.parent_in_both))


def test_nothing_there_says_who_reported_it_or_why(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    decision = warned(cast, comment)
    for reader in (cast.classmate, cast.parent_in_both):
        page = list_of(client_for(reader))
        for secret in (cast.student.name, decision.reason, comment.body):
            assert secret not in page


def test_who_is_no_guardian_any_more_finds_nothing_more(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    warned(cast, comment)
    client = client_for(cast.parent_in_both)
    assert client.get(LIST).context["told"]
    Guardianship.objects.filter(student=cast.classmate).delete()
    assert client.get(LIST).context["told"] == []


def test_it_says_what_became_of_it(cast: Cast, comment: Comment, client_for: ClientFor) -> None:
    cast.classmate.user.language = "en"
    cast.classmate.user.save()
    words = ("Being looked at again", "Was looked at again", "Taken back in part", "Taken back<")
    client = client_for(cast.classmate)

    def says() -> list[str]:
        page = list_of(client)
        return [each for each in words if each in page]

    decision = warned(cast, comment)
    assert "Removed for everybody, a warning" in list_of(client)
    assert says() == []
    case = Case.objects.get()
    removal = decision.measures.get(kind="remove")
    undo_decision(
        cast.senior, case=case, seen=case.version, decision=decision, measures=[removal.pk]
    )
    assert says() == ["Taken back in part"]
    appeal = ask_for_another_look(cast.classmate, decision=decision, words="Pardon.")
    assert says() == ["Being looked at again", "Taken back in part"]
    case.refresh_from_db()
    answer_appeal(cast.senior, appeal=appeal, seen=case.version, upheld=False, words="Non.")
    assert says() == ["Was looked at again", "Taken back in part"]
    case.refresh_from_db()
    undo_decision(cast.senior, case=case, seen=case.version, decision=decision)
    assert says() == ["Taken back<"]


def test_it_says_that_a_time_is_over(cast: Cast, comment: Comment, client_for: ClientFor) -> None:
    cast.classmate.user.language = "en"
    cast.classmate.user.save()
    until = clock.now() + timedelta(weeks=1)
    restricted = Wanted(MeasureKind.RESTRICT, until=until, restricted_to=("comment",))
    decided(cast.administrator, reported(cast, comment), restricted)
    assert "That is over now" not in list_of(client_for(cast.classmate))
    with travel(until + timedelta(minutes=1), tick=False):
        assert "That is over now" in list_of(client_for(cast.classmate))


def test_the_latest_decision_is_first_and_the_rest_on_the_next_page(
    cast: Cast, client_for: ClientFor
) -> None:
    notices = [tell(cast.ce2_parent, child=cast.ce2_student) for _ in range(PAGE + 1)]
    # Said again, which makes it no later decision.
    notices[0].at = clock.now() + timedelta(days=1)
    notices[0].save()
    client = client_for(cast.ce2_parent)
    first = client.get(LIST)
    assert first.context["told"] == notices[:0:-1]
    assert client.get(LIST + first.context["older"]).context["told"] == [notices[0]]


def test_the_list_costs_the_same_however_long(cast: Cast, client_for: ClientFor) -> None:
    tell(cast.ce2_parent, child=cast.ce2_student)
    client = client_for(cast.ce2_parent)
    few = queries(client, LIST)
    for _ in range(5):
        tell(cast.ce2_parent, child=cast.ce2_student)
    assert queries(client, LIST) == few
    assert few <= 15


@pytest.mark.parametrize(
    ("view", "sentence"),
    [(View.SIMPLE, "When the adults decide"), (View.FULL, "When the school decides")],
)
def test_where_nothing_was_decided_it_says_so_in_the_readers_words(
    cast: Cast, client_for: ClientFor, view: View, sentence: str
) -> None:
    cast.student.user.language, cast.student.user.view = "en", view
    cast.student.user.save()
    page = list_of(client_for(cast.student))
    assert sentence in page


def test_no_log_of_the_school_says_who_read_the_list(cast: Cast, client_for: ClientFor) -> None:
    client_for(cast.classmate).get(LIST)
    seen = Event.objects.filter(facts__page="moderation:my_statements")
    assert seen.exists()
    assert not Event.objects.of_school(cast.school.pk).filter(pk__in=seen.values("pk")).exists()
