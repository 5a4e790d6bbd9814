from django.db import transaction

import audit
from accounts.models import Mail, Membership, School
from core import wall
from moderation.people import who_can_protect
from moderation.telling import post_at_once
from safeguarding.deadlines import next_reminder
from safeguarding.models import Concern, ConcernAction
from safeguarding.routing import desk_for


def watch_concerns() -> None:
    """No open concern stays where nobody can look after it, and nothing waits too long unsaid."""
    with wall.protection_open():
        with wall.within(*School.objects.values_list("pk", flat=True)):
            schools = set(Concern.objects.open().values_list("school", flat=True))
        for school_id in schools:
            with wall.within(school_id):
                _look_after_concerns_of(school_id)
                _remind_owners_of(school_id)


@transaction.atomic
def _look_after_concerns_of(school_id: int) -> None:
    waiting = Concern.objects.open().filter(school=school_id).select_related("child", "school")
    # Always in this order, lest two that hold several wait for each other.
    held = list(waiting.select_for_update(of=("self",)).order_by("pk"))
    able = who_can_protect([concern.child for concern in held])
    for concern in held:
        desk = desk_for(concern.about, able[concern.child_id])
        if desk != concern.desk:
            concern.desk = desk
            concern.save(update_fields=["desk"])
            audit.record(by=None, verb="reroute_concern", target=concern, school_id=school_id)
        if concern.waits_too_long:
            _remind(concern, able[concern.child_id].get(desk, set()))


def _remind(concern: Concern, accounts: set[int]) -> None:
    concern.remind_at = next_reminder(concern.school, is_urgent=concern.is_urgent)
    concern.save(update_fields=["remind_at"])
    audit.record(by=None, verb="remind_of_concern", target=concern, school_id=concern.school_id)
    here = Membership.objects.handling_reports(concern.school_id).select_related("user")
    post_at_once(Mail.Kind.OVERDUE, here.filter(user__in=accounts))


@transaction.atomic
def _remind_owners_of(school_id: int) -> None:
    waiting = ConcernAction.objects.overdue().filter(school=school_id)
    held = waiting.select_for_update(of=("self",)).select_related("concern", "school")
    for action in held.order_by("pk"):
        action.remind_at = next_reminder(action.school, is_urgent=False)
        action.save(update_fields=["remind_at"])
        audit.record(by=None, verb="remind_of_action", target=action.concern, school_id=school_id)
        owner = Membership.objects.usable().filter(pk__in=[action.owner_id]).select_related("user")
        post_at_once(Mail.Kind.OVERDUE, owner)
