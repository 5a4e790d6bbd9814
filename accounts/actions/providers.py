from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from accounts.actions.own_account import record_everywhere
from accounts.entrance.arrivals import Arrival
from accounts.models import User
from core import wall


@transaction.atomic
def remember_arrival(user: User, *, arrival: Arrival) -> None:
    """From now on this is the person, whatever becomes of what they were recognised by."""
    with wall.as_person(user.pk):
        _link, is_new = SocialAccount.objects.get_or_create(
            provider=arrival.provider, uid=arrival.sub, defaults={"user": user}
        )
        if is_new:
            record_everywhere(user, "link_provider", provider=arrival.provider)


@transaction.atomic
def forget_arrivals(user: User) -> None:
    """An operator's action: the next arrival is recognised as if it were the first."""
    with wall.as_person(user.pk):
        SocialAccount.objects.filter(user=user.pk).delete()
        record_everywhere(user, "unlink_providers")
