from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import clean_client_ip
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _

import audit
from accounts import tellings
from accounts.entrance import entrants, proofs, tries
from accounts.entrance.sessions import limit
from accounts.models import Membership, User
from core import door_parts, wall

log = structlog.get_logger()

# Where a request does not say where it comes from, as over a Unix socket.
NOWHERE = "0.0.0.0"  # noqa: S104  (nothing listens there)


class AccountAdapter(DefaultAccountAdapter):
    """How allauth behaves in a school.

    Signing in begins as a stranger, for whom nobody exists: each step enters the person's scope.
    """

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _(
            "This login and this password do not go together. Check both and try again."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from the school's roll alone."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Says nothing: the page that follows speaks for itself."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where our outermost proxy says this comes from.

        If the header holds fewer addresses than we have proxies, or something else, it has not
        come through all of them and anybody may have written it: then it is whoever is connected
        to us. People who so share one address wait longer, and nobody is kept out.
        """
        try:
            address: str = super().get_client_ip(request)
        except (ImproperlyConfigured, PermissionDenied):
            log.warning("fewer proxies than PREAU_PROXIES says, or none of them tells who it saw")
            address = clean_client_ip(request.META.get("REMOTE_ADDR", "")) or NOWHERE
        return address.partition("%")[0]

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        try:
            tries.count_try(credentials["username"])
        except tries.TooManyTries as refusal:
            raise ValidationError(str(refusal)) from refusal

    def authenticate(self, request: HttpRequest, **credentials: str) -> User | None:
        """Whose password it is; a wrong one leaves the try counted."""
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            tries.give_back_try(credentials["username"])
        return user

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        with wall.as_person(user.pk):
            return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: User) -> None:
        with wall.as_person(user.pk):
            if not user.is_active:
                # Since the first step was taken.
                raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
            super().login(request, user)
            # Whoever began there and went away: theirs is not for who has come in now.
            proofs.forget(request)
            entrants.forget(request)
            limit(request.session, user.memberships)
            ways = get_authentication_records(request, user)
            by = [way.get("type") or way.get("provider") or way["method"] for way in ways]
            for membership in user.memberships:
                audit.record(by=membership, verb="sign_in", methods=by)
            with translation.override(user.language):
                for sentence in tellings.hear(user):
                    messages.warning(request, sentence)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        with wall.as_person(user.pk):
            return super().post_login(request, user, **kwargs)

    def stay_signed_in(self, request: HttpRequest, user: User) -> None:
        """After the change of a password, which ends every session made with the former one."""
        update_session_auth_hash(request, user)
        UserSession.objects.create_from_request(request)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Only ever seen with the right password."""
        # The session of the attempt holds the login, and nothing would end it.
        request.session.flush()
        with translation.override(user.language):
            memberships = [
                (each, door_parts.parts_for(each) if each.is_blocked else [])
                for each in Membership.objects.of_account(user)
            ]
            page = {"memberships": memberships, "first_name": user.first_name}
            return render(request, "accounts/not_let_in.html", page, status=403)
