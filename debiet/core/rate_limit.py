"""Counting tries in PostgreSQL, so that all web processes count together."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from debiet.rules.rate_limit import is_over, window_start


def spent(*, what: str, whose: str, limit: int, window: timedelta, at: datetime) -> bool:
    """Count one try and return whether it is one too many; such a one is not counted.

    :param what: the thing that is limited, such as `portal.status`
    :param whose: who tries, such as an address; kept as a keyed hash only
    """
    key, start = _counter(what, whose, window, at)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO core_ratecount (key, window_at, count) VALUES (%s, %s, 1)
            ON CONFLICT (key, window_at) DO UPDATE SET count = core_ratecount.count + 1
            RETURNING count, (
                SELECT coalesce(sum(earlier.count), 0) FROM core_ratecount earlier
                WHERE earlier.key = %s AND earlier.window_at = %s
            )
            """,
            [key, start, key, start - window],
        )
        now, earlier = map(int, cursor.fetchone())
    over = is_over(earlier=earlier, now=now, limit=limit, at=at, window=window)
    if over:
        # Else whoever goes on trying would be kept out for ever, not let through at the limit.
        give_back(what=what, whose=whose, window=window, at=at)
    return over


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
    key = salted_hmac(what, whose, algorithm="sha256").hexdigest()
    return key, window_start(at, window=window)


def forget(*, before: datetime) -> int:
    """Delete the counters of windows that began before a moment; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_ratecount WHERE window_at < %s", [before])
        return int(cursor.rowcount)
