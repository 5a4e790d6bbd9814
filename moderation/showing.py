"""What is kept of a case, as whoever handles it reads it."""

from dataclasses import dataclass

from accounts.models import Membership
from moderation.models import Case, Evidence, EvidenceFile, Surrounding


@dataclass(frozen=True)
class Kept:
    """One wording: what it stood `under` or hands on, what was said `before` and `after` it, the
    `readers` who are still known, and how many `others` could read it.
    """

    evidence: Evidence
    files: list[EvidenceFile]
    under: list[Surrounding]
    before: list[Surrounding]
    after: list[Surrounding]
    readers: list[Membership]
    others: int


def kept_of(case: Case) -> list[Kept]:
    """The latest first."""
    found = list(case.evidence.with_all())
    named = {key for evidence in found for key in evidence.audience["members"]}
    people = Membership.objects.filter(pk__in=named).select_related("user")
    by_name = list(people.order_by("user__folded_name", "pk"))
    return [_kept(evidence, by_name) for evidence in found]


def _kept(evidence: Evidence, people: list[Membership]) -> Kept:
    members = set(evidence.audience["members"])
    readers = [person for person in people if person.pk in members]
    around = list(evidence.surroundings.all())
    return Kept(
        evidence,
        list(evidence.files.all()),
        [said for said in around if said.place == 0],
        [said for said in around if said.place < 0],
        [said for said in around if said.place > 0],
        readers,
        evidence.audience["people"] - len(readers),
    )
