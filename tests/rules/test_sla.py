from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from debiet.rules.sla import (
    EFFECTS,
    ClockStatus,
    Effect,
    Entry,
    EntryKind,
    Milestone,
    Target,
    Term,
    TermUnit,
    clock_cycles,
    clock_state,
    explain,
)
from debiet.rules.working_time import NaiveMoment, WorkingHours
from tests.rules.ledgers import (
    CALENDARS,
    EIGHT_HOURS,
    OPENED,
    SIXTEEN_HOURS,
    calendar,
    ledger,
    state,
    target,
)
from tests.rules.worked import BRUSSELS, moment, office, rows

PAGE = "sla.md"
WORKED = rows(PAGE, heading="## Worked numbers")


def shown(at):
    return f"{at.astimezone(BRUSSELS):%Y-%m-%d %H:%M}" if at else "-"


@pytest.mark.parametrize("row", WORKED, ids=lambda row: row["Case"])
def test_a_clock_stands_as_documented(row):
    what = target(row["Milestone"], row["Term"])
    found = state(row["Ledger"], what, on=calendar(row["Term"]))
    assert {
        "Status": found.status.value,
        "Due": shown(found.due_at),
        "Used": str(found.used(moment(row["At"]))),
        "In time": {None: "-", True: "yes", False: "no"}[found.in_time],
        "75 %": shown(found.levels.get(75)),
    } == {name: row[name] for name in ("Status", "Due", "Used", "In time", "75 %")}


@pytest.mark.parametrize("row", WORKED, ids=lambda row: row["Case"])
def test_the_explanation_of_each_row_adds_up_to_what_is_used(row):
    what, on, at = target(row["Milestone"], row["Term"]), calendar(row["Term"]), moment(row["At"])
    spans = explain(
        target=what, entries=ledger(row["Ledger"]), calendar=on, calendars=CALENDARS, until=at
    )
    found = state(row["Ledger"], what, on=on)
    assert sum(span.amount for span in spans) == found.used(at)
    assert [span.start for span in spans[1:]] == [span.end for span in spans[:-1]]


def test_the_table_of_milestones_is_the_codes_table():
    named = {effect.name.lower().replace("_", " "): effect for effect in Effect}
    documented: dict[Milestone, dict[EntryKind, Effect]] = {each: {} for each in Milestone}
    kinds = []
    for row in rows(PAGE, heading="## Milestones and entries"):
        kinds.append(EntryKind[row["Entry"]])
        for milestone in Milestone:
            effect = named.get(row[milestone.name])
            if effect:
                documented[milestone][kinds[-1]] = effect
    assert documented == EFFECTS
    assert sorted(kinds) == sorted(EntryKind)


def test_what_was_known_then_is_the_same_function_over_the_entries_recorded_by_then():
    text = "1 OPENED 2026-03-02 09:00; 2 REPLIED 2026-03-02 10:00 recorded 2026-03-03 15:00"
    noon = moment("2026-03-03 12:00")
    then = [entry for entry in ledger(text) if entry.recorded_at <= noon]
    known = clock_state(target=EIGHT_HOURS, entries=then, calendar=office())
    assert known.is_breached(noon)
    assert not state(text).is_breached(noon)


def test_breached_is_after_the_due_moment_and_at_risk_from_three_quarters():
    found = state(OPENED)
    minute = timedelta(minutes=1)
    risk, due = moment("2026-03-02 15:00"), moment("2026-03-02 17:00")
    assert (found.at_risk_at, found.due_at) == (risk, due)
    assert [found.is_at_risk(at) for at in (risk - minute, risk, due, due + minute)] == [
        False,
        True,
        True,
        False,
    ]
    assert [found.is_breached(at) for at in (due, due + minute)] == [False, True]


