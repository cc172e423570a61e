"""The way of a complaint: who may take which step, and what it needs. One table.

`docs/algorithms/complaints.md` shows the same table; a test compares them. External reviews stand
beside the steps: a complaint that is with one of those bodies is still where it is with us.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from debiet.rules.complaint_needs import Need, StepFacts, StepTrouble, trouble_of
from debiet.rules.complaints import ComplaintActor, ComplaintStep

_STEP = ComplaintStep
_BY = ComplaintActor


@dataclass(frozen=True, slots=True)
class StepRule:
    """Who may take a step, and what each of them needs."""

    needs: Mapping[ComplaintActor, frozenset[Need]]


def _rule(**needs: tuple[Need, ...]) -> StepRule:
    """Return the rule in which each named one needs what stands behind it."""
    return StepRule({_BY(who.replace("_", "-")): frozenset(what) for who, what in needs.items()})


_GIVEN = _rule(first_line=(), ombuds=(), system=())
_TAKEN_OVER = _rule(
    first_line=(Need.REASON, Need.TAKEOVER),
    ombuds=(Need.REASON, Need.TAKEOVER),
    system=(Need.TAKEOVER, Need.FIRST_LINE_PASSED),
)
_ESCALATED = _rule(customer=(Need.WISH, Need.NOT_FINAL, Need.IN_YEAR))
_NO_COMPLAINT = _rule(
    customer=(Need.WISH,), first_line=(Need.REASON, Need.NOT_ASKED_FOR), ombuds=(Need.REASON,)
)
_REFUSED_BY_FIRST_LINE = (
    Need.REASON,
    Need.GROUND,
    Need.NOT_ASKED_FOR,
    Need.IN_REFUSAL_TERM,
    Need.TOLD,
)
_REFUSED_BY_OMBUDS = (Need.REASON, Need.GROUND, Need.IN_REFUSAL_TERM, Need.TOLD)
_REFUSED = _rule(first_line=_REFUSED_BY_FIRST_LINE, ombuds=_REFUSED_BY_OMBUDS)
_WITHDRAWN = _rule(customer=(Need.WISH,))
_CAME_BACK = _rule(system=(Need.CAME_BACK,))
_CLOSED_BY_FIRST_LINE = _rule(first_line=(), system=())
_CLOSED_BY_OMBUDS = _rule(ombuds=(Need.REMEDIES_DONE,), system=(Need.REMEDIES_DONE,))

STEPS: Final[Mapping[tuple[ComplaintStep, ComplaintStep], StepRule]] = {
    (_STEP.RECEIVED, _STEP.FIRST_LINE): _GIVEN,
    (_STEP.RECEIVED, _STEP.OMBUDS): _TAKEN_OVER,
    (_STEP.RECEIVED, _STEP.REFUSED): _REFUSED,
    (_STEP.RECEIVED, _STEP.WITHDRAWN): _WITHDRAWN,
    (_STEP.RECEIVED, _STEP.NOT_A_COMPLAINT): _NO_COMPLAINT,
    (_STEP.FIRST_LINE, _STEP.ANSWERED): _rule(first_line=(Need.ASSESSED, Need.DISPATCHED)),
    (_STEP.FIRST_LINE, _STEP.OMBUDS): _TAKEN_OVER,
    (_STEP.FIRST_LINE, _STEP.REFUSED): _REFUSED,
    (_STEP.FIRST_LINE, _STEP.WITHDRAWN): _WITHDRAWN,
    (_STEP.FIRST_LINE, _STEP.NOT_A_COMPLAINT): _NO_COMPLAINT,
    (_STEP.ANSWERED, _STEP.ACCEPTED): _rule(customer=(Need.WISH,)),
    (_STEP.ANSWERED, _STEP.SILENT): _rule(system=(Need.SILENCE_PASSED,)),
    (_STEP.ANSWERED, _STEP.OMBUDS): _ESCALATED,
    (_STEP.ANSWERED, _STEP.WITHDRAWN): _WITHDRAWN,
    (_STEP.ANSWERED, _STEP.FIRST_LINE): _CAME_BACK,
    (_STEP.ACCEPTED, _STEP.CLOSED): _CLOSED_BY_FIRST_LINE,
    (_STEP.ACCEPTED, _STEP.OMBUDS): _ESCALATED,
    (_STEP.SILENT, _STEP.CLOSED): _CLOSED_BY_FIRST_LINE,
    (_STEP.SILENT, _STEP.ACCEPTED): _rule(customer=(Need.WISH,)),
    (_STEP.SILENT, _STEP.OMBUDS): _ESCALATED,
    (_STEP.SILENT, _STEP.FIRST_LINE): _CAME_BACK,
    (_STEP.OMBUDS, _STEP.MEDIATED): _rule(ombuds=(Need.WISH, Need.ASSESSED, Need.DISPATCHED)),
    (_STEP.OMBUDS, _STEP.DECIDED): _rule(ombuds=(Need.REASON, Need.ASSESSED, Need.DISPATCHED)),
    (_STEP.OMBUDS, _STEP.REFUSED): _rule(ombuds=_REFUSED_BY_OMBUDS),
    (_STEP.OMBUDS, _STEP.WITHDRAWN): _WITHDRAWN,
    (_STEP.OMBUDS, _STEP.NOT_A_COMPLAINT): _rule(customer=(Need.WISH,), ombuds=(Need.REASON,)),
    (_STEP.MEDIATED, _STEP.CLOSED): _CLOSED_BY_OMBUDS,
    (_STEP.MEDIATED, _STEP.OMBUDS): _CAME_BACK,
    (_STEP.DECIDED, _STEP.CLOSED): _CLOSED_BY_OMBUDS,
    (_STEP.DECIDED, _STEP.OMBUDS): _CAME_BACK,
    (_STEP.CLOSED, _STEP.OMBUDS): _ESCALATED,
    (_STEP.REFUSED, _STEP.OMBUDS): _ESCALATED,
    (_STEP.NOT_A_COMPLAINT, _STEP.RECEIVED): _rule(
        customer=(Need.WISH,), first_line=(Need.REASON,), ombuds=(Need.REASON,)
    ),
}
"""The only steps there are. A message of the customer alone takes none."""


def ends_of(start: ComplaintStep) -> frozenset[ComplaintStep]:
    """Return to which steps a complaint can go at all."""
    return frozenset(end for one, end in STEPS if one is start)


def may_step(start: ComplaintStep, end: ComplaintStep, *, by: ComplaintActor) -> bool:
    """Return whether it is for somebody to take this step; what it needs is asked by `take`."""
    rule = STEPS.get((start, end))
    return rule is not None and by in rule.needs


def take(
    start: ComplaintStep, end: ComplaintStep, *, by: ComplaintActor, facts: StepFacts
) -> ComplaintStep | StepTrouble:
    """Return the step that a complaint is at from now on, or why it is not taken."""
    rule = STEPS.get((start, end))
    if rule is None:
        return StepTrouble.NO_SUCH_STEP
    if by not in rule.needs:
        return StepTrouble.NOT_YOURS
    asked = (trouble_of(need, by=by, facts=facts) for need in Need if need in rule.needs[by])
    return next((trouble for trouble in asked if trouble is not None), end)
