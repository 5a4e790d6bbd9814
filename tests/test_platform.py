"""The platform that is measured on is written in SQL: it must keep up with the models."""

from accounts.choices import Profile
from accounts.models import Membership, SchoolClass
from config.platform import load_school
from contacts.reach import reached_by
from newsfeed.models import Entry


def test_a_school_to_measure_on_is_loaded(db: None) -> None:
    school = load_school("École mesurée", people=200, entries_per_person=1, seed=1)
    people = Membership.objects.of_school(school.pk)
    assert people.count() == 200
    assert Entry.objects.filter(school=school).count() == 200
    child = people.filter(profile=Profile.STUDENT)[0]
    (room,) = SchoolClass.objects.filter(enrolments__membership=child)
    classmates = people.enrolled_in(room).exclude(pk=child.pk)
    assert set(classmates) <= set(reached_by(child)) < set(people)
