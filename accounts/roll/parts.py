"""Which profile the people of a part of the roll have."""

from accounts.choices import Profile
from accounts.roll.records import Part

PROFILES = {
    Part.STUDENTS: Profile.STUDENT,
    Part.TEACHERS: Profile.TEACHER,
    Part.PARENTS: Profile.PARENT,
    Part.STAFF: Profile.STAFF,
    Part.GUESTS: Profile.GUEST,
}
