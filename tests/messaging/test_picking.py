from collections.abc import Callable

import pytest
from django.utils.html import strip_tags

from accounts.groups import sync_groups
from accounts.models import Membership
from core import clock
from messaging.actions import start_draft
from messaging.models import Message
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.accounts import (
    ContactRuleFactory,
    EnrolmentFactory,
    GuardianshipFactory,
    MembershipFactory,
)

ClientFor = Callable[[Membership], SchoolClient]
NEW = "/messages/new/"


def labels(client: SchoolClient, words: str = "") -> list[str]:
    answer = client.post(NEW, {"words": words}) if words else client.get(NEW)
    return [group.label for group in answer.context["groups"].near]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cm1", {"student", "classmate", "teacher", "mother", "father", "parent_in_both"}),
        ("CM1 lacombe", {"student", "mother"}),
        ("haddad ce2", {"ce2_student", "ce2_parent"}),
        ("cm1 haddad", set[str]()),
    ],
)
def test_people_are_found_by_their_class_too(
    cast: Cast, client_for: ClientFor, words: str, found: set[str]
) -> None:
    people = client_for(cast.staff).post(NEW, {"words": words}).context["people"]
    assert set(people) == {cast.people[part] for part in found}


def test_groups_are_found_by_their_words(cast: Cast, client_for: ClientFor) -> None:
    staff = client_for(cast.staff)
    assert labels(staff, "parents cm1") == [cast.group("class", "parent", of=cast.cm1).label]
    assert labels(staff, "dubreuil") == []


def test_first_come_the_groups_of_ones_own_class(cast: Cast, client_for: ClientFor) -> None:
    parents = cast.group("class", "parent", of=cast.cm1).label
    assert parents in labels(client_for(cast.teacher))
    assert parents not in labels(client_for(cast.staff))
    assert cast.group("school", "parent").label in labels(client_for(cast.staff))
    assert parents not in labels(client_for(cast.mother))
    assert cast.group("class", "teacher", of=cast.cm1).label in labels(client_for(cast.mother))


def test_first_come_the_people_of_ones_own_class(cast: Cast, client_for: ClientFor) -> None:
    people = client_for(cast.teacher).get(NEW).context["people"]
    around = {cast.student, cast.classmate, cast.mother, cast.father, cast.parent_in_both}
    assert set(people[: len(around)]) == around
    assert cast.staff in people


def test_who_is_chosen_twice_over_is_counted_once(cast: Cast, client_for: ClientFor) -> None:
    """Parents in two chosen groups, and one who is a parent in two classes."""
    groups = [cast.group("class", "parent", of=each) for each in (cast.cm1, cast.ce2)]
    draft = start_draft(cast.staff, to=[cast.mother], groups=groups)
    page = client_for(cast.staff).get(f"/messages/drafts/{draft.pk}/to/")
    assert page.context["reach"] == len(
        {cast.mother, cast.father, cast.parent_in_both, cast.ce2_parent}
    )


def test_who_comes_later_is_counted_when_it_is_sent(cast: Cast, client_for: ClientFor) -> None:
    parents = cast.group("class", "parent", of=cast.cm1)
    draft = start_draft(cast.teacher, groups=[parents])
    teacher, page = client_for(cast.teacher), f"/messages/drafts/{draft.pk}/"
    before = teacher.get(page).context["reach"]
    newcomer = MembershipFactory(school=cast.school)
    EnrolmentFactory(school=cast.school, school_class=cast.cm1, membership=newcomer)
    parent = MembershipFactory(school=cast.school, profile="parent")
    GuardianshipFactory(school=cast.school, guardian=parent, student=newcomer)
    sync_groups(cast.school.pk)
    assert teacher.get(page).context["reach"] == before + 1


def test_chosen_and_taken_out_again(cast: Cast, client_for: ClientFor) -> None:
    teacher = client_for(cast.teacher)
    teacher.post(NEW, {"group": cast.group("class", "parent", of=cast.cm1).pk})
    draft = Message.objects.get()
    page = f"/messages/drafts/{draft.pk}/to/"
    teacher.post(page, {"person": cast.staff.pk})
    teacher.post(page, {"person": cast.staff.pk})
    assert draft.addressees.count() == 2
    assert cast.staff not in teacher.get(page).context["people"]
    teacher.post(page, {"out": draft.addressees.get(membership=cast.staff).pk})
    # Neither what is not there nor what is another's is taken out.
    theirs = start_draft(cast.mother, to=[cast.teacher]).addressees.get()
    for wrong in (theirs.pk, "x", "", "9" * 30):
        teacher.post(page, {"out": wrong})
    assert draft.addressees.count() == 1
    assert Message.objects.exclude(pk=draft.pk).get().addressees.count() == 1


def test_who_is_blocked_meanwhile_is_offered_no_more(cast: Cast, client_for: ClientFor) -> None:
    draft = start_draft(cast.mother)
    cast.teacher.blocked_at = clock.now()
    cast.teacher.save()
    answer = client_for(cast.mother).post(
        f"/messages/drafts/{draft.pk}/to/", {"person": cast.teacher.pk}
    )
    assert answer.status_code == 404


def told(client: SchoolClient, person: Membership) -> str:
    """What the picker says of somebody."""
    page = client.get(NEW).content.decode()
    button = page.split(f'name="person" value="{person.pk}"')[1].split("</button>")[0]
    return " ".join(strip_tags(button).split())


def test_the_picker_says_whose_parent_somebody_is(cast: Cast, client_for: ClientFor) -> None:
    said = told(client_for(cast.teacher), cast.mother)
    assert f"Parent : {cast.student.name} (CM1), {cast.sibling.name} (CE2)" in said
    assert f"Parent : {cast.student.name}" in told(client_for(cast.student), cast.mother)


def test_a_parent_does_not_learn_whose_parents_the_others_are(
    cast: Cast, client_for: ClientFor
) -> None:
    parents = cast.group("school", "parent")
    ContactRuleFactory(school=cast.school, from_group=parents, to_group=parents)
    said = told(client_for(cast.mother), cast.parent_in_both)
    assert "Parent" in said and cast.classmate.name not in said
    assert cast.student.name in told(client_for(cast.mother), cast.father)


def test_children_find_those_of_their_class_before_grown_ups(
    cast: Cast, client_for: ClientFor
) -> None:
    people = client_for(cast.student).get(NEW).context["people"]
    assert people[0] == cast.classmate
    assert people[1:] == sorted(people[1:], key=lambda each: each.user.folded_name)
