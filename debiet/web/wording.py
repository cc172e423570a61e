"""Moments and durations in words, in the language that is active.

Everything is a function of its arguments, the active language and the active time zone: no clock.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, TypeAlias

from django.utils import timezone
from django.utils.dateformat import format as write
from django.utils.dateformat import time_format
from django.utils.formats import get_format
from django.utils.translation import get_language, gettext, ngettext

Tone: TypeAlias = Literal["ok", "calm", "soon", "late"]

COUNTDOWN = timedelta(hours=4)
"""From here on the time left is counted down; before it the moment itself says more."""

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """A term in words, with the tone to show it in."""

    words: str
    tone: Tone

    def __str__(self) -> str:
        return self.words


def time_left(
    due_at: datetime | None, now: datetime, at_risk_at: datetime | None = None
) -> TimeLeft:
    """Return how long there still is, or by how much it is too late.

    The due moment itself is in time. Without `at_risk_at` the countdown counts as soon. A term
    without a due moment (its calendar does not reach that far) says so.
    """
    if due_at is None:
        return TimeLeft(gettext("term not determined"), "soon")
    if now > due_at:
        return TimeLeft(_lateness(due_at, now), "late")
    left = due_at - now
    at_risk = now >= at_risk_at if at_risk_at else left < COUNTDOWN
    if left < COUNTDOWN:
        words = gettext("%(duration)s left") % {"duration": duration(left)}
    else:
        words = _point(due_at, now)
    return TimeLeft(words, "soon" if at_risk else "calm")


def time_taken(taken: timedelta, *, in_time: bool) -> TimeLeft:
    """Return how long something took that is done, such as "after 1 h 53 min"."""
    words = gettext("after %(duration)s") % {"duration": duration(taken)}
    return TimeLeft(words, "ok" if in_time else "late")


def duration(delta: timedelta, *, exact: bool = False) -> str:
    """Return a length of time in hours and minutes, `exact` with its seconds.

    Hours are not made into days: ten working hours are more than one working day.
    """
    seconds = max(0, int(delta.total_seconds()))
    hours, minutes, rest = seconds // 3600, seconds % 3600 // 60, seconds % 60
    parts = []
    if hours:
        parts.append(gettext("%(hours)d h") % {"hours": hours})
    if minutes:
        parts.append(gettext("%(minutes)d min") % {"minutes": minutes})
    if exact and (rest or not parts):
        parts.append(gettext("%(seconds)d s") % {"seconds": rest})
    return " ".join(parts) or gettext("less than 1 min")


def local_day(day: date) -> str:
    """Return a day in full, such as "Monday 30 November 2026"."""
    return _day_in_words(_local_date(day), "DATE_FORMAT", get_language())


def local_moment(moment: datetime) -> str:
    """Return a moment in full, such as "Monday 30 November 2026 at 16:30"."""
    local = timezone.localtime(moment)
    return gettext("%(day)s at %(time)s") % {"day": local_day(local), "time": _clock(local)}


def short_moment(moment: datetime, now: datetime | None = None) -> str:
    """Return a moment for lists, such as "Tue 10 Nov 09:12"; another year than now's is named."""
    local = timezone.localtime(moment)
    return f"{_short_day(local.date(), now)} {_clock(local)}"


def short_day(day: date, now: datetime | None = None) -> str:
    """Return a day for lists, such as "Tue 10 Nov"; another year than `now`'s is named."""
    return _short_day(_local_date(day), now)


def month(day: date) -> str:
    """Return the month of a day with its year, such as "May 2026"."""
    return write(day, "F Y")


def due_moment(due_at: datetime) -> str:
    """Return until when, such as "no later than Monday 30 November 2026".

    A term that ends with a day ends at 00:00 of the next one: people read the day it still covers.
    """
    local = timezone.localtime(due_at)
    if _ends_a_day(local):
        return gettext("no later than %(day)s") % {"day": local_day(_covered_day(local))}
    facts = {"day": local_day(local), "time": _clock(local)}
    return gettext("no later than %(day)s at %(time)s") % facts


def used_class(percent: float | None) -> str:
    """Return the style class of a bar that shows how much is used, in steps of five percent.

    Rounded down, so that a bar is full only when everything is used.
    """
    step = int((percent or 0) // 5) * 5
    return f"used-{min(100, max(0, step))}"


def _lateness(due_at: datetime, now: datetime) -> str:
    late = now - due_at
    if late < _MINUTE:
        return gettext("just too late")
    if late < _DAY:
        return gettext("%(duration)s too late") % {"duration": duration(late)}
    days = (timezone.localtime(now).date() - timezone.localtime(due_at).date()).days
    return ngettext("%(days)d day too late", "%(days)d days too late", days) % {"days": days}


def _point(due_at: datetime, now: datetime) -> str:
    local = timezone.localtime(due_at)
    day, clock = local.date(), _clock(local)
    if _ends_a_day(local):
        day, clock = _covered_day(local), "24:00"
    today = timezone.localtime(now).date()
    if day == today:
        return gettext("today %(time)s") % {"time": clock}
    if day == today + _DAY:
        return gettext("tomorrow %(time)s") % {"time": clock}
    return f"{_short_day(day, now)} {clock}"


def _short_day(day: date, now: datetime | None) -> str:
    words = _day_in_words(day, "SHORT_DATE_FORMAT", get_language())
    if now is None or timezone.localtime(now).year == day.year:
        return words
    return f"{words} {day.year}"


def _clock(local: datetime) -> str:
    return _time_in_words(local.time().replace(second=0, microsecond=0), get_language())


# A list of forty terms writes the same few days again and again.
@lru_cache(maxsize=2048)
def _day_in_words(day: date, form: str, language: str | None) -> str:
    return write(day, get_format(form, lang=language))


@lru_cache(maxsize=2048)
def _time_in_words(clock: time, language: str | None) -> str:
    return time_format(clock, get_format("TIME_FORMAT", lang=language))


def _local_date(day: date) -> date:
    if isinstance(day, datetime):
        return (timezone.localtime(day) if timezone.is_aware(day) else day).date()
    return day


def _ends_a_day(local: datetime) -> bool:
    return local.time() == time.min


def _covered_day(local: datetime) -> date:
    return local.date() - _DAY
