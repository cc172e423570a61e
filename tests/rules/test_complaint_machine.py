"""No order of steps bends the way of a complaint, and no term is lost on it."""

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from debiet.jurisdictions import be_flanders
from debiet.jurisdictions.values import value_on
from debiet.rules.complaint_escalation import (
    AskEffect,
    ask_effect,
    first_line_until,
    last_term_trouble,
)
from debiet.rules.complaint_moment import moment_on_conversion, moment_trouble
from debiet.rules.complaint_needs import TAKEOVERS, StepFacts, StepTrouble
from debiet.rules.complaint_referral import (
    FINAL_INSIDE,
    OMBUDS_FUNCTION,
    WHERE_TO_TURN,
    body_clause,
    required_parts,
)
from debiet.rules.complaint_steps import STEPS, ends_of, take
from debiet.rules.complaint_terms import due, escalate_until, office_due, silent_at
from debiet.rules.complaints import (
    OWED,
    Assessment,
    ComplaintActor,
    ComplaintStep,
    Ground,
    Regime,
    Takeover,
)
from tests.rules.complaint_law import DAYS, LENGTHS, ON
from tests.rules.worked import moment

STEP, BY = ComplaintStep, ComplaintActor
FIRST_MESSAGE = moment("2026-03-02 10:00")
ANSWERS = {STEP.ANSWERED, STEP.MEDIATED, STEP.DECIDED}
FIRST_LINE_HAS_IT = {STEP.RECEIVED, STEP.FIRST_LINE}
SECOND_LINE = value_on(be_flanders.SECOND_LINE, on=ON).value
BEGINNINGS = [
    (),
    (STEP.FIRST_LINE,),
    (STEP.FIRST_LINE, STEP.ANSWERED),
    (STEP.FIRST_LINE, STEP.ANSWERED, STEP.ACCEPTED, STEP.CLOSED),
    (STEP.FIRST_LINE, STEP.ANSWERED, STEP.SILENT),
    (STEP.FIRST_LINE, STEP.ANSWERED, STEP.OMBUDS),
    (STEP.OMBUDS, STEP.DECIDED),
    (STEP.OMBUDS, STEP.MEDIATED, STEP.CLOSED),
    (STEP.FIRST_LINE, STEP.NOT_A_COMPLAINT, STEP.RECEIVED, STEP.FIRST_LINE),
    (STEP.OMBUDS, STEP.NOT_A_COMPLAINT, STEP.RECEIVED),
]


