"""Who handles a file of the ombuds function, what it found, and what is done afterwards."""

import itertools
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debiet.rules.complaint_duties import (
    ConflictStatement,
    CorrectionTrouble,
    Finding,
    Handler,
    HandlerTrouble,
    Involved,
    OutsideTrouble,
    StandIn,
    correction_trouble,
    handler_trouble,
    holding,
    outside_trouble,
    whose_turn,
)
from debiet.rules.complaint_remedies import (
    ACTION_STEPS,
    OPEN_ACTIONS,
    REMEDY_STEPS,
    SETTLED_REMEDIES,
    WITH_AMOUNT,
    ActionStep,
    RemedyFacts,
    RemedyKind,
    RemedyNeed,
    RemedyStep,
    RemedyTrouble,
    action_trouble,
    is_overdue,
    open_remedies,
    remedy_trouble,
)
from tests.rules.complaint_law import listed, table

ANN, BEA, CAS = 1, 2, 3
OFFICE = (ANN, BEA, CAS)


def says(user, has_conflict=False):
    return ConflictStatement(user, has_conflict)


@pytest.mark.parametrize(
    ("involved", "statements", "trouble"),
    [
        (Involved(), [says(ANN)], None),
        (Involved(), [], HandlerTrouble.NO_STATEMENT),
        (Involved(), [says(BEA)], HandlerTrouble.NO_STATEMENT),
        (Involved(), [says(ANN, True)], HandlerTrouble.SAYS_CONFLICT),
        (Involved(), [says(ANN), says(ANN, True)], HandlerTrouble.SAYS_CONFLICT),
        (Involved(), [says(ANN, True), says(ANN)], None),
        (Involved(handled=frozenset({ANN})), [says(ANN)], HandlerTrouble.HANDLED_THE_CASE),
        (Involved(in_facts=frozenset({ANN})), [says(ANN)], HandlerTrouble.IN_THE_FACTS),
        (
            Involved(handled=frozenset({ANN}), in_facts=frozenset({ANN})),
            [],
            HandlerTrouble.HANDLED_THE_CASE,
        ),
        (Involved(handled=frozenset({BEA}), in_facts=frozenset({CAS})), [says(ANN)], None),
    ],
)
def test_who_can_handle_a_file(involved, statements, trouble):
    assert handler_trouble(ANN, involved=involved, statements=statements) is trouble


def test_the_page_names_what_keeps_somebody_from_a_file_in_order():
    rows = [row["Kept from it because"] for row in table("Kept from it because")]
    assert rows == list(HandlerTrouble)


@pytest.mark.parametrize(
    ("handled", "in_facts", "statements", "away", "turn"),
    [
        ((), (), (), (), Handler(StandIn.OMBUDSPERSON, ANN)),
        ((), (), [says(ANN)], (), Handler(StandIn.OMBUDSPERSON, ANN)),
        ((), (), [says(ANN, True)], (), Handler(StandIn.DEPUTY, BEA)),
        ((ANN,), (BEA,), (), (), Handler(StandIn.DEPUTY, CAS)),
        ((), (), (), (ANN,), Handler(StandIn.DEPUTY, BEA)),
        ((), (BEA,), (), (ANN,), Handler(StandIn.DEPUTY, CAS)),
        ((BEA, CAS), (), (), (ANN,), Handler(StandIn.OMBUDSPERSON, ANN)),
        ((ANN,), (BEA,), [says(CAS, True)], (), Handler(StandIn.OUTSIDE)),
        ((ANN, BEA, CAS), (), (), (), Handler(StandIn.OUTSIDE)),
    ],
)
def test_whose_turn_it_is(handled, in_facts, statements, away, turn):
    involved = Involved(frozenset(handled), frozenset(in_facts))
    assert whose_turn(OFFICE, involved=involved, statements=statements, away=away) == turn


@settings(deadline=None)
@given(
    st.frozensets(st.sampled_from(OFFICE)),
    st.frozensets(st.sampled_from(OFFICE)),
    st.lists(st.builds(ConflictStatement, st.sampled_from(OFFICE), st.booleans())),
    st.frozensets(st.sampled_from(OFFICE)),
)
def test_nobody_whom_a_tie_binds_ever_has_the_file(handled, in_facts, statements, away):
    involved = Involved(handled, in_facts)
    turn = whose_turn(OFFICE, involved=involved, statements=statements, away=away)
    troubles = {
        user: handler_trouble(user, involved=involved, statements=statements) for user in OFFICE
    }
    if turn.user is None:
        assert not {None, HandlerTrouble.NO_STATEMENT} & set(troubles.values())
    else:
        assert troubles[turn.user] in {None, HandlerTrouble.NO_STATEMENT}


