from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection

import audit
from accounts.models import Membership, User
from audit.models import Actor, Event
from core import wall
from messaging.actions import answer_conversation, start_conversation
from messaging.models import Conversation
from moderation.actions.block import block_person
from moderation.actions.decide import find_nothing
from moderation.actions.report import report_thing
from moderation.flow import State
from moderation.measures import Grounds
from moderation.models import Case, Decision, Evidence, EvidenceFile, Measure, Report, Surrounding
from newsfeed.models import Comment, Entry
from retention.actions import erase as erasing
from retention.actions.close import close_accounts
from retention.actions.erase import erase_due, erase_person
from retention.models import Closure
from retention.proof import traces_of
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.accounts import ActivationCodeFactory, RollImportFactory
from tests.factories.moderation import CaseFactory, EvidenceFactory, ReportFactory
from tests.factories.newsfeed import CommentFactory, EntryFactory, EntryFileFactory
from tests.factories.profiles import PortraitFactory
from tests.moderation.conftest import words_kept
from tests.retention.conftest import changes, days_later, snapshot

ClientFor = Callable[[Membership], SchoolClient]
Erase = Callable[[Membership], None]


@dataclass
class Lived:
    """What the CM1 teacher leaves behind after some weeks, and what hangs on it."""

    entry: Entry
    answer: Comment
    talk: Conversation
    file: str
    words: list[str]


@pytest.fixture
def lived(cast: Cast) -> Lived:
    teacher = cast.teacher
    entry = EntryFactory(
        school=cast.school,
        author=teacher,
        title="Ornithorynques",
        body="Nous irons voir les casoars.",
        audience=[cast.group("class", of=cast.cm1), cast.group("family", of=cast.student)],
    )
    picture = EntryFileFactory(school=cast.school, entry=entry, description="Un wombat")
    answer = CommentFactory(school=cast.school, entry=entry, author=cast.student, body="Chouette !")
    comment = CommentFactory(
        school=cast.school, entry=entry, author=teacher, body="Échidnés aussi."
    )
    comment.body = "Échidnés et kiwis aussi."
    comment.save()
    talk = start_conversation(
        teacher, to=[cast.mother, cast.father], subject="Numbats", body="Pensez aux quokkas."
    )
    answer_conversation(cast.mother, conversation=talk, body="D’accord.")
    portrait = PortraitFactory(school=cast.school, membership=teacher, motto="Vive les tatous")
    portrait.motto = "Vive les pangolins"
    portrait.save()
    ActivationCodeFactory(school=cast.school, membership=teacher)
    RollImportFactory(school=cast.school, started_by=teacher)
    report_thing(cast.mother, subject=comment, reason="other", note="Trop de bêtes.")
    report_thing(teacher, subject=answer, reason="other", note="Un dingo parmi nous.")
    block_person(cast.administrator, membership=teacher, grounds=Grounds("Trop de koalas."))
    cache.set("fragment", f"<p>{entry.body}</p>")
    user = teacher.user
    words = [
        *(user.first_name, user.last_name, user.username, "casoars", "ornithorynques", "wombat"),
        *(
            "tatous",
            "pangolins",
            "escalade",
            "échidnés",
            "kiwis",
            "numbats",
            "quokkas",
            "dingo",
            "koalas",
            "ce que contient un",
        ),
        *(picture.file.content.name, "A quitté l’école."),
    ]
    return Lived(entry, answer, talk, picture.file.content.name, words)


def test_nothing_of_the_person_is_left(cast: Cast, lived: Lived, erase: Erase) -> None:
    for word in lived.words[:-1]:
        assert traces_of([word]), f"{word} was nowhere before: the test proves nothing"
    erase(cast.teacher)
    assert traces_of(lived.words) == []
    assert not default_storage.exists(lived.file)
    with wall.directory_open():
        assert not User.objects.filter(pk=cast.teacher.user_id).exists()
    assert not Membership.objects.filter(pk=cast.teacher.pk).exists()


