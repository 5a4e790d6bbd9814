import pytest
from django.db import connection

from accounts.models import GroupMember
from charters.models import Signature
from core import wall
from tests.cast import Cast
from tests.factories.accounts import MembershipFactory, SchoolFactory, UserFactory


def test_the_role_is_bound_by_the_wall(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)


def test_every_part_has_a_twin_in_the_other_school(cast: Cast) -> None:
    for part, person in cast.people.items():
        twin = cast.twin(person)
        assert twin == cast.other.people[part]
        assert twin.school != person.school
        assert cast.twin(twin) == person


def test_one_parent_is_in_both_schools(cast: Cast) -> None:
    assert cast.parent_in_both.user == cast.other.parent_in_both.user
    assert cast.parent_in_both != cast.other.parent_in_both


def test_everybody_has_groups_and_has_signed(cast: Cast) -> None:
    for person in [*cast.people.values(), *cast.other.people.values()]:
        assert GroupMember.objects.filter(membership=person).exists()
        assert Signature.objects.filter(membership=person).exists()


def test_the_mother_is_among_the_parents_of_both_classes(cast: Cast) -> None:
    parents = [cast.group("class", "parent", of=each) for each in (cast.cm1, cast.ce2)]
    for parent, classes in ((cast.mother, parents), (cast.father, parents[:1])):
        found = GroupMember.objects.filter(membership=parent, group__in=parents)
        assert {member.group for member in found} == set(classes)


def test_a_school_owned_row_needs_a_school(db: None) -> None:
    with pytest.raises(TypeError, match="MembershipFactory needs a school"):
        MembershipFactory(user=UserFactory())


def test_a_test_may_make_a_school(db: None) -> None:
    person = MembershipFactory(school=SchoolFactory())
    person.refresh_from_db()
    assert person.user.check_password("préau-ardoise-craie")


def test_a_test_may_close_the_wall(cast: Cast) -> None:
    with wall.within(cast.other.school.pk), pytest.raises(type(cast.student).DoesNotExist):
        cast.student.refresh_from_db()
