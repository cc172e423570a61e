"""The way of a complaint: the table, what each step needs, and no way around it."""

import itertools
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

import pytest

from debiet.rules.complaint_escalation import (
    ASK_EFFECTS,
    AskEffect,
    LastTermTrouble,
    ask_effect,
    first_line_until,
    last_term_trouble,
)
from debiet.rules.complaint_needs import TAKEOVERS, Need, StepFacts, StepTrouble, trouble_of
from debiet.rules.complaint_steps import STEPS, ends_of, may_step, take
from debiet.rules.complaints import (
    OWED,
    Assessment,
    ComplaintActor,
    ComplaintStep,
    Ground,
    Takeover,
)
from tests.rules.complaint_law import listed, table
from tests.rules.worked import moment

BY = ComplaintActor
AT = moment("2026-03-10 09:00")
BEFORE, AFTER = AT - timedelta(days=1), AT + timedelta(days=1)
EVERY = list(itertools.product(ComplaintStep, ComplaintStep, ComplaintActor))

MET = StepFacts(
    AT,
    has_wish=True,
    reason="because",
    ground=Ground.NO_INTEREST,
    asked_for_ombuds=False,
    is_concluded=False,
    escalate_until=AFTER,
    refuse_by=AFTER,
    first_line_until=BEFORE,
    silent_at=BEFORE,
    came_back=True,
    assessment=Assessment.FOUNDED,
    dispatched_at=BEFORE,
    open_remedies=0,
)
REASON_OF = {
    BY.FIRST_LINE: Takeover.CANNOT_SOLVE,
    BY.OMBUDS: Takeover.INTERNAL_CONFLICT,
    BY.SYSTEM: Takeover.TERM_PASSED,
    BY.CUSTOMER: Takeover.CUSTOMER_ASKS,
}


def met(by):
    """Return facts with which nothing stands in the way of anybody's step."""
    return replace(MET, takeover=REASON_OF[by])


def test_the_page_has_the_same_steps():
    rows = defaultdict(dict)
    for row in table("From"):
        needs = set() if row["Needs"] == "nothing more" else listed(row["Needs"])
        rows[row["From"], row["To"]][row["Who"]] = needs
    assert rows == {
        step: {who: set(needs) for who, needs in rule.needs.items()} for step, rule in STEPS.items()
    }


def test_the_page_says_of_every_need_when_it_is_met():
    assert [row["Need"] for row in table("is met when")] == list(Need)


def test_the_page_has_the_same_takeovers():
    rows = {row["Takeover because"]: listed(row["given by"]) for row in table("given by")}
    assert rows == {why: set(who) for why, who in TAKEOVERS.items()}
    assert set(TAKEOVERS) == set(Takeover)


def test_the_page_says_the_same_of_asking():
    rows = {row["Asked at"]: row["does"] for row in table("Asked at")}
    assert rows == ASK_EFFECTS
    assert set(ASK_EFFECTS) == set(ComplaintStep)


@pytest.mark.parametrize(("start", "end", "by"), EVERY)
def test_nobody_takes_a_step_that_the_table_does_not_give(start, end, by):
    rule = STEPS.get((start, end))
    found = take(start, end, by=by, facts=met(by))
    assert may_step(start, end, by=by) is (rule is not None and by in rule.needs)
    if rule is None:
        assert found is StepTrouble.NO_SUCH_STEP
    elif by not in rule.needs:
        assert found is StepTrouble.NOT_YOURS
    else:
        assert found is end


FAILS = {
    Need.WISH: ({"has_wish": False}, StepTrouble.NO_WISH),
    Need.REASON: ({"reason": " \n"}, StepTrouble.NO_REASON),
    Need.GROUND: ({"ground": None}, StepTrouble.NO_GROUND),
    Need.TAKEOVER: ({"takeover": None}, StepTrouble.NO_TAKEOVER),
    Need.NOT_ASKED_FOR: ({"asked_for_ombuds": True}, StepTrouble.ASKED_FOR_OMBUDS),
    Need.NOT_FINAL: ({"is_concluded": True}, StepTrouble.FINAL),
    Need.IN_YEAR: ({"escalate_until": BEFORE}, StepTrouble.YEAR_OVER),
    Need.IN_REFUSAL_TERM: (
        {"refuse_by": BEFORE - timedelta(seconds=1)},
        StepTrouble.TOO_LATE_TO_REFUSE,
    ),
    Need.FIRST_LINE_PASSED: ({"first_line_until": AT}, StepTrouble.FIRST_LINE_HAS_TIME),
    Need.SILENCE_PASSED: ({"silent_at": AT}, StepTrouble.CUSTOMER_HAS_TIME),
    Need.CAME_BACK: ({"came_back": False}, StepTrouble.WAS_DELIVERED),
    Need.ASSESSED: ({"assessment": None}, StepTrouble.NOT_ASSESSED),
    Need.DISPATCHED: ({"dispatched_at": AFTER}, StepTrouble.NOT_DISPATCHED),
    Need.TOLD: ({"dispatched_at": None}, StepTrouble.NOT_DISPATCHED),
    Need.REMEDIES_DONE: ({"open_remedies": 1}, StepTrouble.REMEDIES_OPEN),
}
NEEDED = [
    (start, end, by, need)
    for (start, end), rule in STEPS.items()
    for by, needs in rule.needs.items()
    for need in sorted(needs)
]


