"""The youngest: a card and three pictures, and neither without the other."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.actions.choose_password import choose_password
from accounts.actions.codes import issue_codes, renew_class_code
from accounts.actions.pictures import (
    CardStopped,
    Entry,
    WrongPictures,
    choose_pictures,
    enter_with_pictures,
)
from accounts.choices import State
from accounts.entrance import tries
from accounts.entrance.codes import CLASS_LENGTH, new_code
from accounts.entrance.entrants import CardNotAccepted, Entrant, entrant_of_class, entrant_with_card
from accounts.entrance.pictures import PICTURES
from accounts.models import ActivationCode, ClassCode, Membership, School, SchoolClass, SignInCard
from accounts.models.cards import WRONG_IN_A_ROW, WRONG_IN_ALL
from accounts.reach import AccountOfOtherSchools
from audit.models import Event
from core import clock, wall
from tests.cast import PASSWORD, Cast
from tests.client import SchoolClient
from tests.factories.accounts import EnrolmentFactory, MembershipFactory, UserFactory

ClientFor = Callable[[Membership], SchoolClient]
MINE = ["cat", "apple", "car"]
OTHERS = ["sun", "fish", "house"]


@pytest.fixture
def child(cast: Cast) -> Membership:
    """A student of CM1, in a school where CM1 signs in with pictures; nobody came in yet."""
    School.objects.filter(pk=cast.school.pk).update(pictures_up_to=4)
    cast.student.user.set_unusable_password()
    cast.student.user.save()
    return cast.student


def new_card(cast: Cast, child: Membership, *, forgotten: bool = False) -> str:
    (issued,) = issue_codes(cast.teacher, people=[child], forget_pictures=forgotten)
    assert issued.with_pictures
    return issued.code


def show(child: Membership, code: str) -> Entrant:
    with wall.within():
        return entrant_with_card(login=child.user.username, code=code)


def choose(entrant: Entrant, pictures: list[str] = MINE) -> Entry:
    with wall.within():
        return choose_pictures(entrant, pictures=pictures)


def touch(entrant: Entrant, pictures: list[str] = MINE) -> Entry:
    with wall.within():
        return enter_with_pictures(entrant, pictures=pictures)


def miss(entrant: Entrant, times: int) -> None:
    for _ in range(times):
        tries.forget_tries("emma.lacombe")
        with pytest.raises(WrongPictures):
            touch(entrant, OTHERS)
    tries.forget_tries("emma.lacombe")


@pytest.fixture
def card(cast: Cast, child: Membership) -> Entrant:
    """The child's card, with pictures chosen."""
    entrant = show(child, new_card(cast, child))
    choose(entrant)
    return entrant


def refreshed(person: Membership) -> Membership:
    return Membership.objects.select_related("user").get(pk=person.pk)


def test_chosen_once_they_open_ever_after(child: Membership, card: Entrant) -> None:
    assert touch(card) == touch(card) == Entry(child.user)
    assert refreshed(child).state == State.ACTIVE
    verbs = set(Event.objects.filter(actor__membership=child).values_list("verb", flat=True))
    assert "choose_pictures" in verbs


def test_both_are_needed(child: Membership, card: Entrant) -> None:
    for wrong in (OTHERS, MINE[::-1], MINE[:2], [*MINE, "sun"], []):
        with pytest.raises(WrongPictures):
            touch(card, wrong)
        touch(card)
    with pytest.raises(CardNotAccepted):
        show(child, "KTRC-7DHN-4WPX")
    with pytest.raises(CardNotAccepted):
        touch(Entrant(card.user_id, "0" * 64))
    with pytest.raises(CardNotAccepted):
        touch(Entrant(card.user_id + 1, card.digest))


def test_only_keyed_digests_are_kept_and_differ_between_children(
    cast: Cast, child: Membership
) -> None:
    for person in (child, cast.classmate):
        cast.classmate.user.set_unusable_password()
        cast.classmate.user.save()
        choose(show(person, new_card(cast, person)))
    cards = SignInCard.objects.all()
    assert len({card.pictures for card in cards}) == 2
    assert not any(name in card.pictures for card in cards for name in PICTURES)


def test_no_password_fits_a_child_with_pictures(child: Membership, card: Entrant) -> None:
    user = refreshed(child).user
    assert not user.check_password(PASSWORD)
    assert not user.check_password(user.password)
    for typed in (user.password, ",".join(MINE), ""):
        answer = SchoolClient().post("/sign-in/", {"login": user.username, "password": typed})
        assert answer.status_code == 422


def test_wrong_tries_in_a_row_stop_the_card_until_there_is_a_new_one(
    cast: Cast, child: Membership, card: Entrant
) -> None:
    miss(card, WRONG_IN_A_ROW - 1)
    touch(card)
    miss(card, WRONG_IN_A_ROW)
    with pytest.raises(CardStopped):
        touch(card)
    touch(show(child, new_card(cast, child)))


