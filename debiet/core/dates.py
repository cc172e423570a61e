"""Moments and days in words, in the language of whoever reads them."""

from datetime import date, datetime, timedelta

from django.utils import timezone, translation
from django.utils.formats import date_format


def day_in_words(day: date, language: str) -> str:
    """Return a day as people say it, such as `maandag 30 november 2026`."""
    pattern = {"nl": "l j F Y", "fr": "l j F Y", "en": "l j F Y"}.get(language, "j F Y")
    with translation.override(language):
        return date_format(day, pattern)


def latest_day(due_at: datetime) -> date:
    """Return the local day on which a deadline falls; midnight ends the day before it."""
    return timezone.localtime(due_at - timedelta(microseconds=1)).date()


def local_day_of(moment: datetime | None) -> date | None:
    """Return the local day on which a moment falls, nothing for nothing."""
    return timezone.localtime(moment).date() if moment else None


def start_of_day(day: date) -> datetime:
    """Return the moment at which a local day begins."""
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001
