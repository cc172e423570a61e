"""Complaints: grounds of refusal, letters, themes, norms, and where to go next."""

from datetime import UTC, date, datetime

import pytest

from debiet.jurisdictions import be_flanders
from debiet.jurisdictions.values import value_on
from debiet.rules.complaint_admissibility import grounds_to_look_at, is_older, is_unknown
from debiet.rules.complaint_referral import (
    FINAL_INSIDE,
    OMBUDS_FUNCTION,
    WHERE_TO_TURN,
    ReviewBody,
    SecondLine,
    body_clause,
    missing_clauses,
    required_parts,
)
from debiet.rules.complaint_reviews import (
    NEAR,
    OVER,
    REVIEW_STEPS,
    ReviewStep,
    may_be_reviewed,
    may_take_review_step,
    review_level,
)
from debiet.rules.complaint_themes import (
    DEFAULT_ROOT_CAUSES,
    DEFAULT_THEMES,
    NormTrouble,
    ThemeGroup,
    norm_trouble,
)
from debiet.rules.complaints import (
    ANSWERS,
    GROUNDS,
    LETTER_PARTS,
    OWED,
    Assessment,
    ComplaintStep,
    Ground,
    LetterKind,
    LetterPart,
    Regime,
    missing_parts,
)
from tests.rules.complaint_law import ON, listed, table

SECOND_LINE = value_on(be_flanders.SECOND_LINE, on=ON).value
NORMS = value_on(be_flanders.OMBUDS_NORMS, on=ON).value
FACTS_MONTHS = value_on(be_flanders.COMPLAINT_FACTS_AGE, on=ON).value


def test_the_page_has_the_same_grounds():
    yes = {True: "yes", False: "no"}
    assert {
        row["Ground"]: (row["article"], *list(row.values())[2:]) for row in table("Ground")
    } == {
        ground: (rule.article or "none", yes[rule.may_be_late], yes[rule.needs_letter])
        for ground, rule in GROUNDS.items()
    }
    assert set(GROUNDS) == set(Ground)


def test_the_page_has_the_same_letters():
    rows = {row["Letter"]: listed(row["must say"]) for row in table("Letter")}
    assert rows == {kind: set(parts) for kind, parts in LETTER_PARTS.items()}
    assert set(LETTER_PARTS) == set(LetterKind)


@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_letter_says_where_to_go_next(kind):
    assert LetterPart.WHERE_NEXT in LETTER_PARTS[kind]


def test_a_letter_lacks_what_it_does_not_say():
    said = frozenset({LetterPart.NUMBER, LetterPart.REASONS, LetterPart.SOLUTION})
    assert missing_parts(LetterKind.REFUSAL, said) == (LetterPart.GROUND, LetterPart.WHERE_NEXT)
    for kind in LetterKind:
        assert missing_parts(kind, LETTER_PARTS[kind]) == ()


def test_acknowledgement_and_holding_letter_answer_nothing():
    assert set(LetterKind) - ANSWERS == {LetterKind.ACKNOWLEDGEMENT, LetterKind.HOLDING}


@pytest.mark.parametrize(
    ("facts_on", "filed_on", "old"),
    [
        (date(2025, 3, 2), date(2026, 3, 2), False),
        (date(2025, 3, 2), date(2026, 3, 3), True),
        (date(2024, 2, 29), date(2025, 2, 28), False),
        (date(2024, 2, 29), date(2025, 3, 1), True),
        (date(2026, 3, 2), date(2026, 3, 2), False),
    ],
)
def test_facts_are_old_from_the_day_after_a_year(facts_on, filed_on, old):
    assert is_older(facts_on=facts_on, filed_on=filed_on, months=FACTS_MONTHS) is old


def pointed(**changes):
    facts = {
        "is_written": True,
        "has_name": True,
        "has_address": True,
        "facts_on": date(2026, 2, 1),
        "filed_on": ON,
        "was_handled": False,
        "months": FACTS_MONTHS,
    }
    return grounds_to_look_at(**{**facts, **changes})


@pytest.mark.parametrize(
    ("changes", "grounds"),
    [
        ({}, ()),
        ({"facts_on": None}, ()),
        ({"has_name": False}, (Ground.ANONYMOUS,)),
        ({"has_address": False}, (Ground.ANONYMOUS,)),
        ({"has_name": False, "has_address": False, "is_written": False}, ()),
        ({"was_handled": True}, (Ground.ALREADY_HANDLED,)),
        (
            {"facts_on": date(2025, 3, 1), "was_handled": True},
            (Ground.ALREADY_HANDLED, Ground.OLDER_THAN_A_YEAR),
        ),
    ],
)
def test_facts_point_at_grounds(changes, grounds):
    assert pointed(**changes) == grounds


@pytest.mark.parametrize(
    ("facts", "unknown"),
    [
        ({}, True),
        ({"is_reached": True}, False),
        ({"is_customer": True}, False),
        ({"has_phone": True}, True),
        ({"has_phone": True, "is_oral": True}, False),
        ({"is_oral": True}, True),
    ],
)
def test_who_cannot_be_told_nor_called_is_unknown(facts, unknown):
    nothing = dict.fromkeys(("is_reached", "is_customer", "has_phone", "is_oral"), False)
    assert is_unknown(**nothing | facts) is unknown


def test_themes_and_causes_are_each_said_once():
    codes = [theme.code for theme in DEFAULT_THEMES]
    assert len(set(codes)) == len(codes)
    assert len(set(DEFAULT_ROOT_CAUSES)) == len(DEFAULT_ROOT_CAUSES)
    assert {theme.group for theme in DEFAULT_THEMES} == set(ThemeGroup)


