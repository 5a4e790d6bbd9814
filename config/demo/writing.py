"""What teachers of the demo write to parents, before it is sent."""

from collections.abc import Collection

from accounts.models import Group, Membership
from messaging.actions import start_draft, write_draft
from messaging.models import Message


def written(
    teacher: Membership,
    words: tuple[str, str],
    *,
    to: Collection[Membership] = (),
    groups: Collection[Group] = (),
) -> Message:
    """A draft with its subject and text, whose readers are asked to confirm it."""
    subject, body = words
    draft = start_draft(teacher, to=to, groups=groups)
    return write_draft(
        teacher,
        message=draft,
        seen=draft.version,
        subject=subject,
        body=body,
        answers_to_all=False,
        wants_confirmation=True,
    )
