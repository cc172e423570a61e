"""Everything that reads how long things are kept, holds and runs."""

from debiet.retention.queries.holds import HoldRow, holds
from debiet.retention.queries.months import (
    MonthsAsked,
    MonthsEffect,
    MonthsVersion,
    months_asked,
    months_effect,
    months_versions,
)
from debiet.retention.queries.rights import (
    Request,
    RequestRow,
    files_of_asker,
    open_requests,
    recipients,
    request_of,
    staying,
)
from debiet.retention.queries.runs import KindCount, Run, latest_runs, run
from debiet.retention.queries.terms import Kept, least_on, months_on, retention_table

__all__ = [
    "HoldRow",
    "Kept",
    "KindCount",
    "MonthsAsked",
    "MonthsEffect",
    "MonthsVersion",
    "Request",
    "RequestRow",
    "Run",
    "files_of_asker",
    "holds",
    "latest_runs",
    "least_on",
    "months_asked",
    "months_effect",
    "months_on",
    "months_versions",
    "open_requests",
    "recipients",
    "request_of",
    "retention_table",
    "run",
    "staying",
]
