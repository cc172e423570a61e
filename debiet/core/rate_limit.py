"""Counting tries in PostgreSQL, so that all web processes count together."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac


def spent(*, what: str, whose: str, limit: int, window: timedelta, at: datetime) -> bool:
    """Count one try and return whether the limit of this window is used up.

    :param what: the thing that is limited, such as `portal.status`
    :param whose: who tries, such as an address; kept as a keyed hash only
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO core_ratecount (key, window_at, count) VALUES (%s, %s, 1)
            ON CONFLICT (key, window_at) DO UPDATE SET count = core_ratecount.count + 1
            RETURNING count
            """,
            _counter(what, whose, window, at),
        )
        (count,) = cursor.fetchone()
    return int(count) > limit


def give_back(*, what: str, whose: str, window: timedelta, at: datetime) -> None:
    """Take back one try that `spent` counted: it turned out to be nothing to limit."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE core_ratecount SET count = count - 1
            WHERE key = %s AND window_at = %s AND count > 0
            """,
            _counter(what, whose, window, at),
        )


def _counter(what: str, whose: str, window: timedelta, at: datetime) -> tuple[str, datetime]:
    seconds = int(window.total_seconds())
    start = datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, tz=UTC)
    return salted_hmac(what, whose, algorithm="sha256").hexdigest(), start


def forget(*, before: datetime) -> int:
    """Delete the counters of windows that began before a moment; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_ratecount WHERE window_at < %s", [before])
        return int(cursor.rowcount)
