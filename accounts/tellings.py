"""Nobody's way in is replaced in silence: the person hears of it, and so does a child's family."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _

from accounts import mails
from accounts.models import Guardianship, Mail, Membership, School, Telling, User
from core import clock, feed_notices, wall
from core.realtime import nudge_people
from core.templatetags.readable import readable

# As long as anything is kept of somebody who left.
KEPT = timedelta(days=90)

# What is said at the sign-in; the rest is read in the feed.
_SAID = (Telling.Kind.NEW_CODE, Telling.Kind.JOINED)

BOTH = ("guardian__user", "student__user")


def tell_of_new_codes(by: Membership | None, people: Sequence[Membership]) -> None:
    """At their next sign-in, and by e-mail where there is a mailbox; call it in the transaction.

    Those who have never been in expect a code, and are told nothing.
    """
    known = [person for person in people if person.user.last_login]
    families = Guardianship.objects.filter(student__in=known, guardian__closed_at=None)
    pairs = [(person, person) for person in known]
    pairs += [(each.guardian, each.student) for each in families.select_related(*BOTH)]
    others = [pair for pair in pairs if by is None or pair[0].user_id != by.user_id]
    Telling.objects.bulk_create(
        Telling(school_id=about.school_id, reader=reader, about=about, by=by)
        for reader, about in others
    )
    mailboxes = mails.mailboxes_of(reader.user_id for reader, _about in others)
    mails.post(
        Mail(kind=Mail.Kind.NEW_CODE, to=to, language=reader.user.language, about=about.user)
        for reader, about in others
        if (to := mailboxes.get(reader.user_id))
    )


def tell_of_rights(by: Membership | None, person: Membership, kind: Telling.Kind) -> None:
    """That somebody else changed their duties or took their second steps away, in their feed; call
    it in the transaction.
    """
    if by is None or by.user_id != person.user_id:
        Telling.objects.create(
            school_id=person.school_id, reader=person, about=person, by=by, kind=kind
        )
        nudge_people([person.user_id], look=feed_notices.LOOK)


def tell_of_joining(by: Membership | None, person: Membership) -> None:
    """That two accounts of this person became one; call it in the transaction."""
    Telling.objects.create(
        school_id=person.school_id, reader=person, about=person, by=by, kind=Telling.Kind.JOINED
    )


def hear(user: User) -> list[str]:
    """What this person has to be told now that they are in, and will not be told again."""
    waiting = Telling.objects.filter(reader__in=user.memberships, heard_at=None, kind__in=_SAID)
    told = list(waiting.select_related("about__user", "by__user").order_by("made_at"))
    Telling.objects.filter(pk__in=[each.pk for each in told]).update(heard_at=clock.now())
    return [_sentence(user, each) for each in told]


def forget_old() -> None:
    """What was said long ago stands in nobody's feed any more."""
    with wall.within(*School.objects.values_list("pk", flat=True)):
        Telling.objects.filter(made_at__lt=clock.now() - KEPT).delete()


def _sentence(user: User, told: Telling) -> str:
    words = {
        "when": readable(told.made_at),
        "who": told.by.name if told.by else _("the school"),
        "name": told.about.name,
    }
    if told.kind == Telling.Kind.JOINED:
        return (
            _(
                "On %(when)s, %(who)s joined two accounts of %(name)s into this one. Everything of "
                "both is here, and the other login no longer works."
            )
            % words
        )
    if told.about.user_id == user.pk:
        return (
            _(
                "On %(when)s, %(who)s made a new code for this account. "
                "If that is a surprise, talk about it with an adult of the school."
            )
            % words
        )
    return _("On %(when)s, %(who)s made a new code for the account of %(name)s.") % words
