"""What is done about requests: erased, corrected, refused, and who sees any of it."""

from dataclasses import replace

import pytest

from debiet.cases import queries as case_queries
from debiet.cases.models import Case
from debiet.core.errors import NotAllowed, NotFound
from debiet.core.models import AuditEntry
from debiet.correspondence import actions as correspondence
from debiet.correspondence.models import Message, RawMessage
from debiet.customers import actions as customers
from debiet.customers.models import CallerVerification
from debiet.retention import actions, queries
from debiet.retention.models import RightsRequest
from debiet.retention.steps import NotFromHere
from debiet.rules.access import Role
from debiet.rules.cases import Carrier
from debiet.rules.rights import RightsKind, RightsState
from debiet.rules.verification import Fact
from debiet.staff.models import Organization
from tests import make
from tests.retention.test_rights import ANN, a_life, asked, identified, step_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def utility():
    return make.utility()


@pytest.fixture
def lead(utility):
    somebody = make.employee(utility, role=Role.TEAM_LEAD, name="Sarah Peeters")
    return replace(somebody.actor, purpose="case:2026-000001")


@pytest.fixture
def dpo(utility):
    return make.employee(utility, role=Role.DPO, name="Dina Prive").actor


@pytest.fixture
def agent(utility):
    return make.employee(utility, name="Jan Vermeulen")


@pytest.fixture
def ann():
    return make.customer(name="Ann De Smet", email="ann@example.be", phone="0470 12 34 56")


def test_erasure_lets_go_what_has_no_ground_and_says_what_stays_and_why(lead, agent, ann):
    opened, _photo = a_life(agent, ann.pk)
    customers.verify_caller(
        customer_id=ann.pk,
        said={Fact.EMAIL: "ann@example.be"},
        about="contact:1",
        by=agent.actor,
        at=make.MONDAY,
    )
    raw = correspondence.take_in(
        carrier=Carrier.EMAIL,
        source="import-mail",
        content=b"From: ann@example.be\n\nspam",
        received_at=make.MONDAY,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    RawMessage.objects.filter(pk=raw.raw_message_id).update(
        state="set-aside", outcome="spam", sender="Ann@example.be"
    )
    request = asked(lead, RightsKind.ERASURE, customer_id=ann.pk)
    identified(lead, request)
    actions.complete_request(
        request_id=request.request_id, text="Dit blijft, en daarom.", by=lead, at=make.MONDAY
    )
    found = RightsRequest.objects.get().findings
    assert found["gone"] == {"verification": 1, "set-aside": 1}
    stays = {row["kind"]: (row["ground"], row["months"]) for row in found["stays"]}
    assert stays == {"case": ("public-task", 60), "customer": ("contract", 24)}
    assert not CallerVerification.objects.exists()
    assert not RawMessage.objects.exists()
    assert Case.objects.filter(pk=opened.case_id).exists()


def test_what_is_held_is_not_erased(lead, dpo, agent, ann):
    customers.verify_caller(
        customer_id=ann.pk, said={Fact.EMAIL: "x"}, about="c:1", by=agent.actor, at=make.MONDAY
    )
    actions.place_hold(subject=f"customer:{ann.pk}", reason="AR 12", by=dpo, at=make.MONDAY)
    request = asked(lead, RightsKind.ERASURE, customer_id=ann.pk)
    identified(lead, request)
    actions.complete_request(
        request_id=request.request_id, text="Een rechtszaak.", by=lead, at=make.MONDAY
    )
    assert CallerVerification.objects.exists()
    assert RightsRequest.objects.get().findings["held"] is True


def test_a_correction_says_who_got_the_old_data(lead, ann):
    opened = make.case(contact=ANN, topic_code="line", customer_id=ann.pk)
    request = asked(lead, RightsKind.CORRECTION, customer_id=ann.pk)
    page = queries.request_of(request.number, viewer=lead)
    told = queries.recipients(
        case_queries.case_page(request.case_id, viewer=lead), viewer=lead, on=make.MONDAY.date()
    )
    assert ("partner", Organization.objects.get(code="line").name) in told
    identified(lead, request)
    actions.complete_request(
        request_id=request.request_id, text="Verbeterd.", by=lead, at=make.MONDAY
    )
    assert RightsRequest.objects.get().findings == {"told": len(told)}
    assert opened
    assert page.kind is RightsKind.CORRECTION


def test_who_cannot_be_identified_is_refused_with_a_reason_and_gets_nothing(lead):
    request = asked(lead)
    actions.refuse_request(
        request_id=request.request_id, text="We weten niet wie u bent.", by=lead, at=make.MONDAY
    )
    assert step_of(request) == RightsState.REFUSED
    with pytest.raises(NotFromHere):
        identified(lead, request)
    assert "wie u bent" in Message.objects.get(purpose="answer").text


def test_the_audit_has_the_steps_and_no_words(lead, dpo, agent, ann):
    request = asked(lead, customer_id=ann.pk)
    identified(lead, request)
    said = AuditEntry.objects.filter(reference=f"case:{request.number}")
    states = [row.facts.get("state") for row in said.order_by("id") if "state" in row.facts]
    assert states == [RightsState.IDENTIFIED]
    assert "Ann" not in str(list(said.values()))


def test_an_agent_handles_none_and_sees_no_request_of_a_closed_part(agent, lead, utility):
    with pytest.raises(NotAllowed):
        asked(agent.actor)
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    request = asked(make.SYSTEM, topic_code="ombuds", contact=ANN)
    assert queries.request_of(request.number, viewer=lead) is None
    assert queries.open_requests(viewer=lead, limit=9) == []
    assert queries.request_of(request.number, viewer=ombuds.actor) is not None
    with pytest.raises(NotFound):
        identified(lead, request)
