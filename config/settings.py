"""Every setting of Préau, read from the environment once."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env
from psycopg.conninfo import conninfo_to_dict

from config.files import storage_of
from config.providers import allauth_providers
from core import logs
from core.data_dir import data_dir, push_key, secret_key

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent

# -- Where it runs ------------------------------------------------------------------------------

DEBUG = False
DEVELOPMENT = env.bool("PREAU_DEVELOPMENT", default=False)
SECRET_KEY = env.str("PREAU_SECRET_KEY", default="") or secret_key()
ALLOWED_HOSTS = env.list("PREAU_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
PORT = env.int("PREAU_PORT", default=8000)
# In production pages and sockets share one origin; here the socket server has the next port.
SOCKET_PORT = PORT + 1 if DEVELOPMENT else None
# A policy takes no address in brackets, and browsers complain of one on every page.
SOCKET_HOSTS = [host for host in ALLOWED_HOSTS if SOCKET_PORT and not host.startswith("[")]
SOCKET_ORIGINS = [f"ws://{host}:{SOCKET_PORT}" for host in SOCKET_HOSTS]

# What links in e-mails begin with.
SITE = f"http://127.0.0.1:{PORT}" if DEVELOPMENT else f"https://{ALLOWED_HOSTS[0]}"

SECURE_SSL_REDIRECT = not DEVELOPMENT
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if DEVELOPMENT else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEVELOPMENT

# -- What it is made of -------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "django_prose_editor",
    "lucide",
    "csp",
    "pgtrigger",
    "simple_history",
    "channels",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "core",
    "audit",
    "accounts",
    "contacts",
    "charters",
    "uploads",
    "profiles",
    "newsfeed",
    "messaging",
    "moderation",
    "safeguarding",
    "retention",
    "config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.WaitMiddleware",
    "accounts.entrance.second_factor_gate.SecondFactorMiddleware",
    "charters.middleware.CharterMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.http.csrf_token",
                "core.navigation.navigation",
                "accounts.school_switch.school_switch",
                "contacts.freezing.frozen",
                "core.realtime.socket",
            ],
        },
    }
]
COTTON_DIR = "components"

# -- Where things are kept ----------------------------------------------------------------------

_database = conninfo_to_dict(env.str("DATABASE_URL"))
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.pop("dbname", ""),
        "USER": _database.pop("user", ""),
        "PASSWORD": _database.pop("password", ""),
        "HOST": _database.pop("host", ""),
        "PORT": _database.pop("port", ""),
        # Settings of the school wall live on the connection: no pooler may share it between
        # transactions.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Without it, a server that accepts and says nothing would be waited for without end.
        "OPTIONS": {"connect_timeout": "5", **_database},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# What is remembered at sign-in must hold with the broker down, so it is kept in PostgreSQL too.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
    }
}
REDIS_URL = env.str("REDIS_URL")

STATIC_URL = "/static/"
STATIC_ROOT = data_dir() / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = data_dir() / "media"
STORAGES = {
    "default": storage_of(env.str("PREAU_FILES", default="")),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
    },
}

# "unix:/run/clamav/clamd.ctl" or "tcp://127.0.0.1:3310"; without it files are not scanned.
CLAMD = env.str("PREAU_CLAMD", default="")

# -- Who may come in ----------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.entrance.backends.LoginBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.entrance.passwords.LongEnough"},
    {"NAME": "accounts.entrance.passwords.HardToGuess"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "newsfeed:feed"
LOGOUT_REDIRECT_URL = "account_login"
SESSION_ENGINE = "accounts.entrance.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Of somebody on the way in; `accounts.entrance.sessions` says how long it is for those who are.
SESSION_COOKIE_AGE = 3600
# What is said to somebody goes with their session: a cookie would say it to whoever comes next.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

ACCOUNT_ADAPTER = "accounts.entrance.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_UNIQUE_EMAIL = False
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
SOCIALACCOUNT_ADAPTER = "accounts.entrance.provider_adapter.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = allauth_providers(env.str("PREAU_SIGN_IN_PROVIDERS", default=""))
MFA_ADAPTER = "accounts.entrance.factor_adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# Tries are counted by accounts.entrance.tries, which is exact where allauth's own limits are not.
ACCOUNT_RATE_LIMITS = False
# How many proxies of ours stand before the program, each adding to X-Forwarded-For whom it saw.
# Whatever stands further left in that header was made up by whoever sent it.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PREAU_PROXIES", default=0)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF, *SOCKET_ORIGINS],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# -- In which language --------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_SECURE = not DEVELOPMENT
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# -- What happens beside the pages --------------------------------------------------------------

CHANNEL_LAYERS = {"default": {"BACKEND": "core.hearing.Hearing"}}
CELERY_BROKER_URL = REDIS_URL
# With the broker down nobody waits for it: otherwise each message takes six seconds to give up.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "max_retries": 0,
}
# A worker that gave up after an hour would be missing once the broker is back.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {"sweep": {"task": "core.sweep", "schedule": crontab()}}

# "smtp+tls://user:password@mail.example:587", "smtp+ssl://…" or, on the same machine, "smtp://…".
_mail = urlsplit(env.str("EMAIL_URL", default=""))
SENDS_MAIL = bool(_mail.hostname) or DEVELOPMENT
# In development e-mails are files.
EMAIL_BACKEND = (
    f"django.core.mail.backends.{'smtp' if _mail.hostname else 'filebased'}.EmailBackend"
)
EMAIL_FILE_PATH = data_dir() / "mail"
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.scheme == "smtp+tls", _mail.scheme == "smtp+ssl"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("PREAU_MAIL_FROM", default=f"Préau <preau@{ALLOWED_HOSTS[0]}>")

# Without it no device is woken: waking one is to ask the push service of its maker.
PUSH_KEY = env.str("PREAU_PUSH_KEY", default="") or (push_key() if DEVELOPMENT else "")

# -- What is said about it ----------------------------------------------------------------------

logs.configure()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": logs.FORMATTER},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Its own handler would write errors out with their message.
    "loggers": {"uvicorn": {"level": "WARNING", "propagate": True}},
}