@pytest.mark.parametrize(
    ("stand_in", "name", "reason", "trouble"),
    [
        (StandIn.OUTSIDE, "Mia Maes", "both knew the customer", None),
        (StandIn.OUTSIDE, " ", "both knew the customer", OutsideTrouble.NO_NAME),
        (StandIn.OUTSIDE, "Mia Maes", "", OutsideTrouble.NO_REASON),
        (StandIn.DEPUTY, "Mia Maes", "she is quicker", OutsideTrouble.NOT_NEEDED),
    ],
)
def test_somebody_outside_is_named_only_when_nobody_is_left(stand_in, name, reason, trouble):
    assert outside_trouble(Handler(stand_in), name=name, reason=reason) is trouble


FINDINGS = (Finding(1), Finding(2), Finding(3, corrects=1))


@pytest.mark.parametrize(
    ("corrects", "reason", "trouble"),
    [
        (2, "the date was wrong", None),
        (3, "the date was right", None),
        (1, "once more", CorrectionTrouble.CORRECTED_ALREADY),
        (4, "of another file", CorrectionTrouble.UNKNOWN),
        (2, "\t", CorrectionTrouble.NO_REASON),
    ],
)
def test_a_correction_is_an_addition(corrects, reason, trouble):
    assert correction_trouble(corrects, findings=FINDINGS, reason=reason) is trouble


@settings(deadline=None)
@given(st.lists(st.integers(min_value=0, max_value=12), max_size=12))
def test_of_each_chain_of_corrections_one_finding_holds(tries):
    findings = [Finding(0), Finding(1)]
    for corrects in tries:
        if correction_trouble(corrects, findings=findings, reason="wrong") is None:
            findings.append(Finding(len(findings), corrects=corrects))
    assert len(holding(findings)) == 2


WILLING = RemedyFacts(
    is_office=True,
    is_proposer=False,
    reason="because",
    needs_amount=True,
    has_amount=True,
    day=date(2026, 3, 2),
)
FAILS = {
    RemedyNeed.OTHER_PERSON: ({"is_proposer": True}, RemedyTrouble.OWN_PROPOSAL),
    RemedyNeed.REASON: ({"reason": " "}, RemedyTrouble.NO_REASON),
    RemedyNeed.AMOUNT: ({"has_amount": False}, RemedyTrouble.NO_AMOUNT),
    RemedyNeed.DAY: ({"day": None}, RemedyTrouble.NO_DAY),
    RemedyNeed.OFFICE: ({"is_office": False}, RemedyTrouble.NOT_THE_OFFICE),
}
TABLES = [
    (RemedyStep, REMEDY_STEPS, remedy_trouble),
    (ActionStep, ACTION_STEPS, action_trouble),
]
PAIRS = [
    (steps, trouble, start, end)
    for kind, steps, trouble in TABLES
    for start, end in itertools.product(kind, kind)
]


@pytest.mark.parametrize(
    ("column", "other", "steps"),
    [("Remedy from", "to then", REMEDY_STEPS), ("Action from", "to next", ACTION_STEPS)],
)
def test_the_page_has_the_same_steps(column, other, steps):
    assert {
        (row[column], row[other]): listed(row["needs"]) - {"nothing more"} for row in table(column)
    } == {pair: set(needs) for pair, needs in steps.items()}


@pytest.mark.parametrize(("steps", "trouble", "start", "end"), PAIRS)
def test_a_step_is_taken_with_what_it_needs(steps, trouble, start, end):
    needs = steps.get((start, end))
    found = trouble(start, end, facts=WILLING)
    assert found is (RemedyTrouble.NO_SUCH_STEP if needs is None else None)
    for need in needs or ():
        changes, said = FAILS[need]
        facts = RemedyFacts(
            **{name: getattr(WILLING, name) for name in RemedyFacts.__slots__} | changes
        )
        assert trouble(start, end, facts=facts) is said


def test_an_apology_needs_no_amount():
    facts = RemedyFacts(needs_amount=RemedyKind.APOLOGY in WITH_AMOUNT)
    assert remedy_trouble(RemedyStep.PROPOSED, RemedyStep.APPROVED, facts=facts) is None


@pytest.mark.parametrize("step", list(RemedyStep))
def test_only_what_is_done_or_dropped_lets_a_file_close(step):
    assert open_remedies([step, RemedyStep.DONE]) == int(step not in SETTLED_REMEDIES)
    has_end = any(start is step for start, _ in REMEDY_STEPS)
    assert has_end is (step not in SETTLED_REMEDIES)


@pytest.mark.parametrize("step", list(ActionStep))
def test_an_action_is_late_from_the_day_after_its_day(step):
    due_on = date(2026, 3, 2)
    assert not is_overdue(step, due_on=due_on, on=due_on)
    assert is_overdue(step, due_on=due_on, on=date(2026, 3, 3)) is (step in OPEN_ACTIONS)