def test_what_belongs_to_others_is_untouched(cast: Cast, lived: Lived) -> None:
    close_accounts(cast.administrator, memberships=[cast.teacher], reason="A quitté l’école.")
    before = snapshot()
    with days_later(90):
        erase_due()
    connection.check_constraints()
    # Of each table: rows that are gone, and rows that have come; a row that was blanked is both.
    assert changes(before, snapshot()) == {
        "accounts_activationcode": (1, 0),
        "accounts_enrolment": (1, 0),
        "accounts_hidden": (1, 0),
        "accounts_membership": (1, 0),
        "accounts_nameword": (2, 0),
        "accounts_rollimport": (1, 1),
        "accounts_user": (1, 0),
        "audit_actor": (1, 1),
        "audit_event": (0, 1),
        "charters_signature": (1, 0),
        "core_cache": (1, 0),
        "messaging_conversation": (1, 1),
        "messaging_delivery": (2, 0),
        "messaging_message": (1, 1),
        "messaging_participant": (1, 0),
        # Of what was reported, and the one of the block.
        "moderation_case": (2, 2),
        "moderation_casestep": (2, 2),
        "moderation_evidence": (1, 0),
        # Their own, and that of somebody who reported words of theirs, which are gone from it.
        "moderation_report": (2, 2),
        "moderation_decision": (1, 0),
        "moderation_measure": (1, 0),
        # That it was decided, as they were told.
        "moderation_notice": (1, 0),
        # Their entry stood around both comments that were reported.
        "moderation_surrounding": (2, 0),
        "newsfeed_comment": (1, 1),
        "newsfeed_entry": (1, 1),
        "newsfeed_historicalcomment": (2, 0),
        "newsfeed_historicalentry": (1, 0),
        "newsfeed_entryfile": (1, 0),
        "profiles_historicalportrait": (2, 0),
        "profiles_portrait": (1, 0),
        "retention_closure": (1, 1),
        "uploads_storedfile": (2, 0),
    }


def test_what_others_wrote_is_still_read(
    cast: Cast, lived: Lived, erase: Erase, client_for: ClientFor
) -> None:
    erase(cast.teacher)
    lived.answer.refresh_from_db()
    assert lived.answer.body == "Chouette !"
    page = client_for(cast.mother).get(f"/messages/{lived.talk.pk}/").content.decode()
    assert "D’accord." in page
    assert cast.father.name in page
    assert lived.talk.pk in {
        mine.conversation_id
        for mine, _ in client_for(cast.father).get("/messages/").context["lines"]
    }


def test_a_child_goes_and_the_family_stays(cast: Cast, erase: Erase) -> None:
    family = cast.group("family", of=cast.student)
    entry = EntryFactory(school=cast.school, author=cast.teacher, audience=[family])
    erase(cast.student)
    entry.refresh_from_db()
    assert entry.author == cast.teacher
    for person in (cast.mother, cast.father, cast.sibling):
        assert Membership.objects.filter(pk=person.pk, closed_at=None).exists()
    assert traces_of(["Emma", "emma.lacombe"]) == []


def test_a_person_in_two_schools_goes_from_each_when_its_time_comes(
    cast: Cast, client_for: ClientFor
) -> None:
    here, there = cast.parent_in_both, cast.other.parent_in_both
    comment = CommentFactory(
        school=cast.other.school,
        entry=EntryFactory(school=cast.other.school, author=cast.other.teacher),
        author=there,
        body="Merci, chers casoars.",
    )
    close_accounts(cast.administrator, memberships=[here], reason="…")
    with days_later(90):
        erase_due()
        assert not Membership.objects.filter(pk=here.pk).exists()
        comment.refresh_from_db()
        assert comment.author == there
        user = User.objects.get(pk=there.user_id)
        assert user.get_full_name() == "Anne Marchand"
        [left] = user.memberships
        assert left == there
        close_accounts(cast.other.administrator, memberships=[there], reason="…")
    with days_later(180):
        erase_due()
    connection.check_constraints()
    assert traces_of(["Anne", "anne.marchand", "casoars"]) == []


