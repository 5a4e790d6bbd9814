from datetime import date

from django.db import transaction

import audit
from accounts.deciding import hold_administration
from accounts.models import Membership, Term


class TermsOverlap(Exception):
    """Another term has one of these days; `other` says which term."""

    def __init__(self, other: Term) -> None:
        super().__init__(other.pk)
        self.other = other


@transaction.atomic
def add_term(by: Membership, *, name: str, starts_on: date, ends_on: date) -> Term:
    """Names a term of the school, from its first day to its last. Raises `NotAllowed`, `TermsOverlap`."""
    hold_administration(by, by.school_id)
    other = Term.objects.filter(school=by.school_id).sharing(starts_on, ends_on).first()
    if other is not None:
        raise TermsOverlap(other)
    term = Term.objects.create(
        school_id=by.school_id, name=name, starts_on=starts_on, ends_on=ends_on
    )
    audit.record(by=by, verb="add_term", target=term)
    return term


@transaction.atomic
def remove_term(by: Membership, *, term: Term) -> None:
    """Raises `NotAllowed`."""
    hold_administration(by, term.school_id)
    audit.record(by=by, verb="remove_term", target=term)
    term.delete()
