"""The page of the contact rules: an administrator reads, changes, puts back, asks."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from accounts.choices import Profile
from accounts.deciding import NotAllowed
from accounts.groups import sync_groups
from accounts.models import ContactRule, Group, Membership, RuleChange
from accounts.usual_rules import USUAL_RULES
from audit.models import Event
from contacts.actions.rules import put_back, set_rule
from contacts.explaining import explain
from contacts.policies import can_send
from contacts.reach import can_write_to, reached_by
from contacts.table import limits_for, words_for
from core import clock, wall
from messaging.actions import start_conversation
from messaging.policies import MayNotWrite
from tests.cast import Cast
from tests.client import SchoolClient
from tests.contacts.facts import SAME_PERSON
from tests.contacts.worlds import EXCEPTIONS, World
from tests.costs import queries
from tests.factories.accounts import (
    ContactRuleFactory,
    GroupFactory,
    GroupMemberFactory,
    RuleChangeFactory,
)
from tests.factories.contacts import FreezeFactory, RefusalFactory

ClientFor = Callable[[Membership], SchoolClient]


@pytest.fixture(autouse=True)
def _english(cast: Cast) -> Iterator[None]:
    with translation.override("en"):
        cast.administrator.user.language = "en"
        cast.administrator.user.save()
        yield


def rule_between(cast: Cast, sender: Group, recipient: Group) -> str | None:
    rules = ContactRule.objects.between(sender, recipient)
    return rules.values_list("within", flat=True).first()


def in_the_table(cast: Cast, sender: str, recipient: str) -> str | None:
    return rule_between(cast, cast.group("school", sender), cast.group("school", recipient))


def page(cast: Cast, name: str = "") -> str:
    return f"/schools/{cast.school.pk}/contacts/{name}"


def test_the_table_says_what_a_new_school_has(cast: Cast, client_for: ClientFor) -> None:
    answer = client_for(cast.administrator).get(page(cast))
    words = [[str(cell.words) for cell in row] for row in answer.context["table"]]
    no, school = "nobody", "the whole school"
    assert words == [
        ["own class", "own parents", "own class", no, no],
        ["own children", no, "their children’s classes", school, no],
        [school, school, school, school, no],
        [school, school, school, school, no],
        [no, no, no, no, no],
    ]
    assert "badge info" not in answer.content.decode()


def test_all_that_is_about_contacts_stands_under_one_tab(cast: Cast, client_for: ClientFor) -> None:
    client, school = client_for(cast.administrator), f"/schools/{cast.school.pk}"
    pages = [f"{school}/{each}/" for each in ("contacts", "projects", "freezes")]
    for here in pages:
        body = client.get(here).content.decode()
        assert all(f'<a href="{each}"' in body for each in pages)
        # The item of the navigation, the tab, and the page of the tab.
        assert f'<a href="{school}/people/" aria-current="page">' in body
        assert f'<a href="{pages[0]}" aria-current="page">Contacts</a>' in body
        assert body.count(f'<a href="{here}" aria-current="page">') >= 1 + (here == pages[0])


def test_a_cell_is_changed_by_its_page_and_the_next_message_goes_by_it(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    address = page(cast, "student-student/")
    asked = client.get(address).content.decode()
    assert "4 students could newly write to 4 students (8 pairs of people)." in asked
    assert "4 students could no longer write to 4 students (4 pairs of people)." in asked
    with pytest.raises(MayNotWrite):
        start_conversation(cast.student, to=[cast.ce2_student], subject="", body="Bonjour")
    assert client.post(address, {"within": "everybody"}).status_code == 302
    start_conversation(cast.student, to=[cast.ce2_student], subject="", body="Bonjour")
    assert client.post(address, {"within": "nobody"}).status_code == 302
    for to in (cast.ce2_student, cast.classmate):
        with pytest.raises(MayNotWrite):
            start_conversation(cast.student, to=[to], subject="", body="Bonjour")


@pytest.mark.parametrize("forged", ["", "family", "school", "class'", "None"])
def test_a_cell_takes_only_what_it_offers(cast: Cast, client_for: ClientFor, forged: str) -> None:
    client = client_for(cast.administrator)
    answer = client.post(page(cast, "student-student/"), {"within": forged})
    assert answer.status_code == 422
    assert in_the_table(cast, "student", "student") == "class"


def test_there_is_no_cell_of_what_is_no_profile(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    for name in ("student-head/", "-student/", "pupil-teacher/"):
        assert client.get(page(cast, name)).status_code == 404


def test_every_limit_of_every_cell_has_words() -> None:
    for mine, theirs in product(Profile, repeat=2):
        limits = limits_for(mine, theirs)
        said = {str(words_for(mine, theirs, limit)) for limit in limits}
        assert len(said) == len(limits)
        assert USUAL_RULES.get((mine, theirs)) in limits


def test_who_did_what_is_kept_on_the_page_and_in_the_log(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    client.post(page(cast, "parent-parent/"), {"within": "class"})
    client.post(page(cast, "parent-parent/"), {"within": "class"})  # which it is already
    client.post(page(cast, "parent-parent/"), {"within": "everybody"})
    changes = RuleChange.objects.of_school(cast.school.pk)
    assert [(each.before, each.after) for each in changes] == [("class", ""), (None, "class")]
    assert {each.changed_by for each in changes} == {cast.administrator}
    body = client.get(page(cast)).content.decode()
    assert cast.administrator.name in body and "Parents → Parents" in body
    parents = cast.group("school", "parent").pk
    (event, _first) = Event.objects.filter(verb="set_contact_rule").order_by("-at")
    ends = {"from_group": parents, "to_group": parents}
    assert event.facts == {**ends, "before": "class", "after": ""}


def test_a_rule_between_two_groups_says_first_what_it_allows(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    cm1, ce2 = (cast.group("class", "student", of=each) for each in (cast.cm1, cast.ce2))
    ends = {"from_group": cm1.pk, "to_group": ce2.pk}
    asked = client.get(page(cast, "new/"), ends)
    assert "2 students of CM1 could newly write to 2 students of CE2" in asked.content.decode()
    assert not can_write_to(cast.student, cast.sibling)
    client.post(page(cast, "new/"), ends)
    assert can_write_to(cast.student, cast.sibling) and not can_write_to(cast.sibling, cast.student)
    (custom,) = client.get(page(cast)).context["custom"]
    asked = client.get(page(cast, f"{custom.pk}/remove/"))
    assert "2 students of CM1 could no longer write to 2 students" in asked.content.decode()
    client.post(page(cast, f"{custom.pk}/remove/"))
    assert not can_write_to(cast.student, cast.sibling)


def test_neither_a_rule_of_the_table_nor_of_a_project_is_removed_as_a_custom_one(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    rule = ContactRule.objects.of_school(cast.school.pk).cells()[0]
    other = ContactRuleFactory(school=cast.other.school)
    project = GroupFactory(school=cast.school)
    ends = {"from_group": project, "to_group": project}
    of_project = ContactRuleFactory(school=cast.school, **ends)
    for each in (rule, other, of_project):
        assert client.post(page(cast, f"{each.pk}/remove/")).status_code == 404
        assert ContactRule.objects.filter(pk=each.pk).exists()


def test_groups_of_another_school_or_over_or_of_one_family_get_no_rule(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    mine = cast.group("school", "guest")
    over = GroupFactory(school=cast.school, ends_at=clock.now() - timedelta(days=1))
    family = cast.group("family", of=cast.student)
    for other in (cast.other.group("school", "student"), over, family):
        ends = {"from_group": mine.pk, "to_group": other.pk}
        assert client.get(page(cast, "new/"), ends).status_code == 422
        assert client.post(page(cast, "new/"), ends).status_code == 422
        assert not ContactRule.objects.between(mine, other).exists()


def test_a_pair_of_profiles_chosen_as_a_rule_is_the_cell(cast: Cast, client_for: ClientFor) -> None:
    ends = {
        "from_group": cast.group("school", "student").pk,
        "to_group": cast.group("school", "staff").pk,
    }
    client = client_for(cast.administrator)
    client.post(page(cast, "new/"), ends)
    assert in_the_table(cast, "student", "staff") == ""
    assert list(client.get(page(cast)).context["custom"]) == []


def test_custom_rules_and_changed_cells_survive_what_changes_the_roll(cast: Cast) -> None:
    by = cast.administrator
    cm1, ce2 = (cast.group("class", "student", of=each) for each in (cast.cm1, cast.ce2))
    set_rule(by, from_group=cm1, to_group=ce2, within="")
    teachers = cast.group("school", "teacher")
    set_rule(by, from_group=teachers, to_group=cast.group("school", "staff"), within=None)
    kept = set(ContactRule.objects.values_list("from_group", "to_group", "within"))
    sync_groups(cast.school.pk)
    assert set(ContactRule.objects.values_list("from_group", "to_group", "within")) == kept


def test_it_is_put_back_and_custom_rules_go_only_if_wanted(
    cast: Cast, client_for: ClientFor
) -> None:
    client, by = client_for(cast.administrator), cast.administrator
    client.post(page(cast, "staff-student/"), {"within": "nobody"})
    assert "custom_too" not in client.get(page(cast, "usual/")).content.decode()
    client.post(page(cast, "usual/"))
    usual = set(ContactRule.objects.values_list("from_group", "to_group", "within"))
    cm1, ce2 = (cast.group("class", "student", of=each) for each in (cast.cm1, cast.ce2))
    set_rule(by, from_group=cm1, to_group=ce2, within="")
    client.post(page(cast, "student-teacher/"), {"within": "nobody"})
    client.post(page(cast, "parent-parent/"), {"within": "class"})
    project = GroupFactory(school=cast.school)
    for part in ("student", "sibling"):
        GroupMemberFactory(school=cast.school, group=project, membership=cast.people[part])
    ends = {"from_group": project, "to_group": project}
    of_project = ContactRuleFactory(school=cast.school, **ends)
    asked = client.get(page(cast, "usual/"))
    body = asked.content.decode()
    assert "Students → Teachers" in body and "Parents → Parents" in body
    assert "4 students could newly write to 2 teachers" in body
    assert [change.from_group for change in asked.context["custom"]] == [cm1]
    client.post(page(cast, "usual/"))
    custom = list(ContactRule.objects.of_school(cast.school.pk).custom())
    assert [(rule.from_group, rule.to_group) for rule in custom] == [(cm1, ce2)]
    client.post(page(cast, "usual/"), {"custom_too": "on"})
    assert ContactRule.objects.filter(pk=of_project.pk).delete()[0] == 1
    assert set(ContactRule.objects.values_list("from_group", "to_group", "within")) == usual


@pytest.mark.parametrize("part", ["head", "teacher", "student"])
def test_only_administrators_of_the_school_change_rules(cast: Cast, part: str) -> None:
    ends = {
        "from_group": cast.group("school", "student"),
        "to_group": cast.group("school", "student"),
    }
    for by in (cast.people[part], cast.other.administrator):
        with pytest.raises(NotAllowed):
            set_rule(by, **ends, within="")
        with pytest.raises(NotAllowed):
            put_back(by, school=cast.school, custom_too=True)
    there = cast.other.group("school", "student")
    with pytest.raises(NotAllowed):
        set_rule(cast.administrator, **{**ends, "to_group": there}, within="")
    cast.administrator.blocked_at = clock.now()
    cast.administrator.save()
    with pytest.raises(NotAllowed):
        set_rule(cast.administrator, **ends, within="")
    assert in_the_table(cast, "student", "student") == "class"


def test_a_custom_rule_is_not_limited(cast: Cast) -> None:
    ends = {
        "from_group": cast.group("class", "student", of=cast.cm1),
        "to_group": cast.group("school", "student"),
    }
    with pytest.raises(NotAllowed):
        set_rule(cast.administrator, **ends, within="class")


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_once_leave_one_rule(cast: Cast) -> None:
    ends = {"from_group": cast.group("school", "guest"), "to_group": cast.group("school", "staff")}

    def change(_: int) -> None:
        try:
            with wall.within(cast.school.pk):
                set_rule(cast.administrator, **ends, within="")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(change, range(2)))
    assert ContactRule.objects.between(**ends).count() == 1
    assert RuleChange.objects.count() == 1


EXPLAINED = [
    *(("usual", exception) for exception in EXCEPTIONS),
    ("turn 2", "none"),
    ("project", "removed from the group"),
    ("to an ended project", "none"),
]
WHO_ASKS = ("student", "mother", "teacher", "staff", "administrator", "guest", SAME_PERSON)


@pytest.mark.parametrize(("rules", "exception"), EXPLAINED)
def test_what_is_explained_is_what_is_so(cast: Cast, rules: str, exception: str) -> None:
    world = World(cast, rules)
    EXCEPTIONS[exception](world)
    ids = {person.pk: part for part, person in world.people.items()}
    people = Membership.objects.select_related("user").filter(pk__in=ids)
    for by in (person for person in people if ids[person.pk] in WHO_ASKS):
        reached = set(reached_by(by)) if can_send(by) else set()
        assert {to for to in people if explain(by, to).may} == reached


def ask(cast: Cast, client: SchoolClient, one: str, other: str, **more: object) -> Any:
    return client.post(page(cast, "question/"), {"one-words": one, "other-words": other, **more})


def test_the_page_answers_whether_one_may_write_to_the_other(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    answer = ask(cast, client, "emma lacombe", "HELENE dub")
    assert [each.may for each in answer.context["answers"]] == [True, True]
    body = answer.content.decode()
    assert "Students → Teachers · own class" in body
    assert "Teachers → Students · the whole school" in body
    answer = ask(cast, client, "emma lacombe", "haddad ines")
    assert [each.may for each in answer.context["answers"]] == [False, False]
    assert "No rule allows it." in answer.content.decode()


def test_it_says_what_stands_against_a_rule(cast: Cast, client_for: ClientFor) -> None:
    Membership.objects.filter(pk=cast.teacher.pk).update(blocked_at=clock.now())
    Membership.objects.filter(pk=cast.student.pk).update(closed_at=clock.now())
    body = ask(cast, client_for(cast.administrator), "emma lacombe", "dubreuil").content.decode()
    assert "Hélène Dubreuil is blocked." in body
    assert "The account of Emma Lacombe is closed." in body


def test_it_tells_of_a_refusal_without_saying_whose_and_of_a_pause(
    cast: Cast, client_for: ClientFor
) -> None:
    RefusalFactory(school=cast.school, by=cast.classmate, of=cast.student)
    FreezeFactory(school=cast.school, profiles=[Profile.STUDENT])
    client = client_for(cast.administrator)
    answer = ask(cast, client, "emma lacombe", "noe marchand")
    said = "One of the two wants no messages of the other."
    assert [each.against for each in answer.context["answers"]] == [
        [said, "Writing is paused for Emma Lacombe."],
        [said, "Writing is paused for Noé Marchand."],
    ]
    (there, back) = ask(cast, client, "emma lacombe", "dubreuil").context["answers"]
    assert not there.may and back.may


def test_of_several_of_one_name_one_is_chosen(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    answer = ask(cast, client, "lacombe", "dubreuil")
    assert answer.status_code == 422
    assert "Several have this name: choose one of them." in answer.content.decode()
    chosen = {"one-person": cast.sibling.pk}
    answer = ask(cast, client, "lacombe", "dubreuil", **chosen)
    assert [each.may for each in answer.context["answers"]] == [False, True]
    # Somebody else was looked for since.
    answer = ask(cast, client, "castel", "dubreuil", **chosen)
    assert answer.context["answers"][0].by == cast.ce2_teacher


def test_who_is_not_there_or_of_another_school_is_not_found(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    for words in ("nobody atall", cast.other.student.name, "%", ""):
        answer = ask(cast, client, words, "dubreuil")
        assert answer.status_code == 422 and "answers" not in answer.context
    forged = {"one-person": cast.other.student.pk}
    assert ask(cast, client, "lacombe", "dubreuil", **forged).status_code == 422


def test_whom_one_asks_about_is_in_no_address_and_not_in_the_log(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    assert 'method="get"' not in client.get(page(cast, "question/")).content.decode()
    ask(cast, client, "emma lacombe", "dubreuil")
    assert "lacombe" not in str(Event.objects.filter(verb="view_page").latest("pk").facts)


def test_a_change_outlives_whoever_made_it_and_goes_with_its_group(
    cast: Cast, client_for: ClientFor
) -> None:
    project = GroupFactory(school=cast.school)
    RuleChangeFactory(school=cast.school, from_group=project, to_group=project, after="")
    body = client_for(cast.administrator).get(page(cast)).content.decode()
    assert f"{project.label}, among themselves" in body and "somebody erased since" in body
    project.delete()
    assert not RuleChange.objects.exists()


def test_the_page_costs_the_same_with_many(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    few = queries(client, page(cast))
    for _ in range(8):
        rule = ContactRuleFactory(school=cast.school)
        ends = {"from_group": rule.from_group, "to_group": rule.to_group}
        RuleChangeFactory(school=cast.school, **ends, after="", changed_by=cast.administrator)
    assert queries(client, page(cast)) == few


def test_a_cell_costs_the_same_whatever_it_would_change(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    costs = {
        queries(client, page(cast, f"{mine}-{theirs}/"))
        for mine, theirs in product(("student", "staff"), repeat=2)
    }
    assert len(costs) == 1
