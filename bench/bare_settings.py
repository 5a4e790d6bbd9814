"""What the feed is measured against: plain Django that only knows who is signed in.

Sessions and accounts, none of Préau's wall, trail or charters. The directory is open, because
outside the wall's scope no account is visible.
"""

from config.settings import *  # noqa: F403  (the same settings, less what is named below)
from config.settings import DATABASES, _database

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Costs next to nothing, and allauth does not start without it.
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "bench.bare"
AUTHENTICATION_BACKENDS = ["bench.bare.AccountBackend"]
_options = {**_database, "options": "-c preau.directory=open"}
DATABASES = {"default": {**DATABASES["default"], "OPTIONS": _options}}
