"""How often something may be done in a stretch of time, counted in windows that slide.

Tries are counted in windows that follow each other. What was let through in the window before this
one still counts, as if it had been evenly spread: so a limit is not there twice when one window
turns into the next, and a window after any try there is room for one again.
"""

from datetime import UTC, datetime, timedelta

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def window_start(at: datetime, *, window: timedelta) -> datetime:
    """Return when the window began in which a moment is."""
    return _BEGINNING + (at - _BEGINNING) // window * window


def is_over(*, earlier: int, now: int, limit: int, at: datetime, window: timedelta) -> bool:
    """Return whether the latest try is one too many.

    :param earlier: the tries that were let through in the window before
    :param now: those in the window of `at`, the latest one among them
    """
    gone = at - window_start(at, window=window)
    still_inside = max(0, earlier - 1 - earlier * gone // window)
    return now + still_inside > limit
