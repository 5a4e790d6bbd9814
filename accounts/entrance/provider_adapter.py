from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.actions.providers import remember_arrival
from accounts.entrance.arrivals import arrival_of, person_of
from accounts.models import User
from core import wall


class ProviderAdapter(DefaultSocialAccountAdapter):
    """How allauth lets in whom a school's own provider knows. Nobody gets an account this way."""

    def populate_user(self, request: HttpRequest, login: SocialLogin, data: Any) -> User:
        """Takes the claims out of what allauth would store with the link."""
        login.claims, login.account.extra_data = _flat(login.account.extra_data), {}
        user: User = login.user
        return user

    def pre_social_login(self, request: HttpRequest, login: SocialLogin) -> None:
        """Puts the person in the place of whomever allauth found, or refuses."""
        if login.state.get("process") != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(refusal(request, login.provider.name))
        arrival = arrival_of(login, login.claims)
        user = person_of(arrival)
        if user is None:
            raise ImmediateHttpResponse(refusal(request, login.provider.name))
        with wall.as_person(user.pk):
            if user.is_active:
                remember_arrival(user, arrival=arrival)
        login.user, login.token, login.email_addresses = user, None, []

    def serialize_instance(self, instance: Model) -> dict[str, Any]:
        """A sign-in that waits for its second step is kept in the session: nothing of the person."""
        if isinstance(instance, User):
            return {"id": instance.pk}
        return super().serialize_instance(instance)

    def deserialize_instance(self, model: type[Model], data: dict[str, Any]) -> Model:
        return User(**data) if model is User else super().deserialize_instance(model, data)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, *args: Any, **kwargs: Any
    ) -> None:
        raise ImmediateHttpResponse(failure(request, provider.name))


def refusal(request: HttpRequest, provider: str) -> HttpResponse:
    """For somebody nobody here knows, or not for certain."""
    return _page(request, "not_known", provider, status=403)


def failure(request: HttpRequest, provider: str) -> HttpResponse:
    """For somebody about whom the provider says nothing that could be believed."""
    return _page(request, "provider_failed", provider, status=401)


def _page(request: HttpRequest, name: str, provider: str, *, status: int) -> HttpResponse:
    return render(request, f"accounts/{name}.html", {"provider": provider}, status=status)


def _flat(data: dict[str, Any]) -> dict[str, Any]:
    """OpenID Connect tells some claims in the token and some when asked."""
    return {**data, **data.get("id_token", {}), **data.get("userinfo", {})}
