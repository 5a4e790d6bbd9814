from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounts.actions.duties import NoAdministratorLeft, set_duties
from accounts.choices import Duty, Profile
from accounts.deciding import NotAllowed
from accounts.models import Membership
from audit.models import Event
from core import clock, wall
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.accounts import MembershipFactory

ClientFor = Callable[[Membership], SchoolClient]
ADMINISTRATOR = Duty.LOCAL_ADMINISTRATOR


def page(person: Membership) -> str:
    return f"/schools/{person.school_id}/people/{person.pk}/duties/"


def again(person: Membership) -> Membership:
    return Membership.objects.select_related("user").get(pk=person.pk)


def test_duties_are_given_and_taken(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    client.post(page(cast.teacher), {"duties": ["head", "safeguarding_lead"]})
    assert again(cast.teacher).duties == [Duty.HEAD, Duty.SAFEGUARDING_LEAD]
    client.post(page(cast.teacher), {"duties": []})
    assert again(cast.teacher).duties == []
    events = Event.objects.filter(verb="set_duties", target_id=cast.teacher.pk)
    assert [event.facts["duties"] for event in events.order_by("at", "id")] == [
        ["head", "safeguarding_lead"],
        [],
    ]


@pytest.mark.parametrize("part", ["student", "mother", "guest"])
def test_only_those_who_work_there_have_duties(
    cast: Cast, client_for: ClientFor, part: str
) -> None:
    person, client = cast.people[part], client_for(cast.administrator)
    assert client.get(page(person)).status_code == 404
    assert client.post(page(person), {"duties": ["head"]}).status_code == 404
    assert "/duties/" not in client.get(page(person).removesuffix("duties/")).content.decode()
    with pytest.raises(NotAllowed):
        set_duties(cast.administrator, membership=person, duties=[Duty.HEAD])
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=person.pk).update(duties=[Duty.HEAD])


@pytest.mark.parametrize("part", ["teacher", "staff", "head", "student", "mother"])
def test_nobody_else_gives_duties(cast: Cast, client_for: ClientFor, part: str) -> None:
    client = client_for(cast.people[part])
    assert client.post(page(cast.staff), {"duties": ["head"]}).status_code == 404
    with pytest.raises(NotAllowed):
        set_duties(cast.people[part], membership=cast.staff, duties=[ADMINISTRATOR])


def test_no_duty_is_given_in_another_school(cast: Cast, client_for: ClientFor) -> None:
    """Neither to its people, nor to people of both through the one school."""
    theirs, client = cast.other.staff, client_for(cast.administrator)
    here = f"/schools/{cast.school.pk}/people/{theirs.pk}/duties/"
    for address in (page(theirs), here):
        assert client.post(address, {"duties": ["head"]}).status_code == 404
    with pytest.raises(NotAllowed):
        set_duties(cast.administrator, membership=theirs, duties=[Duty.HEAD])
    both = MembershipFactory(school=cast.other.school, user=cast.staff.user, profile=Profile.STAFF)
    client.post(page(cast.staff), {"duties": ["head"]})
    assert again(both).duties == []


def test_a_successor_elsewhere_is_none(cast: Cast, client_for: ClientFor) -> None:
    answer = client_for(cast.administrator).post(
        page(cast.administrator), {"duties": [], "successor": cast.other.staff.pk}
    )
    assert answer.status_code == 422
    assert again(cast.other.staff).duties == []
    assert again(cast.administrator).is_local_administrator
    with pytest.raises(NotAllowed):
        set_duties(
            cast.administrator,
            membership=cast.administrator,
            duties=[],
            successor=cast.other.staff,
        )


