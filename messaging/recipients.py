from collections.abc import Iterable

from django.utils.http import urlencode

from accounts.models import Membership, User
from accounts.querysets import MembershipQuerySet
from contacts.reach import can_write_to, reached_by


def recipients_of(by: Membership) -> MembershipQuerySet:
    """Everybody a contact rule lets `by` begin to write to, by name."""
    heard = reached_by(by)
    return heard.prefetch_related("enrolments__school_class").by_name()


def writer_to(user: User, person: Membership) -> Membership | None:
    """As what this account would begin to write to somebody: the first of what it is that may."""
    if not person.is_usable:
        return None
    here = (each for each in user.memberships if each.school_id == person.school_id)
    return next((each for each in here if can_write_to(each, person)), None)


def writing(by: Membership, chosen: Iterable[Membership]) -> str:
    """The query of the page that writes to those chosen."""
    return urlencode([("as", by.pk), *(("to", person.pk) for person in chosen)])
