import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from accounts.actions.activation import activate_account, issue_activation_code
from accounts.actions.choose_password import choose_password
from accounts.choices import Profile
from accounts.entrance.codes import ALPHABET, new_code
from accounts.entrance.proofs import ProofNotAccepted, prove_with_code
from accounts.entrance.tries import TooManyTries
from accounts.groups import sync_groups
from accounts.models import ActivationCode, Membership
from accounts.policies import can_issue_code
from accounts.reach import AccountOfOtherSchools
from audit.models import Event
from core import clock, wall
from tests.cast import PASSWORD, Cast
from tests.client import SchoolClient
from tests.factories.accounts import EnrolmentFactory, MembershipFactory

ClientFor = Callable[[Membership], SchoolClient]
NEW = "chat-orage-tambour"


@pytest.fixture
def newcomer(cast: Cast) -> Membership:
    """A student of CM1 whose account nobody has opened yet."""
    person = MembershipFactory(school=cast.school)
    person.user.set_unusable_password()
    person.user.save()
    EnrolmentFactory(school=cast.school, school_class=cast.cm1, membership=person)
    sync_groups(cast.school.pk)
    return person


def activate(person: Membership, code: str, password: str = NEW) -> None:
    with wall.within():
        activate_account(login=person.user.username, code=code, password=password)


def may_sign_in(person: Membership, password: str) -> bool:
    answer = SchoolClient().post("/sign-in/", {"login": person.user.username, "password": password})
    return answer.status_code == 302


def test_codes_cannot_be_mistaken_for_each_other() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(f"([{ALPHABET}]{{4}}-){{2}}[{ALPHABET}]{{4}}", code) for code in codes)
    assert not set(ALPHABET) & set("O0I1LS5B8Z2AEU")


def test_a_code_opens_an_account_once(cast: Cast, newcomer: Membership) -> None:
    code = issue_activation_code(cast.administrator, membership=newcomer)
    activate(newcomer, code.lower().replace("-", " "))
    assert may_sign_in(newcomer, NEW)
    with pytest.raises(ProofNotAccepted):
        activate(newcomer, code, "other-longer-words")
    assert may_sign_in(newcomer, NEW)
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"issue_activation_code", "activate_account"} <= verbs


def test_only_the_digest_is_kept(cast: Cast, newcomer: Membership) -> None:
    code = issue_activation_code(cast.administrator, membership=newcomer)
    kept = ActivationCode.objects.get(membership=newcomer)
    assert code not in kept.digest
    assert code.replace("-", "") not in kept.digest


def test_a_new_code_ends_the_former(cast: Cast, newcomer: Membership) -> None:
    former = issue_activation_code(cast.administrator, membership=newcomer)
    latter = issue_activation_code(cast.administrator, membership=newcomer)
    with pytest.raises(ProofNotAccepted):
        activate(newcomer, former)
    activate(newcomer, latter)


def test_a_code_lasts_sixty_days(cast: Cast, newcomer: Membership) -> None:
    later, latest = (clock.now() + timedelta(days=days, minutes=1) for days in (59, 60))
    for moment, refusal in ((later, nullcontext()), (latest, pytest.raises(ProofNotAccepted))):
        code = issue_activation_code(cast.administrator, membership=newcomer)
        with clock.at(moment), refusal:
            activate(newcomer, code)


def test_a_code_is_for_one_account(cast: Cast, newcomer: Membership) -> None:
    code = issue_activation_code(cast.administrator, membership=newcomer)
    with pytest.raises(ProofNotAccepted):
        activate(cast.student, code)
    assert may_sign_in(cast.student, PASSWORD)


@pytest.mark.parametrize("lost", ["blocked_at", "closed_at"])
def test_a_code_does_not_undo_a_sanction(cast: Cast, newcomer: Membership, lost: str) -> None:
    code = issue_activation_code(cast.administrator, membership=newcomer)
    Membership.objects.filter(pk=newcomer.pk).update(**{lost: clock.now()})
    with pytest.raises(ProofNotAccepted):
        activate(newcomer, code)
    newcomer.refresh_from_db()
    with pytest.raises(PermissionDenied):
        issue_activation_code(cast.administrator, membership=newcomer)


def test_codes_cannot_be_guessed(cast: Cast, newcomer: Membership) -> None:
    code = issue_activation_code(cast.administrator, membership=newcomer)
    for _ in range(10):
        with pytest.raises(ProofNotAccepted):
            activate(newcomer, new_code())
    with pytest.raises(TooManyTries):
        activate(newcomer, code)
    other = MembershipFactory(school=cast.school)
    activate(other, issue_activation_code(cast.administrator, membership=other))


def test_opening_ends_the_sessions_there_were(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.student)
    assert client.get("/me/").status_code == 200
    activate(cast.student, issue_activation_code(cast.administrator, membership=cast.student))
    assert client.get("/me/").status_code == 302
    assert not may_sign_in(cast.student, PASSWORD)
    assert may_sign_in(cast.student, NEW)


def test_one_school_does_not_take_over_an_account_of_two(cast: Cast) -> None:
    person = cast.parent_in_both
    code = issue_activation_code(cast.administrator, membership=person)
    with pytest.raises(AccountOfOtherSchools):
        activate(person, code)
    person.user.set_unusable_password()
    person.user.save()
    activate(person, code)
    assert may_sign_in(person, NEW)


def test_a_password_like_the_name_is_refused_and_the_code_kept(
    cast: Cast, newcomer: Membership
) -> None:
    code = issue_activation_code(cast.administrator, membership=newcomer)
    with pytest.raises(ValidationError):
        activate(newcomer, code, newcomer.user.username)
    activate(newcomer, code)


