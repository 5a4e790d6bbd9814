"""What the proof of an erasure relies on: that it finds words wherever they may stand."""

from datetime import date
from io import StringIO

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

import audit
from core import wall
from retention.proof import traces_of
from tests.cast import Cast
from tests.factories.accounts import RollImportFactory
from tests.factories.moderation import EvidenceFactory
from tests.factories.newsfeed import CommentFactory, EntryFactory, PollFactory


def test_names_are_found_whatever_their_case_and_accents(cast: Cast) -> None:
    for word in ("Hélène", "HÉLÈNE", "hélène"):
        assert traces_of([word]) == [
            *("accounts_nameword.word", "accounts_user.username"),
            *("accounts_user.first_name", "accounts_user.folded_name"),
        ]


def test_words_are_found_in_every_kind_of_column(cast: Cast) -> None:
    CommentFactory(
        school=cast.other.school,
        entry=EntryFactory(school=cast.other.school),
        body="Le mot est saperlipopette.",
    )
    EvidenceFactory(school=cast.school, words="Saperlipopette !")
    PollFactory(
        school=cast.school,
        entry=EntryFactory(school=cast.school),
        options=["Nom d’une pipelette", "Saperlipopette !"],
    )
    RollImportFactory(school=cast.school, files={"eleves.csv": "saperlipopette;1"})
    audit.record(by=cast.teacher, verb="try_something", why="saperlipopette")
    cast.teacher.user.birth_date = date(1987, 6, 5)
    cast.teacher.user.save()
    with wall.within():
        assert set(traces_of(["saperlipopette"])) >= {
            *("newsfeed_comment.body", "newsfeed_historicalcomment.body", "newsfeed_poll.options"),
            *("moderation_evidence.words", "accounts_rollimport.files", "audit_event.facts"),
        }
        assert traces_of(["1987-06-05"]) == ["accounts_user.birth_date"]


def test_signs_that_mean_something_in_a_pattern_mean_themselves(cast: Cast) -> None:
    EvidenceFactory(school=cast.school, words="100% zéro_faute")
    assert traces_of(["100% zéro_faute"]) == ["moderation_evidence.words"]
    assert traces_of(["1%o_f"]) == []


def test_words_are_found_in_cache_sessions_and_files(cast: Cast) -> None:
    cache.set("page", "<p>Saperlipopette</p>")
    session = SessionStore()
    session["draft"] = "saperlipopette"
    session.create()
    default_storage.save("1/un-nom", ContentFile(b"Ah, saperlipopette !"))
    default_storage.save("1/saperlipopette", ContentFile(b""))
    assert sorted(traces_of(["Saperlipopette"])) == [
        *("1/saperlipopette", "1/un-nom", "core_cache.value", "django_session.session_data")
    ]


def test_the_command_says_where_and_fails(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("Hélène\n\n"))
    with pytest.raises(CommandError):
        call_command("find_traces")
    assert "accounts_user.first_name" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", StringIO("Saperlipopette\n"))
    call_command("find_traces")
    monkeypatch.setattr("sys.stdin", StringIO(""))
    with pytest.raises(CommandError):
        call_command("find_traces")
