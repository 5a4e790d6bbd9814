"""Statements written once: they must find what the queryset and the model would have found."""

from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext

from accounts.entrance.backends import LoginBackend
from accounts.models import Membership, School, User
from core import clock, wall
from core.prepared import each_of, run_prepared, statement_of
from tests.cast import Cast


def test_a_statement_finds_what_its_queryset_finds(cast: Cast) -> None:
    three = [cast.student.pk, cast.mother.pk, cast.teacher.pk]

    def parents(ids: Any) -> QuerySet[Membership, Any]:
        found = Membership.objects.filter(pk__in=ids, profile="parent", duties=[])
        return found.exclude(user__email="100 %").values("pk", name=F("user__last_name"))

    statement = statement_of(parents(each_of("mine")))
    assert run_prepared(statement, {"mine": three}) == list(parents(three)) != []
    assert run_prepared(statement, {"mine": [cast.student.pk]}) == []


def test_the_person_of_a_session_is_whole(cast: Cast) -> None:
    person = cast.parent_in_both
    with wall.as_person(person.user_id), CaptureQueriesContext(connection) as captured:
        user = LoginBackend().get_user(person.user_id)
    assert user
    assert len(captured) == 1
    with wall.within(cast.school.pk, cast.other.school.pk):
        kept = User.objects.get(pk=person.user_id)
        memberships = list(Membership.objects.filter(user=kept).order_by("pk"))
        schools = [School.objects.get(pk=each.school_id) for each in memberships]
    assert _values(user) == _values(kept)
    assert list(map(_values, user.memberships)) == list(map(_values, memberships))
    assert [_values(each.school) for each in user.memberships] == list(map(_values, schools))
    assert all(each.user is user for each in user.memberships)


def test_what_may_not_act_now_is_no_part_of_the_person_of_a_session(cast: Cast) -> None:
    person = cast.parent_in_both
    blocked = Membership.objects.filter(pk=person.pk)
    blocked.update(blocked_at=clock.now())
    with wall.as_person(person.user_id):
        user = LoginBackend().get_user(person.user_id)
    assert user
    assert user.memberships == [cast.other.parent_in_both]
    with wall.within(cast.other.school.pk):
        Membership.objects.filter(pk=cast.other.parent_in_both.pk).update(closed_at=clock.now())
    with wall.as_person(person.user_id):
        assert LoginBackend().get_user(person.user_id) is None


def _values(row: School | User | Membership) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
