"""Whose child has not signed the charter yet, as the feed of the family tells it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Profile
from accounts.feed_notices import classes_of
from core.feed_notices import Source, Told


def _told(facts: Mapping[str, Any]) -> Told:
    return Told(
        sentence=_("%(name)s has not signed the charter of the school yet.") % facts,
        url=reverse("charters:charter"),
        child=facts["name"],
        room=facts["room"] or "",
    )


UNSIGNED = Source(
    number=20,
    name="charters",
    label=gettext_lazy("Charters to sign"),
    icon="handshake",
    rows="""FROM accounts_guardianship guardianship
        JOIN accounts_membership student
            ON student.id = guardianship.student_id AND student.closed_at IS NULL
        JOIN accounts_user person ON person.id = student.user_id
        JOIN charters_charterversion version ON version.school_id = student.school_id
            AND version.profile = student.profile AND version.replaced_at IS NULL
        WHERE guardianship.guardian_id = me.id AND NOT EXISTS (
            SELECT FROM charters_signature signature
            WHERE signature.membership_id = student.id AND signature.version_id = version.id
        )""",
    at="GREATEST(version.published_at, person.created_at)",
    key="student.id",
    children="SELECT student.id",
    facts=f"""json_build_object(
        'name', person.first_name, 'room', {classes_of("student.id")}
    )""",
    tell=_told,
    profiles=(Profile.PARENT,),
)
