from datetime import datetime

from django import template

from accounts.models import Membership
from accounts.waking import end_of_quiet
from core import clock

register = template.Library()


@register.simple_tag
def quiet_until(person: Membership, sent_at: datetime | None = None) -> datetime | None:
    """When people hear of what is sent now, or was sent then, if they do not hear of it yet."""
    now = clock.now()
    wakes = end_of_quiet(person.school, sent_at or now)
    return wakes if wakes and wakes > now else None
