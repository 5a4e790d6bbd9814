"""The way in through a school's own provider: allauth's, with nobody known until it is done."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import requests
import structlog
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.socialaccount.providers.saml import views as saml
from allauth.socialaccount.providers.saml.utils import build_saml_config, get_app_or_404
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from lxml.etree import XMLSyntaxError
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from accounts.entrance.provider_adapter import failure
from core import wall

View = Callable[..., HttpResponse]
log = structlog.get_logger()

# Out of reach, an answer to nothing that this browser asked, and no answer at all.
NOTHING_TO_BELIEVE = (requests.RequestException, PermissionDenied, XMLSyntaxError)


def _as_nobody(view: View) -> View:
    @wraps(view)
    def opened(request: HttpRequest, **which: str) -> HttpResponse:
        with wall.directory_open():
            try:
                return view(request, **which)
            except NOTHING_TO_BELIEVE as error:
                log.warning("provider not believed", error=type(error).__name__)
                (provider_id,) = which.values()
                return failure(request, get_adapter().get_provider(request, provider_id).name)

    return never_cache(opened)


oidc_login = require_POST(_as_nobody(oidc.login))
oidc_callback = require_safe(_as_nobody(oidc.callback))
saml_login = require_POST(_as_nobody(saml.login))
saml_finish = require_safe(_as_nobody(saml.finish_acs))


@csrf_exempt
@require_POST
def saml_answer(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Posted from the provider's page, hence without our cookies: the next page has them."""
    get_app_or_404(request, organization_slug)
    answered: HttpResponse = saml.acs(request, organization_slug)
    return answered


@require_safe
def saml_sign_out(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """allauth asks for this address, and nobody is told of it: sessions end by themselves."""
    raise Http404


@require_safe
def saml_metadata(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """What the provider is told about us: all that allauth offers, without its single sign-out."""
    app = get_app_or_404(request, organization_slug)
    config: dict[str, Any] = build_saml_config(request, app.settings, organization_slug)
    del config["sp"]["singleLogoutService"]
    settings = OneLogin_Saml2_Settings(settings=config, sp_validation_only=True)
    return HttpResponse(settings.get_sp_metadata(), content_type="text/xml")
