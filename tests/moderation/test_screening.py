"""Nothing that should be thought about again is sent unless its writer has seen it marked."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from django.utils.translation import override

from audit.models import Event
from charters.texts import shipped_text
from core import clock
from core.screening import ThinkAgain
from core.screening.page import paragraphs_of
from moderation.models import ScreeningCount
from moderation.screening.kinds import KINDS
from newsfeed.actions import edit_entry, publish_entry, write_comment
from newsfeed.models import Comment, Entry
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.moderation import SchoolWordFactory
from tests.factories.newsfeed import ClassFeedFactory
from tests.newsfeed.conftest import ClientFor, picture, published

PHONE = "Mon numéro : 06 12 34 56 78"
COARSE = "C’est de la merde"
HURTFUL = "Va te pendre"


def address(entry: Entry) -> str:
    return f"/entries/{entry.pk}/"


def tokens_in(answer: Any) -> tuple[str, str]:
    """The token of having been asked, and that of sending it as it is, empty if there is none."""
    return answer.context["form"].data["thought"], answer.context["consent"]


def counted(cast: Cast) -> dict[str, tuple[int, int, int]]:
    rows = ScreeningCount.objects.filter(school=cast.school)
    return {row.kind: (row.asked, row.edited, row.sent_anyway) for row in rows}


def ask(client: SchoolClient, entry: Entry, body: str, thought: str = "") -> Any:
    return client.post(address(entry), {"body": body, "thought": thought})


@pytest.fixture
def student(cast: Cast, client_for: ClientFor) -> SchoolClient:
    return client_for(cast.student)


def test_no_action_forgets_it(cast: Cast, entry: Entry) -> None:
    group = [cast.group("class", of=cast.cm1)]
    for title, body in ((COARSE, ""), ("Sortie", COARSE)):
        with pytest.raises(ThinkAgain):
            publish_entry(cast.teacher, groups=group, title=title, body=body)
        with pytest.raises(ThinkAgain):
            edit_entry(cast.teacher, entry=entry, title=title, body=body)
    with pytest.raises(ThinkAgain):
        publish_entry(
            cast.teacher,
            groups=group,
            title="Sortie",
            body="",
            picture=picture(),
            description=COARSE,
        )
    with pytest.raises(ThinkAgain):
        write_comment(cast.student, entry=entry, body=COARSE)
    assert not Comment.objects.exists()
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("body", [PHONE, HURTFUL])
def test_what_must_change_is_not_sent_by_a_student(
    cast: Cast, entry: Entry, student: SchoolClient, body: str
) -> None:
    answer = ask(student, entry, body)
    asked, consent = tokens_in(answer)
    assert (answer.status_code, consent) == (422, "")
    assert ask(student, entry, body, asked).status_code == 422
    assert not Comment.objects.exists()
    assert ask(student, entry, "Bonjour !", asked).status_code == 302


@pytest.mark.parametrize("part", ["mother", "teacher"])
@pytest.mark.parametrize("body", [PHONE, HURTFUL, COARSE])
def test_adults_may_send_it_as_it_is(
    cast: Cast, entry: Entry, client_for: ClientFor, part: str, body: str
) -> None:
    ClassFeedFactory(school=cast.school, school_class=cast.cm1)
    client = client_for(cast.people[part])
    _asked, consent = tokens_in(ask(client, entry, body))
    assert ask(client, entry, body, consent).status_code == 302
    assert Comment.objects.get().body == body


def test_the_page_shows_words_rule_and_ways_on(
    cast: Cast, entry: Entry, student: SchoolClient
) -> None:
    page = ask(student, entry, f"Salut <b>toi</b> !\n{PHONE}").content.decode()
    assert "<mark>06 12 34 56 78</mark>" in page
    assert "Je garde pour moi mon adresse, mon numéro de téléphone" in page
    assert f"Salut &lt;b&gt;toi&lt;/b&gt; !\n{PHONE}</textarea>" in page
    assert cast.teacher.name in page
    assert cast.ce2_teacher.name not in page
    assert f'href="{address(entry)}"' in page
    assert "Envoyer tel quel" not in page
    assert "Envoyer tel quel" in ask(student, entry, COARSE).content.decode()


def test_whoever_stops_a_chain_is_reassured(entry: Entry, student: SchoolClient) -> None:
    page = ask(student, entry, "Envoie ce message à dix amis ou tu auras sept ans de malheur")
    assert tokens_in(page)[1] == ""
    assert "il n’arrivera rien de mal" in page.content.decode()


def test_nothing_typed_is_lost(cast: Cast, client_for: ClientFor) -> None:
    group = cast.group("class", of=cast.cm1)
    formatted = f"<p>Un <strong>bois</strong>, {COARSE}</p>"
    typed = {"groups": [group.pk], "title": "Sortie", "body-rich": formatted, "event-place": "Bois"}
    typed |= {"event-day": "2027-01-08", "is_pinned": "on", "expires_at": "2027-02-01T08:00"}
    page = published(client_for(cast.teacher), typed).content.decode()
    assert f'name="groups" value="{group.pk}"' in page
    assert 'value="Sortie"' in page and 'value="Bois"' in page
    assert f'name="body-rich" value="{escape(formatted)}"' in page
    assert 'name="comments_open" value="False"' in page
    assert 'name="is_pinned" value="True"' in page
    assert 'name="expires_at" value="2027-02-01T08:00"' in page


def test_what_one_confirms_are_these_words_of_ones_own(
    cast: Cast, entry: Entry, student: SchoolClient, client_for: ClientFor
) -> None:
    asked, consent = tokens_in(ask(student, entry, COARSE))
    assert ask(student, entry, COARSE, asked).status_code == 422
    assert ask(student, entry, COARSE, consent + "x").status_code == 422
    assert ask(student, entry, f"{COARSE} !", consent).status_code == 422
    assert ask(client_for(cast.classmate), entry, COARSE, consent).status_code == 422
    assert ask(client_for(cast.mother), entry, COARSE, consent).status_code == 422
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert ask(client_for(cast.student), entry, COARSE, consent).status_code == 422
    assert not Comment.objects.exists()
    assert ask(student, entry, COARSE, consent).status_code == 302


def test_a_title_cannot_pass_for_the_beginning_of_a_text(cast: Cast, entry: Entry) -> None:
    with pytest.raises(ThinkAgain) as caught:
        edit_entry(cast.teacher, entry=entry, title="a", body=f"b {COARSE}")
    _asked, consent = caught.value.ask()
    with pytest.raises(ThinkAgain):
        edit_entry(cast.teacher, entry=entry, title="ab", body=COARSE, thought=consent)
    edit_entry(cast.teacher, entry=entry, title="a", body=f"b {COARSE}", thought=consent)


def test_what_became_of_it_is_counted_once_a_chain(
    cast: Cast, entry: Entry, student: SchoolClient
) -> None:
    asked, _none = tokens_in(ask(student, entry, f"{PHONE}, {COARSE}"))
    asked, _none = tokens_in(ask(student, entry, f"{PHONE} !!, {COARSE}", asked))
    assert counted(cast) == {"phone": (1, 0, 0), "coarse": (1, 0, 0)}
    asked, consent = tokens_in(ask(student, entry, COARSE, asked))
    assert counted(cast) == {"phone": (1, 0, 0), "coarse": (1, 0, 0)}
    ask(student, entry, COARSE, consent)
    assert counted(cast) == {"phone": (1, 1, 0), "coarse": (1, 0, 1)}
    ask(student, entry, COARSE)
    assert counted(cast) == {"phone": (1, 1, 0), "coarse": (2, 0, 1)}


def test_an_answer_of_the_day_after_counts_for_the_day_of_the_question(
    cast: Cast, entry: Entry
) -> None:
    evening = clock.now().replace(hour=22, minute=30)
    with clock.at(evening), pytest.raises(ThinkAgain) as caught:
        write_comment(cast.student, entry=entry, body=COARSE)
    with clock.at(evening):
        asked, _consent = caught.value.ask()
    with clock.at(evening + timedelta(hours=3)):
        write_comment(cast.student, entry=entry, body="Bof", thought=asked)
    assert ScreeningCount.objects.get().edited == 1


def test_innocent_words_cost_one_query_and_count_nothing(cast: Cast, entry: Entry) -> None:
    write_comment(cast.student, entry=entry, body="Bravo")
    with CaptureQueriesContext(connection) as asked:
        write_comment(cast.student, entry=entry, body="Avec mes bottes rouges !")
    about = [each["sql"] for each in asked if "moderation_" in str(each["sql"])]
    assert len(about) == 1
    assert not ScreeningCount.objects.exists()


def test_what_is_given_up_is_kept_nowhere(
    cast: Cast, entry: Entry, student: SchoolClient, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "06 12 34 56 78"
    events = Event.objects.count()
    ask(student, entry, f"Sapristi {secret}")
    student.get("/")
    digits = secret.replace(" ", "")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            " AND table_type = 'BASE TABLE'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE ANY (%s)',
                [[f"%{secret}%", f"%{digits}%", "%Sapristi%"]],
            )
            assert cursor.fetchone() == (0,), table
    session = dict(student.session)
    assert secret not in str(session)
    assert "Sapristi" not in caplog.text
    assert not [key for key in getattr(cache, "_cache", {}) if "Sapristi" in str(key)]
    told = str(list(Event.objects.order_by("-pk")[: Event.objects.count() - events].values()))
    assert "Sapristi" not in told and "phone" not in told


def test_a_name_of_the_class_is_somebody(cast: Cast, entry: Entry) -> None:
    with pytest.raises(ThinkAgain):
        write_comment(cast.student, entry=entry, body=f"{cast.classmate.user.first_name} est nul")
    write_comment(cast.student, entry=entry, body="Gustave est nul")


def test_a_school_adds_words_and_takes_them_out(cast: Cast, entry: Entry) -> None:
    write_comment(cast.student, entry=entry, body="Quel zigoto !")
    SchoolWordFactory(school=cast.school, phrase="zigoto", tier="ask")
    SchoolWordFactory(school=cast.school, phrase="merde", tier="innocent")
    SchoolWordFactory(school=cast.school, phrase="wikipedia org", tier="innocent")
    SchoolWordFactory(school=cast.other.school, phrase="bravo", tier="stop")
    for body in ("Quel zigoto !", "Quels ZIGOTOS", "z.i.g.o.t.o"):
        with pytest.raises(ThinkAgain):
            write_comment(cast.student, entry=entry, body=body)
    write_comment(cast.student, entry=entry, body="Bravo, merde alors")
    write_comment(cast.student, entry=entry, body="Regarde sur https://fr.wikipedia.org/wiki/Chat")
    with pytest.raises(ThinkAgain):
        write_comment(cast.student, entry=entry, body="Regarde sur https://exemple.org")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_students_have_learned_every_rule(language: str) -> None:
    with override(language):
        for kind in KINDS:
            promise = str(kind.promise).replace("\N{NO-BREAK SPACE}", " ")
            assert promise in shipped_text("student", language), kind.name


def test_paragraphs_without_a_finding_are_left_out(cast: Cast, entry: Entry) -> None:
    body = f"Bonjour,\n\n{COARSE}.\nAu revoir"
    with pytest.raises(ThinkAgain) as caught:
        write_comment(cast.student, entry=entry, body=body)
    again = caught.value
    shown = paragraphs_of(again.words.passages, again.findings)
    assert shown == [[("C’est de la ", False), ("merde", True), (".", False)]]