def test_a_met_clock_is_never_at_risk_and_breached_only_if_it_was_met_late():
    late = moment("2026-03-09 12:00")
    in_time = state(f"{OPENED}; 2 REPLIED 2026-03-02 16:00")
    too_late = state(f"{OPENED}; 2 REPLIED 2026-03-03 10:00")
    assert not in_time.is_at_risk(late)
    assert not in_time.is_breached(late)
    assert too_late.is_breached(late)
    assert too_late.reached_at == moment("2026-03-03 10:00")


def test_a_breach_before_closing_stays_a_breach():
    found = state(f"{OPENED}; 2 RESOLVED 2026-03-03 10:00")
    assert (found.status, found.in_time, found.reached_at) == (ClockStatus.ENDED, None, None)
    assert found.is_breached(moment("2026-03-09 12:00"))


def test_levels_have_their_true_moments():
    assert state(OPENED).levels == {
        50: moment("2026-03-02 13:00"),
        75: moment("2026-03-02 15:00"),
        100: moment("2026-03-02 17:00"),
        150: moment("2026-03-03 13:00"),
    }


def test_levels_can_be_chosen():
    found = state(OPENED, levels=[10])
    assert found.levels == {10: moment("2026-03-02 09:48")}
    assert found.due_at == moment("2026-03-02 17:00")


def test_levels_of_a_share_that_does_not_divide_lie_at_the_next_microsecond():
    third = Target(Milestone.FIRST_REPLY, Term(Fraction(1, 3_600_000_000), TermUnit.WORKING_HOURS))
    assert state(OPENED, third).levels[50] == moment("2026-03-02 09:00:00.000001")


def test_an_answer_exactly_when_due_leaves_the_full_term_unmarked():
    found = state(f"{OPENED}; 2 REPLIED 2026-03-02 17:00")
    assert found.levels[75] == moment("2026-03-02 15:00")
    assert (found.levels[100], found.in_time) == (None, True)


def test_a_paused_clock_keeps_the_levels_it_had_and_has_no_others():
    found = state(f"{OPENED}; 2 PAUSED 2026-03-03 10:00", SIXTEEN_HOURS)
    assert found.levels == {50: moment("2026-03-02 17:00"), 75: None, 100: None, 150: None}
    assert found.due_at is None
    assert found.paused_at == moment("2026-03-03 10:00")
    assert not found.is_breached(moment("2027-03-02 09:00"))
    assert not found.is_at_risk(moment("2027-03-02 09:00"))


def test_a_clock_paused_after_its_term_stays_breached():
    found = state(f"{OPENED}; 2 PAUSED 2026-03-05 10:00", SIXTEEN_HOURS)
    assert found.status is ClockStatus.PAUSED
    assert found.is_breached(moment("2026-03-05 11:00"))
    assert found.levels[100] == moment("2026-03-03 17:00")


def test_a_level_reached_as_the_pause_begins_is_reached():
    found = state(f"{OPENED}; 2 PAUSED 2026-03-02 17:00", SIXTEEN_HOURS)
    assert found.levels[50] == moment("2026-03-02 17:00")


def test_a_pause_in_a_pause_only_changes_what_is_waited_for():
    twice = "2 PAUSED 2026-03-02 10:00; 3 PAUSED 2026-03-02 12:00; 4 RESUMED 2026-03-02 13:00"
    found = state(f"{OPENED}; {twice}", SIXTEEN_HOURS)
    assert found.due_at == moment("2026-03-04 12:00")


@pytest.mark.parametrize(
    "idle",
    [
        "2 RESUMED 2026-03-02 10:00",
        "2 REOPENED 2026-03-02 10:00",
        "2 OPENED 2026-03-02 10:00",
        "2 ASKED 2026-03-02 10:00",
        "2 PAUSED 2026-03-01 10:00",
        "2 REPLIED 2026-03-02 10:00",
    ],
)
def test_what_does_not_concern_a_resolution_changes_nothing(idle):
    found = state(f"{OPENED}; {idle}", SIXTEEN_HOURS)
    assert (found.status, found.due_at) == (ClockStatus.RUNNING, moment("2026-03-03 17:00"))


