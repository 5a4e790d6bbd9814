from django.db import transaction

import audit
from accounts.groups import sync_groups
from accounts.models import School
from core import wall


@transaction.atomic
def create_school(*, name: str, language: str) -> School:
    """An empty school with its groups and the usual contact rules; an operator's action."""
    school = School.objects.create(name=name, language=language)
    with wall.within(school.pk):
        sync_groups(school.pk)
        audit.record(by=None, verb="create_school", target=school, school_id=school.pk)
    return school
