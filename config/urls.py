from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

handler403 = "core.http.forbidden"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("core.installing")),
    path("", include("newsfeed.urls")),
    path("", include("accounts.urls")),
    path("", include("accounts.entrance_urls")),
    path("", include("contacts.urls")),
    path("", include("charters.urls")),
    path("", include("uploads.urls")),
    path("", include("profiles.urls")),
    path("", include("messaging.urls")),
    path("", include("moderation.urls")),
    path("", include("safeguarding.urls")),
    path("", include("retention.urls")),
    path("language/", include("django.conf.urls.i18n")),
]

if settings.DEVELOPMENT:
    urlpatterns.append(path("styleguide/", include("core.styleguide")))
