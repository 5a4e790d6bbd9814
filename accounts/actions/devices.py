"""Where somebody is woken when something comes."""

from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from accounts.actions.own_account import record_everywhere
from accounts.models import Device, User
from accounts.policies import can_be_woken
from accounts.pushing import is_push_service

# Of one person; whoever has more devices has forgotten some.
MOST = 10


class UnknownPushService(Exception):
    """A browser gave an address that is none of a push service known here."""


@transaction.atomic
def add_device(user: User, *, session: UserSession, endpoint: str) -> None:
    """Raises `UnknownPushService`. Whoever asked in this browser before is not woken there now."""
    if not can_be_woken(user):
        raise PermissionDenied
    if not is_push_service(endpoint):
        raise UnknownPushService
    _put(Device(endpoint=endpoint), session)
    forgotten = Device.objects.of(user).values_list("pk", flat=True)[MOST:]
    Device.objects.filter(pk__in=list(forgotten)).delete()
    record_everywhere(user, "add_device")


@transaction.atomic
def recognise_device(user: User, *, session: UserSession, endpoint: str) -> bool:
    """Whether this browser wakes the one who has now signed in there; if not, it wakes nobody."""
    device = Device.objects.select_related("session").filter(endpoint=endpoint).first()
    if device is None or device.session.user_id != user.pk:
        if device:
            device.delete()
            record_everywhere(user, "end_device_of_another")
        return False
    if device.session_id != session.pk:
        _put(device, session)
        record_everywhere(user, "recognise_device")
    return True


@transaction.atomic
def remove_device(user: User, *, device: Device) -> None:
    device.delete()
    record_everywhere(user, "remove_device")


def _put(device: Device, session: UserSession) -> None:
    """A browser has one of them, however often one asks at once."""
    UserSession.objects.select_for_update().get(pk=session.pk)
    former = Device.objects.filter(Q(session=session) | Q(endpoint=device.endpoint))
    former.exclude(pk=device.pk).delete()
    device.session = session
    device.save()
