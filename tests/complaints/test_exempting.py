"""Exemptions from service guarantees: one proposes, another decides, and it is all written down."""

import pytest

from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.models import Complaint, GuaranteeExemption
from debiet.core.errors import ChangedMeanwhile, NotAllowed, NotFound
from debiet.core.models import AuditEntry
from debiet.rules.guarantee_exemptions import ExemptionGround, ExemptionStep, Guarantee
from tests import make
from tests.complaints.conftest import registered

WEATHER = {"guarantee": Guarantee.APPOINTMENT, "ground": ExemptionGround.WEATHER}
AT = {"at": make.MONDAY}


def proposed(complaint, *, by, reason="Code rood.", **changes):
    return actions.propose_exemption(
        complaint_id=complaint.pk, reason=reason, by=by, **(WEATHER | changes), **AT
    )


def test_proposals_are_approved_at_once_by_somebody_else(people):
    agent, lead = people.agent.actor, people.lead.actor
    first = registered(make.case(), by=agent)
    ids = [proposed(first, by=agent), proposed(first, by=agent, guarantee=Guarantee.ON_SITE)]
    own = proposed(registered(make.case(), by=lead), by=lead)

    with pytest.raises(actions.ExemptionExists):
        proposed(first, by=agent)
    with pytest.raises(actions.ExemptionNoReason):
        proposed(first, by=agent, guarantee=Guarantee.NEW_BRANCH, reason=" ")
    with pytest.raises(NotAllowed):
        actions.approve_exemptions(exemption_ids=ids, by=agent, **AT)
    with pytest.raises(actions.OwnExemption):
        actions.approve_exemptions(exemption_ids=[*ids, own], by=lead, **AT)
    assert len(complaints.proposed_exemptions(viewer=lead)) == 3  # all or none

    assert actions.approve_exemptions(exemption_ids=ids, by=lead, **AT) == 2
    with pytest.raises(ChangedMeanwhile):
        actions.approve_exemptions(exemption_ids=ids, by=lead, **AT)
    [other, one] = complaints.exemptions_of(first.pk, viewer=agent)
    assert (one.step, one.proposed_by, one.reason) == ("approved", "Tom Jacobs", "Code rood.")
    assert other.decided_at == make.MONDAY
    rows = AuditEntry.objects.filter(facts__has_key="exemption").order_by("id")
    assert [row.facts["step"] for row in rows] == ["proposed"] * 3 + ["approved"] * 2


def test_a_proposal_is_refused_with_a_reason_or_taken_back_by_who_made_it(people):
    agent, lead = people.agent.actor, people.lead.actor
    complaint = registered(make.case(), by=agent)
    refused = proposed(complaint, by=agent)
    with pytest.raises(actions.ExemptionNoReason):
        actions.refuse_exemption(exemption_id=refused, reason=" ", by=lead, **AT)
    actions.refuse_exemption(exemption_id=refused, reason="Het was droog.", by=lead, **AT)

    taken_back = proposed(complaint, by=agent)
    with pytest.raises(actions.NotYourExemption):
        actions.withdraw_exemption(exemption_id=taken_back, by=lead, **AT)
    actions.withdraw_exemption(exemption_id=taken_back, by=agent, **AT)
    with pytest.raises(actions.ExemptionDecided):
        actions.refuse_exemption(exemption_id=taken_back, reason="Nee.", by=lead, **AT)
    steps = GuaranteeExemption.objects.order_by("id").values_list("step", flat=True)
    assert list(steps) == [ExemptionStep.REFUSED, ExemptionStep.WITHDRAWN]


def test_an_exemption_goes_behind_the_wall_with_its_complaint(people):
    complaint = registered(make.case(), by=people.agent.actor)
    one = proposed(complaint, by=people.agent.actor)
    Complaint.objects.filter(pk=complaint.pk).update(compartment="ombuds")

    for somebody in (people.agent, people.lead):
        assert complaints.exemptions_of(complaint.pk, viewer=somebody.actor) == []
        assert complaints.proposed_exemptions(viewer=somebody.actor) == []
    with pytest.raises(NotFound):
        actions.refuse_exemption(exemption_id=one, reason="Nee.", by=people.lead.actor, **AT)
    with pytest.raises(NotFound):
        proposed(complaint, by=people.agent.actor, guarantee=Guarantee.ON_SITE)
    assert len(complaints.proposed_exemptions(viewer=people.office.actor)) == 1


def test_what_is_no_complaint_has_no_exemption(people):
    complaint = registered(make.case(), by=people.agent.actor)
    Complaint.objects.filter(pk=complaint.pk).update(step="not-a-complaint")
    with pytest.raises(actions.ComplainFirst):
        proposed(complaint, by=people.agent.actor)
