from allauth.usersessions.models import UserSession
from django.db import models

from accounts.querysets.devices import DeviceQuerySet
from core import clock


class Device(models.Model):
    """A browser whose person asked to be woken there when something comes.

    It goes with the session: whoever signs out there, or is signed out, is not woken there any more.
    `seen_at` is when its person was last known to be here, beside what their sessions say; `told_at`
    is when its push service took a push, `tried_at` when one was last begun.
    """

    session = models.OneToOneField(UserSession, on_delete=models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=1000, unique=True)
    seen_at = models.DateTimeField(default=clock.now)
    tried_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    objects = DeviceQuerySet.as_manager()