def test_patience_does_not_help_whoever_guesses_between_the_visits_of_a_child(
    card: Entrant,
) -> None:
    for _ in range(WRONG_IN_ALL // 4):
        miss(card, 4)
        if SignInCard.objects.get().is_stopped:
            break
        touch(card)
    with pytest.raises(CardStopped):
        touch(card)


def test_picture_tries_share_the_limit_of_the_account(card: Entrant) -> None:
    for _ in range(tries.TRIES):
        tries.count_try("emma.lacombe")
    with pytest.raises(tries.TooManyTries):
        touch(card)


def test_a_new_card_ends_the_former_and_keeps_the_pictures(
    cast: Cast, child: Membership, card: Entrant
) -> None:
    """A teacher who prints a new card still does not know the pictures."""
    latter = show(child, new_card(cast, child))
    with pytest.raises(CardNotAccepted):
        touch(card)
    with pytest.raises(CardNotAccepted):
        choose(latter, OTHERS)
    touch(latter)


def test_forgotten_pictures_are_chosen_anew_and_the_trail_says_who_allowed_it(
    cast: Cast, child: Membership, card: Entrant
) -> None:
    latter = show(child, new_card(cast, child, forgotten=True))
    with pytest.raises(WrongPictures):
        touch(latter)
    choose(latter, OTHERS)
    touch(latter, OTHERS)
    made = Event.objects.filter(verb="issue_card", target_id=child.pk).latest("id")
    assert made.actor is not None
    assert (made.actor.membership_id, made.facts) == (cast.teacher.pk, {"forgotten": True})


def test_choosing_ends_the_password_and_the_sessions_there_were(
    cast: Cast, child: Membership, client_for: ClientFor
) -> None:
    child.user.set_password(PASSWORD)
    child.user.save()
    client = client_for(child)
    entrant = show(child, new_card(cast, child))
    assert client.get("/me/").status_code == 200
    choose(entrant)
    assert client.get("/me/").status_code == 302
    assert not refreshed(child).user.check_password(PASSWORD)


def test_a_card_nobody_used_is_good_for_sixty_days(cast: Cast, child: Membership) -> None:
    code = new_card(cast, child)
    with clock.at(clock.now() + timedelta(days=60, minutes=1)), pytest.raises(CardNotAccepted):
        show(child, code)
    tries.forget_tries(child.user.username)  # of a day to come
    choose(show(child, code))
    with clock.at(clock.now() + timedelta(days=300)):
        touch(show(child, code))


@pytest.mark.parametrize("lost", ["blocked_at", "closed_at"])
def test_a_card_does_not_undo_a_sanction(
    cast: Cast, child: Membership, card: Entrant, client: SchoolClient, lost: str
) -> None:
    """And the child reads so, in the words for everybody, after the right pictures alone."""
    code = new_card(cast, child)
    before = SchoolClient()
    before.post("/card/", {"login": child.user.username, "code": code})
    unblocked = press(before, OTHERS)
    Membership.objects.filter(pk=child.pk).update(**{lost: clock.now()})
    assert client.post("/card/", {"login": child.user.username, "code": code}).status_code == 302
    wrong = press(client, OTHERS)
    assert (wrong.status_code, wrong.context["problem"]) == (422, unblocked.context["problem"])
    assert cast.school.name not in wrong.content.decode()
    told = press(client, MINE)
    assert told.status_code == 403
    assert cast.school.name in told.content.decode()
    assert client.get("/me/").status_code == 302
    assert not Event.objects.filter(verb="sign_in").exists()


@pytest.mark.parametrize("lost", ["blocked_at", "closed_at"])
def test_whom_another_school_lets_in_comes_by_what_that_one_gave_them(
    cast: Cast, child: Membership, card: Entrant, lost: str
) -> None:
    MembershipFactory(school=cast.other.school, user=child.user)
    Membership.objects.filter(pk=child.pk).update(**{lost: clock.now()})
    with pytest.raises(CardNotAccepted):
        touch(card)


@pytest.mark.parametrize("lost", ["blocked_at", "closed_at"])
def test_nobody_chooses_pictures_while_they_are_shut_out(
    cast: Cast, child: Membership, lost: str
) -> None:
    entrant = show(child, new_card(cast, child))
    Membership.objects.filter(pk=child.pk).update(**{lost: clock.now()})
    with pytest.raises(CardNotAccepted):
        choose(entrant)


def test_a_code_of_the_class_finds_the_blocked_and_not_the_closed(
    cast: Cast, child: Membership, card: Entrant
) -> None:
    Membership.objects.filter(pk=child.pk).update(blocked_at=clock.now())
    assert of_class(cast, "Emma") == card
    Membership.objects.filter(pk=child.pk).update(closed_at=clock.now())
    with pytest.raises(CardNotAccepted):
        of_class(cast, "Emma")


def test_one_school_does_not_take_over_the_password_of_two(cast: Cast, child: Membership) -> None:
    child.user.set_password(PASSWORD)
    child.user.save()
    MembershipFactory(school=cast.other.school, user=child.user)
    with pytest.raises(AccountOfOtherSchools):
        choose(show(child, new_card(cast, child)))
    assert refreshed(child).user.check_password(PASSWORD)


def test_who_outgrows_the_pictures_chooses_a_password_at_the_next_sign_in(
    cast: Cast, child: Membership, card: Entrant
) -> None:
    SchoolClass.objects.filter(pk=cast.cm1.pk).update(level="6e")
    entry = touch(card)
    assert entry.proof is not None
    with wall.within():
        choose_password(entry.proof, password="chat-orage-tambour")
    assert refreshed(child).user.check_password("chat-orage-tambour")
    with pytest.raises(CardNotAccepted):
        touch(card)


def test_older_students_and_adults_get_a_code_for_a_password(cast: Cast, child: Membership) -> None:
    SchoolClass.objects.filter(pk=cast.ce2.pk).update(level="6e")
    people = [child, cast.mother, cast.ce2_student]
    issued = issue_codes(cast.administrator, people=people)
    assert {each.membership.pk for each in issued if each.with_pictures} == {child.pk}


def test_a_child_with_pictures_gets_a_card_and_no_code_for_a_password(
    cast: Cast, child: Membership, card: Entrant, client_for: ClientFor
) -> None:
    client = client_for(cast.teacher)
    address = f"/schools/{cast.school.pk}/people/{child.pk}/code/"
    for answer in (client.get(address), client.post(address)):
        assert answer["Location"] == f"/schools/{cast.school.pk}/cards/?chosen={child.pk}"
    assert [person.pk for person in client.get(answer["Location"]).context["chosen"]] == [child.pk]
    assert not ActivationCode.objects.exists()
    touch(card)


# -- The code of the class ---------------------------------------------------------------------


def of_class(cast: Cast, first_name: str) -> Entrant:
    code = ClassCode.objects.get(school_class=cast.cm1).code
    with wall.within():
        return entrant_of_class(class_code=code.lower().replace("-", " "), first_name=first_name)


def test_the_class_and_ones_first_name_stand_in_for_the_card(cast: Cast, card: Entrant) -> None:
    for typed in ("Emma", " émma ", "EMMA L", "Emma Lacombe"):
        touch(of_class(cast, typed))
    for typed in ("Em", "Emma X", "Lacombe", "", "Léo", "Hélène", "Claire"):
        with pytest.raises(CardNotAccepted):
            of_class(cast, typed)


def test_namesakes_say_more_of_their_name(cast: Cast, card: Entrant) -> None:
    other = MembershipFactory(
        school=cast.school, user=UserFactory(first_name="Emma", last_name="Petit")
    )
    EnrolmentFactory(school=cast.school, school_class=cast.cm1, membership=other)
    choose(show(other, new_card(cast, other)), OTHERS)
    with pytest.raises(CardNotAccepted):
        of_class(cast, "Emma")
    touch(of_class(cast, "Emma P"), OTHERS)
    touch(of_class(cast, "Emma L"))


def test_nobody_chooses_pictures_without_the_card(cast: Cast, child: Membership) -> None:
    new_card(cast, child)
    with pytest.raises(CardNotAccepted):
        of_class(cast, "Emma")


def test_a_stopped_card_is_stopped_for_the_class_too(cast: Cast, card: Entrant) -> None:
    miss(of_class(cast, "Emma"), WRONG_IN_A_ROW)
    with pytest.raises(CardStopped):
        touch(of_class(cast, "Emma"))


def test_codes_of_classes_are_not_hunted_from_one_address(
    cast: Cast, card: Entrant, client: SchoolClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "TRIES_OF_AN_ADDRESS", 3)
    for _ in range(4):
        client.post("/card/class/", {"class_code": new_code(CLASS_LENGTH), "first_name": "Emma"})
    code = ClassCode.objects.get(school_class=cast.cm1).code
    answer = client.post("/card/class/", {"class_code": code, "first_name": "Emma"})
    assert answer.status_code == 429


def test_a_wrong_name_costs_the_class_nothing(cast: Cast, card: Entrant) -> None:
    for _ in range(tries.TRIES + 1):
        with pytest.raises(CardNotAccepted):
            of_class(cast, "Personne")
    touch(of_class(cast, "Emma"))


def test_a_new_class_code_ends_the_former(cast: Cast, card: Entrant, client_for: ClientFor) -> None:
    former = ClassCode.objects.get(school_class=cast.cm1).code
    renew_class_code(cast.teacher, school_class=cast.cm1)
    with wall.within(), pytest.raises(CardNotAccepted):
        entrant_of_class(class_code=former, first_name="Emma")
    touch(of_class(cast, "Emma"))
    page = client_for(cast.teacher).get(f"/schools/{cast.school.pk}/classes/{cast.cm1.pk}/")
    assert ClassCode.objects.get(school_class=cast.cm1).code in page.content.decode()


# -- The pages ---------------------------------------------------------------------------------


def press(client: SchoolClient, pictures: list[str], first: list[str] | None = None) -> Any:
    """Touches one picture after the other, as the page sends them."""
    answer = None
    for place, picture in enumerate(pictures):
        data = {"touched": pictures[:place], "picture": picture, "first": first or []}
        answer = client.post("/card/pictures/", data)
    return answer


def test_a_child_comes_in_through_the_pages(
    cast: Cast, child: Membership, client: SchoolClient
) -> None:
    card = {"login": child.user.username, "code": new_card(cast, child)}
    assert client.post("/card/", card)["Location"] == "/card/pictures/"
    page = client.get("/card/pictures/").content.decode()
    assert len(re.findall('name="picture"', page)) == len(PICTURES) == 12
    once = press(client, MINE)
    assert once.context["first"] == MINE
    assert press(client, MINE, first=MINE)["Location"] == "/"
    assert client.get("/me/").context["user"] == child.user
    again = SchoolClient()
    again.post("/card/", card)
    assert press(again, MINE)["Location"] == "/"
    assert "entrant" not in again.session
    assert Event.objects.filter(verb="sign_in", actor__membership=child).count() == 2


def test_choosing_asks_for_the_same_twice(
    cast: Cast, child: Membership, client: SchoolClient
) -> None:
    client.post("/card/", {"login": child.user.username, "code": new_card(cast, child)})
    answer = press(client, OTHERS, first=MINE)
    assert answer.status_code == 422
    assert not answer.context["first"]
    assert not SignInCard.objects.get().pictures


def test_wrong_pictures_are_said_and_the_stop_too(
    child: Membership, card: Entrant, client: SchoolClient, cast: Cast
) -> None:
    code = {"class_code": ClassCode.objects.get(school_class=cast.cm1).code, "first_name": "Emma"}
    assert client.post("/card/class/", code).status_code == 302
    for _ in range(WRONG_IN_A_ROW - 1):
        answer = press(client, OTHERS)
        assert answer.status_code == 422
        assert 'name="picture"' in answer.content.decode()
    assert 'name="picture"' not in press(client, OTHERS).content.decode()
    assert client.get("/me/").status_code == 302


def test_the_pictures_are_shown_to_nobody_without_a_card(cast: Cast, client: SchoolClient) -> None:
    assert client.get("/card/pictures/")["Location"] == "/card/"
    assert press(client, MINE)["Location"] == "/card/"


def test_a_card_once_shown_is_forgotten_after_ten_minutes(
    cast: Cast, child: Membership, client: SchoolClient
) -> None:
    client.post("/card/", {"login": child.user.username, "code": new_card(cast, child)})
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert client.get("/card/pictures/")["Location"] == "/card/"


def test_who_is_not_found_is_told_the_same_whatever_is_wrong(
    cast: Cast, card: Entrant, client: SchoolClient
) -> None:
    code = ClassCode.objects.get(school_class=cast.cm1).code
    bodies = set()
    for typed in ((code, "Personne"), ("AAAA-AAAA", "Personne"), (code, "Noé")):
        data = dict(zip(("class_code", "first_name"), typed, strict=True))
        answer = client.post("/card/class/", data)
        assert answer.status_code == 422
        body = answer.content.decode()
        for changing in (*typed, str(answer.context["csrf_token"])):
            body = body.replace(changing, "")
        bodies.add(body)
    assert len(bodies) == 1


def test_whoever_has_grown_finds_the_form_of_a_password(
    cast: Cast, card: Entrant, client: SchoolClient
) -> None:
    SchoolClass.objects.filter(pk=cast.cm1.pk).update(level="6e")
    code = ClassCode.objects.get(school_class=cast.cm1).code
    client.post("/card/class/", {"class_code": code, "first_name": "Emma"})
    assert press(client, MINE)["Location"] == "/password/choose/"
    new = {"password": "chat-orage-tambour", "again": "chat-orage-tambour"}
    assert client.post("/password/choose/", new).status_code == 302
    assert client.get("/me/").context["user"] == cast.student.user
