"""Cards and letters: for whom, what stands on them, and what becomes of the former ones."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.activation import activate_account
from accounts.actions.codes import issue_codes, print_cards
from accounts.choices import Layout, Profile
from accounts.entrance import tries
from accounts.entrance.proofs import ProofNotAccepted
from accounts.forms.cards import MOST_PEOPLE
from accounts.models import ActivationCode, Membership, SignInCard, User
from accounts.printing import Issued
from accounts.printing.cards import latin_spelling
from accounts.printing.pdf import make_pdf, paper_of
from audit.models import Event
from core import clock, wall
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.accounts import EnrolmentFactory, MembershipFactory, UserFactory

ClientFor = Callable[[Membership], SchoolClient]
SITE = "https://preau.example"
NEW = "chat-orage-tambour"


def never_came(*people: Membership) -> None:
    for person in people:
        person.user.set_unusable_password()
        person.user.save()


def paper(cast: Cast, issued: Sequence[Issued], layout: Layout = Layout.BOTH) -> dict[str, Any]:
    return paper_of(cast.school, issued, layout=layout, site=SITE)


def on_cards(paper: dict[str, Any]) -> list[str]:
    return [card["name"] for sheet in paper["sheets"] for card in sheet["cards"]]


def in_letters(paper: dict[str, Any]) -> dict[str, set[str]]:
    return {
        letter["name"]: {member["name"] for member in letter["members"]}
        for letter in paper["letters"]
    }


def cards_of(cast: Cast) -> str:
    return f"/schools/{cast.school.pk}/cards/"


def of_cm1(cast: Cast) -> list[Membership]:
    return [cast.student, cast.classmate, cast.mother, cast.father, cast.parent_in_both]


def test_a_code_for_each_and_the_former_ones_end(cast: Cast) -> None:
    never_came(cast.student, cast.mother)
    former = {
        each.membership.pk: each.code for each in issue_codes(cast.teacher, people=of_cm1(cast))
    }
    latter = {
        each.membership.pk: each.code for each in issue_codes(cast.teacher, people=of_cm1(cast))
    }
    assert former.keys() == latter.keys() == {person.pk for person in of_cm1(cast)}
    assert len({*former.values(), *latter.values()}) == 10
    for person in (cast.student, cast.mother):
        login = person.user.username
        with wall.within(), pytest.raises(ProofNotAccepted):
            activate_account(login=login, code=former[person.pk], password=NEW)
        with wall.within():
            activate_account(login=login, code=latter[person.pk], password=NEW)
    assert (
        Event.objects.filter(verb="issue_activation_code", actor__membership=cast.teacher).count()
        == 10
    )


def test_a_class_costs_as_many_statements_as_a_child(cast: Cast) -> None:
    more = MembershipFactory.create_batch(20, school=cast.school)
    for person in more:
        EnrolmentFactory(school=cast.school, school_class=cast.cm1, membership=person)

    def statements(people: list[Membership]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            print_cards(cast.teacher, people=people, layout=Layout.BOTH, site=SITE)
        return len(queries)

    statements([cast.student])
    assert statements([cast.student]) == statements([cast.student, *more])


@pytest.mark.parametrize("part", ["ce2_student", "ce2_parent", "staff", "ce2_teacher"])
def test_one_too_many_and_nobody_gets_a_code(cast: Cast, part: str) -> None:
    with pytest.raises(PermissionDenied):
        issue_codes(cast.teacher, people=[cast.student, cast.people[part]])
    with pytest.raises(PermissionDenied):
        issue_codes(cast.administrator, people=[cast.student, cast.other.student])
    assert not ActivationCode.objects.exists()


def test_a_teacher_prints_nothing_for_a_colleague_who_is_a_parent(cast: Cast) -> None:
    MembershipFactory(school=cast.school, user=cast.mother.user, profile=Profile.STAFF)
    with pytest.raises(PermissionDenied):
        issue_codes(cast.teacher, people=[cast.mother])
    issued = issue_codes(cast.teacher, people=[cast.student])
    assert in_letters(paper(cast, issued))["Claire Lacombe"] == {"Emma Lacombe"}


def test_every_adult_has_a_letter_of_their_own(cast: Cast) -> None:
    """Parents who live apart must not hold each other's codes."""
    letters = in_letters(paper(cast, issue_codes(cast.teacher, people=of_cm1(cast))))
    assert letters == {
        "Claire Lacombe": {"Claire Lacombe", "Emma Lacombe"},
        "Marc Roussel": {"Marc Roussel", "Emma Lacombe"},
        "Anne Marchand": {"Anne Marchand", "Noé Marchand"},
    }


@pytest.mark.parametrize(
    ("layout", "cards", "letters"),
    [
        (Layout.BOTH, {"Emma Lacombe", "Denis Ferrand"}, {"Claire Lacombe", "Marc Roussel"}),
        (Layout.CARDS, {"Emma Lacombe", "Denis Ferrand", "Claire Lacombe"}, set()),
        (Layout.LETTERS, {"Denis Ferrand"}, {"Claire Lacombe", "Marc Roussel"}),
    ],
)
def test_every_code_is_printed_somewhere(
    cast: Cast, layout: Layout, cards: set[str], letters: set[str]
) -> None:
    people = [cast.student, cast.mother, cast.staff]
    sheets = paper(cast, issue_codes(cast.administrator, people=people), layout)
    assert (set(on_cards(sheets)), set(in_letters(sheets))) == (cards, letters)


def test_everybody_reads_their_own_language(cast: Cast) -> None:
    User.objects.filter(pk=cast.mother.user_id).update(language="en")
    letters = paper(cast, issue_codes(cast.teacher, people=of_cm1(cast)))["letters"]
    greetings = {letter["name"]: letter["greeting"] for letter in letters}
    assert greetings["Claire Lacombe"] == "Hello Claire Lacombe,"
    assert greetings["Marc Roussel"] == "Bonjour Marc Roussel,"