def test_reopening_an_open_case_changes_nothing_in_its_guarantee():
    found = state(
        f"{OPENED}; 2 REOPENED 2026-03-03 10:00", target("SERVICE_GUARANTEE", "10 working days")
    )
    assert (found.status, found.due_at) == (ClockStatus.RUNNING, moment("2026-03-17 00:00"))


def test_waiting_and_resolving_again_change_nothing_in_a_resolved_case():
    found = state(
        f"{OPENED}; 2 RESOLVED 2026-03-02 12:00; 3 PAUSED 2026-03-02 13:00;"
        " 4 RESOLVED 2026-03-04 12:00",
        SIXTEEN_HOURS,
    )
    assert (found.status, found.reached_at) == (ClockStatus.MET, moment("2026-03-02 12:00"))


def test_an_answer_once_given_stays_given_after_reopening():
    text = f"{OPENED}; 2 REPLIED 2026-03-02 10:00; 3 RESOLVED 2026-03-02 11:00"
    for what in (EIGHT_HOURS, target("SERVICE_GUARANTEE", "10 working days")):
        found = state(f"{text}; 4 REOPENED 2026-03-09 10:00", what)
        assert (found.status, found.reached_at) == (ClockStatus.MET, moment("2026-03-02 10:00"))


def test_the_guarantee_counts_closed_time_for_an_answer_to_a_closed_case_too():
    found = state(
        f"{OPENED}; 2 RESOLVED 2026-03-03 10:00; 3 REPLIED 2026-03-20 10:00",
        target("SERVICE_GUARANTEE", "10 working days"),
    )
    assert (found.due_at, found.in_time) == (moment("2026-03-17 00:00"), False)


def test_each_next_reply_and_each_new_resolution_is_a_cycle():
    replies = (
        f"{OPENED}; 2 REPLIED 2026-03-02 10:00; 3 ASKED 2026-03-02 16:00;"
        " 4 REPLIED 2026-03-03 17:00; 5 ASKED 2026-03-04 09:00; 6 RESOLVED 2026-03-04 10:00"
    )
    found = clock_cycles(
        target=target("NEXT_REPLY", "8 h"), entries=ledger(replies), calendar=office()
    )
    assert [(one.cycle, one.status, one.in_time) for one in found] == [
        (1, ClockStatus.MET, False),
        (2, ClockStatus.ENDED, None),
    ]


def test_a_next_reply_goes_on_after_reopening_without_the_closed_time():
    text = (
        f"{OPENED}; 2 REPLIED 2026-03-02 10:00; 3 ASKED 2026-03-02 16:00;"
        " 4 RESOLVED 2026-03-02 17:00; 5 REOPENED 2026-03-04 09:00; 6 ASKED 2026-03-04 09:00"
    )
    found = state(text, target("NEXT_REPLY", "8 h"))
    assert (found.cycle, found.due_at) == (1, moment("2026-03-04 16:00"))


def test_a_correction_can_be_taken_back_and_the_latest_one_holds():
    wrong = f"{OPENED}; 2 REPLIED 2026-03-02 10:00; 3 CORRECTED 2 never 2026-03-02 11:00"
    assert state(wrong).status is ClockStatus.RUNNING
    assert state(f"{wrong}; 4 CORRECTED 3 never 2026-03-02 12:00").status is ClockStatus.MET
    moved = f"{wrong}; 4 CORRECTED 2 2026-03-02 12:00 2026-03-02 13:00"
    assert state(moved).reached_at == moment("2026-03-02 12:00")


def test_a_correction_whose_own_moment_is_corrected_still_holds():
    text = (
        f"{OPENED}; 2 REPLIED 2026-03-02 10:00; 3 CORRECTED 2 never 2026-03-02 11:00;"
        " 4 CORRECTED 3 2026-03-02 10:30 2026-03-02 12:00; 5 CORRECTED never 2026-03-02 12:00"
    )
    assert state(text).status is ClockStatus.RUNNING


