from django.db import transaction

import audit
from accounts.models import Membership
from newsfeed.models import Done, Task
from newsfeed.nudges import nudge_follower
from newsfeed.policies import NotTheirTask, can_tick_for


@transaction.atomic
def tick_task(by: Membership, *, task: Task, student: Membership, is_done: bool) -> None:
    """Says that a student did it, or has still to; said twice, it is as said once.

    Raises `NotTheirTask`.
    """
    if not can_tick_for(by, task, student):
        raise NotTheirTask
    if is_done:
        row = Done(school_id=task.school_id, task=task, student=student, by=by)
        Done.objects.bulk_create([row], ignore_conflicts=True)
    else:
        Done.objects.filter(task=task, student=student).delete()
    verb = "tick_task" if is_done else "untick_task"
    audit.record(by=by, verb=verb, target=task.entry, student=student.pk)
    nudge_follower(task.entry)