class Complaint(RuleBasedStateMachine):
    """A complaint that anybody pushes about in any order, as an application would keep it."""

    def __init__(self):
        super().__init__()
        self.now = FIRST_MESSAGE
        self.step = STEP.RECEIVED
        self.moment = FIRST_MESSAGE
        self.said_moment = FIRST_MESSAGE
        self.asked = False
        self.last_term = None
        self.answered_at = None
        self.office_since = None
        self.is_concluded = False
        self.remedies = 0
        self.came_back = False
        self.history = []

    @initialize(way=st.sampled_from(BEGINNINGS))
    def it_begins_anywhere(self, way):
        for wanted in way:
            if wanted is STEP.SILENT:
                self.the_customer_says_nothing()
            else:
                found = next((end, by, given) for end, by, given in self.ways() if end is wanted)
                self.push(found[0], found[1], **found[2])
        assert self.step is (way[-1] if way else STEP.RECEIVED)

    @property
    def due(self):
        return due(self.moment, lengths=LENGTHS, days=DAYS)

    def office(self):
        """Return the terms of the file of the ombuds function."""
        before = (
            self.answered_at if self.answered_at and self.answered_at <= self.office_since else None
        )
        return office_due(
            expressed_at=self.moment,
            answered_at=before,
            escalated_at=self.office_since,
            lengths=LENGTHS,
            days=DAYS,
        )

    def until(self):
        by = self.due.first_line_by
        return first_line_until(first_line_by=by, last_term=self.last_term)

    def regime(self):
        """Return what its case is now."""
        if self.step is STEP.NOT_A_COMPLAINT:
            return Regime.ORDINARY
        return Regime.OMBUDS if self.step is STEP.OMBUDS else Regime.COMPLAINT

    def facts(self, **given):
        answered = self.answered_at
        terms = {"lengths": LENGTHS, "days": DAYS}
        is_office = self.step is STEP.OMBUDS
        return StepFacts(
            self.now,
            asked_for_ombuds=self.asked,
            is_concluded=self.is_concluded,
            escalate_until=answered and escalate_until(answered, **terms),
            silent_at=answered and silent_at(answered, **terms),
            refuse_by=(self.office() if is_office else self.due).refuse_by,
            first_line_until=self.until(),
            came_back=self.came_back,
            open_remedies=self.remedies,
            **given,
        )

    def push(self, end, by, **given):
        found = take(self.step, end, by=by, facts=self.facts(**given))
        if isinstance(found, StepTrouble):
            return
        start, self.step = self.step, found
        self.history.append((start, end, by, given, self.asked))
        if self.came_back:
            self.answered_at, self.came_back = None, False
            self.is_concluded = False
        if end in ANSWERS | {STEP.REFUSED}:
            self.answered_at = self.answered_at or given.get("dispatched_at")
        if end in {STEP.MEDIATED, STEP.DECIDED} or (start, end) == (STEP.OMBUDS, STEP.REFUSED):
            self.is_concluded = True
        if end is STEP.OMBUDS and start not in {STEP.MEDIATED, STEP.DECIDED}:
            self.office_since, self.asked = self.now, False
        if end is STEP.RECEIVED:
            kept = self.moment
            self.moment = moment_on_conversion(first_message_at=FIRST_MESSAGE, kept=kept)
            self.answered_at = None
            self.sweep()

    @rule(days=st.sampled_from([0, 0, 1, 3, 20]), minutes=st.integers(1, 1440))
    def time_goes_on(self, days, minutes):
        self.now += timedelta(days=days, minutes=minutes)
        self.sweep()

    def sweep(self):
        """Take over what the first line let pass, as the nightly job does."""
        self.push(STEP.OMBUDS, BY.SYSTEM, takeover=Takeover.TERM_PASSED)

    @rule(
        end=st.sampled_from(list(STEP)),
        by=st.sampled_from(list(BY)),
        has_wish=st.booleans(),
        reason=st.sampled_from(["", "because"]),
        ground=st.none() | st.sampled_from(list(Ground)),
        takeover=st.none() | st.sampled_from(list(Takeover)),
        assessment=st.none() | st.sampled_from(list(Assessment)),
        is_sent=st.booleans(),
    )
    def somebody_tries(self, end, by, is_sent, **given):
        self.push(end, by, dispatched_at=self.now if is_sent else None, **given)

    def ways(self, lacks=""):
        """Return every step that somebody can take now, except withdrawing.

        :param lacks: what is not given with it
        """
        for end in sorted(ends_of(self.step) - {STEP.WITHDRAWN}):
            for by in sorted(STEPS[self.step, end].needs):
                for takeover in (one for one, who in TAKEOVERS.items() if by in who):
                    given = {
                        "has_wish": True,
                        "reason": "because",
                        "ground": Ground.COURT,
                        "takeover": takeover,
                        "assessment": Assessment.FOUNDED,
                        "dispatched_at": self.now,
                    }
                    given.pop(lacks, None)
                    found = take(self.step, end, by=by, facts=self.facts(**given))
                    if found is end:
                        yield end, by, given

    @rule(
        numbers=st.lists(st.sampled_from(range(60)), min_size=1, max_size=4),
        lacks=st.sampled_from(["", "", "dispatched_at", "reason", "has_wish", "takeover"]),
    )
    def somebody_goes_on(self, numbers, lacks):
        for number in numbers:
            ways = list(self.ways(lacks))
            if ways:
                end, by, given = ways[number % len(ways)]
                self.push(end, by, **given)

    @precondition(lambda self: self.step is STEP.ANSWERED)
    @rule()
    def the_customer_says_nothing(self):
        self.now = silent_at(self.answered_at, lengths=LENGTHS, days=DAYS) + timedelta(minutes=1)
        self.push(STEP.SILENT, BY.SYSTEM)
        assert self.step is STEP.SILENT

    @rule()
    def the_customer_asks_for_the_office(self):
        effect = ask_effect(self.step, is_concluded=self.is_concluded)
        if effect is AskEffect.OFFICE_CHOOSES:
            self.asked = True
        elif effect is AskEffect.MOVES:
            self.push(STEP.OMBUDS, BY.CUSTOMER, has_wish=True)

    @precondition(lambda self: self.asked and self.step in FIRST_LINE_HAS_IT)
    @rule(hours=st.integers(min_value=-24, max_value=24 * 30))
    def the_office_sets_a_last_term(self, hours):
        until = self.now + timedelta(hours=hours)
        by = self.due.first_line_by
        before = self.until()
        if last_term_trouble(until, reason="soon", first_line_by=by, at=self.now) is None:
            self.last_term, self.asked = until, False
            assert self.until() <= by
            assert before <= by

    @precondition(lambda self: self.step in OWED)
    @rule(
        hours=st.integers(min_value=-24 * 60, max_value=24 * 60), reason=st.sampled_from(["", "x"])
    )
    def somebody_sets_the_moment(self, hours, reason):
        chosen = FIRST_MESSAGE + timedelta(hours=hours)
        trouble = moment_trouble(chosen, first_message_at=FIRST_MESSAGE, reason=reason, at=self.now)
        if trouble is None:
            assert reason or chosen <= FIRST_MESSAGE
            self.moment = self.said_moment = chosen
            self.sweep()

    @precondition(lambda self: self.answered_at is not None)
    @rule()
    def the_answer_comes_back(self):
        self.came_back = True
        for end in (STEP.FIRST_LINE, STEP.OMBUDS):
            self.push(end, BY.SYSTEM)
        self.came_back = False
        self.sweep()

    @rule(number=st.sampled_from([0, 0, 1]))
    def remedies_are_counted(self, number):
        self.remedies = number

    @invariant()
    def every_step_stands_in_the_table(self):
        for start, end, by, _, _ in self.history:
            assert by in STEPS[start, end].needs

    @invariant()
    def nothing_stays_with_the_first_line_past_its_term(self):
        if self.step in FIRST_LINE_HAS_IT:
            assert self.now <= self.until()

    @invariant()
    def no_answer_counts_that_did_not_leave(self):
        for _, end, _, given, _ in self.history:
            assert end not in ANSWERS or given.get("dispatched_at")
        if self.step is STEP.CLOSED:
            assert any(end in ANSWERS for _, end, *_ in self.history)

    @invariant()
    def the_office_has_the_last_word_inside(self):
        if self.is_concluded:
            assert self.step is not STEP.OMBUDS

    @invariant()
    def whoever_asked_for_the_office_was_not_sent_away(self):
        for _, end, by, _, asked in self.history:
            if end in {STEP.REFUSED, STEP.NOT_A_COMPLAINT} and by is BY.FIRST_LINE:
                assert not asked

    @invariant()
    def an_unanswered_complaint_keeps_the_term_it_had_from_the_beginning(self):
        if self.step is STEP.OMBUDS and self.answered_at is None:
            assert self.office().answer_by == self.due.answer_by

    @invariant()
    def no_term_is_lost_by_what_it_is_called(self):
        """No takeover, refusal or time as a question moves what it counts from."""
        assert self.moment == self.said_moment
        assert self.due == due(self.said_moment, lengths=LENGTHS, days=DAYS)

    @invariant()
    def while_the_office_has_it_the_first_line_takes_no_step(self):
        """Its case is frozen, until the office or the customer ends that."""
        for start, _, by, _, _ in self.history:
            assert start is not STEP.OMBUDS or by is not BY.FIRST_LINE

    @invariant()
    def the_office_has_a_term_from_the_moment_it_has_a_file(self):
        if self.step is STEP.OMBUDS:
            later = due(max(self.moment, self.office_since), lengths=LENGTHS, days=DAYS)
            assert self.office().answer_by <= later.answer_by

    @invariant()
    def whatever_we_send_names_where_to_go(self):
        parts = required_parts(self.regime(), theme="bill", second_line=SECOND_LINE)
        if self.step is STEP.NOT_A_COMPLAINT:
            assert parts == (WHERE_TO_TURN,)
        else:
            assert {body_clause(body) for body in SECOND_LINE.bodies("bill")} <= set(parts)

    @invariant()
    def no_answer_leaves_that_does_not_say_where_to_go(self):
        for start, end, *_ in self.history:
            if end in ANSWERS | {STEP.REFUSED}:
                is_office = start is STEP.OMBUDS
                regime = Regime.OMBUDS if is_office else Regime.COMPLAINT
                parts = required_parts(regime, theme="bill", second_line=SECOND_LINE)
                assert (FINAL_INSIDE if is_office else OMBUDS_FUNCTION) == parts[0]
                assert len(parts) > 1


TestComplaint = Complaint.TestCase
TestComplaint.settings = settings(max_examples=200, stateful_step_count=30, deadline=None)


def reachable(start, *, without=frozenset()):
    """Return every step that can be reached without stepping on some."""
    found, todo = {start}, [start]
    while todo:
        for end in ends_of(todo.pop()) - found - without:
            found.add(end)
            todo.append(end)
    return found


def test_every_step_can_be_reached():
    assert reachable(STEP.RECEIVED) == set(STEP)


@pytest.mark.parametrize("start", sorted(OWED))
def test_no_way_to_closed_leads_past_an_answer(start):
    assert STEP.CLOSED in reachable(start)
    assert STEP.CLOSED not in reachable(start, without=frozenset(ANSWERS))


@pytest.mark.parametrize("start", sorted(set(STEP) - {STEP.WITHDRAWN}))
def test_from_every_step_but_withdrawn_a_way_leads_to_the_office(start):
    assert STEP.OMBUDS in reachable(start)


def test_only_what_the_customer_withdrew_has_no_further_step():
    assert [step for step in STEP if not ends_of(step)] == [STEP.WITHDRAWN]
