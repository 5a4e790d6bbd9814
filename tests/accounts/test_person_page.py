"""What each reader is told on a person's page: reader × person × what the page could say."""

from collections.abc import Callable

import pytest

from accounts.models import Membership
from core import clock
from tests.cast import Cast
from tests.client import SchoolClient

ClientFor = Callable[[Membership], SchoolClient]

LOGIN, STATE, FAMILY, CODE = "login", "state", "family", "code"
NO_PAGE = None
BARE = set[str]()
ALL = {LOGIN, STATE, FAMILY, CODE}

# Read as: what is told of the person to each of these readers.
TOLD: dict[str, dict[str, set[str] | None]] = {
    "student": {
        "student": {FAMILY},
        "classmate": BARE,
        "sibling": {FAMILY},
        "mother": {FAMILY},
        "father": {FAMILY},
        "teacher": ALL,
        "ce2_teacher": {FAMILY},
        "staff": {FAMILY},
        "administrator": ALL,
        "ce2_student": NO_PAGE,
        "parent_in_both": NO_PAGE,
        "ce2_parent": NO_PAGE,
        "guest": NO_PAGE,
    },
    "mother": {
        "student": {FAMILY},
        "sibling": {FAMILY},
        "mother": {FAMILY},
        "father": {FAMILY},
        "teacher": ALL,
        "ce2_teacher": ALL,
        "staff": {FAMILY},
        "administrator": ALL,
        "classmate": NO_PAGE,
        "ce2_parent": NO_PAGE,
        "parent_in_both": NO_PAGE,
        "guest": NO_PAGE,
    },
    "father": {
        "student": {FAMILY},
        "mother": {FAMILY},
        "teacher": ALL,
        "ce2_teacher": {FAMILY},
        "sibling": NO_PAGE,
        "classmate": NO_PAGE,
    },
    "teacher": {
        "student": BARE,
        "mother": BARE,
        "staff": BARE,
        "ce2_teacher": BARE,
        "administrator": {LOGIN, STATE, CODE},
        "ce2_student": NO_PAGE,
        "ce2_parent": NO_PAGE,
        "guest": NO_PAGE,
    },
    "guest": {
        "guest": BARE,
        "administrator": {LOGIN, STATE, CODE},
        "staff": NO_PAGE,
        "student": NO_PAGE,
    },
}
CELLS = [(person, reader) for person, readers in TOLD.items() for reader in readers]
RELATIVES = {
    "student": ("mother", "father"),
    "mother": ("student", "sibling"),
    "father": ("student",),
}


@pytest.mark.parametrize(("person", "reader"), CELLS)
def test_a_reader_is_told_what_the_table_says(
    cast: Cast, client_for: ClientFor, person: str, reader: str
) -> None:
    about, by = cast.people[person], cast.people[reader]
    about.user.set_unusable_password()
    about.user.save()
    client = client_for(by)
    answer = client.get(f"/schools/{cast.school.pk}/people/{about.pk}/")
    told = TOLD[person][reader]
    if told is NO_PAGE:
        assert answer.status_code == 404
        return
    body = answer.content.decode()
    assert about.name in body
    family = [cast.people[part].name for part in RELATIVES.get(person, ())]
    found = {
        LOGIN: about.user.username in body,
        STATE: answer.context["looks_after"],
        FAMILY: any(f">{name}</a>" in body for name in family),
        CODE: f"/people/{about.pk}/code/" in body,
    }
    assert {what for what, is_told in found.items() if is_told} == told


def test_of_a_family_one_is_told_of_those_one_sees(cast: Cast, client_for: ClientFor) -> None:
    """The sibling is no child of the father's: his mother's page does not name him there."""
    address = f"/schools/{cast.school.pk}/people/{cast.mother.pk}/"
    body = client_for(cast.father).get(address).content.decode()
    assert cast.student.name in body
    assert cast.sibling.name not in body


def test_a_block_is_told_to_those_who_look_after_somebody_alone(
    cast: Cast, client_for: ClientFor
) -> None:
    cast.classmate.blocked_at = clock.now()
    cast.classmate.save()
    address = f"/schools/{cast.school.pk}/people/{cast.classmate.pk}/"
    for part, is_told in {"student": False, "staff": False, "teacher": True}.items():
        body = client_for(cast.people[part]).get(address).content.decode()
        assert ("notice danger" in body) == is_told, part
