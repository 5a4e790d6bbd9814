"""What was decided is said to whom it concerns: what, why and what to do instead, and nothing else of
the case.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.utils import translation
from time_machine import travel

from accounts.actions.send_mails import send_mails
from accounts.choices import View
from accounts.models import Guardianship, Membership
from accounts.notices import post_notices
from audit.models import Event
from charters.models import CharterVersion
from core import clock, wall
from moderation.actions.block import block_person
from moderation.actions.decide import decide, find_nothing, remove_and_warn
from moderation.actions.escalate import suspect_case
from moderation.actions.report import report_thing
from moderation.actions.undo import undo_decision
from moderation.grounds import charter_of
from moderation.instead import PROPOSALS
from moderation.measures import Grounds, MeasureKind, Wanted
from moderation.models import Case, Decision, Notice
from moderation.reasons import Reason
from newsfeed.models import Comment, Entry
from tests.cast import Cast
from tests.client import SchoolClient
from tests.costs import queries
from tests.factories.moderation import EvidenceFileFactory
from tests.moderation.conftest import UNKIND
from tests.moderation.test_cases import address
from tests.newsfeed.test_filters import FILTER

ClientFor = Callable[[Membership], SchoolClient]
NOTE = "Il recommence tous les jours."
WHY = "Ce sont des insultes."
INSTEAD = "Dire ce qui ne va pas, sans blesser."
RULES = {"fr": "Je reste gentil.", "en": "I stay kind."}
WEEK = timedelta(weeks=1)


def reported(cast: Cast, subject: Comment | Entry, reason: str = "unkind") -> Case:
    case: Case = report_thing(cast.student, subject=subject, reason=reason, note=NOTE).case
    return case


def decided(by: Membership, case: Case, *measures: Wanted) -> Decision:
    """By whoever handles it, for the first rule of the charter of the accused."""
    charter = CharterVersion.objects.in_force().filter(school=case.school_id)
    charter.update(text_fr=f"1. {RULES['fr']}", text_en=f"1. {RULES['en']}")
    with wall.as_person(by.user_id):
        version = charter_of(case.accused)
        assert version is not None
        grounds = Grounds(WHY, rule=(version, 1), advice=INSTEAD)
        case.refresh_from_db()
        return decide(by, case=case, seen=case.version, measures=measures, grounds=grounds)


def warned(cast: Cast, comment: Comment) -> Decision:
    """The classmate, whose comment is removed."""
    removed = Wanted(MeasureKind.REMOVE, things=(("comment", comment.pk),))
    case = reported(cast, comment)
    return decided(cast.administrator, case, removed, Wanted(MeasureKind.WARNING))


def told(reader: Membership) -> Notice:
    found: Notice = Notice.objects.get(reader=reader, decision__isnull=False)
    return found


def page_of(client: SchoolClient, reader: Membership) -> str:
    return client.get(f"/decided/{told(reader).pk}/").content.decode()


def test_the_person_is_told_and_the_family_of_a_student_and_nobody_else(
    cast: Cast, comment: Comment
) -> None:
    decision = warned(cast, comment)
    said = Notice.objects.filter(decision=decision)
    assert {(each.reader, each.child, each.kind) for each in said} == {
        (cast.classmate, None, "statement"),
        (cast.parent_in_both, cast.classmate, "statement"),
    }


def test_an_adult_is_told_alone(cast: Cast, entry: Entry) -> None:
    case = reported(cast, entry)
    decided(cast.head, case, Wanted(MeasureKind.ADVICE))
    assert told(cast.teacher).child is None
    assert Notice.objects.filter(decision__isnull=False).count() == 1


def test_nobody_hears_that_somebody_complained_for_nothing(cast: Cast, comment: Comment) -> None:
    case = reported(cast, comment)
    find_nothing(cast.administrator, case=case, seen=case.version)
    assert not Notice.objects.filter(decision__isnull=False).exists()


def test_who_may_have_broken_the_law_hears_nothing_from_us(cast: Cast, comment: Comment) -> None:
    case = reported(cast, comment, "safety")
    with wall.as_person(cast.lead.user_id):
        suspect_case(cast.lead, case=case, seen=case.version)
        remove_and_warn(cast.lead, case=case, seen=case.version)
    assert not Notice.objects.filter(decision__isnull=False).exists()
    decision = decided(cast.lead, case, Wanted(MeasureKind.BLOCK))
    assert {each.reader for each in Notice.objects.filter(decision=decision)} == {
        cast.classmate,
        cast.parent_in_both,
    }


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("reader", ["young", "pupil", "guardian", "adult"])
@pytest.mark.parametrize("reason", ["unkind", "safety"])
def test_each_reads_it_in_their_language_and_at_their_age_and_not_who_reported(  # noqa: PLR0917  (each is one of the table)
    cast: Cast, comment: Comment, client_for: ClientFor, language: str, reader: str, reason: str
) -> None:
    accused = cast.mother if reader == "adult" else cast.classmate
    reads = cast.parent_in_both if reader == "guardian" else accused
    Comment.objects.filter(pk=comment.pk).update(author=accused)
    comment.refresh_from_db()
    reads.user.language = language
    reads.user.view = View.SIMPLE if reader == "young" else View.FULL
    reads.user.save()
    by = cast.lead if reason == "safety" else cast.administrator
    case = reported(cast, comment, reason)
    removed = Wanted(MeasureKind.REMOVE, things=(("comment", comment.pk),))
    decided(by, case, removed, Wanted(MeasureKind.WARNING))
    page = page_of(client_for(reads), reads)
    with translation.override(language):
        said = [UNKIND, by.name, by.standing, INSTEAD, RULES[language]]
    for words in said if reader == "young" else [*said, WHY]:
        assert words in page, words
    for secret in (cast.student.name, cast.student.user.first_name, NOTE, "cases/"):
        assert secret not in page, secret
    assert ("Concern" in page) == (reader == "guardian")


def test_the_youngest_read_a_few_short_sentences_that_can_be_heard(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    cast.classmate.user.language, cast.classmate.user.view = "fr", View.SIMPLE
    cast.classmate.user.save()
    warned(cast, comment)
    page = page_of(client_for(cast.classmate), cast.classmate)
    article = page[page.index('<article class="entry') : page.index("</article>")]
    heard = article[article.index('class="prose"') :]
    assert heard.count("<p>") == 3
    assert "Les adultes ont enlevé ces mots" in heard and WHY not in page


def test_in_a_restricted_case_they_read_what_was_decided_and_find_no_case(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    case = reported(cast, comment, "safety")
    decided(cast.lead, case, Wanted(MeasureKind.WARNING))
    client = client_for(cast.classmate)
    assert f"/decided/{told(cast.classmate).pk}/" in client.get("/").content.decode()
    assert UNKIND in page_of(client, cast.classmate)
    assert client.get(address(case)).status_code == 404
    with wall.as_person(cast.classmate.user_id):
        assert not Decision.objects.exists()
    for part in ("administrator", "lead", "student", "teacher"):
        page = f"/decided/{told(cast.classmate).pk}/"
        assert client_for(cast.people[part]).get(page).status_code == 404


def test_what_may_be_against_the_law_is_not_quoted(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    case = reported(cast, comment, "safety")
    with wall.as_person(cast.lead.user_id):
        suspect_case(cast.lead, case=case, seen=case.version)
    decided(cast.lead, case, Wanted(MeasureKind.WARNING))
    page = page_of(client_for(cast.classmate), cast.classmate)
    assert WHY in page and UNKIND not in page


def test_a_picture_is_named_and_not_shown(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    case = reported(cast, comment)
    file = EvidenceFileFactory(
        school=cast.school, evidence=case.evidence.get(), author=cast.classmate, name="Lac.png"
    )
    decided(cast.administrator, case, Wanted(MeasureKind.WARNING))
    page = page_of(client_for(cast.parent_in_both), cast.parent_in_both)
    assert "Lac.png" in page
    assert f"files/{file.pk}" not in page


def test_words_of_others_are_not_quoted(
    cast: Cast, comment: Comment, entry: Entry, client_for: ClientFor
) -> None:
    warned(cast, comment)
    assert entry.title not in page_of(client_for(cast.classmate), cast.classmate)


def test_what_was_taken_back_says_so(cast: Cast, comment: Comment, client_for: ClientFor) -> None:
    for person in (cast.classmate, cast.parent_in_both):
        person.user.language = "en"
        person.user.save()
    decision = warned(cast, comment)
    [case] = Case.objects.all()
    removal = decision.measures.get(kind="remove")
    client = client_for(cast.parent_in_both)
    said_before = told(cast.parent_in_both).at
    undo_decision(
        cast.administrator, case=case, seen=case.version, decision=decision, measures=[removal.pk]
    )
    page = page_of(client, cast.parent_in_both)
    assert "Taken back" in page and "It does not count any more" not in page
    assert told(cast.parent_in_both).kind == "undone"
    assert told(cast.parent_in_both).at > said_before
    assert "has taken back something" in client.get("/").content.decode()
    case.refresh_from_db()
    undo_decision(cast.administrator, case=case, seen=case.version, decision=decision)
    assert "It does not count any more" in page_of(client, cast.parent_in_both)


def test_what_is_over_says_so(cast: Cast, comment: Comment, client_for: ClientFor) -> None:
    cast.classmate.user.language = "en"
    cast.classmate.user.save()
    until = clock.now() + WEEK
    restricted = Wanted(MeasureKind.RESTRICT, until=until, restricted_to=("comment",))
    decided(cast.administrator, reported(cast, comment), restricted)
    client = client_for(cast.classmate)
    page = page_of(client, cast.classmate)
    assert "this is not sent: comments" in page and "That is over now" not in page
    with travel(until + timedelta(minutes=1), tick=False):
        page = page_of(client_for(cast.classmate), cast.classmate)
    assert "That is over now" in page and "Taken back" not in page


def test_a_block_from_a_page_is_told_to_the_family(cast: Cast, client_for: ClientFor) -> None:
    block_person(cast.administrator, membership=cast.classmate, grounds=Grounds(WHY))
    assert WHY in page_of(client_for(cast.parent_in_both), cast.parent_in_both)


def test_who_is_no_guardian_any_more_reads_nothing_more(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    warned(cast, comment)
    client = client_for(cast.parent_in_both)
    page = f"/decided/{told(cast.parent_in_both).pk}/"
    assert page in client.get("/").content.decode()
    Guardianship.objects.filter(student=cast.classmate).delete()
    assert page not in client.get("/").content.decode()
    assert client.get(page).status_code == 404


def test_the_feed_of_one_child_has_what_is_about_them(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    Entry.objects.filter(pk=entry.pk).update(author=cast.sibling)
    entry.refresh_from_db()
    decided(cast.administrator, reported(cast, entry), Wanted(MeasureKind.ADVICE))
    client, page = client_for(cast.mother), f"/decided/{told(cast.mother).pk}/"
    for child, is_there in ((cast.sibling, True), (cast.student, False)):
        client.post(FILTER, {"about": f"child-{child.pk}"})
        assert (page in client.get("/").content.decode()) == is_there


def test_an_e_mail_says_that_and_nothing_of_it(
    cast: Cast, comment: Comment, mailoutbox: list[EmailMessage]
) -> None:
    parent = cast.parent_in_both.user
    EmailAddress.objects.create(user=parent, email="p@mail.example", verified=True)
    parent.notices, parent.language = "at_once", "en"
    parent.save()
    with travel("2026-03-10 09:00:00+01:00", tick=False):
        warned(cast, comment)
    for hour in (10, 11):
        with travel(f"2026-03-10 {hour}:00:00+01:00", tick=False):
            post_notices()
            send_mails()
    [mail] = mailoutbox
    assert "The school has decided something that concerns you" in mail.body
    assert cast.classmate.name in mail.body
    assert f"/decided/{told(cast.parent_in_both).pk}/" in mail.body
    for secret in (UNKIND, WHY, INSTEAD, cast.student.name):
        assert secret not in mail.body


def test_no_log_of_the_school_says_who_read_what_was_decided(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    warned(cast, comment)
    page_of(client_for(cast.classmate), cast.classmate)
    seen = Event.objects.filter(facts__page="moderation:statement")
    assert seen.exists()
    assert not Event.objects.of_school(cast.school.pk).filter(pk__in=seen.values("pk")).exists()


def test_each_reason_has_something_to_do_instead() -> None:
    assert PROPOSALS.keys() == set(Reason)
    for language in ("fr", "en"):
        with translation.override(language):
            for proposal in PROPOSALS.values():
                assert len(str(proposal.young)) <= 80


@pytest.mark.parametrize(("view", "length"), [(View.SIMPLE, "young"), (View.FULL, "older")])
def test_whoever_decides_is_offered_what_to_do_instead(
    cast: Cast, comment: Comment, client_for: ClientFor, view: View, length: str
) -> None:
    cast.classmate.user.view = view
    cast.classmate.user.save()
    case = reported(cast, comment, "chain")
    report_thing(cast.mother, subject=comment, reason="unkind")
    form = client_for(cast.administrator).get(address(case, "decide/")).context["form"]
    with translation.override(cast.school.language):
        assert form.initial["advice"] == str(getattr(PROPOSALS["unkind"], length))
        assert form.initial["reason"] == str(PROPOSALS["unkind"].why)


def test_whoever_decides_sees_who_will_read_it(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    case = reported(cast, comment)
    page = client_for(cast.administrator).get(address(case, "decide/"))
    assert page.context["readers"] == [cast.classmate.name, cast.parent_in_both.name]


def test_the_page_costs_the_same_however_much_is_quoted(
    cast: Cast, comment: Comment, client_for: ClientFor
) -> None:
    warned(cast, comment)
    client, page = client_for(cast.classmate), f"/decided/{told(cast.classmate).pk}/"
    before = queries(client, page)
    [case] = Case.objects.all()
    evidence = case.evidence.get()
    for _ in range(3):
        EvidenceFileFactory(school=cast.school, evidence=evidence, author=cast.classmate)
    assert queries(client, page) == before
    assert before <= 16
