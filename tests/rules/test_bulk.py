"""What of many cases is changed, and what is left."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from debiet.rules.assignment import Why
from debiet.rules.bulk import BulkCase, BulkKind, BulkRefusal, bulk_refusal
from tests.docs.pages import page, tables

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
CASE = BulkCase(3, "ordinary", value="7", at_risk_at=NOW + 2 * HOUR)


@pytest.mark.parametrize(
    ("kind", "changes", "options", "reason"),
    [
        (BulkKind.ASSIGN, {}, {}, None),
        (BulkKind.ASSIGN, {"value": "8"}, {}, BulkRefusal.SAME),
        (BulkKind.CLOSE, {"value": "8"}, {}, None),
        (BulkKind.ASSIGN, {"version": 4}, {}, BulkRefusal.CHANGED),
        (BulkKind.ASSIGN, {"is_merged": True}, {}, BulkRefusal.MERGED),
        (BulkKind.ASSIGN, {"is_frozen": True}, {}, BulkRefusal.FROZEN),
        (BulkKind.CLOSE, {"is_closed": True}, {}, BulkRefusal.CLOSED),
        (BulkKind.TEAM, {}, {"team_part": "ordinary"}, None),
        (BulkKind.TEAM, {}, {"team_part": "ombuds"}, BulkRefusal.OTHER_COMPARTMENT),
        (BulkKind.SNOOZE, {}, {"until": NOW + HOUR}, None),
        (BulkKind.SNOOZE, {}, {"until": NOW + 3 * HOUR}, BulkRefusal.PAST_RISK),
        (BulkKind.SNOOZE, {}, {"until": NOW - HOUR}, BulkRefusal.PAST_RISK),
        (BulkKind.SPREAD, {}, {}, None),
        (BulkKind.SPREAD, {"value": "8"}, {}, BulkRefusal.SAME),
        (BulkKind.SPREAD, {"value": "8"}, {"obstacle": Why.NO_SKILL}, BulkRefusal.NO_SKILL),
        (BulkKind.SPREAD, {}, {"obstacle": Why.NOBODY_HERE}, BulkRefusal.NOBODY_HERE),
        (BulkKind.SPREAD, {}, {"obstacle": Why.TOO_CLOSE}, BulkRefusal.TOO_CLOSE),
        (BulkKind.SPREAD, {}, {"obstacle": Why.NOBODY_TAKES}, BulkRefusal.NOBODY_TAKES),
        (BulkKind.SPREAD, {"version": 4}, {"obstacle": Why.NO_SKILL}, BulkRefusal.CHANGED),
    ],
)
def test_what_is_left_and_why(kind, changes, options, reason):
    case = replace(CASE, **changes)
    found = bulk_refusal(case, kind, wanted="8", seen_version=3, at=NOW, **options)
    assert found is reason


def test_what_cannot_be_seen_is_not_there():
    found = bulk_refusal(None, BulkKind.CLOSE, wanted="", seen_version=1, at=NOW)
    assert found is BulkRefusal.GONE


def test_the_page_has_every_reason():
    rows = {row[0] for row in tables(page("docs/algorithms/casework.md"))}
    assert {f"`{reason}` in bulk" for reason in BulkRefusal} <= rows