def test_the_last_administrator_names_a_successor(cast: Cast, client_for: ClientFor) -> None:
    client, mine = client_for(cast.administrator), page(cast.administrator)
    refused = client.post(mine, {"duties": ["head"]})
    assert refused.status_code == 422
    assert "Personne d’autre" in refused.content.decode()
    assert again(cast.administrator).duties == [ADMINISTRATOR]
    assert not Event.objects.filter(verb="set_duties").exists()
    handed = client.post(mine, {"duties": ["head"], "successor": cast.teacher.pk})
    assert handed.status_code == 302
    assert again(cast.administrator).duties == [Duty.HEAD]
    assert again(cast.teacher).duties == [ADMINISTRATOR]
    assert Event.objects.filter(verb="set_duties").count() == 2
    assert client.get(mine).status_code == 404


@pytest.mark.parametrize("why", ["invited", "blocked", "closed", "parent", "themselves"])
def test_a_successor_can_sign_in_and_works_there(
    cast: Cast, client_for: ClientFor, why: str
) -> None:
    named = {"parent": cast.mother, "themselves": cast.administrator}.get(why, cast.staff)
    if why == "invited":
        named.user.set_unusable_password()
        named.user.save()
    elif why in ("blocked", "closed"):
        Membership.objects.filter(pk=named.pk).update(**{f"{why}_at": clock.now()})
    answer = client_for(cast.administrator).post(
        page(cast.administrator), {"duties": [], "successor": named.pk}
    )
    assert answer.status_code == 422
    assert again(cast.administrator).is_local_administrator


def test_one_of_two_gives_it_up_alone(cast: Cast, client_for: ClientFor) -> None:
    set_duties(cast.administrator, membership=cast.head, duties=[ADMINISTRATOR])
    assert client_for(cast.head).post(page(cast.head), {"duties": []}).status_code == 302
    assert again(cast.head).duties == []


def test_a_colleague_who_never_came_is_no_administrator_left(cast: Cast) -> None:
    set_duties(cast.administrator, membership=cast.head, duties=[ADMINISTRATOR])
    cast.head.user.set_unusable_password()
    cast.head.user.save()
    with pytest.raises(NoAdministratorLeft):
        set_duties(cast.administrator, membership=cast.administrator, duties=[])


@pytest.mark.django_db(transaction=True)
def test_two_who_take_it_from_each_other_leave_one(cast: Cast) -> None:
    set_duties(cast.administrator, membership=cast.head, duties=[ADMINISTRATOR])
    both, schools = [cast.administrator, again(cast.head)], [cast.school.pk]
    start = Barrier(2)

    def take(by: Membership, victim: Membership) -> bool:
        try:
            with wall.within(*schools):
                start.wait()
                set_duties(by, membership=victim, duties=[])
        except NotAllowed:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(take, both, reversed(both)))
    assert sorted(done) == [False, True]
    assert Membership.objects.administering(cast.school.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_give_it_up_at_once_leave_one(cast: Cast) -> None:
    set_duties(cast.administrator, membership=cast.head, duties=[ADMINISTRATOR])
    both, schools = [cast.administrator, again(cast.head)], [cast.school.pk]
    start = Barrier(2)

    def give_up(by: Membership) -> bool:
        try:
            with wall.within(*schools):
                start.wait()
                set_duties(by, membership=by, duties=[])
        except NoAdministratorLeft:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(give_up, both))
    assert sorted(done) == [False, True]
    assert Membership.objects.administering(cast.school.pk).count() == 1


def test_the_operator_names_an_administrator_where_nobody_is_left(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.administrator.pk).update(closed_at=clock.now())
    with wall.within():
        call_command("name_administrator", "brigitte.aubry", school=cast.school.name)
        with pytest.raises(CommandError):
            call_command("name_administrator", "claire.lacombe", school=cast.school.name)
        with pytest.raises(CommandError):
            call_command("name_administrator", "odile.picard", school=cast.school.name)
    assert again(cast.head).duties == [Duty.HEAD, ADMINISTRATOR]
    event = Event.objects.get(verb="set_duties")
    assert (event.actor, event.target_id) == (None, cast.head.pk)
