"""Service guarantees, and when a broken one gives the customer nothing: proposed, then decided.

What there is and which grounds exempt is data with dates and sources
(`debiet/jurisdictions/be_flanders_guarantees.py`); here is what may be done about one.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final


class Guarantee(StrEnum):
    """What was promised."""

    ALTERNATIVE_SUPPLY = "alternative-supply"
    APPOINTMENT = "appointment"
    ANNOUNCED_INTERRUPTION = "announced-interruption"
    ON_SITE = "on-site"
    QUESTION_HANDLED = "question-handled"
    NEW_BRANCH = "new-branch"
    BRANCH_IN_SERVICE = "branch-in-service"


class ExemptionGround(StrEnum):
    """Why a broken guarantee gives nothing."""

    WEATHER = "weather"
    FORCE_MAJEURE = "force-majeure"
    THIRD_PARTY = "third-party"
    CUSTOMER_ABSENT = "customer-absent"
    NON_PAYMENT = "non-payment"


class ExemptionStep(StrEnum):
    """Where an exemption stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STANDING: Final = frozenset({ExemptionStep.PROPOSED, ExemptionStep.APPROVED})
"""Of these a complaint has one a guarantee at most."""


class ExemptionTrouble(StrEnum):
    """Why something cannot be done about one."""

    NO_REASON = "no-reason"
    NO_SUCH_GROUND = "no-such-ground"  # it does not hold on that day
    EXISTS = "exists"
    DECIDED = "decided"
    OWN_PROPOSAL = "own-proposal"
    NOT_YOURS = "not-yours"  # only who proposed it takes it back


def proposal_trouble(
    guarantee: Guarantee,
    ground: ExemptionGround,
    *,
    reason: str,
    known: Mapping[Guarantee, Collection[ExemptionGround]],
    standing: Collection[Guarantee],
) -> ExemptionTrouble | None:
    """Return why an exemption cannot be proposed; None where it can.

    :param known: the guarantees of the day, each with the grounds that exempt from it
    :param standing: the guarantees that the complaint has an exemption of already
    """
    if ground not in known.get(guarantee, ()):
        return ExemptionTrouble.NO_SUCH_GROUND
    if guarantee in standing:
        return ExemptionTrouble.EXISTS
    return None if reason.strip() else ExemptionTrouble.NO_REASON


def decision_trouble(
    step: ExemptionStep, end: ExemptionStep, *, is_proposer: bool, reason: str
) -> ExemptionTrouble | None:
    """Return why a proposal cannot be decided so; None where it can.

    :param is_proposer: whoever decides proposed it: then it can only be taken back
    """
    if step is not ExemptionStep.PROPOSED:
        return ExemptionTrouble.DECIDED
    if end is ExemptionStep.WITHDRAWN:
        return None if is_proposer else ExemptionTrouble.NOT_YOURS
    if is_proposer:
        return ExemptionTrouble.OWN_PROPOSAL
    if end is ExemptionStep.REFUSED and not reason.strip():
        return ExemptionTrouble.NO_REASON
    return None
