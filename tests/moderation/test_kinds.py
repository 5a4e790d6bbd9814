"""What can be reported beside words: a person, a file, a class, a project."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.models import Hidden, Membership
from messaging.actions import start_draft
from messaging.models import Attachment
from moderation.actions import decide
from moderation.actions.report import report_thing, show_again
from moderation.actions.undo import undo_decision
from moderation.models import Case, Report
from moderation.subjects import KINDS
from newsfeed.models import Entry, EntryFile
from profiles.models import Portrait
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.contacts import ProjectFactory
from tests.factories.messaging import AttachmentFactory, ConversationFactory, MessageFactory
from tests.factories.newsfeed import EntryFileFactory
from tests.factories.profiles import PortraitFactory
from tests.factories.uploads import StoredFileFactory
from tests.moderation.conftest import words_kept

ClientFor = Callable[[Membership], SchoolClient]


@pytest.fixture
def portrait(cast: Cast) -> Portrait:
    made: Portrait = PortraitFactory(
        school=cast.school,
        membership=cast.classmate,
        motto="Emma pue.",
        motto_to="class",
        mood="proud",
        mood_to="nobody",
    )
    return made


@pytest.fixture
def file(cast: Cast, entry: Entry) -> EntryFile:
    stored = StoredFileFactory(school=cast.school, owner=cast.teacher, name="plan.pdf")
    made: EntryFile = EntryFileFactory(school=cast.school, entry=entry, file=stored)
    return made


@pytest.fixture
def attachment(cast: Cast) -> Attachment:
    talk = ConversationFactory(school=cast.school, between=[cast.teacher, cast.student])
    message = MessageFactory(school=cast.school, conversation=talk, author=cast.teacher)
    stored = StoredFileFactory(school=cast.school, owner=cast.teacher, name="lac.png")
    made: Attachment = AttachmentFactory(school=cast.school, message=message, file=stored)
    return made


def report(client: SchoolClient, page: str, kind: str, key: int) -> Report:
    """In two taps: the link on that page, and a reason."""
    address = f"/report/{kind}/{key}/"
    assert f'href="{address}"' in client.get(page).content.decode()
    assert client.get(address).status_code == 200
    receipt = client.post(address, {"reason": "unkind"})["Location"]
    assert client.get(receipt).status_code == 200
    return Report.objects.select_related("case").latest("pk")


def test_a_person_is_reported_from_their_page(
    cast: Cast, portrait: Portrait, client_for: ClientFor
) -> None:
    client = client_for(cast.student)
    page = f"/schools/{cast.school.pk}/people/{cast.classmate.pk}/"
    assert portrait.motto in client.get(page).content.decode()
    case = report(client, page, "person", cast.classmate.pk).case
    assert (case.kind, case.accused, case.desk) == ("person", cast.classmate, "administrators")
    [words] = words_kept(case)
    assert words.startswith(cast.classmate.name) and portrait.motto in words
    assert "fier" not in words, "what is shown to nobody"
    assert portrait.motto not in client.get(page).content.decode()
    assert portrait.motto in client_for(cast.teacher).get(page).content.decode()


def test_nobody_reports_themselves(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.student)
    page = f"/schools/{cast.school.pk}/people/{cast.student.pk}/"
    assert "/report/person/" not in client.get(page).content.decode()
    answer = client.post(f"/report/person/{cast.student.pk}/", {"reason": "unkind"})
    assert answer.templates[0].name == "moderation/own_words.html"


def test_what_a_person_tells_is_taken_away_and_brought_back(
    cast: Cast, portrait: Portrait, client_for: ClientFor
) -> None:
    person = KINDS["person"].of(cast.classmate)
    case = report_thing(cast.student, subject=person, reason="unkind").case
    page = f"/schools/{cast.school.pk}/people/{cast.classmate.pk}/"
    decide.remove_and_warn(cast.administrator, case=case, seen=1)
    for part in ("classmate", "teacher"):
        assert portrait.motto not in client_for(cast.people[part]).get(page).content.decode()
    own = client_for(cast.classmate).get(f"{page}portrait/").content.decode()
    assert portrait.motto in own and "l’a retiré" in own
    undo_decision(cast.administrator, case=case, seen=2, decision=case.decisions.get())
    assert portrait.motto in client_for(cast.teacher).get(page).content.decode()
    assert Portrait.history.filter(membership=cast.classmate).count() == 1


def test_the_photograph_is_kept_as_it_was(cast: Cast, entry: Entry) -> None:
    stored = StoredFileFactory(school=cast.school, owner=cast.teacher)
    PortraitFactory(school=cast.school, membership=cast.teacher, photograph=stored)
    person = KINDS["person"].of(cast.teacher)
    case = report_thing(cast.mother, subject=person, reason="pretending").case
    assert [each.original_id for each in case.evidence.get().files.all()] == [stored.pk]


def test_a_file_of_an_entry_is_reported_where_it_stands(
    cast: Cast, entry: Entry, file: EntryFile, client_for: ClientFor
) -> None:
    client = client_for(cast.student)
    made = report(client, f"/entries/{entry.pk}/", "entry_file", file.pk)
    kept = made.case.evidence.get()
    assert (made.case.accused, kept.words) == (cast.teacher, "plan.pdf")
    assert [each.original_id for each in kept.files.all()] == [file.file_id]
    assert [said.target_id for said in kept.surroundings.all()] == [entry.pk]
    assert made.hidden is not None
    assert (made.hidden.kind, made.hidden.target_id) == ("entry", entry.pk)
    assert entry.text not in client.get("/").content.decode()
    own = client_for(cast.teacher).get(f"/entries/{entry.pk}/").content.decode()
    assert "/report/entry_file/" not in own


def test_a_file_goes_with_what_it_hangs_on(cast: Cast, entry: Entry, file: EntryFile) -> None:
    case = report_thing(cast.student, subject=KINDS["entry_file"].of(file), reason="violent").case
    decide.remove_and_warn(cast.head, case=case, seen=1)
    entry.refresh_from_db()
    assert not entry.is_there
    undo_decision(cast.head, case=case, seen=2, decision=case.decisions.get())
    entry.refresh_from_db()
    assert entry.is_there


def test_a_file_of_a_message_is_reported_where_it_stands(
    cast: Cast, attachment: Attachment, client_for: ClientFor
) -> None:
    client = client_for(cast.student)
    page = f"/messages/{attachment.message.conversation_id}/"
    made = report(client, page, "attachment", attachment.pk)
    assert made.hidden is not None and made.hidden.kind == "message"
    assert made.case.accused == cast.teacher
    assert attachment.message.body not in client.get(page).content.decode()


def test_no_flag_stands_under_ones_own_files(
    cast: Cast, attachment: Attachment, client_for: ClientFor
) -> None:
    client = client_for(cast.teacher)
    draft = start_draft(cast.teacher, to=[cast.mother])
    own = StoredFileFactory(school=cast.school, owner=cast.teacher, name="plan.pdf")
    AttachmentFactory(school=cast.school, message=draft, file=own)
    for page, name in (
        (f"/messages/{attachment.message.conversation_id}/", "lac.png"),
        (reverse("messaging:delete_draft", args=[draft.pk]), "plan.pdf"),
    ):
        shown = client.get(page).content.decode()
        assert name in shown and "/report/attachment/" not in shown


def test_a_class_is_reported_from_its_feed_and_nobody_leaves_it(
    cast: Cast, entry: Entry, client_for: ClientFor
) -> None:
    client = client_for(cast.student)
    page = f"/?class={cast.cm1.pk}"
    made = report(client, page, "class", cast.cm1.pk)
    assert (made.case.accused, made.hidden, words_kept(made.case)) == (None, None, ["CM1"])
    assert made.case.evidence.get().audience["people"] > 3
    assert entry.text in client.get(page).content.decode()
    handled = client_for(cast.administrator).get(f"/schools/{cast.school.pk}/cases/{made.case.pk}/")
    assert handled.status_code == 200 and "/remove/" not in handled.content.decode()
    decide.remove_and_warn(cast.administrator, case=made.case, seen=1)


def test_a_project_is_reported_and_is_about_who_asked_for_it(
    cast: Cast, client_for: ClientFor
) -> None:
    group = cast.group("class", of=cast.cm1)
    project = ProjectFactory(
        school=cast.school, asked_by=cast.teacher, group=group, state="running"
    )
    client = client_for(cast.student)
    made = report(client, f"/?project={group.pk}", "project", project.pk)
    assert (made.case.accused, made.case.desk, made.hidden) == (cast.teacher, "head", None)


@pytest.fixture
def keys(cast: Cast, file: EntryFile, attachment: Attachment) -> dict[str, int]:
    """Something of each kind that has to do with CM1."""
    project = ProjectFactory(school=cast.school, asked_by=cast.teacher, state="running")
    return {
        "person": cast.classmate.pk,
        "entry_file": file.pk,
        "attachment": attachment.pk,
        "class": cast.cm1.pk,
        "project": project.pk,
    }


@pytest.mark.parametrize("kind", ["person", "entry_file", "attachment", "class", "project"])
@pytest.mark.parametrize("part", ["ce2_student", "guest"])
def test_who_does_not_see_it_does_not_report_it(
    cast: Cast, keys: dict[str, int], client_for: ClientFor, kind: str, part: str
) -> None:
    client = client_for(cast.people[part])
    assert client.post(f"/report/{kind}/{keys[kind]}/", {"reason": "other"}).status_code == 404
    assert not Case.objects.exists()


def test_what_was_hidden_with_a_file_is_shown_again(
    cast: Cast, entry: Entry, file: EntryFile, client_for: ClientFor
) -> None:
    made = report_thing(cast.student, subject=KINDS["entry_file"].of(file), reason="violent")
    show_again(cast.student, report=made)
    assert not Hidden.objects.exists()
    assert entry.text in client_for(cast.student).get("/").content.decode()
