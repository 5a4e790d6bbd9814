from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Duty, Profile
from accounts.deciding import NotAllowed
from accounts.models import ActivationCode, GroupMember, Membership
from audit.models import Event
from charters.models import CharterVersion
from core import clock
from newsfeed.models import Entry
from retention.actions.close import close_accounts, reopen_account
from retention.actions.erase import erase_due
from retention.models import Closure
from tests.cast import PASSWORD, Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.accounts import ActivationCodeFactory, GuardianshipFactory, MembershipFactory
from tests.factories.charters import SignatureFactory
from tests.factories.newsfeed import EntryFactory
from tests.retention.conftest import days_later

ClientFor = Callable[[Membership], SchoolClient]


def page(person: Membership, name: str) -> str:
    return f"/schools/{person.school_id}/people/{person.pk}/{name}/"


def groups_of(person: Membership) -> set[int]:
    return set(GroupMember.objects.filter(membership=person).values_list("group", flat=True))


def test_closing_shuts_out_at_once_and_says_when_it_is_erased(
    cast: Cast, client_for: ClientFor
) -> None:
    theirs, client = client_for(cast.father), client_for(cast.administrator)
    code = ActivationCodeFactory(school=cast.school, membership=cast.father)
    moment = clock.now()
    with clock.at(moment):
        shown = client.get(page(cast.father, "close"))
        client.post(page(cast.father, "close"), {"reason": "A déménagé."})
    closure = Closure.objects.get()
    assert shown.context["erase_at"] == closure.erase_at == moment + timedelta(days=90)
    assert (closure.membership, closure.closed_by) == (cast.father, cast.administrator)
    assert theirs.get("/me/").status_code == 302
    assert groups_of(cast.father) == set()
    assert ActivationCode.objects.get(pk=code.pk).revoked_at == moment
    event = Event.objects.get(verb="close_account")
    assert event.target_id == cast.father.pk and "déménagé" not in str(event.facts)
    assert "A déménagé." in client.get(f"/schools/{cast.school.pk}/closures/").content.decode()


def test_closing_needs_a_reason(cast: Cast, client_for: ClientFor) -> None:
    answer = client_for(cast.administrator).post(page(cast.father, "close"), {"reason": ""})
    assert answer.status_code == 422
    assert not Closure.objects.exists()


def test_on_day_89_reopening_gives_everything_back(cast: Cast, client_for: ClientFor) -> None:
    entry = EntryFactory(
        school=cast.school,
        author=cast.teacher,
        audience=[cast.group("class", "student", of=cast.cm1)],
    )
    groups, password = groups_of(cast.student), cast.student.user.password
    client_for(cast.administrator).post(page(cast.student, "close"), {"reason": "Est partie."})
    with days_later(89, seconds=86_399):
        erase_due()
        client = client_for(cast.administrator)
        assert client.get(page(cast.student, "reopen")).status_code == 200
        assert (
            client.post(page(cast.student, "reopen"), {"reopening_reason": ""}).status_code == 422
        )
        client.post(page(cast.student, "reopen"), {"reopening_reason": "Elle revient."})
    with days_later(200):
        erase_due()
    student = Membership.objects.select_related("user").get(pk=cast.student.pk)
    assert groups_of(student) == groups
    assert student.user.password == password
    assert entry in Entry.objects.visible_to(student.user)
    assert client_for(student).get("/me/").status_code == 200
    assert Event.objects.filter(verb="reopen_account", target_id=student.pk).count() == 1
    closure = Closure.objects.get()
    assert (closure.reopened_by, closure.reopening_reason) == (cast.administrator, "Elle revient.")
    kept = client.get(f"/schools/{cast.school.pk}/closures/").content.decode()
    assert "Est partie." in kept and "Elle revient." in kept


def test_the_family_of_a_closed_child_is_no_audience_until_it_is_reopened(cast: Cast) -> None:
    members = GroupMember.objects.filter(group=cast.group("family", of=cast.student))
    family = set(members.values_list("membership", flat=True))
    entry = EntryFactory(
        school=cast.school,
        author=cast.teacher,
        audience=[cast.group("family", of=cast.student)],
    )
    close_accounts(cast.administrator, memberships=[cast.student], reason="A déménagé.")
    assert not members.exists()
    assert not Entry.objects.visible_to(cast.mother.user).filter(pk=entry.pk).exists()
    reopen_account(cast.administrator, membership=cast.student, reason="Retour.")
    assert set(members.values_list("membership", flat=True)) == family
    assert Entry.objects.visible_to(cast.mother.user).filter(pk=entry.pk).exists()


def test_on_day_90_it_is_too_late(cast: Cast, client_for: ClientFor) -> None:
    close_accounts(cast.administrator, memberships=[cast.father], reason="…")
    with days_later(90):
        client = client_for(cast.administrator)
        assert client.get(page(cast.father, "reopen")).status_code == 404
        with pytest.raises(NotAllowed):
            reopen_account(cast.administrator, membership=cast.father, reason="Retour.")