@pytest.mark.parametrize(("start", "end", "by", "need"), NEEDED)
def test_a_step_is_not_taken_without_what_it_needs(start, end, by, need):
    changes, trouble = FAILS[need]
    assert take(start, end, by=by, facts=replace(met(by), **changes)) is trouble


def test_every_need_is_needed_somewhere_and_can_fail():
    assert {need for *_, need in NEEDED} == set(Need) == set(FAILS)


@pytest.mark.parametrize(
    ("need", "changes", "trouble"),
    [
        (Need.IN_YEAR, {"escalate_until": AT}, None),
        (Need.IN_YEAR, {"escalate_until": None}, StepTrouble.YEAR_OVER),
        (Need.IN_REFUSAL_TERM, {"refuse_by": BEFORE}, None),
        (
            Need.IN_REFUSAL_TERM,
            {"refuse_by": BEFORE, "dispatched_at": None},
            StepTrouble.TOO_LATE_TO_REFUSE,
        ),
        (Need.IN_REFUSAL_TERM, {"refuse_by": None, "ground": Ground.COURT}, None),
        (Need.IN_REFUSAL_TERM, {"refuse_by": None, "ground": None}, StepTrouble.TOO_LATE_TO_REFUSE),
        (Need.FIRST_LINE_PASSED, {"first_line_until": None}, StepTrouble.FIRST_LINE_HAS_TIME),
        (Need.SILENCE_PASSED, {"silent_at": None}, StepTrouble.CUSTOMER_HAS_TIME),
        (Need.DISPATCHED, {"dispatched_at": AT}, None),
        (Need.DISPATCHED, {"dispatched_at": None}, StepTrouble.NOT_DISPATCHED),
        (
            Need.DISPATCHED,
            {"dispatched_at": None, "ground": Ground.ANONYMOUS},
            StepTrouble.NOT_DISPATCHED,
        ),
        (Need.TOLD, {"dispatched_at": None, "ground": Ground.ANONYMOUS}, None),
        (Need.TOLD, {"dispatched_at": None, "ground": None}, StepTrouble.NOT_DISPATCHED),
    ],
)
def test_what_a_need_looks_at(need, changes, trouble):
    assert trouble_of(need, by=BY.OMBUDS, facts=replace(MET, **changes)) is trouble


@pytest.mark.parametrize(("why", "by"), list(itertools.product(Takeover, ComplaintActor)))
def test_a_takeover_has_a_reason_of_somebody_who_can_give_it(why, by):
    facts = replace(MET, takeover=why, asked_for_ombuds=True)
    trouble = None if by in TAKEOVERS[why] else StepTrouble.NO_TAKEOVER
    assert trouble_of(Need.TAKEOVER, by=by, facts=facts) is trouble


def test_nobody_says_that_a_customer_asked_who_did_not():
    facts = replace(MET, takeover=Takeover.CUSTOMER_ASKS)
    found = trouble_of(Need.TAKEOVER, by=BY.OMBUDS, facts=facts)
    assert found is StepTrouble.NO_TAKEOVER


@pytest.mark.parametrize("step", sorted(OWED))
def test_what_is_owed_an_answer_is_never_simply_closed(step):
    assert ComplaintStep.CLOSED not in ends_of(step)


@pytest.mark.parametrize("step", sorted(ComplaintStep))
def test_asking_for_the_office_and_the_table_say_the_same(step):
    moves = ask_effect(step, is_concluded=False) is AskEffect.MOVES
    assert may_step(step, ComplaintStep.OMBUDS, by=BY.CUSTOMER) is moves
    chooses = ask_effect(step, is_concluded=False) is AskEffect.OFFICE_CHOOSES
    assert may_step(step, ComplaintStep.OMBUDS, by=BY.OMBUDS) is chooses


@pytest.mark.parametrize("step", sorted(ComplaintStep))
def test_what_the_office_concluded_goes_outside(step):
    before = ask_effect(step, is_concluded=False)
    after = ask_effect(step, is_concluded=True)
    assert after is (AskEffect.FINAL if before is AskEffect.MOVES else before)


@pytest.mark.parametrize(
    ("until", "reason", "trouble"),
    [
        (AFTER, "they are nearly there", None),
        (AFTER + timedelta(days=1), "they are nearly there", LastTermTrouble.PAST_FIRST_LINE),
        (AT, "they are nearly there", LastTermTrouble.PAST),
        (AFTER, "  ", LastTermTrouble.NO_REASON),
    ],
)
def test_a_last_term_makes_nothing_later(until, reason, trouble):
    found = last_term_trouble(until, reason=reason, first_line_by=AFTER, at=AT)
    assert found is trouble


def test_the_first_line_has_it_until_the_earlier_of_both():
    assert first_line_until(first_line_by=AFTER, last_term=None) == AFTER
    assert first_line_until(first_line_by=AFTER, last_term=AT) == AT
    assert first_line_until(first_line_by=AT, last_term=AFTER) == AT
