from django.db import transaction

import audit
from accounts.deciding import NotAllowed
from accounts.models import Mail, Membership
from core import realtime
from moderation.people import who_can_protect
from moderation.routing import Desk
from moderation.telling import post_at_once
from safeguarding.deadlines import to_be_taken_up
from safeguarding.models import Concern
from safeguarding.policies import can_write_about
from safeguarding.routing import desk_for


class NobodyThere(Exception):
    """Nobody of the school can read it."""


@transaction.atomic
def write_concern(by: Membership, *, child: Membership, concern: Concern) -> None:
    """Gives a concern, which is not saved yet, to those who protect children in the school.

    Raises `NotAllowed`, `NobodyThere`.
    """
    if not can_write_about(by, child):
        raise NotAllowed
    able = who_can_protect([child])[child.pk]
    concern.desk = desk_for(concern.about, able)
    if concern.desk == Desk.OPERATOR:
        raise NobodyThere
    concern.school_id, concern.child, concern.by = by.school_id, child, by
    concern.remind_at = to_be_taken_up(by.school, is_urgent=concern.is_urgent)
    concern.save()
    audit.record(by=by, verb="write_concern", target=concern)
    realtime.nudge_people(able[concern.desk], look="concerns")
    if concern.is_urgent:
        here = Membership.objects.handling_reports(by.school_id).select_related("user")
        post_at_once(Mail.Kind.DANGER, here.filter(user__in=able[concern.desk]))
