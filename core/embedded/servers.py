"""The servers that somebody else set up."""

import os
from typing import Any, LiteralString

import psycopg
import redis
from psycopg.conninfo import conninfo_to_dict

from core.embedded.errors import CannotStart

OLDEST_POSTGRES = 15
OLDEST_REDIS = 7
PATIENCE = 3  # seconds for a server to answer

_PASSES_THE_WALL = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
_MAKES_TABLES = "SELECT COALESCE(has_schema_privilege(current_schema(), 'CREATE'), false)"


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
    if not _leads_to_redis(os.environ["REDIS_URL"]):
        raise CannotStart("REDIS_URL must look like redis://host:6379/0.")
    return True


def check() -> None:
    """Raises CannotStart unless both servers answer and are such as Préau needs."""
    try:
        with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=PATIENCE) as connection:
            _check_database(connection)
    except psycopg.Error as error:
        raise CannotStart(
            "The database named in DATABASE_URL cannot be reached. Start it or correct the address."
            f" ({_first_line(error)})"
        ) from error
    try:
        _check_broker(os.environ["REDIS_URL"])
    except redis.RedisError as error:
        raise CannotStart(
            "The server named in REDIS_URL cannot be reached. Start it or correct the address."
            f" ({_first_line(error)})"
        ) from error


def check_role(connection: "psycopg.Connection[Any]") -> None:
    """Raises CannotStart if the wall between schools does not hold the role of this connection."""
    if _says_yes(connection, _PASSES_THE_WALL):
        role = connection.info.user
        raise CannotStart(
            f"The role {role} of DATABASE_URL could look over the wall between schools. Name one"
            f" that cannot, or run: ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS"
        )


def _check_database(connection: "psycopg.Connection[Any]") -> None:
    version = connection.info.server_version // 10_000
    if version < OLDEST_POSTGRES:
        raise CannotStart(
            f"The database named in DATABASE_URL is PostgreSQL {version}."
            f" Préau needs PostgreSQL {OLDEST_POSTGRES} or later."
        )
    check_role(connection)
    if not _says_yes(connection, _MAKES_TABLES):
        role = connection.info.user
        raise CannotStart(
            f"The role {role} of DATABASE_URL may make no tables. Give it the database:"
            f" ALTER DATABASE {connection.info.dbname} OWNER TO {role}"
        )


def _says_yes(connection: "psycopg.Connection[Any]", question: LiteralString) -> bool:
    answer = connection.execute(question).fetchone()
    return answer is not None and answer[0]


def _check_broker(url: str) -> None:
    # Redis 5 does not know how to say hello in protocol 3, and could not say which version it is.
    options = {"protocol": 2, "socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
    with redis.Redis.from_url(url, **options) as client:
        version = int(client.info("server")["redis_version"].partition(".")[0])
    if version < OLDEST_REDIS:
        raise CannotStart(
            f"The server named in REDIS_URL is Redis {version}."
            f" Préau needs Redis {OLDEST_REDIS} or later, or Valkey."
        )


def _leads_to_redis(url: str) -> bool:
    try:
        redis.Redis.from_url(url)
    except ValueError:
        return False
    return url.startswith(("redis://", "rediss://"))


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
