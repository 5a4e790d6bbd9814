"""What was done to somebody's account, or to that of their child, as their feed tells it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Telling
from core.feed_notices import Source, Told


def _told(facts: Mapping[str, Any]) -> Told:
    words = {"who": facts["who"] or _("The school"), "name": facts["name"]}
    kind = "of_other" if facts["child"] else facts["kind"]
    sentences = {
        "of_other": _("New code for the account of %(name)s, made by %(who)s."),
        Telling.Kind.NEW_CODE: _("New code for your account, made by %(who)s."),
        Telling.Kind.JOINED: _("%(who)s joined two accounts of yours into this one."),
        Telling.Kind.DUTIES: _("%(who)s changed what you look after in the school."),
        Telling.Kind.FACTORS: _("%(who)s took the second step of your sign-in away."),
    }
    return Told(
        sentence=sentences[kind] % words,
        url=reverse("accounts:me"),
        child=facts["child"] or "",
        room=facts["room"] or "",
    )


def classes_of(student: str) -> str:
    """SQL for the names of the classes of a student, by an expression that is their key."""
    return f"""(
        SELECT string_agg(room.name, ', ' ORDER BY room.name)
        FROM accounts_enrolment learning
        JOIN accounts_schoolclass room ON room.id = learning.school_class_id
        WHERE learning.membership_id = {student}
    )"""  # noqa: S608  (SQL of ours)


ACCOUNT = Source(
    number=40,
    name="account",
    label=gettext_lazy("My account"),
    icon="key-round",
    rows="""FROM accounts_telling telling
        JOIN accounts_membership about ON about.id = telling.about_id
        JOIN accounts_user person ON person.id = about.user_id
        WHERE telling.reader_id = me.id""",
    at="telling.made_at",
    key="telling.id",
    children="SELECT telling.about_id",
    facts=f"""json_build_object('kind', telling.kind,
        'name', person.first_name || ' ' || person.last_name,
        'child', CASE WHEN telling.about_id <> me.id THEN person.first_name END,
        'room', CASE WHEN telling.about_id <> me.id THEN {classes_of("about.id")} END,
        'who', (
            SELECT who.first_name || ' ' || who.last_name FROM accounts_membership by
            JOIN accounts_user who ON who.id = by.user_id WHERE by.id = telling.by_id
        ))""",  # noqa: S608  (SQL of ours)
    tell=_told,
)
