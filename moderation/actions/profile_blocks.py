from collections.abc import Collection
from datetime import datetime

from django.db import transaction

import audit
from accounts.deciding import hold_administration, hold_school
from accounts.models import Membership, School
from core import clock, wall
from moderation.deadlines import next_school_day
from moderation.models import ProfileBlock
from moderation.settling import settle, settle_who_came
from moderation.telling import end_reminders_of_closing, remind_of_closing


@transaction.atomic
def begin_profile_block(
    by: Membership,
    *,
    school: School,
    profiles: Collection[str],
    reason: str,
    until: datetime | None,
) -> ProfileBlock:
    """From this moment on nobody of these profiles is let in; whoever is there is signed out.

    Who is something else there too comes in as that. Raises `NotAllowed`.
    """
    hold_administration(by, school.pk)
    block = ProfileBlock.objects.create(
        school=school,
        profiles=sorted(profiles),
        reason=reason,
        begun_by=by,
        until=until,
        remind_at=None if until else next_school_day(school),
    )
    audit.record(
        by=by,
        verb="begin_profile_block",
        target=block,
        profiles=block.profiles,
        until=until.isoformat() if until else None,
    )
    settle(school.pk)
    return block


@transaction.atomic
def end_profile_block(by: Membership, *, block: ProfileBlock) -> None:
    """Lets those in whom nothing else keeps out. Raises `NotAllowed`.

    One that is over stays as it is: another administrator was quicker.
    """
    hold_administration(by, block.school_id)
    still = ProfileBlock.objects.in_force().filter(pk=block.pk)
    if still.update(ended_at=clock.now(), ended_by=by, remind_at=None):
        audit.record(by=by, verb="end_profile_block", target=block)
        end_reminders_of_closing(block.school_id)
        settle(block.school_id)


def follow_profile_blocks() -> None:
    """Puts away those whose time is over, holds whom they missed, and reminds of those without an end.

    Whom they kept out could come in since their end; a guest may have come by the roll of another
    school.
    """
    with wall.within(*School.objects.values_list("pk", flat=True)):
        schools = set(ProfileBlock.objects.not_put_away().values_list("school", flat=True))
    for school_id in schools:
        with wall.within(school_id):
            _follow_those_of(school_id)


@transaction.atomic
def _follow_those_of(school_id: int) -> None:
    hold_school(school_id)
    here = ProfileBlock.objects.filter(school=school_id)
    if over := list(here.over()):
        _put_away(over, school_id)
    else:
        settle_who_came(school_id)
    for block in here.in_force().filter(remind_at__lte=clock.now()).select_related("school"):
        _remind(block)


def _put_away(over: list[ProfileBlock], school_id: int) -> None:
    for block in over:
        block.ended_at = block.until
    ProfileBlock.objects.bulk_update(over, ["ended_at"])
    audit.record_each(by=None, verb="end_profile_block", targets=over, school_id=school_id)
    settle(school_id)


def _remind(block: ProfileBlock) -> None:
    remind_of_closing(block.school_id)
    block.remind_at = next_school_day(block.school)
    block.save(update_fields=["remind_at"])
    audit.record(by=None, verb="remind_of_profile_block", target=block, school_id=block.school_id)