def test_a_bounce_that_was_a_mistake_gives_the_answer_back():
    text = f"{OPENED}; 2 REPLIED 2026-03-02 10:00; 3 BOUNCED 2 2026-03-02 11:00"
    assert state(f"{text}; 4 CORRECTED 3 never 2026-03-02 12:00").status is ClockStatus.MET


def test_entries_of_one_moment_are_taken_in_order_of_their_ids():
    text = "2 RESOLVED 2026-03-02 10:00; 1 OPENED 2026-03-02 10:00"
    assert state(text, SIXTEEN_HOURS).status is ClockStatus.MET


def test_entries_are_taken_in_order_of_when_they_happened_and_not_of_when_we_knew():
    backdated = "3 PAUSED 2026-03-02 13:00 recorded 2026-03-05 09:00"
    found = state(f"{OPENED}; 2 RESUMED 2026-03-04 11:00; {backdated}", SIXTEEN_HOURS)
    assert found.due_at == moment("2026-03-05 15:00")


def test_the_hour_that_comes_twice_does_not_turn_entries_round():
    always = WorkingHours(weekly={"sun": [("00:00", "24:00")]})
    first = moment("2026-10-25 02:50")
    second = moment("2026-10-25 02:10").replace(fold=1)
    entries = [
        Entry(1, EntryKind.OPENED, first, first),
        Entry(2, EntryKind.REPLIED, second, second),
    ]
    found = clock_state(target=EIGHT_HOURS, entries=entries, calendar=always)
    assert found.status is ClockStatus.MET
    assert found.used(second) == Fraction(1, 3)


def test_moments_in_the_hour_that_comes_twice_equal_the_stored_ones():
    always = WorkingHours(weekly={"sun": [("00:00", "24:00")]})
    found = state("1 OPENED 2026-10-25 00:00", target("FIRST_REPLY", "2 h"), on=always)
    assert found.due_at == datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    assert found.levels[150] == datetime(2026, 10, 25, 1, 0, tzinfo=UTC)


def test_a_clock_without_entries_has_not_started():
    found = clock_state(target=EIGHT_HOURS, entries=[], calendar=office())
    at = moment("2026-03-02 09:00")
    assert (found.status, found.cycle) == (ClockStatus.NOT_STARTED, 0)
    assert (found.used(at), found.length, found.percent_used(at)) == (0, 0, 0)
    assert not found.is_breached(at)
    assert not found.is_at_risk(at)


def test_used_remaining_and_percent_agree():
    found = state(OPENED)
    at = moment("2026-03-02 12:00")
    assert (found.used(at), found.remaining(at), found.percent_used(at)) == (3, 5, 37)
    assert found.remaining(moment("2026-03-03 10:00")) == -1
    assert found.used(moment("2026-03-01 10:00")) == 0


def test_a_rolled_term_is_as_long_as_it_runs():
    found = state("1 OPENED 2026-03-27 10:00", target("FIRST_REPLY", "10 calendar days, rolling"))
    assert found.length == 11


@pytest.mark.parametrize(
    ("amount", "unit", "options"),
    [
        (0, TermUnit.WORKING_HOURS, {}),
        (-1, TermUnit.WORKING_DAYS, {}),
        (Decimal("1.5"), TermUnit.WORKING_DAYS, {}),
        (40_000, TermUnit.CALENDAR_DAYS, {}),
        (10, TermUnit.WORKING_DAYS, {"roll_forward": True}),
    ],
)
def test_a_term_that_makes_no_sense_is_refused(amount, unit, options):
    with pytest.raises(ValueError, match=r"term|roll"):
        Term(amount, unit, **options)


def test_hours_may_be_broken():
    term = Term(Decimal("7.6"), TermUnit.WORKING_HOURS)
    assert term.duration == timedelta(hours=7, minutes=36)


def test_an_entry_without_zone_is_refused():
    naive = datetime(2026, 3, 2, 9)  # noqa: DTZ001
    with pytest.raises(NaiveMoment):
        Entry(1, EntryKind.OPENED, naive, datetime(2026, 3, 2, 9, tzinfo=UTC))
