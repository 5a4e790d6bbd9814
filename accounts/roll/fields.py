"""What the columns of a list may hold, and which of it each kind of list needs."""

from collections.abc import Collection, Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListKind(models.TextChoices):
    """`PEOPLE` is a list of several profiles, with a column that says which."""

    STUDENTS = "students", _("Students")
    TEACHERS = "teachers", _("Teachers")
    PARENTS = "parents", _("Parents")
    STAFF = "staff", _("Staff")
    GUESTS = "guests", _("Guests")
    PEOPLE = "people", _("People of several profiles")


class Field(models.TextChoices):
    PROFILE = "profile", _("Profile")
    LAST_NAME = "last_name", _("Last name")
    SECOND_LAST_NAME = "second_last_name", _("Second last name")
    USAGE_NAME = "usage_name", _("Usage name")
    FIRST_NAME = "first_name", _("First name")
    BIRTH_DATE = "birth_date", _("Date of birth")
    CLASS = "class", _("Class")
    CLASSES = "classes", _("Classes, separated by commas")
    LEVEL = "level", _("Level")
    TITLE = "title", _("Title (Mr, Mrs)")
    EMAIL = "email", _("E-mail")
    IS_HEAD = "is_head", _("Head of the school (yes or no)")
    EXTERNAL_ID = "external_id", _("External id")
    CHILD_ID = "child_id", _("Child: external id")
    CHILD_NAME = "child_name", _("Child: first and last name")
    CHILD_LAST_NAME = "child_last_name", _("Child: last name")
    CHILD_USAGE_NAME = "child_usage_name", _("Child: usage name")
    CHILD_FIRST_NAME = "child_first_name", _("Child: first name")
    CHILD_CLASS = "child_class", _("Child: class")


_NAME = (Field.LAST_NAME, Field.SECOND_LAST_NAME, Field.USAGE_NAME, Field.FIRST_NAME)
_STUDENT = (Field.BIRTH_DATE, Field.CLASS, Field.CLASSES, Field.LEVEL)
_TEACHER = (Field.TITLE, Field.EMAIL, Field.CLASS, Field.CLASSES, Field.IS_HEAD)
CHILD = (
    Field.CHILD_ID,
    Field.CHILD_NAME,
    Field.CHILD_LAST_NAME,
    Field.CHILD_USAGE_NAME,
    Field.CHILD_FIRST_NAME,
    Field.CHILD_CLASS,
)
# A list may have several columns of these, one for each child or class.
REPEATED = frozenset({*CHILD, Field.CLASS})

FIELDS: dict[ListKind, tuple[Field, ...]] = {
    ListKind.STUDENTS: (*_NAME, *_STUDENT, Field.EMAIL, Field.EXTERNAL_ID),
    ListKind.TEACHERS: (*_NAME, *_TEACHER, Field.EXTERNAL_ID),
    ListKind.PARENTS: (*_NAME, Field.TITLE, Field.EMAIL, Field.EXTERNAL_ID, *CHILD),
    ListKind.STAFF: (*_NAME, Field.EMAIL, Field.EXTERNAL_ID),
    ListKind.GUESTS: (*_NAME, Field.EMAIL, Field.EXTERNAL_ID),
    ListKind.PEOPLE: (
        *(Field.PROFILE, *_NAME, *_STUDENT, Field.TITLE, Field.EMAIL),
        *(Field.IS_HEAD, Field.EXTERNAL_ID, *CHILD),
    ),
}

_EVERYBODY = ((Field.LAST_NAME,), (Field.FIRST_NAME,))
# Of each group one field is enough.
_NEEDED: dict[ListKind, tuple[tuple[Field, ...], ...]] = {
    ListKind.STUDENTS: (*_EVERYBODY, (Field.BIRTH_DATE,), (Field.CLASS, Field.CLASSES)),
    ListKind.TEACHERS: _EVERYBODY,
    ListKind.PARENTS: (
        *_EVERYBODY,
        (Field.CHILD_LAST_NAME, Field.CHILD_NAME, Field.CHILD_ID),
        (Field.CHILD_FIRST_NAME, Field.CHILD_NAME, Field.CHILD_ID),
    ),
    ListKind.STAFF: _EVERYBODY,
    ListKind.GUESTS: _EVERYBODY,
    ListKind.PEOPLE: (*_EVERYBODY, (Field.PROFILE,)),
}


def missing_fields(kind: ListKind, present: Collection[Field]) -> Iterator[Field]:
    """What a list of this kind still needs to be read."""
    for enough in _NEEDED[kind]:
        if not set(enough) & set(present):
            yield enough[0]