def test_flanders_has_fifteen_norms():
    assert len({norm.code for norm in NORMS}) == len({norm.name for norm in NORMS}) == 15
    assert all(norm.meaning for norm in NORMS)


@pytest.mark.parametrize(
    ("codes", "assessment", "trouble"),
    [
        (["law", "time"], Assessment.FOUNDED, None),
        (["time"], Assessment.PARTLY_FOUNDED, None),
        (["time"], Assessment.UNFOUNDED, NormTrouble.NOT_FOUNDED),
        (["time"], None, NormTrouble.NOT_FOUNDED),
        ([], Assessment.UNFOUNDED, None),
        ([], None, None),
        (["law", "kindness"], Assessment.FOUNDED, NormTrouble.UNKNOWN),
    ],
)
def test_norms_are_named_where_the_customer_was_right(codes, assessment, trouble):
    assert norm_trouble(codes, assessment=assessment, norms=NORMS) is trouble


VMM, OMBUDSDIENST = ReviewBody.VMM, ReviewBody.VLAAMSE_OMBUDSDIENST


@pytest.mark.parametrize(
    ("theme", "bodies"),
    [
        ("bill", (OMBUDSDIENST, VMM)),
        ("quality", (OMBUDSDIENST, VMM)),
        ("treatment", (OMBUDSDIENST,)),
        ("a theme of the utility's own", (OMBUDSDIENST,)),
        ("", (OMBUDSDIENST,)),
    ],
)
def test_each_subject_has_its_bodies(theme, bodies):
    assert SECOND_LINE.bodies(theme) == bodies


def test_the_table_of_bodies_knows_only_themes_there_are():
    assert set(SECOND_LINE.by_theme) <= {theme.code for theme in DEFAULT_THEMES}


@pytest.mark.parametrize("wrong", [{"fallback": ()}, {"by_theme": {"bill": ()}}])
def test_no_subject_is_left_without_a_body(wrong):
    with pytest.raises(ValueError, match="each subject"):
        SecondLine(**{"by_theme": {}, "fallback": (VMM,), **wrong})


TO_OMBUDSDIENST, TO_VMM = body_clause(OMBUDSDIENST), body_clause(VMM)


@pytest.mark.parametrize(
    ("regime", "kind", "parts"),
    [
        (Regime.ORDINARY, LetterKind.FINAL, (WHERE_TO_TURN,)),
        (Regime.COMPLAINT, LetterKind.HOLDING, (OMBUDS_FUNCTION, TO_OMBUDSDIENST, TO_VMM)),
        (Regime.COMPLAINT, LetterKind.FINAL, (OMBUDS_FUNCTION, TO_OMBUDSDIENST, TO_VMM)),
        (Regime.OMBUDS, LetterKind.ACKNOWLEDGEMENT, (TO_OMBUDSDIENST, TO_VMM)),
        (Regime.OMBUDS, LetterKind.HOLDING, (TO_OMBUDSDIENST, TO_VMM)),
        (Regime.OMBUDS, LetterKind.FINAL, (FINAL_INSIDE, TO_OMBUDSDIENST, TO_VMM)),
        (Regime.OMBUDS, LetterKind.REFUSAL, (FINAL_INSIDE, TO_OMBUDSDIENST, TO_VMM)),
    ],
)
def test_what_an_answer_must_hold(regime, kind, parts):
    found = required_parts(regime, theme="bill", second_line=SECOND_LINE, kind=kind)
    assert found == parts


@pytest.mark.parametrize("theme", ["bill", "treatment", "no such theme"])
@pytest.mark.parametrize("kind", list(LetterKind))
@pytest.mark.parametrize("regime", [Regime.COMPLAINT, Regime.OMBUDS])
def test_no_answer_in_a_complaint_is_without_referral(regime, kind, theme):
    found = required_parts(regime, theme=theme, second_line=SECOND_LINE, kind=kind)
    assert {TO_OMBUDSDIENST, TO_VMM} & set(found)
    assert missing_clauses(found, ()) == found
    assert missing_clauses(found, found) == ()


def test_only_what_is_missing_is_added():
    required = (OMBUDS_FUNCTION, TO_OMBUDSDIENST)
    assert missing_clauses(required, ["greeting", OMBUDS_FUNCTION]) == (TO_OMBUDSDIENST,)


def test_the_page_has_the_same_steps_of_reviews():
    rows = {row["A review that is"]: listed(row["can become"]) for row in table("can become")}
    assert rows == {step: set(ends) for step, ends in REVIEW_STEPS.items()}


@pytest.mark.parametrize("start", list(ReviewStep))
@pytest.mark.parametrize("end", list(ReviewStep))
def test_a_review_takes_the_steps_of_its_table(start, end):
    assert may_take_review_step(start, end) is (end in REVIEW_STEPS[start])


@pytest.mark.parametrize("step", list(ComplaintStep))
def test_the_second_line_is_open_after_an_answer_or_when_it_is_late(step):
    assert may_be_reviewed(step, is_late=True) is (step is not ComplaintStep.WITHDRAWN)
    in_time = step not in OWED and step is not ComplaintStep.WITHDRAWN
    assert may_be_reviewed(step, is_late=False) is in_time


@pytest.mark.parametrize(
    ("at", "level"),
    [
        ("2026-03-02 09:00", 0),
        ("2026-03-04 23:59", 0),
        ("2026-03-05 09:00", NEAR),
        ("2026-03-06 09:00", NEAR),
        ("2026-03-06 09:01", OVER),
    ],
)
def test_our_people_hear_of_a_term_of_the_second_line_when_it_is_near_and_when_it_is_over(
    at, level
):
    asked, due = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 6, 9, tzinfo=UTC)
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert review_level(asked_at=asked, due_at=due, at=moment) == level
