"""How long somebody stays signed in who does nothing, and where they are signed in.

Every cookie ends with the browser. The row behind it ends when its person has done nothing for as
long as the strictest of their profiles allows: docs/decisions/sessions-end-by-themselves.md.
"""

from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from accounts.choices import Profile
from accounts.models import Membership, User
from core import clock
from core.prepared import run_prepared

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR

IDLE_SECONDS = {
    Profile.STUDENT: 20 * MINUTE,  # a tablet is handed on
    Profile.PARENT: 14 * DAY,  # a telephone of one's own
    Profile.TEACHER: 8 * HOUR,
    Profile.STAFF: 8 * HOUR,
    Profile.GUEST: 8 * HOUR,
}
IDLE_SECONDS_OF_HANDLERS = HOUR

# A page that looks again by itself says so, and so does a browser that looks for another version of
# the script that works for a device: nobody sits in front of it for that.
BY_ITSELF = ("X-By-Itself", "Service-Worker")

_IDLE = "idle_seconds"
_SEEN = """
WITH kept AS (
    UPDATE django_session SET expire_date = %(now)s + make_interval(secs => %(idle)s)
    WHERE session_key = %(key)s
)
UPDATE usersessions_usersession SET last_seen_at = %(now)s WHERE session_key = %(key)s
"""


_LOAD = """
SELECT session_key, session_data, expire_date FROM django_session
WHERE session_key = %(key)s AND expire_date > %(now)s
"""

# A page more in the same minute is no news, and would be written for nothing.
STEP = timedelta(seconds=MINUTE)


class SessionStore(DatabaseStore):
    lasts_until: datetime | None = None

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        """Every request begins with it, so it is planned once."""
        found = run_prepared(_LOAD, {"key": self.session_key, "now": timezone.now()})
        if not found:
            self._session_key = None
            return None
        self.lasts_until = found[0]["expire_date"]
        return self.model(**found[0])

    def get_session_cookie_age(self) -> int:
        """How long the row lasts from each time it is written."""
        idle: int = self.get(_IDLE, settings.SESSION_COOKIE_AGE)
        return idle


def limit(session: SessionBase, memberships: list[Membership]) -> int:
    """Has the session end after as much idleness as these allow, and tells how much it is."""
    idle = min(_idle_seconds(each) for each in memberships)
    if session.get(_IDLE) != idle:
        session[_IDLE] = idle
    return idle


def keep_alive(request: HttpRequest, memberships: list[Membership]) -> None:
    """Whoever sent this request was there to do so, unless the page did it by itself."""
    idle = limit(request.session, memberships)
    if any(mark in request.headers for mark in BY_ITSELF):
        return
    now, before = clock.now(), request.session.lasts_until  # type: ignore[attr-defined]  # a store of ours
    if before is None or now + timedelta(seconds=idle) - before >= STEP:
        key = request.session.session_key
        run_prepared(_SEEN, {"now": now, "idle": idle, "key": key})


def sessions_of(user: User) -> "models.QuerySet[UserSession]":
    """Where this person is signed in now, the latest first."""
    live = DatabaseStore.get_model_class().objects.filter(expire_date__gt=clock.now())
    mine: Any = UserSession.objects.filter(user=user.pk, session_key__in=live.values("session_key"))
    ordered: models.QuerySet[UserSession] = mine.order_by("-last_seen_at", "-pk")
    return ordered


def _idle_seconds(membership: Membership) -> int:
    if membership.handles_reports:
        return IDLE_SECONDS_OF_HANDLERS
    return IDLE_SECONDS[Profile(membership.profile)]
