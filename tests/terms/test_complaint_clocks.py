"""The clocks of a complaint: by a reference of their own, beside those of the case."""

from datetime import timedelta

import pytest

from debiet.rules.sla import OF_COMPLAINTS, CaseFacts, ClockStatus, EntryKind, Milestone
from debiet.terms import actions, queries
from debiet.terms.models import Clock
from tests import make

pytestmark = pytest.mark.django_db

ABOUT = "complaint:2026-000001"
HOUR = timedelta(hours=1)
ACKNOWLEDGED, FIRST_LINE, ANSWER = (
    Milestone.COMPLAINT_ACKNOWLEDGED,
    Milestone.FIRST_LINE,
    Milestone.COMPLAINT_ANSWER,
)


@pytest.fixture(autouse=True)
def _complaint():
    make.utility()
    actions.start_clocks(
        reference=ABOUT,
        compartment="ordinary",
        facts=CaseFacts(kind="complaint", topic_path=("invoice",), carrier="email"),
        occurred_at=make.MONDAY,
        by=make.SYSTEM,
        at=make.MONDAY + HOUR,
    )


def enter(kind, at, **facts):
    return actions.enter(reference=ABOUT, kind=kind, occurred_at=at, by=make.SYSTEM, at=at, **facts)


def clocks():
    return {clock.milestone: clock for clock in Clock.objects.filter(reference=ABOUT)}


def stand():
    return {milestone: clock.status for milestone, clock in clocks().items()}


def test_a_complaint_has_its_three_terms_and_no_other():
    found = clocks()
    assert set(found) == OF_COMPLAINTS
    assert found[ACKNOWLEDGED].due_at == make.local("2026-03-13 00:00")
    assert found[FIRST_LINE].due_at == make.local("2026-03-17 00:00")
    assert found[ANSWER].due_at == make.local("2026-04-17 00:00")


def test_without_a_policy_for_complaints_none_is_taken_for_one():
    actions.save_policy_version(
        code="complaints",
        title="Klachten",
        match={"kind": "complaint"},
        targets=[
            {"milestone": one, "amount": "1", "unit": "calendar_days", "calendar": "days"}
            for one in sorted(OF_COMPLAINTS)
        ],
        promise={},
        is_retired=True,
        valid_from=make.MONDAY + HOUR,
        by=make.SYSTEM,
        at=make.MONDAY + HOUR,
    )
    with pytest.raises(actions.NoPolicy):
        actions.start_clocks(
            reference="complaint:2026-000002",
            compartment="ordinary",
            facts=CaseFacts(kind="complaint"),
            occurred_at=make.MONDAY + 2 * HOUR,
            by=make.SYSTEM,
            at=make.MONDAY + 2 * HOUR,
        )
    assert not Clock.objects.filter(reference="complaint:2026-000002").exists()


def test_an_acknowledgement_that_came_back_was_none():
    enter(EntryKind.ACKNOWLEDGED, make.MONDAY + 2 * HOUR, source="message:7")
    assert stand()[ACKNOWLEDGED] == ClockStatus.MET

    enter(EntryKind.BOUNCED, make.MONDAY + 3 * HOUR, source="message:7")

    assert stand()[ACKNOWLEDGED] == ClockStatus.RUNNING


def test_a_holding_letter_acknowledges_and_answers_nothing():
    enter(EntryKind.REPLIED, make.MONDAY + 2 * HOUR, source="message:8")
    assert stand() == {
        ACKNOWLEDGED: ClockStatus.MET,
        FIRST_LINE: ClockStatus.RUNNING,
        ANSWER: ClockStatus.RUNNING,
    }


def test_a_takeover_ends_the_first_lines_term_and_no_other():
    found = enter(EntryKind.HANDED_OVER, make.MONDAY + 2 * HOUR)
    assert stand() == {
        ACKNOWLEDGED: ClockStatus.RUNNING,
        FIRST_LINE: ClockStatus.ENDED,
        ANSWER: ClockStatus.RUNNING,
    }
    assert found.due_at == make.local("2026-03-13 00:00")


def test_waiting_stops_nothing():
    before = {milestone: clock.due_at for milestone, clock in clocks().items()}
    enter(EntryKind.PAUSED, make.MONDAY + HOUR, reason="waiting_for_customer")
    enter(EntryKind.RESUMED, make.MONDAY + timedelta(days=9))
    assert {milestone: clock.due_at for milestone, clock in clocks().items()} == before
    assert set(stand().values()) == {ClockStatus.RUNNING}


def test_putting_the_first_expression_right_moves_all_three():
    actions.correct(
        reference=ABOUT,
        entry_id=queries.entry_id(reference=ABOUT, source="", kind=EntryKind.OPENED),
        corrected_to=make.MONDAY - timedelta(days=3),
        reason="letter of Friday",
        by=make.SYSTEM,
        at=make.MONDAY + 2 * HOUR,
    )
    found = clocks()
    assert found[ACKNOWLEDGED].due_at == make.local("2026-03-10 00:00")
    assert found[FIRST_LINE].due_at == make.local("2026-03-14 00:00")
    assert found[ANSWER].due_at == make.local("2026-04-14 00:00")
