"""Exemptions from service guarantees: those of a complaint, and what waits for a decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from debiet.complaints.models import Complaint, GuaranteeExemption
from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.jurisdictions.house import DEFAULT_JURISDICTION
from debiet.jurisdictions.registry import JURISDICTIONS
from debiet.jurisdictions.values import value_on
from debiet.rules.guarantee_exemptions import ExemptionGround, ExemptionStep, Guarantee
from debiet.staff import queries as staff
from debiet.staff.visibility import visible

MOST = 100
"""So many proposals are shown and approved at once."""


@dataclass(frozen=True, slots=True)
class ExemptionLine:
    """An exemption: proposed by whom and why, and what became of it."""

    exemption_id: int
    number: str
    guarantee: Guarantee
    ground: ExemptionGround
    reason: str
    step: ExemptionStep
    proposed_by: str
    proposed_by_id: int | None
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    decision_reason: str


@query(personal=False)
def guarantees_on(*, at: datetime) -> Mapping[Guarantee, frozenset[ExemptionGround]]:
    """Return the guarantees that hold on a day, each with the grounds that exempt from it."""
    named = staff.house_settings(at=at).get("jurisdiction", DEFAULT_JURISDICTION)
    day = timezone.localtime(at).date()
    found: Mapping[Guarantee, frozenset[ExemptionGround]]
    found = value_on(JURISDICTIONS[named].SERVICE_GUARANTEES, on=day).value
    return found


@query(personal=True)
def exemptions_of(complaint_id: int, *, viewer: Actor) -> list[ExemptionLine]:
    """Return the exemptions of a complaint, the latest first."""
    rows = seen_exemptions(viewer).filter(complaint=complaint_id)
    return [_line(one) for one in rows.order_by("-id")]


@query(personal=True)
def proposed_exemptions(*, viewer: Actor) -> list[ExemptionLine]:
    """Return what waits for a decision, what waits longest first."""
    rows = seen_exemptions(viewer).filter(step=ExemptionStep.PROPOSED)
    return [_line(one) for one in rows.order_by("proposed_at", "id")[:MOST]]


def seen_exemptions(viewer: Actor) -> "QuerySet[GuaranteeExemption]":
    """Return the exemptions on complaints that the viewer may see, wherever these stand now."""
    rows = visible(GuaranteeExemption.objects.all(), viewer)
    rows = rows.filter(complaint__in=visible(Complaint.objects.all(), viewer))
    return rows.select_related("complaint__case", "proposed_by", "decided_by")


def _line(one: GuaranteeExemption) -> ExemptionLine:
    return ExemptionLine(
        exemption_id=one.pk,
        number=one.complaint.case.number,
        guarantee=one.guarantee,
        ground=one.ground,
        reason=one.reason,
        step=one.step,
        proposed_by=one.proposed_by.name if one.proposed_by else "",
        proposed_by_id=one.proposed_by_id,
        proposed_at=one.proposed_at,
        decided_by=one.decided_by.name if one.decided_by else "",
        decided_at=one.decided_at,
        decision_reason=one.decision_reason,
    )
