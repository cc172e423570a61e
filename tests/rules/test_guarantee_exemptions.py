"""When an exemption from a service guarantee can be proposed and decided, and by whom."""

from datetime import date

import pytest

from debiet.jurisdictions import be_flanders
from debiet.jurisdictions.values import value_on
from debiet.rules.guarantee_exemptions import (
    ExemptionGround,
    ExemptionStep,
    ExemptionTrouble,
    Guarantee,
    decision_trouble,
    proposal_trouble,
)

KNOWN = value_on(be_flanders.SERVICE_GUARANTEES, on=date(2026, 11, 26)).value
STEP, TROUBLE = ExemptionStep, ExemptionTrouble


@pytest.mark.parametrize(
    ("facts", "trouble"),
    [
        ({}, None),
        ({"reason": " "}, TROUBLE.NO_REASON),
        ({"known": {}}, TROUBLE.NO_SUCH_GROUND),
        ({"known": {Guarantee.ON_SITE: {ExemptionGround.WEATHER}}}, TROUBLE.NO_SUCH_GROUND),
        ({"standing": {Guarantee.APPOINTMENT}}, TROUBLE.EXISTS),
        ({"standing": {Guarantee.ON_SITE}}, None),
    ],
)
def test_when_an_exemption_can_be_proposed(facts, trouble):
    said = {"reason": "Code rood.", "known": KNOWN, "standing": ()} | facts
    assert proposal_trouble(Guarantee.APPOINTMENT, ExemptionGround.WEATHER, **said) == trouble


@pytest.mark.parametrize(
    ("step", "end", "is_proposer", "reason", "trouble"),
    [
        (STEP.PROPOSED, STEP.APPROVED, False, "", None),
        (STEP.PROPOSED, STEP.APPROVED, True, "", TROUBLE.OWN_PROPOSAL),
        (STEP.PROPOSED, STEP.REFUSED, False, "Het regende niet.", None),
        (STEP.PROPOSED, STEP.REFUSED, False, " ", TROUBLE.NO_REASON),
        (STEP.PROPOSED, STEP.REFUSED, True, "Nee.", TROUBLE.OWN_PROPOSAL),
        (STEP.PROPOSED, STEP.WITHDRAWN, True, "", None),
        (STEP.PROPOSED, STEP.WITHDRAWN, False, "", TROUBLE.NOT_YOURS),
        (STEP.APPROVED, STEP.REFUSED, False, "Toch niet.", TROUBLE.DECIDED),
        (STEP.WITHDRAWN, STEP.APPROVED, False, "", TROUBLE.DECIDED),
    ],
)
def test_who_decides_what(step, end, is_proposer, reason, trouble):
    assert decision_trouble(step, end, is_proposer=is_proposer, reason=reason) == trouble
