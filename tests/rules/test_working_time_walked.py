from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from debiet.rules.working_time import WorkingHours
from tests.rules import brute_force

# Near the clock changes of 2026 (and of Lord Howe, half an hour), and an ordinary week.
ZONES = {
    "Europe/Brussels": [date(2026, 3, 28), date(2026, 10, 24)],
    "America/New_York": [date(2026, 3, 7), date(2026, 10, 31)],
    "Australia/Lord_Howe": [date(2026, 4, 4), date(2026, 10, 3)],
    "Asia/Kolkata": [date(2026, 6, 30)],
    "UTC": [date(2026, 12, 30)],
}
QUARTERS = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 15, 30, 45)]
interval = st.tuples(st.sampled_from(QUARTERS), st.sampled_from([*QUARTERS, "24:00"]))
day_hours = st.lists(interval, max_size=3)


@st.composite
def situations(draw):
    """A calendar, a start near a clock change, and some pauses; all on whole minutes."""
    tz = draw(st.sampled_from(sorted(ZONES)))
    base = draw(st.sampled_from(ZONES[tz]))
    near = st.integers(-2, 6).map(lambda days: base + timedelta(days=days))
    definition = brute_force.Definition(
        tz=tz,
        weekly=draw(st.dictionaries(st.sampled_from(brute_force.NAMES), day_hours, max_size=7)),
        holidays=draw(st.sets(near, max_size=2)),
        overrides=draw(st.dictionaries(near, day_hours, max_size=2)),
    )
    minutes = st.integers(-1440, 4 * 1440).map(
        lambda count: (
            datetime(base.year, base.month, base.day, tzinfo=UTC) + timedelta(minutes=count)
        )
    )
    pauses = draw(st.lists(st.tuples(minutes, minutes), max_size=3))
    return definition, draw(minutes), draw(minutes), pauses


def calendar_of(definition):
    assume(any(definition.weekly.values()) or any(definition.overrides.values()))
    return WorkingHours(
        tz=definition.tz,
        weekly=definition.weekly,
        holidays=definition.holidays,
        overrides=definition.overrides,
    )


@settings(max_examples=100, deadline=None)
@given(situations())
def test_between_equals_walking_the_wall_clock(situation):
    definition, start, end, pauses = situation
    working = calendar_of(definition).between(start, end, pauses=pauses)
    assert working == brute_force.between(definition, start, end, pauses)


@settings(max_examples=80, deadline=None)
@given(situations(), st.integers(0, 2000).map(lambda count: timedelta(minutes=count)))
def test_add_equals_walking_the_wall_clock(situation, duration):
    definition, start, _, pauses = situation
    expected = brute_force.add(definition, start, duration, pauses)
    assume(expected is not None)
    due = calendar_of(definition).add(start, duration, pauses=pauses)
    # In UTC, because moments of the hour that comes twice equal none of another zone.
    assert due.astimezone(UTC) == expected


@settings(max_examples=50, deadline=None)
@given(situations(), st.integers(1, 10**10).map(lambda count: timedelta(microseconds=count)))
def test_a_deadline_is_the_earliest_moment_the_duration_is_used_up(situation, duration):
    definition, start, _, pauses = situation
    assume(any(definition.weekly.values()))
    hours = calendar_of(definition)
    due = hours.add(start, duration, pauses=pauses)
    tick = timedelta(microseconds=1)
    before = due.astimezone(UTC) - tick
    assert hours.between(start, due, pauses=pauses) == duration
    assert hours.between(start, before, pauses=pauses) == duration - tick


@settings(max_examples=50, deadline=None)
@given(situations())
def test_spans_are_whole_and_agree_with_between(situation):
    definition, start, end, _ = situation
    assume(start < end)
    hours = calendar_of(definition)
    spans = list(hours.spans(start, end))
    ends = [start, *(span.end.astimezone(UTC) for span in spans)]
    assert [span.start.astimezone(UTC) for span in spans] == ends[:-1]
    assert ends[-1] == end
    real = [b - a for a, b in pairwise(ends)]
    is_open = [span.closed is None for span in spans]
    worked = sum((d for d, o in zip(real, is_open, strict=True) if o), timedelta())
    assert worked == hours.between(start, end)
    for span in spans:
        assert hours.reason_closed(span.start) == span.closed