def test_a_person_whose_other_school_closed_them_too_keeps_the_account_until_both_erased(
    cast: Cast,
) -> None:
    here, there = cast.parent_in_both, cast.other.parent_in_both
    close_accounts(cast.administrator, memberships=[here], reason="…")
    with days_later(10):
        close_accounts(cast.other.administrator, memberships=[there], reason="…")
    with days_later(95):
        erase_due()
        assert traces_of(["Anne"]) != []
    with days_later(100):
        erase_due()
        assert traces_of(["Anne"]) == []


def test_who_reported_goes_and_the_case_stays(cast: Cast, lived: Lived, erase: Erase) -> None:
    erase(cast.mother)
    report = Report.objects.get(case__kind="comment", case__accused=cast.teacher)
    assert (report.reporter, report.note, report.reason) == (None, "", "other")
    assert words_kept(report.case) == ["Échidnés et kiwis aussi."]


def test_the_accused_goes_with_their_words_and_the_case_stays(
    cast: Cast, lived: Lived, erase: Erase
) -> None:
    case = Case.objects.get(accused=cast.teacher, kind="comment")
    erase(cast.teacher)
    case.refresh_from_db()
    assert (case.accused, words_kept(case), case.reports.count()) == (None, [], 1)
    assert not Decision.objects.exists() and not Measure.objects.exists()


def test_evidence_goes_with_its_author_and_with_it_what_stood_around(
    cast: Cast, lived: Lived, erase: Erase
) -> None:
    case = report_thing(cast.mother, subject=lived.entry, reason="other").case
    file = case.evidence.get().files.get().content.name
    around = Surrounding.objects.filter(evidence__case=case)
    assert around.filter(author=cast.student).exists(), "the words of somebody who stays"
    assert default_storage.exists(file)
    erase(cast.teacher)
    assert not Evidence.objects.filter(author=cast.teacher).exists()
    assert not EvidenceFile.objects.exists()
    assert not around.exists()
    assert not default_storage.exists(file)
    assert traces_of(lived.words) == []


def test_what_somebody_said_around_what_was_reported_goes_alone(
    cast: Cast, lived: Lived, erase: Erase
) -> None:
    case = report_thing(cast.mother, subject=lived.entry, reason="other").case
    erase(cast.student)
    assert case.evidence.get().words.startswith("Ornithorynques")
    left = Surrounding.objects.filter(evidence__case=case)
    assert [said.author for said in left] == [cast.teacher]
    assert traces_of(["Chouette"]) == []


def test_evidence_stays_when_who_could_read_it_goes(cast: Cast, lived: Lived, erase: Erase) -> None:
    before = list(Evidence.objects.order_by("pk").values())
    assert any(cast.father.pk in row["audience"]["members"] for row in before)
    erase(cast.father)
    assert list(Evidence.objects.order_by("pk").values()) == before
    assert cast.father.user.first_name not in str(before)


def test_who_decided_goes_and_the_decision_stays(cast: Cast, lived: Lived, erase: Erase) -> None:
    decider = cast.head
    decider.duties = ["head", "local_administrator"]
    decider.save()
    case = Case.objects.get(accused=cast.teacher, kind="comment")
    find_nothing(decider, case=case, seen=case.version)
    block_person(decider, membership=cast.sibling, grounds=Grounds("Trop de bruit."))
    erase(decider)
    case.refresh_from_db()
    assert case.state == State.DECIDED
    assert case.steps.get(event="decide_case").by is None
    decision = Decision.objects.get(about=cast.sibling)
    assert (decision.reason, decision.by) == ("Trop de bruit.", None)


def test_the_trail_keeps_what_happened_and_forgets_who(
    cast: Cast, lived: Lived, erase: Erase
) -> None:
    actor = Actor.objects.get(membership=cast.teacher)
    done = Event.objects.filter(actor=actor).count()
    assert done
    erase(cast.teacher)
    assert Event.objects.filter(actor=actor).count() == done
    actor.refresh_from_db()
    assert actor.membership_id is None
    assert Event.objects.filter(verb="erase_person", target_id=Closure.objects.get().pk).exists()