def test_a_block_outlives_closing_and_reopening(cast: Cast) -> None:
    cast.father.blocked_at = clock.now()
    cast.father.save()
    close_accounts(cast.administrator, memberships=[cast.father], reason="…")
    reopen_account(cast.administrator, membership=cast.father, reason="Retour.")
    assert Membership.objects.get(pk=cast.father.pk).is_blocked


def test_closing_one_of_two_profiles_leaves_the_other(cast: Cast, client_for: ClientFor) -> None:
    MembershipFactory(school=cast.school, user=cast.teacher.user, profile=Profile.GUEST)
    close_accounts(cast.administrator, memberships=[cast.teacher], reason="…")
    teacher = Membership.objects.select_related("user").get(pk=cast.teacher.pk)
    [left] = teacher.user.memberships
    assert left.profile == Profile.GUEST


def test_closing_twice_counts_from_the_first_time(cast: Cast) -> None:
    [first] = close_accounts(cast.administrator, memberships=[cast.father], reason="…")
    with days_later(30):
        again = close_accounts(cast.administrator, memberships=[cast.father], reason="…")
    assert again == []
    assert Closure.objects.get().erase_at == first.erase_at


@pytest.mark.parametrize("part", ["student", "mother", "teacher", "staff", "head", "guest"])
def test_only_administrators_close_and_reopen(cast: Cast, client_for: ClientFor, part: str) -> None:
    client = client_for(cast.people[part])
    assert client.get(f"/schools/{cast.school.pk}/closures/").status_code == 404
    assert client.post(page(cast.father, "close"), {"reason": "…"}).status_code == 404
    with pytest.raises(NotAllowed):
        close_accounts(cast.people[part], memberships=[cast.father], reason="…")
    close_accounts(cast.administrator, memberships=[cast.father], reason="…")
    assert client.post(page(cast.father, "reopen")).status_code == 404
    with pytest.raises(NotAllowed):
        reopen_account(cast.people[part], membership=cast.father, reason="Retour.")


def test_another_schools_administrator_closes_nothing(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.other.administrator)
    assert client.post(page(cast.father, "close"), {"reason": "…"}).status_code == 404
    mine = f"/schools/{cast.other.school.pk}/people/{cast.father.pk}/close/"
    assert client.post(mine, {"reason": "…"}).status_code == 404
    assert not Closure.objects.exists()


