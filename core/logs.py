"""How the program writes to its log: JSON lines without anything anybody wrote or is called."""

import sys
import traceback

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# Celery's, which ends its line on a failed task with the error itself.
OF_TASKS = "celery.app.trace"
# allauth's, which ends its with what a school's provider said, or somebody in its place.
OF_SAML = "allauth.socialaccount.providers.saml.views"


def where_it_failed(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Puts the kind of an error and its path through the code in place of the error.

    Its message stays out: the one of a database names the values it refused.
    """
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given and given[1]
    if error:
        frames = traceback.extract_tb(error.__traceback__)
        event["error"] = type(error).__qualname__
        event["path"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        if event.get("logger") == OF_TASKS:
            event["event"] = event["event"].partition(": ")[0]
    if event.get("logger") == OF_SAML:
        event["event"] = event["event"].partition(": ")[0]
    return event


SHARED: list[Processor] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
]
FORMATTER = {
    "()": structlog.stdlib.ProcessorFormatter,
    "foreign_pre_chain": SHARED,
    "processors": [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        where_it_failed,
        structlog.processors.JSONRenderer(),
    ],
}


def configure() -> None:
    """Sends what is logged through structlog the way of everything else."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
