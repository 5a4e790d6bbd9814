"""Two accounts of one person become one, and nothing of either is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Model, QuerySet
from django.forms.models import model_to_dict

import audit
from accounts.actions.join import CannotBeJoined, join_accounts
from accounts.choices import Duty, Profile
from accounts.deciding import NotAllowed
from accounts.groups import sync_groups
from accounts.models import (
    ActivationCode,
    Enrolment,
    GroupMember,
    Guardianship,
    JoinedAccount,
    Membership,
    User,
)
from accounts.reach import AccountOfOtherSchools
from accounts.tellings import hear
from audit.models import Event
from charters.models import CharterVersion, Signature
from core import clock, personal_data, wall
from core.joining import every_double_is_thought_of, references_to
from core.personal_data import Holding
from messaging.models import Message, Participant
from moderation.models import Report
from newsfeed.models import Entry, Visit
from retention.actions.close import close_accounts, reopen_account
from retention.actions.erase import erase_due
from retention.proof import traces_of
from tests.cast import PASSWORD, Cast
from tests.client import SchoolClient
from tests.factories.accounts import (
    ActivationCodeFactory,
    EnrolmentFactory,
    GroupMemberFactory,
    GuardianshipFactory,
    MembershipFactory,
)
from tests.factories.charters import SignatureFactory
from tests.factories.messaging import ConversationFactory, MessageFactory
from tests.factories.moderation import (
    CaseFactory,
    EvidenceFactory,
    EvidenceFileFactory,
    ReportFactory,
    SurroundingFactory,
)
from tests.factories.newsfeed import CommentFactory, EntryFactory, VisitFactory
from tests.furniture import furnish
from tests.retention.conftest import days_later

ClientFor = Callable[[Membership], SchoolClient]


@pytest.fixture
def double(cast: Cast) -> Membership:
    """A second account that the mother was given by mistake, and used."""
    person: Membership = MembershipFactory(
        school=cast.school,
        profile=Profile.PARENT,
        user__first_name="Claire",
        user__last_name="Lacombe",
        user__username="claire.lacombe2",
    )
    GuardianshipFactory(school=cast.school, guardian=person, student=cast.classmate)
    GuardianshipFactory(school=cast.school, guardian=person, student=cast.student)
    sync_groups(cast.school.pk)
    return person


def page(kept: Membership, ended: Membership) -> str:
    return f"/schools/{kept.school_id}/people/{kept.pk}/join/{ended.pk}/"


def join(cast: Cast, kept: Membership, ended: Membership) -> None:
    join_accounts(cast.administrator, kept=kept.user, ended=ended.user)
    # What the database puts off to the commit is asked now.
    connection.check_constraints()


def groups_of(person: Membership) -> set[int]:
    return set(GroupMember.objects.filter(membership=person).values_list("group", flat=True))


def test_everything_of_both_is_with_the_one_that_stays(cast: Cast, double: Membership) -> None:
    case = CaseFactory(school=cast.school)
    versions = CharterVersion.objects.in_force().get(school=cast.school, profile=Profile.PARENT)
    early = clock.now() - timedelta(days=30)
    SignatureFactory(school=cast.school, version=versions, membership=double, signed_at=early)
    for author in (cast.mother, double):
        talk = ConversationFactory(
            school=cast.school, started_by=author, between=[author, cast.teacher]
        )
        MessageFactory(school=cast.school, conversation=talk, author=author)
        ReportFactory(school=cast.school, case=case, reporter=author, note=f"De {author.pk}")
        VisitFactory(school=cast.school, membership=author)
        GroupMemberFactory(school=cast.school, membership=author)
    shared = ConversationFactory(
        school=cast.school, started_by=double, between=[cast.mother, double, cast.teacher]
    )
    project = GroupMemberFactory(school=cast.school, membership=double).group
    GroupMemberFactory(school=cast.school, membership=cast.mother, group=project)
    expected = groups_of(cast.mother) | groups_of(double)
    notes = {f"De {cast.mother.pk}", f"De {double.pk}"}
    join(cast, cast.mother, double)
    children = {each.student for each in Guardianship.objects.filter(guardian=cast.mother)}
    assert children == {cast.student, cast.sibling, cast.classmate}
    assert Message.objects.filter(author=cast.mother).count() == 2
    assert Participant.objects.filter(membership=cast.mother).count() == 3
    assert Participant.objects.filter(conversation=shared).count() == 2
    assert groups_of(cast.mother) == expected
    [report] = Report.objects.filter(case=case)
    assert (report.reporter, set(report.note.split("\n\n"))) == (cast.mother, notes)
    [signature] = Signature.objects.filter(version=versions, membership=cast.mother)
    assert signature.signed_at == early
    assert Visit.objects.filter(membership=cast.mother).count() == 1
    with wall.directory_open():
        assert not User.objects.filter(pk=double.user_id).exists()
    assert not Membership.objects.filter(pk=double.pk).exists()


def test_the_person_is_told_once_at_their_next_sign_in(cast: Cast, double: Membership) -> None:
    join(cast, cast.mother, double)
    [sentence] = hear(User.objects.get(pk=cast.mother.user_id))
    assert cast.administrator.name in sentence and cast.mother.name in sentence
    assert hear(User.objects.get(pk=cast.mother.user_id)) == []


def test_two_accounts_of_a_child_keep_the_family_and_what_it_was_told(cast: Cast) -> None:
    twin: Membership = MembershipFactory(
        school=cast.school,
        user__first_name="Emma",
        user__last_name="Lacombe",
        user__username="emma.lacombe2",
    )
    EnrolmentFactory(school=cast.school, membership=twin, school_class=cast.cm1)
    GuardianshipFactory(school=cast.school, guardian=cast.ce2_parent, student=twin)
    sync_groups(cast.school.pk)
    told = EntryFactory(
        school=cast.school, author=cast.teacher, audience=[cast.group("family", of=twin)]
    )
    said = CommentFactory(school=cast.school, entry=told, author=twin)
    join(cast, cast.student, twin)
    family = cast.group("family", of=cast.student)
    members = set(GroupMember.objects.filter(group=family).values_list("membership", flat=True))
    assert members == {
        each.pk for each in (cast.student, cast.mother, cast.father, cast.ce2_parent)
    }
    assert told in Entry.objects.visible_to(cast.father.user)
    said.refresh_from_db()
    assert said.author == cast.student
    assert Enrolment.objects.filter(membership=cast.student).count() == 1


def test_other_profiles_go_along_as_they_are(cast: Cast) -> None:
    """The teacher had a second account as a parent: two hats, one login, from now on."""
    parent = cast.father
    code = ActivationCodeFactory(school=cast.school, membership=parent)
    join(cast, cast.teacher, parent)
    assert not ActivationCode.objects.filter(pk=code.pk).exists(), "it would open the teacher's"
    parent.refresh_from_db()
    assert parent.user == cast.teacher.user
    user = User.objects.get(pk=cast.teacher.user_id)
    assert {m.profile for m in user.memberships} == {Profile.TEACHER, Profile.PARENT}
    assert [j.former for j in JoinedAccount.objects.all()] == [None]


def test_only_one_login_is_left_and_nothing_else_opens_it(
    cast: Cast, double: Membership, client_for: ClientFor, client: SchoolClient
) -> None:
    theirs, mine = client_for(double), client_for(cast.mother)
    code = ActivationCodeFactory(school=cast.school, membership=double)
    Authenticator.objects.create(user=double.user, type="totp", data={"secret": "x"})
    EmailAddress.objects.create(user=double.user, email="old@example.org", verified=True)
    join(cast, cast.mother, double)
    assert theirs.get("/me/").status_code == 302
    assert mine.get("/me/").status_code == 200
    attempt = {"login": "claire.lacombe2", "password": PASSWORD}
    assert client.post("/sign-in/", attempt).status_code == 422
    assert client.get("/me/").status_code == 302
    assert not ActivationCode.objects.filter(pk=code.pk).exists()
    for model in (Authenticator, EmailAddress):
        assert not QuerySet(model).filter(user=cast.mother.user).exists()


def test_what_only_the_other_knows_is_taken_over(cast: Cast, double: Membership) -> None:
    User.objects.filter(pk=double.user_id).update(
        email="claire@example.org", birth_date=date(1985, 2, 3), language="en"
    )
    join(cast, cast.mother, double)
    cast.mother.user.refresh_from_db()
    user = cast.mother.user
    assert (user.email, user.birth_date, user.language, user.username) == (
        "claire@example.org",
        date(1985, 2, 3),
        "fr",
        "claire.lacombe",
    )


def test_duties_of_both_are_kept(cast: Cast) -> None:
    colleague = MembershipFactory(
        school=cast.school, profile=Profile.STAFF, duties=[Duty.SAFEGUARDING_LEAD]
    )
    join(cast, cast.head, colleague)
    cast.head.refresh_from_db()
    assert cast.head.duties == [Duty.HEAD, Duty.SAFEGUARDING_LEAD]


def test_the_trail_stays_whole_and_names_the_person(
    cast: Cast, double: Membership, client_for: ClientFor
) -> None:
    audit.record(by=cast.mother, verb="sign_in")
    audit.record(by=double, verb="sign_in")
    audit.record(by=cast.administrator, verb="issue_activation_code", target=double)
    events = Event.objects.count()
    join(cast, cast.mother, double)
    audit.record(by=cast.mother, verb="sign_out")
    of_person = Event.objects.filter(actor__membership=cast.mother)
    assert [e.verb for e in of_person.order_by("id")] == ["sign_in", "sign_in", "sign_out"]
    assert Event.objects.count() == events + 2
    joined = Event.objects.get(verb="join_accounts")
    assert (joined.target_id, joined.facts) == (cast.mother.pk, {"former": double.pk})
    page = client_for(cast.administrator).get(f"/schools/{cast.school.pk}/log/")
    about = {line.what: line.about for line in page.context["lines"] if line.about_id}
    assert set(about.values()) == {cast.mother.name}
    record = JoinedAccount.objects.get()
    assert (record.membership, record.login, record.former, record.joined_by) == (
        cast.mother,
        "claire.lacombe2",
        double.pk,
        cast.administrator,
    )


def test_what_was_kept_of_somebodys_words_stays_as_it_was(cast: Cast, double: Membership) -> None:
    evidence = EvidenceFactory(school=cast.school, author=double)
    said = SurroundingFactory(school=cast.school, evidence=evidence, author=double)
    file = EvidenceFileFactory(school=cast.school, evidence=evidence)
    before = [_without_author(row) for row in (evidence, said, file)]
    join(cast, cast.mother, double)
    for row in (evidence, said, file):
        row.refresh_from_db()
        assert row.author == cast.mother
    assert [_without_author(row) for row in (evidence, said, file)] == before


def _without_author(row: Model) -> dict[str, Any]:
    return {key: value for key, value in model_to_dict(row).items() if key != "author"}


def test_no_row_anywhere_refers_to_the_account_that_ended(cast: Cast) -> None:
    """Whichever model refers to a person, also one of tomorrow: each table has a row of theirs."""
    furnish(cast)
    ended, kept = cast.teacher, cast.ce2_teacher
    referring = {
        (field.model, field.name, target.pk)
        for owner, target in ((User, ended.user), (Membership, ended))
        for field in references_to(owner)
        if QuerySet(field.model).filter(**{field.name: target.pk}).exists()
    }
    assert len({model for model, _field, _pk in referring}) >= 8
    before = _rows()
    join(cast, kept, ended)
    for model, name, pk in referring:
        assert not QuerySet(model).filter(**{name: pk}).exists(), f"{model}.{name}"
    lost = {label: count for label, count in (before - _rows()).items() if count}
    # Both were teachers of the school, in its groups, with a charter and words of names.
    assert lost.keys() <= {
        "accounts.GroupMember",
        "accounts.Membership",
        "accounts.User",
        "accounts.NameWord",
        "accounts.ActivationCode",
        "charters.Signature",
    }


def _rows() -> Any:
    from collections import Counter  # noqa: PLC0415

    models = [m for m in apps.get_models() if m._meta.app_label != "audit"]
    return Counter({m._meta.label: QuerySet(m).count() for m in models})


def test_a_model_that_says_nothing_about_joining_fails_the_build(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert every_double_is_thought_of() == []
    for label in ("mfa.Authenticator", "newsfeed.Visit", "newsfeed.Audience", "audit.Actor"):
        copy = dict(personal_data._map)
        copy[label] = Holding(label, "for the test")
        monkeypatch.setattr(personal_data, "_map", copy)
        [fault] = every_double_is_thought_of()
        assert (fault.id, label in fault.msg) == ("core.E5", True)
        monkeypatch.undo()


def test_a_row_that_nobody_thought_of_stops_the_joining(
    cast: Cast, double: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost rather than something forgotten."""
    for person in (cast.mother, double):
        VisitFactory(school=cast.school, membership=person)
    monkeypatch.setitem(personal_data._map, "newsfeed.Visit", Holding("newsfeed.Visit", "?"))
    with pytest.raises(LookupError):
        join(cast, cast.mother, double)
    assert Membership.objects.filter(pk=double.pk).exists()


