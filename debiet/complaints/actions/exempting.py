"""Exemptions from service guarantees: proposed on a complaint, decided by somebody else."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from debiet.complaints.actions.escalating import ComplainFirst
from debiet.complaints.actions.walking import handled_in, locked
from debiet.complaints.models import Complaint, GuaranteeExemption
from debiet.complaints.office import employee_id
from debiet.complaints.queries.exemptions import guarantees_on, seen_exemptions
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import ChangedMeanwhile, NotFound, Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.rules.access import Permission
from debiet.rules.complaints import ComplaintStep
from debiet.rules.guarantee_exemptions import (
    STANDING,
    ExemptionGround,
    ExemptionStep,
    ExemptionTrouble,
    Guarantee,
    decision_trouble,
    proposal_trouble,
)


class ExemptionNoReason(Refused):
    """A code alone does not say what happened."""

    code = "complaints.exemption-no-reason"
    message = _("Say what happened. The reason stays with the exemption.")


class NoSuchExemption(Refused):
    """The ground does not exempt from this guarantee."""

    code = "complaints.no-such-exemption"
    message = _("This ground does not exempt from this guarantee.")


class ExemptionExists(Refused):
    """There is one already."""

    code = "complaints.exemption-exists"
    message = _("There is an exemption from this guarantee on this complaint already.")


class ExemptionDecided(Refused):
    """Somebody decided it in between."""

    code = "complaints.exemption-decided"
    message = _("It was decided meanwhile.")


class OwnExemption(Refused):
    """Nobody decides on its own proposal."""

    code = "complaints.own-exemption"
    message = _("Somebody else than whoever proposed it decides.")


class NotYourExemption(Refused):
    """Only who proposed it takes it back."""

    code = "complaints.not-your-exemption"
    message = _("Only whoever proposed it can take it back. You can refuse it.")


_TROUBLES: Final[Mapping[ExemptionTrouble, type[Refused]]] = {
    ExemptionTrouble.NO_REASON: ExemptionNoReason,
    ExemptionTrouble.NO_SUCH_GROUND: NoSuchExemption,
    ExemptionTrouble.EXISTS: ExemptionExists,
    ExemptionTrouble.DECIDED: ExemptionDecided,
    ExemptionTrouble.OWN_PROPOSAL: OwnExemption,
    ExemptionTrouble.NOT_YOURS: NotYourExemption,
}


@action(permission=Permission.HANDLE_COMPLAINT)
def propose_exemption(
    *,
    complaint_id: int,
    guarantee: Guarantee,
    ground: ExemptionGround,
    reason: str,
    by: Actor,
    at: datetime,
) -> int:
    """Propose that a broken guarantee gives the customer nothing, and return the proposal's id.

    :raises ComplainFirst: if it is no complaint now
    :raises NoSuchExemption: if the ground does not exempt from the guarantee
    :raises ExemptionExists: if one stands already
    :raises ExemptionNoReason: without a reason
    """
    complaint = locked(complaint_id, by=by)
    if complaint.step is ComplaintStep.NOT_A_COMPLAINT:
        raise ComplainFirst
    standing = GuaranteeExemption.objects.filter(complaint=complaint, step__in=STANDING)
    trouble = proposal_trouble(
        guarantee,
        ground,
        reason=reason,
        known=guarantees_on(at=at),
        standing={Guarantee(one) for one in standing.values_list("guarantee", flat=True)},
    )
    if trouble is not None:
        raise _TROUBLES[trouble]
    made = GuaranteeExemption.objects.create(
        complaint=complaint,
        compartment=complaint.compartment,
        guarantee=guarantee,
        ground=ground,
        reason=reason.strip(),
        proposed_by_id=employee_id(by),
        proposed_at=at,
    )
    _record(made, complaint)
    return made.pk


@action(permission=Permission.APPROVE_EXEMPTION)
def approve_exemptions(*, exemption_ids: Sequence[int], by: Actor, at: datetime) -> int:
    """Approve proposals as they were looked at, all or none, and return how many.

    :raises OwnExemption: if whoever approves proposed one of them
    :raises ChangedMeanwhile: if one was decided meanwhile, or may not be seen any more
    """
    for one in sorted(set(exemption_ids)):
        try:
            _decide(one, ExemptionStep.APPROVED, "", by=by, at=at)
        except (ExemptionDecided, NotFound) as refusal:
            raise ChangedMeanwhile from refusal
    return len(set(exemption_ids))


@action(permission=Permission.APPROVE_EXEMPTION)
def refuse_exemption(*, exemption_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Refuse a proposal: the guarantee holds.

    :raises OwnExemption: if whoever refuses proposed it
    :raises ExemptionNoReason: without a reason
    :raises ExemptionDecided: if it was decided meanwhile
    """
    _decide(exemption_id, ExemptionStep.REFUSED, reason, by=by, at=at)


@action(permission=Permission.HANDLE_COMPLAINT)
def withdraw_exemption(*, exemption_id: int, by: Actor, at: datetime) -> None:
    """Take one's own proposal back.

    :raises NotYourExemption: if somebody else proposed it
    :raises ExemptionDecided: if it was decided meanwhile
    """
    _decide(exemption_id, ExemptionStep.WITHDRAWN, "", by=by, at=at)


def _decide(exemption_id: int, end: ExemptionStep, reason: str, *, by: Actor, at: datetime) -> None:
    """Decide a proposal, with its complaint locked first."""
    rows = seen_exemptions(by).filter(pk=exemption_id)
    complaint_id = rows.values_list("complaint_id", flat=True).first()
    if complaint_id is None:
        raise NotFound
    complaint = locked(complaint_id, by=by)
    one = GuaranteeExemption.objects.select_for_update().get(pk=exemption_id)
    who = employee_id(by)
    is_proposer = one.proposed_by_id is not None and one.proposed_by_id == who
    trouble = decision_trouble(one.step, end, is_proposer=is_proposer, reason=reason)
    if trouble is not None:
        raise _TROUBLES[trouble]
    one.step, one.decision_reason = end, reason.strip()
    one.decided_by_id, one.decided_at = who, at
    one.save()
    _record(one, complaint)


def _record(one: GuaranteeExemption, complaint: Complaint) -> None:
    audit.record(
        reference("case", handled_in(complaint).number),
        compartment=complaint.compartment,
        facts={
            "exemption": one.pk,
            "guarantee": one.guarantee,
            "ground": one.ground,
            "step": one.step,
        },
    )
