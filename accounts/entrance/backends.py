from functools import cache

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from accounts.entrance import known
from accounts.models import Membership, School, User
from core import wall
from core.prepared import built, columns_of, run_prepared


@cache
def _person() -> str:
    return f"""
        SELECT {columns_of(User, "person")}, {columns_of(Membership, "membership")},
            {columns_of(School, "school")},
            EXISTS (
                SELECT FROM mfa_authenticator factor
                WHERE factor.user_id = person.id AND factor.type <> 'recovery_codes'
            ) AS has_second_factor
            {known.columns()}
        FROM accounts_membership membership
        JOIN accounts_user person ON person.id = membership.user_id
        JOIN accounts_school school ON school.id = membership.school_id
        WHERE membership.user_id = %(user)s
        ORDER BY membership.id
    """  # noqa: S608  (SQL of ours)


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
        rows = run_prepared(_person(), {"user": user_id})
        memberships = [built(Membership, "membership", row) for row in rows]
        if not any(each.is_usable for each in memberships):
            return None
        user = built(User, "person", rows[0])
        for membership, row in zip(memberships, rows, strict=True):
            membership.user = user
            membership.school = built(School, "school", row)
            membership.known = {name: row[name] for name in known.names()}
        user.memberships = [each for each in memberships if each.is_usable]
        user.has_second_factor = rows[0]["has_second_factor"]
        return user