def test_nobody_closes_themselves_and_one_administrator_remains(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    assert client.post(page(cast.administrator, "close"), {"reason": "…"}).status_code == 404
    with pytest.raises(NotAllowed):
        close_accounts(cast.administrator, memberships=[cast.administrator], reason="…")
    cast.head.duties = [Duty.LOCAL_ADMINISTRATOR]
    cast.head.save()
    close_accounts(cast.administrator, memberships=[cast.head], reason="…")
    with pytest.raises(NotAllowed):
        close_accounts(cast.head, memberships=[cast.administrator], reason="…")


def test_what_is_closed_is_not_closed_again_and_what_is_open_not_reopened(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    assert client.get(page(cast.father, "reopen")).status_code == 404
    close_accounts(cast.administrator, memberships=[cast.father], reason="…")
    assert client.get(page(cast.father, "close")).status_code == 404


def test_the_list_costs_the_same_with_many(cast: Cast, client_for: ClientFor) -> None:
    client, closures = client_for(cast.administrator), f"/schools/{cast.school.pk}/closures/"
    close_accounts(cast.administrator, memberships=[cast.father], reason="…")
    few = queries(client, closures)
    for part in ("student", "mother", "teacher", "staff", "head", "guest"):
        close_accounts(cast.administrator, memberships=[cast.people[part]], reason="…")
    assert queries(client, closures) == few
    assert len(client.get(closures).context["closures"]) == 7


def also_parent(cast: Cast, person: Membership) -> Membership:
    """Somebody who works there and has a child there, and has signed what parents sign."""
    parent: Membership = MembershipFactory(
        school=cast.school, user=person.user, profile=Profile.PARENT
    )
    charter = CharterVersion.objects.in_force().get(school=cast.school, profile=Profile.PARENT)
    SignatureFactory(school=cast.school, version=charter, membership=parent)
    return parent


def close_many(cast: Cast) -> str:
    return f"/schools/{cast.school.pk}/people/close/"


def ids(*people: Membership) -> str:
    return ",".join(str(person.pk) for person in people)


def test_many_are_closed_after_being_told(cast: Cast, client_for: ClientFor) -> None:
    """As a list of ids, or as ticked boxes; the second answer closes whom the first one showed."""
    client, theirs = client_for(cast.administrator), client_for(cast.father)
    asked = client.post(close_many(cast), {"chosen": [ids(cast.father, cast.guest), cast.staff.pk]})
    assert asked.context["closing"].people == [cast.staff, cast.guest, cast.father]
    assert not Closure.objects.exists()
    told = client.post(close_many(cast), {"chosen": asked.context["closing"].ids, "reason": ""})
    assert told.status_code == 422
    done = {"chosen": told.context["closing"].ids, "reason": "Partis."}
    assert client.post(close_many(cast), done).status_code == 302
    closures = Closure.objects.all()
    assert {each.membership_id for each in closures} == {
        cast.father.pk,
        cast.guest.pk,
        cast.staff.pk,
    }
    assert {each.reason for each in closures} == {"Partis."}
    events = Event.objects.filter(verb="close_account")
    assert {e.target_id for e in events} == {each.membership_id for each in closures}
    assert theirs.get("/me/").status_code == 302
    assert groups_of(cast.father) == set()


def test_oneself_the_closed_and_strangers_are_never_among_many(
    cast: Cast, client_for: ClientFor
) -> None:
    close_accounts(cast.administrator, memberships=[cast.guest], reason="…")
    mine = also_parent(cast, cast.administrator)
    chosen = ids(cast.administrator, mine, cast.guest, cast.other.student, cast.father)
    answer = client_for(cast.administrator).post(close_many(cast), {"chosen": chosen})
    assert answer.context["closing"].people == [cast.father]
    assert answer.context["left_out"] == 3
    with pytest.raises(NotAllowed):
        close_accounts(
            cast.administrator, memberships=[cast.father, cast.administrator], reason="…"
        )
    with pytest.raises(NotAllowed):
        close_accounts(cast.administrator, memberships=[cast.other.student], reason="…")
    assert Closure.objects.count() == 1


def test_everybody_found_is_everybody_that_fits_the_filter(
    cast: Cast, client_for: ClientFor
) -> None:
    chosen = {"everybody": "on", "profile": "parent", "words": "", "chosen": ids(cast.teacher)}
    answer = client_for(cast.administrator).post(close_many(cast), chosen)
    parents = {cast.mother, cast.father, cast.parent_in_both, cast.ce2_parent}
    assert set(answer.context["closing"].people) == parents


def test_closing_many_costs_the_same_as_closing_few(cast: Cast) -> None:
    def cost(people: list[Membership]) -> int:
        with CaptureQueriesContext(connection) as asked:
            close_accounts(cast.administrator, memberships=people, reason="…")
        return len(asked)

    few = cost([cast.father])
    assert cost([cast.mother, cast.guest, cast.staff, cast.teacher, cast.classmate]) == few


def test_the_closed_person_reads_until_when(
    cast: Cast, client_for: ClientFor, client: SchoolClient
) -> None:
    with clock.at(datetime(2026, 9, 1, 10, tzinfo=UTC)):
        close_accounts(cast.administrator, memberships=[cast.father], reason="…")
        parent = also_parent(cast, cast.teacher)
        close_accounts(cast.administrator, memberships=[cast.teacher], reason="…")
        parent.user.refresh_from_db()
        refused = client.post(
            "/sign-in/", {"login": cast.father.user.username, "password": PASSWORD}
        )
        assert refused.status_code == 403
        still_here = client_for(parent).get("/me/")
        administrator = client_for(cast.administrator)
        shown = administrator.get(f"/schools/{cast.school.pk}/people/{cast.father.pk}/")
    for answer in (refused, still_here, shown):
        assert "30 nov. 2026" in answer.content.decode()


def test_the_parents_left_without_a_child_are_proposed_and_no_others(
    cast: Cast, client_for: ClientFor
) -> None:
    """The mother's other child stays; who is a parent beside the administration is left out."""
    mine = also_parent(cast, cast.administrator)
    GuardianshipFactory(school=cast.school, guardian=mine, student=cast.student)
    client, chosen = client_for(cast.administrator), ids(cast.student, cast.classmate)
    page = client.post(close_many(cast), {"chosen": chosen})
    proposed = page.context["form"].initial["parents"]
    assert proposed == [cast.parent_in_both, cast.father]
    assert page.content.decode().count("checked") == 2
    done = {"chosen": chosen, "reason": "Partis.", "parents": [cast.father.pk]}
    forged = {**done, "parents": [cast.mother.pk]}
    assert client.post(close_many(cast), forged).status_code == 422
    client.post(close_many(cast), done)
    closed = set(Closure.objects.values_list("membership", flat=True))
    assert closed == {cast.student.pk, cast.classmate.pk, cast.father.pk}
    alone = client.get(f"/schools/{cast.school.pk}/people/{cast.sibling.pk}/close/")
    assert alone.context["form"].initial["parents"] == [cast.mother]


def test_an_operator_closes_what_somebody_is_in_one_school(cast: Cast) -> None:
    login, here = cast.parent_in_both.user.username, cast.school.name
    call_command("close_account", login, school=here, reason="Asked by letter.")
    [closure] = Closure.objects.all()
    assert (closure.membership, closure.closed_by) == (cast.parent_in_both, None)
    assert groups_of(cast.parent_in_both) == set() != groups_of(cast.other.parent_in_both)
    assert Event.objects.filter(verb="close_account", school_id=cast.school.pk).count() == 1
    for wrong in (login, "nobody.atall"):
        with pytest.raises(CommandError):
            call_command("close_account", wrong, school=here, reason="Again.")
    with pytest.raises(CommandError):
        call_command("close_account", login, school="École Nulle-Part", reason="…")
