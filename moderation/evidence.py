"""Keeping what was reported, as it is at that moment."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Max, Q, Sum
from django.utils import translation

from accounts.models import Membership
from moderation.context import Audience
from moderation.models import Case, Evidence, EvidenceFile, Surrounding
from moderation.models.evidence import place
from moderation.subjects import KINDS, Thing, name_of, words_of
from uploads.actions import put_file
from uploads.limited.kinds import MEGABYTE
from uploads.models import StoredFile

MOST_NAMED = 200
LONGEST_AROUND = 1000
LARGEST_OF_A_CASE = 200 * MEGABYTE


def take_evidence(case: Case, thing: Thing, reporter: Membership) -> Evidence:
    """Keeps the thing as it is now; what is kept so already is not kept twice. Call it with the case held, within
    `nothing_left_behind`.
    """
    kind = KINDS[case.kind]
    with translation.override(case.school.language):
        audience = _told(kind.audience(thing), thing)
    words = words_of(thing, case.school)
    files = list(kind.files(thing))
    kept = _kept(case, words, {stored.pk for stored, _description in files})
    if kept is not None:
        return kept
    evidence = Evidence(
        school_id=case.school_id,
        case=case,
        number=(case.evidence.aggregate(last=Max("number"))["last"] or 0) + 1,
        author=thing.author,
        words=words,
        thing_at=kind.written_at(thing),
        edited_at=kind.edited_at(thing),
        audience=audience,
    )
    copies = _copies(case, files)
    evidence.digest = digest_of(evidence, copies)
    evidence.save()
    for copy in copies:
        copy.evidence = evidence
    EvidenceFile.objects.bulk_create(copies)
    Surrounding.objects.bulk_create(_around(evidence, kind.around(thing, reporter)))
    return evidence


def digest_of(evidence: Evidence, files: Iterable[EvidenceFile]) -> str:
    """One number for all that was its author's, so that a copy given away can be told from another."""
    whole = {
        "words": evidence.words,
        "thing_at": evidence.thing_at,
        "edited_at": evidence.edited_at,
        "audience": evidence.audience,
        "files": [[file.name, file.size, file.sha256] for file in files],
    }
    canonical = json.dumps(whole, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _told(audience: Audience, thing: Thing) -> dict[str, Any]:
    others = audience.people.exclude(Q(pk=thing.author_id))
    keys = others.order_by("pk").values_list("pk", flat=True)
    return {
        "groups": audience.labels,
        "people": others.count(),
        "members": list(keys[:MOST_NAMED]),
    }


def _kept(case: Case, words: str, files: set[int]) -> Evidence | None:
    for same in case.evidence.filter(words=words).prefetch_related("files"):
        if {file.original_id for file in same.files.all()} == files:
            return same
    return None


def _copies(case: Case, files: Iterable[tuple[StoredFile, str]]) -> list[EvidenceFile]:
    kept = EvidenceFile.objects.filter(evidence__case=case).exclude(content="")
    room = LARGEST_OF_A_CASE - (kept.aggregate(all=Sum("size"))["all"] or 0)
    copies = []
    for stored, description in files:
        copy = _copy(stored, description, room=room)
        room -= copy.size if copy.content else 0
        copies.append(copy)
    return copies


def _copy(stored: StoredFile, description: str, *, room: int) -> EvidenceFile:
    copy = EvidenceFile(
        school_id=stored.school_id,
        author_id=stored.owner_id,
        original_id=stored.pk,
        name=stored.name,
        description=description,
        content_type=stored.content_type,
        size=stored.size,
    )
    try:
        with stored.content.open() as opened:
            copy.sha256 = _sha256(opened.chunks())
            if stored.size <= room:
                put_file(copy.content, opened, place(copy, ""))
    except FileNotFoundError:
        # Deleted a moment ago. The report is worth more than its file.
        pass
    return copy


def _sha256(content: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for block in content:
        found.update(block)
    return found.hexdigest()


def _around(evidence: Evidence, found: Iterable[tuple[int, Thing]]) -> list[Surrounding]:
    return [
        Surrounding(
            school_id=evidence.school_id,
            evidence=evidence,
            place=at,
            kind=name_of(thing),
            target_id=thing.pk,
            author_id=thing.author_id,
            words=KINDS[name_of(thing)].words(thing)[:LONGEST_AROUND],
            at=KINDS[name_of(thing)].written_at(thing),
        )
        for at, thing in found
    ]
