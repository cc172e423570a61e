"""Logs: one line a happening, as JSON, without personal data: numbers, codes, durations only."""

from typing import Any

import structlog

from debiet.settings.environment import text

LOG_LEVEL = text("DEBIET_LOG_LEVEL", "INFO")
LOG_FORMAT = text("DEBIET_LOG_FORMAT", "json")
_renderer = (
    structlog.processors.JSONRenderer()
    if LOG_FORMAT == "json"
    else structlog.dev.ConsoleRenderer(colors=False)
)
_shared: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]
structlog.configure(
    processors=[*_shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _renderer,
            ],
            "foreign_pre_chain": _shared,
        }
    },
    "filters": {"path": {"()": "debiet.web.logs.WithoutAddress"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["path"],
        }
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # Django's own handler would mail administrators; its lines go where all others go.
        "django": {"handlers": [], "propagate": True, "level": LOG_LEVEL},
        "procrastinate": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
        # aiosmtpd: it would name senders and recipients.
        "mail.log": {"level": "CRITICAL"},
    },
}