def test_the_proof_counts_what_went(
    cast: Cast, lived: Lived, erase: Erase, client_for: ClientFor
) -> None:
    erase(cast.teacher)
    closure = Closure.objects.get()
    assert closure.erased_at is not None and closure.membership is None
    assert closure.erased_counts["deleted"]["accounts.Membership"] == 1
    assert closure.erased_counts["deleted"]["newsfeed.HistoricalComment"] == 2
    assert closure.erased_counts["blanked"]["newsfeed.Comment"] == 1
    assert (closure.erased_counts["files"], closure.files_left) == (2, [])
    page = client_for(cast.administrator).get(f"/schools/{cast.school.pk}/closures/")
    assert page.context["closures"] == [closure]
    assert cast.teacher.name not in page.content.decode()


def test_a_day_too_early_nothing_is_erased(cast: Cast, lived: Lived) -> None:
    [closure] = close_accounts(cast.administrator, memberships=[cast.teacher], reason="…")
    before = snapshot()
    with days_later(89, seconds=86_399):
        erase_due()
        erase_person(closure)
    assert changes(before, snapshot()) == {}


def test_erasing_twice_changes_nothing_more(cast: Cast, lived: Lived, erase: Erase) -> None:
    erase(cast.teacher)
    before = snapshot()
    with days_later(91):
        erase_due()
        erase_person(Closure.objects.get())
    assert changes(before, snapshot()) == {}


def test_an_erasure_that_fails_changes_nothing_and_holds_up_nobody(
    cast: Cast, lived: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_accounts(cast.administrator, memberships=[cast.teacher], reason="…")
    close_accounts(cast.administrator, memberships=[cast.guest], reason="…")
    refused = Closure.objects.get(membership=cast.teacher).pk
    record = audit.record

    def failing(**event: object) -> None:
        target = event.get("target")
        if isinstance(target, Closure) and target.pk == refused:
            raise RuntimeError
        record(**event)  # type: ignore[arg-type]  # handed on as they came

    with days_later(90):
        monkeypatch.setattr(audit, "record", failing)
        erase_due()
        assert Membership.objects.filter(pk=cast.teacher.pk).exists()
        assert default_storage.exists(lived.file)
        assert not Membership.objects.filter(pk=cast.guest.pk).exists()
        monkeypatch.undo()
        erase_due()
        assert not Membership.objects.filter(pk=cast.teacher.pk).exists()


def test_files_that_could_not_be_removed_are_removed_by_the_next_sweep(
    cast: Cast, lived: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(file: list[str]) -> None:
        raise OSError

    close_accounts(cast.administrator, memberships=[cast.teacher], reason="…")
    with days_later(90):
        monkeypatch.setattr(erasing, "remove_file", failing)
        erase_due()
        assert default_storage.exists(lived.file)
        assert not Membership.objects.filter(pk=cast.teacher.pk).exists()
        monkeypatch.undo()
        erase_due()
    assert not default_storage.exists(lived.file)
    assert traces_of(lived.words[:-1]) == []


def test_what_others_wrote_about_somebody_stays(cast: Cast, erase: Erase) -> None:
    """It is theirs, and no map can know it: see docs/decisions."""
    entry = EntryFactory(school=cast.school, author=cast.teacher, body="Bravo à Ondine !")
    erase(cast.guest)
    entry.refresh_from_db()
    places = ["newsfeed_entry.body", "newsfeed_entry.text", "newsfeed_historicalentry.body"]
    assert traces_of(["Ondine"]) == places


def test_nothing_is_left_of_them_in_a_restricted_case_either(cast: Cast, erase: Erase) -> None:
    with wall.protection_open():
        case = CaseFactory(
            school=cast.school, accused=cast.classmate, track="protection", desk="safeguarding"
        )
        EvidenceFactory(school=cast.school, case=case, words="Des casoars à la maison.")
        ReportFactory(school=cast.school, case=case, reporter=cast.student, note="Un wombat a dit.")
    erase(cast.classmate)
    assert traces_of(["casoars"]) == []
    assert traces_of(["wombat"]) == ["moderation_report.note"]
    erase(cast.student)
    assert traces_of(["wombat"]) == []
