"""The servers that somebody else set up."""

import os

import psycopg
import redis
from psycopg.conninfo import conninfo_to_dict

from core.embedded.errors import CannotStart

OLDEST_POSTGRES = 15


def given() -> bool:
    """Whether both servers are named in the environment."""
    named = [bool(os.environ.get(name)) for name in ("DATABASE_URL", "REDIS_URL")]
    if not any(named):
        return False
    if not all(named):
        raise CannotStart("Set both DATABASE_URL and REDIS_URL, or neither of them.")
    try:
        conninfo_to_dict(os.environ["DATABASE_URL"])
    except psycopg.ProgrammingError as error:
        raise CannotStart(
            "DATABASE_URL must look like postgresql://name:password@host/database."
        ) from error
    if not os.environ["REDIS_URL"].startswith(("redis://", "rediss://")):
        raise CannotStart("REDIS_URL must look like redis://host:6379/0.")
    return True


def check() -> None:
    """Raises CannotStart unless both servers answer and PostgreSQL is recent enough."""
    try:
        with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.Error as error:
        raise CannotStart(
            "The database named in DATABASE_URL does not answer. Start it or correct the address."
            f" ({_first_line(error)})"
        ) from error
    if version < OLDEST_POSTGRES:
        raise CannotStart(
            f"The database named in DATABASE_URL is PostgreSQL {version}."
            f" Préau needs PostgreSQL {OLDEST_POSTGRES} or later."
        )
    try:
        with redis.Redis.from_url(os.environ["REDIS_URL"], socket_connect_timeout=5) as client:
            client.ping()
    except redis.RedisError as error:
        raise CannotStart(
            "The server named in REDIS_URL does not answer. Start it or correct the address."
            f" ({_first_line(error)})"
        ) from error


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
