from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.classes import enrol
from accounts.models import Enrolment, GroupMember, Membership
from audit.models import Event
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.accounts import EnrolmentFactory

ClientFor = Callable[[Membership], SchoolClient]


def page(cast: Cast) -> str:
    return f"/schools/{cast.school.pk}/people/class/"


def classes_of(person: Membership) -> set[str]:
    return set(person.enrolments.values_list("school_class__name", flat=True))


def test_a_class_moves_up_with_families_and_feeds(cast: Cast, client_for: ClientFor) -> None:
    client, chosen = client_for(cast.administrator), [cast.student.pk, cast.classmate.pk]
    asked = client.post(page(cast), {"chosen": chosen})
    assert asked.status_code == 200
    assert classes_of(cast.student) == {"CM1"}
    answer = {"chosen": chosen, "school_class": cast.ce2.pk, "how": "instead"}
    assert client.post(page(cast), answer).status_code == 302
    assert classes_of(cast.student) == classes_of(cast.classmate) == {"CE2"}
    feed = cast.group("class", of=cast.ce2)
    inside = set(GroupMember.objects.filter(group=feed).values_list("membership", flat=True))
    assert {cast.student.pk, cast.mother.pk, cast.parent_in_both.pk} <= inside
    left = cast.group("class", of=cast.cm1)
    assert not GroupMember.objects.filter(group=left, membership=cast.father).exists()
    events = Event.objects.filter(verb="enrol")
    assert {event.target_id for event in events} == set(chosen)


def test_besides_keeps_the_former_class_and_none_takes_them_out(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    besides = {"chosen": cast.teacher.pk, "school_class": cast.ce2.pk, "how": "besides"}
    client.post(page(cast), besides)
    client.post(page(cast), besides)
    assert classes_of(cast.teacher) == {"CM1", "CE2"}
    careless = {"chosen": cast.teacher.pk, "school_class": "", "how": "instead"}
    assert client.post(page(cast), careless).status_code == 422
    assert classes_of(cast.teacher) == {"CM1", "CE2"}
    client.post(page(cast), {"chosen": cast.teacher.pk, "school_class": "", "how": "none"})
    assert classes_of(cast.teacher) == set()


def test_parents_and_staff_are_left_as_they_are(cast: Cast, client_for: ClientFor) -> None:
    chosen = [cast.mother.pk, cast.staff.pk, cast.student.pk]
    client = client_for(cast.administrator)
    asked = client.post(page(cast), {"chosen": chosen})
    assert asked.context["concerned"] == [cast.student]
    client.post(page(cast), {"chosen": chosen, "school_class": cast.ce2.pk, "how": "instead"})
    assert not Enrolment.objects.filter(membership__in=[cast.mother, cast.staff]).exists()


def test_a_class_or_a_person_of_another_school_is_none(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    theirs = {"chosen": cast.student.pk, "school_class": cast.other.ce2.pk, "how": "instead"}
    assert client.post(page(cast), theirs).status_code == 422
    answer = {"chosen": cast.other.student.pk, "school_class": cast.ce2.pk, "how": "instead"}
    client.post(page(cast), answer)
    assert classes_of(cast.other.student) == classes_of(cast.student) == {"CM1"}
    for by, people, school_class in (
        (cast.administrator, [cast.student], cast.other.cm1),
        (cast.administrator, [cast.other.student], cast.cm1),
        (cast.teacher, [cast.student], cast.cm1),
    ):
        with pytest.raises(PermissionDenied):
            enrol(by, memberships=people, classes=[school_class])


def test_who_is_ticked_stays_ticked_on_other_pages(cast: Cast, client_for: ClientFor) -> None:
    client, people = client_for(cast.administrator), f"/schools/{cast.school.pk}/people/"
    for _ in range(45):
        EnrolmentFactory(school=cast.school, school_class=cast.cm1)
    chosen = {"chosen": [cast.administrator.pk, cast.student.pk]}
    first = client.post(people, chosen)
    here = {each.pk for each in first.context["page"]} & {cast.administrator.pk, cast.student.pk}
    elsewhere = first.context["chosen_elsewhere"]
    assert f'value="{elsewhere}"' in first.content.decode()
    assert len(here) == len(elsewhere.split(",")) == 1
    second = client.post(people, {"chosen": [elsewhere, *here], "page": "2"})
    assert second.context["chosen"] == set(chosen["chosen"])
    assert first.content.decode().count(" checked") == second.content.decode().count(" checked")


def test_nonsense_among_the_chosen_is_nobody(cast: Cast, client_for: ClientFor) -> None:
    chosen = {"chosen": ["", "x", "٣", "9" * 30, "-1", "1;2", ",,"]}
    answer = client_for(cast.administrator).post(page(cast), chosen)
    assert answer.status_code == 200
    assert answer.context["selection"].people == []


def test_many_cost_the_same_as_few(cast: Cast) -> None:
    def cost(people: list[Membership]) -> int:
        with CaptureQueriesContext(connection) as asked:
            enrol(cast.administrator, memberships=people, classes=[cast.ce2])
        return len(asked)

    few = cost([cast.student])
    assert cost([cast.classmate, cast.teacher, cast.sibling]) == few
