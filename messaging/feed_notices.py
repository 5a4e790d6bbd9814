"""The conversations in which something waits, as the feed tells it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.hiding import hidden
from core.feed_notices import Source, Told
from core.prepared import statement_of
from messaging.models import Message, Participant
from messaging.querysets import WAITS

# Children and their classes: a reader's in a class that was written to or that the author teaches; for a teacher, those
# of the author whom they teach.
_CONCERNED = """
SELECT family.student_id, learning.school_class_id FROM accounts_guardianship family
JOIN accounts_enrolment learning ON learning.membership_id = family.student_id
WHERE family.guardian_id = me.id AND (
    EXISTS (
        SELECT FROM accounts_enrolment teaching
        WHERE teaching.membership_id = message.author_id
        AND teaching.school_class_id = learning.school_class_id
    ) OR EXISTS (
        SELECT FROM messaging_addressee addressee
        JOIN messaging_message first ON first.id = addressee.message_id
        JOIN accounts_group room ON room.id = addressee.group_id
        WHERE first.conversation_id = message.conversation_id
        AND room.school_class_id = learning.school_class_id
    )
) OR family.guardian_id = message.author_id AND EXISTS (
    SELECT FROM accounts_enrolment teaching
    WHERE teaching.membership_id = me.id
    AND teaching.school_class_id = learning.school_class_id
)
"""
ABOUT = f"""
    'child', (
        SELECT string_agg(DISTINCT child.first_name, ', ')
        FROM ({_CONCERNED}) AS concerned
        JOIN accounts_membership student ON student.id = concerned.student_id
        JOIN accounts_user child ON child.id = student.user_id
    ),
    'room', (
        SELECT string_agg(DISTINCT room.name, ', ')
        FROM ({_CONCERNED}) AS concerned
        JOIN accounts_schoolclass room ON room.id = concerned.school_class_id
    )
"""  # noqa: S608  (SQL of ours)


def _waiting() -> str:
    """The conversations of the reader, each with the latest message that came to them, whether
    something in it waits for them, and whether it asks them to confirm.
    """
    came = (
        Message.objects.there()
        .filter(
            conversation=OuterRef("conversation"), deliveries__membership=OuterRef("membership")
        )
        .exclude(author=OuterRef("membership"))
        .exclude(hidden("message", membership=OuterRef(OuterRef("membership"))))
    )
    mine = Participant.objects.filter(membership=RawSQL("me.id", [])).with_asks()
    latest = Subquery(came.latest_first().values("pk")[:1])
    told = {"message_id": latest, "waits": WAITS}
    found = mine.values("pk", "last_at", "conversation_id", "asks", **told)  # type: ignore[misc]  # by `with_asks`
    return statement_of(found)


def _told(facts: Mapping[str, Any]) -> Told:
    if facts["asks"]:
        says = _("%(name)s asks to confirm: %(subject)s")
        without = _("%(name)s asks to confirm a message.")
    else:
        says = _("%(name)s wrote: %(subject)s")
        without = _("%(name)s wrote to you.")
    return Told(
        sentence=(says if facts["subject"] else without) % facts,
        url=reverse("messaging:conversation", args=[facts["id"]]),
        child=facts["child"] or "",
        room=facts["room"] or "",
        stays=facts["asks"],
    )


def messages() -> Source:
    return Source(
        number=10,
        name="messages",
        label=gettext_lazy("Messages"),
        icon="messages-square",
        rows=f"""FROM ({_waiting()}) AS waiting
            JOIN messaging_message message ON message.id = waiting.message_id
            WHERE CASE WHEN %(to_confirm)s THEN waiting.asks ELSE waiting.waits END""",
        at="waiting.last_at",
        key="waiting.pk",
        children=f"SELECT student_id FROM ({_CONCERNED}) AS concerned",  # noqa: S608  (SQL of ours)
        facts=f"""(
            SELECT json_build_object('id', waiting.conversation_id,
                'name', person.first_name || ' ' || person.last_name,
                'subject', conversation.subject, 'asks', waiting.asks,
                {ABOUT})
            FROM messaging_conversation conversation
            JOIN accounts_membership author ON author.id = message.author_id
            JOIN accounts_user person ON person.id = author.user_id
            WHERE conversation.id = waiting.conversation_id
        )""",  # noqa: S608  (SQL of ours)
        tell=_told,
        looks=("messages",),
        asks=True,
    )
