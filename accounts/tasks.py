from celery import shared_task

from accounts.actions import finish_roll_import as finishing
from accounts.models import RollImport, School
from core import wall
from core.background import sweeper


@shared_task(name="accounts.finish_roll_import")
def finish_roll_import(school_id: int, roll_import_id: int) -> None:
    with wall.within(school_id):
        finishing.finish_roll_import(roll_import_id)


@sweeper
def finish_roll_imports() -> None:
    """Each school's imports that a worker lost, and those that nobody decided about."""
    for school_id in School.objects.values_list("pk", flat=True):
        with wall.within(school_id):
            finishing.forget_old_previews(school_id)
            for roll_import_id in RollImport.objects.waiting().values_list("pk", flat=True):
                finishing.finish_roll_import(roll_import_id)
