"""What a device asks for that keeps Préau among its apps: how it is called there, the script that
works for it, and the one page that is shown without a connection. Nothing of it knows a person.
"""

import json
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

A_DAY = 24 * 3600
# Icon, its size and whether the device may cut it to a form of its own.
ICONS = (("app-192", 192, "any"), ("app-512", 512, "any"), ("maskable-512", 512, "maskable"))


@require_safe
@cache_control(public=True, max_age=A_DAY)
def manifest(request: HttpRequest) -> HttpResponse:
    """It is fetched without a cookie: its address says in which language."""
    language = _language(request)
    with translation.override(language):
        house = {
            "id": "/",
            "name": "Préau",
            "short_name": "Préau",
            "description": _("The social network of a school."),
            "lang": language,
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#f7f4ee",
            "theme_color": "#4f2d96",
            "icons": [_icon(*icon) for icon in ICONS],
        }
    return JsonResponse(house, content_type="application/manifest+json")


@require_safe
@cache_control(private=True, max_age=A_DAY)
def service_worker(request: HttpRequest) -> HttpResponse:
    """A browser notices by its bytes that there is another one: of a new version, or language."""
    language = _language(request)
    with translation.override(language):
        house = {
            "kept": f"preau-{sha256(_offline_page().encode()).hexdigest()[:12]}",
            "offline": reverse("offline"),
            "files": [static("css/preau.css"), static("icons/hopscotch.svg")],
            "says": _("Something new in Préau"),
            "language": language,
            "icon": static("icons/app-192.png"),
            "badge": static("icons/badge-96.png"),
        }
    script = static("js/service-worker.js")
    lines = f"self.house = {json.dumps(house)};\nimportScripts({json.dumps(script)});\n"
    return HttpResponse(lines, content_type="text/javascript")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_offline_page())


@cache
def _offline_page() -> str:
    """In every language: whoever opens it next may be somebody else."""
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string("offline.html", {"languages": dict(settings.LANGUAGES)})


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    address = static(f"icons/{name}.png")
    return {"src": address, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


urlpatterns = [
    path("manifest.webmanifest", manifest, name="manifest"),
    path("service-worker.js", service_worker, name="service_worker"),
    path("offline/", offline, name="offline"),
]
