"""Terms, moments and durations in words, in the three languages."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from debiet.web import wording

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime(2026, 11, 24, 13, 10, tzinfo=BRUSSELS)  # a Tuesday


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("due", "dutch", "french", "english"),
    [
        ("2026-11-24 16:30", "nog 3 u 20 min", "encore 3 h 20 min", "3 h 20 min left"),
        ("2026-11-24 13:40", "nog 30 min", "encore 30 min", "30 min left"),
        ("2026-11-24 13:10:30", "nog minder dan 1 min", None, "less than 1 min left"),
        ("2026-11-24 13:10", "nog minder dan 1 min", None, None),  # the due moment is in time
        ("2026-11-24 17:10", "vandaag 17:10", "aujourd\u2019hui 17:10", "today 17:10"),
        ("2026-11-25 10:15", "morgen 10:15", "demain 10:15", "tomorrow 10:15"),
        ("2026-11-26 09:00", "do 26 nov 09:00", "jeu 26 nov 09:00", "Thu 26 Nov 09:00"),
        ("2027-01-04 09:00", "ma 4 jan 2027 09:00", None, "Mon 4 Jan 2027 09:00"),
        # A term in days ends at 00:00: people read the day that it covers.
        ("2026-11-25 00:00", "vandaag 24:00", None, "today 24:00"),
        ("2026-11-26 00:00", "morgen 24:00", None, "tomorrow 24:00"),
        ("2026-12-01 00:00", "ma 30 nov 24:00", None, "Mon 30 Nov 24:00"),
        ("2026-11-24 13:09:40", "net te laat", "tout juste en retard", "just too late"),
        ("2026-11-24 12:25", "45 min te laat", "45 min de retard", "45 min too late"),
        ("2026-11-23 14:00", "23 u 10 min te laat", None, "23 h 10 min too late"),
        ("2026-11-23 11:00", "1 dag te laat", "1 jour de retard", "1 day too late"),
        ("2026-11-22 16:00", "2 dagen te laat", "2 jours de retard", "2 days too late"),
    ],
)
def test_the_time_left_reads_as_people_say_it(due, dutch, french, english):
    for language, words in (("nl", dutch), ("fr", french), ("en", english)):
        if words is not None:
            with translation.override(language):
                assert str(wording.time_left(at(due), NOW)) == words


@pytest.mark.parametrize(
    ("due", "at_risk", "tone"),
    [
        ("2026-11-24 13:09", "2026-11-24 12:00", "late"),
        ("2026-11-24 13:10", "2026-11-24 12:00", "soon"),
        ("2026-11-26 09:00", "2026-11-24 13:10", "soon"),  # exactly at the moment of risk
        ("2026-11-24 14:00", "2026-11-24 13:30", "calm"),  # little time, but little of it used
        ("2026-11-24 14:00", None, "soon"),
        ("2026-11-24 17:10", None, "calm"),
    ],
)
def test_the_tone_follows_the_risk_and_the_breach(due, at_risk, tone):
    risk = at(at_risk) if at_risk else None
    assert wording.time_left(at(due), NOW, risk).tone == tone


def test_a_moment_in_another_zone_is_told_in_ours():
    with translation.override("en"):
        due = datetime(2026, 11, 25, 9, 15, tzinfo=UTC)
        assert str(wording.time_left(due, NOW.astimezone(UTC))) == "tomorrow 10:15"


def test_the_night_of_the_clock_change_counts_real_hours():
    before = datetime(2026, 10, 25, 1, 30, tzinfo=BRUSSELS)
    after = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 02:30 for the second time
    with translation.override("en"):
        assert str(wording.time_left(after, before)) == "2 h left"


def test_a_term_without_a_moment_says_so():
    with translation.override("nl"):
        assert wording.time_left(None, NOW) == wording.TimeLeft("termijn niet bepaald", "soon")


@pytest.mark.parametrize(
    ("delta", "words", "exact"),
    [
        (timedelta(0), "minder dan 1 min", "0 s"),
        (timedelta(seconds=59), "minder dan 1 min", "59 s"),
        (timedelta(minutes=113), "1 u 53 min", "1 u 53 min"),
        (timedelta(hours=80), "80 u", "80 u"),
        (timedelta(hours=26, minutes=5, seconds=7), "26 u 5 min", "26 u 5 min 7 s"),
        (timedelta(hours=-1), "minder dan 1 min", "0 s"),
    ],
)
def test_a_duration_stays_in_hours(delta, words, exact):
    with translation.override("nl"):
        assert wording.duration(delta) == words
        assert wording.duration(delta, exact=True) == exact


def test_what_was_done_says_after_how_long():
    with translation.override("nl"):
        done = wording.time_taken(timedelta(minutes=113), in_time=True)
        assert (done.words, done.tone) == ("na 1 u 53 min", "ok")
        assert wording.time_taken(timedelta(minutes=113), in_time=False).tone == "late"


@pytest.mark.parametrize(
    ("language", "day", "moment", "due", "due_day"),
    [
        (
            "nl",
            "maandag 30 november 2026",
            "maandag 30 november 2026 om 16:30",
            "uiterlijk op maandag 30 november 2026 om 16:30",
            "uiterlijk op maandag 30 november 2026",
        ),
        (
            "fr",
            "lundi 30 novembre 2026",
            "lundi 30 novembre 2026 à 16:30",
            "au plus tard le lundi 30 novembre 2026 à 16:30",
            "au plus tard le lundi 30 novembre 2026",
        ),
        (
            "en",
            "Monday 30 November 2026",
            "Monday 30 November 2026 at 16:30",
            "no later than Monday 30 November 2026 at 16:30",
            "no later than Monday 30 November 2026",
        ),
    ],
)
def test_days_and_moments_in_full(language, day, moment, due, due_day):
    half_past_four = at("2026-11-30 16:30")
    with translation.override(language):
        assert wording.local_day(date(2026, 11, 30)) == day
        assert wording.local_day(half_past_four) == day
        assert wording.local_moment(half_past_four) == moment
        assert wording.due_moment(half_past_four) == due
        assert wording.due_moment(at("2026-12-01 00:00")) == due_day


def test_a_short_moment_names_only_another_year():
    with translation.override("nl"):
        assert wording.short_moment(at("2026-11-10 09:12"), NOW) == "di 10 nov 09:12"
        assert wording.short_moment(at("2025-11-10 09:12"), NOW) == "ma 10 nov 2025 09:12"
        assert wording.short_day(date(2025, 11, 10), NOW) == "ma 10 nov 2025"


@pytest.mark.parametrize(
    ("percent", "name"),
    [
        (None, "used-0"),
        (-3, "used-0"),
        (4.9, "used-0"),
        (52, "used-50"),
        (99.9, "used-95"),
        (100, "used-100"),
        (250, "used-100"),
    ],
)
def test_a_bar_is_full_only_when_all_is_used(percent, name):
    assert wording.used_class(percent) == name