def test_the_square_keeps_its_secret_behind_the_hash(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    squares: list[str] = []

    def drawn(address: str) -> str:
        squares.append(address)
        return ""

    monkeypatch.setattr("accounts.printing.cards._qr", drawn)
    (issued,) = issue_codes(cast.teacher, people=[cast.student])
    paper(cast, [issued], Layout.CARDS)
    assert squares == [f"{SITE}/activate/#{cast.student.user.username}/{issued.code}"]


@pytest.mark.parametrize(
    "name",
    [
        '#panic("a")',
        '#read("/etc/passwd")',
        "$ x",
        '"}',
        "\\",
        "*_`<a>@b",
        "李小龍",
        "محمد",
        "œuvre",
    ],
)
def test_a_name_is_never_a_command(cast: Cast, name: str) -> None:
    person = MembershipFactory(
        school=cast.school,
        user=UserFactory(first_name=name, last_name=name, username="a.b", folded_name="a b"),
    )
    EnrolmentFactory(school=cast.school, school_class=cast.cm1, membership=person)
    issued = issue_codes(cast.teacher, people=[person])
    assert on_cards(paper(cast, issued)) == [f"{name} {name}"]
    assert make_pdf(cast.school, issued, layout=Layout.BOTH, site=SITE).startswith(b"%PDF")


def test_a_name_that_a_machine_may_not_draw_is_spelled_too() -> None:
    assert latin_spelling("Œuvre Łukasz Nguyễn") == ""
    assert latin_spelling("Jean-Éloi D’Amico") == ""
    assert latin_spelling("李小龍") == "LiXiaoLong"
    assert latin_spelling("Анна") == "Anna"


def test_the_page_says_whose_codes_end_and_then_makes_the_pdf(
    cast: Cast, client_for: ClientFor
) -> None:
    never_came(cast.student, cast.father)
    client = client_for(cast.teacher)
    asked = client.get(cards_of(cast), {"school_class": cast.cm1.pk})
    assert [person.name for person in asked.context["chosen"]] == ["Emma Lacombe", "Marc Roussel"]
    assert not ActivationCode.objects.exists()
    answer = client.post(cards_of(cast), {"school_class": cast.cm1.pk, "layout": "both"})
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.startswith(b"%PDF")
    of = set(ActivationCode.objects.values_list("membership", flat=True))
    assert of == {cast.student.pk, cast.father.pk}
    assert not re.search(
        rb"KTRC|[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", answer.headers["Content-Disposition"].encode()
    )


def test_a_class_is_its_families_and_a_profile_everybody_of_it(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)

    def chosen(**fields: Any) -> set[str]:
        answer = client.get(cards_of(cast), fields | {"who": "all"})
        return {person.name for person in answer.context["chosen"]}

    families = {person.name for person in of_cm1(cast)}
    assert chosen(school_class=cast.cm1.pk) == families
    assert chosen(profile="teacher") == {"Hélène Dubreuil", "Paul Castel"}
    assert chosen(chosen=[cast.guest.pk, cast.staff.pk]) == {cast.guest.name, cast.staff.name}
    assert len(chosen()) == len(cast.people)


@pytest.mark.parametrize("field", ["chosen", "school_class"])
def test_what_is_not_theirs_is_nobody_to_a_teacher(
    cast: Cast, client_for: ClientFor, field: str
) -> None:
    for person, school_class in (
        (cast.ce2_student, cast.ce2),
        (cast.other.student, cast.other.cm1),
    ):
        values = {"chosen": person.pk, "school_class": school_class.pk}
        data = {field: values[field], "layout": "both", "who": "all"}
        answer = client_for(cast.teacher).post(cards_of(cast), data)
        assert answer.status_code == 422
        assert person.name not in answer.content.decode()
    assert not ActivationCode.objects.exists()


def test_nobody_hands_out_a_thousand_at_once(cast: Cast, client_for: ClientFor) -> None:
    MembershipFactory.create_batch(MOST_PEOPLE, school=cast.school)
    data = {"who": "all", "layout": "cards", "profile": "student"}
    answer = client_for(cast.administrator).post(cards_of(cast), data)
    assert answer.status_code == 422
    assert str(MOST_PEOPLE + 4) in answer.content.decode()


def test_the_blocked_and_the_closed_get_nothing(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.classmate.pk).update(blocked_at=clock.now())
    with pytest.raises(PermissionDenied):
        issue_codes(cast.administrator, people=[cast.classmate])
    assert not SignInCard.objects.exists()


def test_those_ticked_in_the_list_are_shown_before_anything_is_printed(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    ticked = {"chosen": [cast.student.pk, cast.guest.pk, cast.other.student.pk]}
    answer = client.post(cards_of(cast), ticked)
    assert answer.status_code == 200
    assert {person.pk for person in answer.context["chosen"]} == {cast.student.pk, cast.guest.pk}
    assert not ActivationCode.objects.exists()
    hidden = {"chosen": answer.context["form"].picked_ids(), "layout": "cards"}
    assert client.post(cards_of(cast), hidden).content.startswith(b"%PDF")
    assert ActivationCode.objects.count() == 2


def test_whoever_gets_a_new_code_may_try_again(cast: Cast) -> None:
    login = cast.student.user.username
    for _ in range(tries.TRIES):
        tries.count_try(login)
    with pytest.raises(tries.TooManyTries):
        tries.count_try(login)
    issue_codes(cast.teacher, people=[cast.student])
    tries.count_try(login)