def test_who_may_make_a_code(cast: Cast) -> None:
    family_of_cm1 = {"student", "classmate", "mother", "father", "parent_in_both"}
    for part, person in cast.people.items():
        assert can_issue_code(cast.administrator, person)
        assert can_issue_code(cast.teacher, person) == (part in family_of_cm1)
        for other in ("student", "mother", "staff", "head", "guest"):
            assert not can_issue_code(cast.people[other], person)
        assert not can_issue_code(cast.other.administrator, person)
        assert not can_issue_code(cast.other.teacher, person)


@pytest.mark.parametrize("profile", [Profile.STAFF, Profile.TEACHER, Profile.GUEST])
def test_a_teacher_cannot_take_over_a_colleague_who_is_a_parent(
    cast: Cast, profile: Profile
) -> None:
    MembershipFactory(school=cast.school, user=cast.mother.user, profile=profile)
    assert not can_issue_code(cast.teacher, cast.mother)
    assert can_issue_code(cast.teacher, cast.father)
    assert can_issue_code(cast.administrator, cast.mother)


def test_the_first_visit_leads_to_the_charter(
    cast: Cast, newcomer: Membership, client: SchoolClient
) -> None:
    code = issue_activation_code(cast.administrator, membership=newcomer)
    answer = client.post("/activate/", {"login": newcomer.user.username, "code": code})
    assert answer["Location"] == "/password/choose/"
    answer = client.post("/password/choose/", {"password": NEW, "again": NEW}, follow=True)
    assert answer.redirect_chain[-1][0] == "/charter/"
    assert answer.context["user"] == newcomer.user


def test_the_choice_of_a_password_is_for_whoever_has_just_shown_a_code(
    cast: Cast, newcomer: Membership, client: SchoolClient
) -> None:
    assert client.get("/password/choose/")["Location"] == "/sign-in/"
    code = issue_activation_code(cast.administrator, membership=newcomer)
    client.post("/activate/", {"login": newcomer.user.username, "code": code})
    assert client.get("/password/choose/").status_code == 200
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert client.get("/password/choose/").status_code == 302
    issue_activation_code(cast.administrator, membership=newcomer)
    answer = client.post("/password/choose/", {"password": NEW, "again": NEW})
    assert answer["Location"] == "/sign-in/"
    assert not may_sign_in(newcomer, NEW)


@pytest.mark.django_db(transaction=True)
def test_also_when_two_choose_a_password_in_the_same_moment(cast: Cast) -> None:
    code = issue_activation_code(cast.administrator, membership=cast.student)
    login = cast.student.user.username
    with wall.within():
        proof = prove_with_code(login=login, code=code)
    together = Barrier(2)

    def choose(password: str) -> bool:
        try:
            together.wait(timeout=10)
            choose_password(proof, password=password)
        except ProofNotAccepted:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(choose, [NEW, "balai-nuage-tiroir"]))
    assert sorted(done) == [False, True]


def test_a_code_shown_twice_opens_the_account_once(
    cast: Cast, newcomer: Membership, client: SchoolClient
) -> None:
    code = issue_activation_code(cast.administrator, membership=newcomer)
    elsewhere = SchoolClient()
    for browser in (client, elsewhere):
        browser.post("/activate/", {"login": newcomer.user.username, "code": code})
    client.post("/password/choose/", {"password": NEW, "again": NEW})
    other = {"password": "balai-nuage-tiroir", "again": "balai-nuage-tiroir"}
    assert elsewhere.post("/password/choose/", other)["Location"] == "/sign-in/"
    assert may_sign_in(newcomer, NEW)


def test_what_was_typed_is_kept_and_the_answer_always_the_same(
    cast: Cast, newcomer: Membership, client: SchoolClient
) -> None:
    code = issue_activation_code(cast.administrator, membership=newcomer)
    with clock.at(clock.now() - timedelta(days=90)):
        expired = issue_activation_code(cast.administrator, membership=cast.classmate)
    tries = [
        ("nobody.atall", code),
        (newcomer.user.username, new_code()),
        (cast.classmate.user.username, expired),
        (cast.ce2_student.user.username, new_code()),
    ]
    bodies = set()
    for login, typed in tries:
        answer = client.post("/activate/", {"login": login, "code": typed})
        body = answer.content.decode()
        assert answer.status_code == 422
        assert f'value="{login}"' in body
        assert f'value="{typed}"' in body
        for changing in (login, typed, str(answer.context["csrf_token"])):
            body = body.replace(changing, "")
        bodies.add(body)
    assert len(bodies) == 1


def test_the_code_is_shown_once(cast: Cast, newcomer: Membership, client_for: ClientFor) -> None:
    address = f"/schools/{cast.school.pk}/people/{newcomer.pk}/code/"
    for person in (cast.administrator, cast.teacher):
        client = client_for(person)
        assert not client.get(address).context["code"]
        answer = client.post(address)
        assert answer.context["code"] in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        code = answer.context["code"]
        assert code not in client.get(address).content.decode()
    activate(newcomer, code)


@pytest.mark.parametrize("part", ["ce2_teacher", "student", "mother", "staff", "head", "guest"])
def test_others_get_no_code(
    cast: Cast, newcomer: Membership, client_for: ClientFor, part: str
) -> None:
    address = f"/schools/{cast.school.pk}/people/{newcomer.pk}/code/"
    assert client_for(cast.people[part]).post(address).status_code == 404
    assert client_for(cast.other.administrator).post(address).status_code == 404
    assert not ActivationCode.objects.filter(membership=newcomer).exists()
