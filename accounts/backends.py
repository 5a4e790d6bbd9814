from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from accounts.models import Membership, User
from core import wall


class LoginBackend(AuthenticationBackend):
    """Signs in by login and password; whether the school lets the person in is asked after."""

    def authenticate(self, request: HttpRequest, **credentials: str) -> User | None:
        with wall.directory_open():
            return super().authenticate(request, **credentials)

    def user_can_authenticate(self, user: User) -> bool:
        """Asked with the right password alone; memberships are seen by their person."""
        with wall.as_person(user.pk):
            return user.is_active

    def get_user(self, user_id: int) -> User | None:
        """The person of a session with everything they may act as now, in one query."""
        usable = Membership.objects.usable().filter(user_id=user_id)
        memberships = list(usable.select_related("user", "school").order_by("pk"))
        if not memberships:
            return None
        user = memberships[0].user
        for membership in memberships:
            membership.user = user
        user.memberships = memberships
        return user