def test_the_pages_show_both_and_join_them(
    cast: Cast, double: Membership, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    found = client.get(f"/schools/{cast.school.pk}/people/{cast.mother.pk}/join/")
    assert double in found.context["found"] and cast.mother not in found.context["found"]
    shown = client.get(page(cast.mother, double)).content.decode()
    for told in ("claire.lacombe", "claire.lacombe2", cast.classmate.name, cast.sibling.name):
        assert told in shown
    assert Membership.objects.filter(pk=double.pk).exists()
    done = client.post(page(cast.mother, double), follow=True)
    assert "claire.lacombe2" in done.content.decode(), "a secretary is asked about it"
    theirs = client_for(cast.teacher).get(f"/schools/{cast.school.pk}/people/{cast.mother.pk}/")
    assert "claire.lacombe2" not in theirs.content.decode()
    assert not Membership.objects.filter(pk=double.pk).exists()
    assert client.post(page(cast.mother, double)).status_code == 404


def _student(cast: Cast) -> tuple[Membership, Membership]:
    return cast.teacher, cast.student


def _born_apart(cast: Cast) -> tuple[Membership, Membership]:
    for person, day in ((cast.student, 1), (cast.classmate, 2)):
        User.objects.filter(pk=person.user_id).update(birth_date=date(2017, 1, day))
    return cast.student, cast.classmate


def _blocked(cast: Cast) -> tuple[Membership, Membership]:
    Membership.objects.filter(pk=cast.father.pk).update(blocked_at=clock.now())
    return cast.mother, cast.father


def _closed(cast: Cast) -> tuple[Membership, Membership]:
    close_accounts(cast.administrator, memberships=[cast.father], reason="…")
    return cast.mother, cast.father


@pytest.mark.parametrize("case", [_student, _born_apart, _blocked, _closed])
def test_those_who_are_not_one_person_are_told_apart(
    cast: Cast, client_for: ClientFor, case: Callable[[Cast], tuple[Membership, Membership]]
) -> None:
    kept, ended = case(cast)
    for one, other in ((kept, ended), (ended, kept)):
        with pytest.raises(CannotBeJoined):
            join_accounts(cast.administrator, kept=one.user, ended=other.user)
    answer = client_for(cast.administrator).post(page(kept, ended))
    assert (answer.status_code, len(answer.context["hindrances"])) == (422, 1)
    assert Membership.objects.filter(pk__in=[kept.pk, ended.pk]).count() == 2


def test_a_closing_goes_along_and_can_be_undone_there(cast: Cast) -> None:
    """He was a parent too, which is closed; as a teacher he stays."""
    close_accounts(cast.administrator, memberships=[cast.father], reason="Parti.")
    join(cast, cast.teacher, cast.father)
    father = Membership.objects.select_related("user").get(pk=cast.father.pk)
    assert (father.user_id, father.is_closed) == (cast.teacher.user_id, True)
    reopen_account(cast.administrator, membership=father, reason="Revenu.")
    assert groups_of(father)


@pytest.mark.parametrize("part", ["teacher", "staff", "head", "mother", "student"])
def test_only_administrators_join(cast: Cast, double: Membership, part: str) -> None:
    with pytest.raises((NotAllowed, AccountOfOtherSchools)):
        join_accounts(cast.people[part], kept=cast.father.user, ended=double.user)


def test_nobody_joins_their_own_account(
    cast: Cast, double: Membership, client_for: ClientFor
) -> None:
    """Whoever did would read somebody else's conversations."""
    by, client = cast.administrator, client_for(cast.administrator)
    for kept, ended in ((by, cast.teacher), (cast.teacher, by)):
        with pytest.raises(NotAllowed):
            join_accounts(by, kept=kept.user, ended=ended.user)
        assert client.get(page(kept, ended)).status_code == 404
        assert client.post(page(kept, ended)).status_code == 404


def test_one_school_does_not_take_over_an_account_of_another(
    cast: Cast, double: Membership, client_for: ClientFor
) -> None:
    """Whichever of the two reaches into the other school, and also if it is closed there."""
    client = client_for(cast.administrator)
    theirs = Membership.objects.filter(user=cast.parent_in_both.user, school=cast.other.school)
    for closed_at in (None, clock.now()):
        theirs.update(closed_at=closed_at)
        for kept, ended in ((cast.parent_in_both, double), (double, cast.parent_in_both)):
            with pytest.raises(AccountOfOtherSchools):
                join_accounts(cast.administrator, kept=kept.user, ended=ended.user)
            answer = client.post(page(kept, ended))
            assert answer.status_code == 422
            assert cast.other.school.name not in answer.content.decode()
    assert client.get(page(double, cast.other.mother)).status_code == 404


def test_whoever_administers_both_schools_joins_across_them(
    cast: Cast, client_for: ClientFor
) -> None:
    elsewhere = MembershipFactory(
        school=cast.other.school,
        user=cast.administrator.user,
        profile=Profile.STAFF,
        duties=[Duty.LOCAL_ADMINISTRATOR],
    )
    charter = CharterVersion.objects.in_force().get(school=cast.other.school, profile=Profile.STAFF)
    SignatureFactory(school=cast.other.school, version=charter, membership=elsewhere)
    kept, ended = cast.mother, cast.other.mother
    assert client_for(cast.administrator).post(page(kept, ended)).status_code == 302
    user = User.objects.get(pk=kept.user_id)
    assert {m.school for m in user.memberships} == {cast.school, cast.other.school}
    event = Event.objects.get(verb="join_accounts")
    assert (event.school_id, event.target_id) == (cast.other.school.pk, ended.pk)
    assert event.actor is not None and event.actor.membership == elsewhere


def test_the_operator_joins_accounts_of_different_schools(cast: Cast) -> None:
    with wall.within():
        call_command("join_accounts", "claire.lacombe", "sophie.vasseur")
        for pair in (("claire.lacombe", "nobody.here"), ("claire.lacombe", "claire.lacombe")):
            with pytest.raises(CommandError):
                call_command("join_accounts", *pair)
    moved = Membership.objects.get(pk=cast.other.mother.pk)
    assert moved.user_id == cast.mother.user_id
    assert Event.objects.get(verb="join_accounts").school_id == cast.other.school.pk


@pytest.mark.django_db(transaction=True)
def test_two_who_join_the_same_two_leave_one(cast: Cast) -> None:
    double = MembershipFactory(school=cast.school, profile=Profile.PARENT)
    pairs, start = [(cast.mother, double), (double, cast.mother)], Barrier(2)

    def join_once(pair: tuple[Membership, Membership]) -> bool:
        kept, ended = pair
        try:
            with wall.within(cast.school.pk):
                start.wait()
                join_accounts(cast.administrator, kept=kept.user, ended=ended.user)
        except CannotBeJoined:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(join_once, pairs))
    assert sorted(done) == [False, True]
    assert Membership.objects.filter(pk__in=[cast.mother.pk, double.pk]).count() == 1


def test_an_erased_person_takes_the_former_account_along(cast: Cast, double: Membership) -> None:
    EntryFactory(school=cast.school, author=double, audience=[])
    audit.record(by=double, verb="sign_in")
    join(cast, cast.mother, double)
    close_accounts(cast.administrator, memberships=[cast.mother], reason="Partie.")
    with days_later(90):
        erase_due()
    assert traces_of(["claire.lacombe2", "claire.lacombe"]) == []
    assert not Event.objects.filter(actor__membership__isnull=False, verb="sign_in").exists()


def test_what_they_reported_in_a_restricted_case_is_with_the_one_that_stays(
    cast: Cast, double: Membership
) -> None:
    with wall.protection_open():
        case = CaseFactory(school=cast.school, track="protection", desk="safeguarding")
        report = ReportFactory(school=cast.school, case=case, reporter=double)
    join(cast, cast.mother, double)
    with wall.protection_open():
        report.refresh_from_db()
    assert report.reporter == cast.mother
