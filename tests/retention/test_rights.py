"""Requests about one's own data: the month, who asks, what is given, what stays and why."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.cases.actions import Contact
from debiet.cases.models import Case, Interaction
from debiet.core.errors import NotAllowed, NotFound
from debiet.core.models import AccessEntry, AuditEntry
from debiet.correspondence import actions as correspondence
from debiet.correspondence.models import Message, RawMessage
from debiet.customers import actions as customers
from debiet.customers.models import CallerVerification
from debiet.files import actions as files
from debiet.files import queries as file_queries
from debiet.files.models import StoredFile
from debiet.retention import actions, queries
from debiet.retention.actions import OtherExport, SamePerson, TooLateToExtend
from debiet.retention.models import RightsRequest
from debiet.retention.steps import NotFromHere
from debiet.rules.access import Compartment, Role
from debiet.rules.cases import Carrier
from debiet.rules.rights import LongerReason, Proof, RightsKind, RightsState
from debiet.rules.verification import Fact
from debiet.staff.models import Organization
from tests import checker, make

pytestmark = pytest.mark.django_db

ANN = Contact(name="Ann De Smet", email="ann@example.be", phone="0470 12 34 56")
NEIGHBOR = "Bart Buurman"


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


def asked(lead, kind=RightsKind.ACCESS, *, at=make.MONDAY, customer_id=None, **changes):
    values = {
        "topic_code": "invoice",
        "carrier": Carrier.EMAIL,
        "text": "Wat weet u over mij?",
        "contact": ANN,
        "received_at": at,
    }
    return actions.open_request(
        kind=kind, customer_id=customer_id, by=lead, at=at, **(values | changes)
    )


def a_life(agent, customer_id=None):
    """Make an earlier case of Ann's with an employee, a neighbor and a photograph in it."""
    photo = files.store_file(
        content=b"a photograph",
        name="tuin van Bart Buurman.txt",
        compartment=Compartment.ORDINARY,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    opened = make.case(
        text=f"Mijn buur {NEIGHBOR} (bart@example.be, 0471 99 88 77) sproeit mijn gevel nat.",
        contact=ANN,
        customer_id=customer_id,
        file_ids=[photo],
    )
    cases.write_note(
        case_id=opened.case_id,
        text="Gebeld met Jan Vermeulen: mevrouw De Smet is boos.",
        by=agent.actor,
        at=make.MONDAY,
    )
    return opened, photo


def step_of(request):
    return RightsRequest.objects.get(pk=request.request_id).state


def identified(lead, request, at=make.MONDAY):
    actions.confirm_identity(request_id=request.request_id, proof=Proof.KNOWN_FACTS, by=lead, at=at)


def unpacked(export_id, viewer):
    opened = file_queries.opened(export_id, viewer=viewer)
    assert opened is not None
    with zipfile.ZipFile(io.BytesIO(opened.content)) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


@pytest.mark.parametrize("carrier", [Carrier.EMAIL, Carrier.POST, Carrier.PHONE, Carrier.COUNTER])
def test_the_month_counts_from_receipt_by_any_way_and_for_anybody(lead, carrier):
    request = asked(lead, carrier=carrier, received_at=make.local("2026-01-30 10:00"))
    case = Case.objects.get(pk=request.case_id)
    # 28 February is a Saturday: the next working day is Monday 2 March.
    assert timezone.localtime(case.due_at) == make.local("2026-03-03 00:00")
    assert case.customer_id is None
    assert case.kind == "rights"
    assert checker.findings_here() == {}


def test_a_question_that_turns_out_to_be_a_request_counts_from_its_own_receipt(lead):
    opened = make.case(contact=ANN, text="Wist alles van mij!")
    later = make.MONDAY + timedelta(days=9)
    request = actions.recognize_request(
        case_id=opened.case_id, kind=RightsKind.ERASURE, topic_code="invoice", by=lead, at=later
    )
    case = Case.objects.get(pk=request.case_id)
    assert case.opened_at == make.MONDAY
    assert timezone.localtime(case.due_at) == make.local("2026-04-03 00:00")
    assert "Wist alles van mij!" in Interaction.objects.get(case=case, direction="in").text


def test_it_is_made_two_months_longer_once_and_the_asker_is_told_why(lead):
    request = asked(lead)
    longer = {
        "request_id": request.request_id,
        "reason": LongerReason.COMPLEX,
        "text": "Uw vraag gaat over twintig jaar.",
        "by": lead,
    }
    actions.extend_request(at=make.MONDAY + timedelta(days=20), **longer)
    case = Case.objects.get(pk=request.case_id)
    assert timezone.localtime(case.due_at) == make.local("2026-06-03 00:00")
    assert "twintig jaar" in Message.objects.filter(purpose="answer").get().text
    with pytest.raises(TooLateToExtend):
        actions.extend_request(at=make.MONDAY + timedelta(days=21), **longer)
    assert Message.objects.filter(purpose="answer").count() == 1


def test_after_the_month_it_is_too_late_to_make_it_longer(lead):
    request = asked(lead)
    with pytest.raises(TooLateToExtend):
        actions.extend_request(
            request_id=request.request_id,
            reason=LongerReason.COMPLEX,
            text="Te laat.",
            by=lead,
            at=make.local("2026-04-03 00:01"),
        )
    assert not Message.objects.filter(purpose="answer").exists()


@pytest.mark.parametrize("kind", list(RightsKind))
def test_nothing_is_given_or_done_before_it_is_known_who_asks(lead, kind):
    request = asked(lead, kind)
    for function, more in (
        (actions.prepare_export, {}),
        (actions.release_export, {"text": "Alles."}),
        (actions.complete_request, {"text": "Klaar."}),
    ):
        with pytest.raises(NotFromHere):
            function(request_id=request.request_id, by=lead, at=make.MONDAY, **more)
    assert step_of(request) == RightsState.RECEIVED


def test_the_export_has_what_is_anns_and_nothing_of_others(lead, agent, ann):
    opened, photo = a_life(agent, ann.pk)
    request = asked(lead, customer_id=ann.pk)
    identified(lead, request)
    export_id = actions.prepare_export(request_id=request.request_id, by=lead, at=make.MONDAY)
    parts = unpacked(export_id, lead)
    assert set(parts) == {"data.json", "overview.pdf"}

    told = parts["data.json"].decode()
    read = "\n".join(
        page.extract_text() for page in PdfReader(io.BytesIO(parts["overview.pdf"])).pages
    )
    for text in (told, read):
        assert "Ann De Smet" in text
        assert "ann@example.be" in text
        assert opened.number in text
        assert "is boos" in text
        for other in ("bart@example.be", "0471 99 88 77", "Jan Vermeulen"):
            assert other not in text
    data = json.loads(told)
    assert data["customer"]["accounts"][0]["address"].startswith("Kouterbaan 18")
    assert "[medewerker van Facturen]" in told
    looks = AccessEntry.objects.filter(surface="desk:rights-request")
    assert {look.subject for look in looks} >= {f"case:{opened.number}"}
    assert photo


def test_what_only_a_person_sees_a_person_hides_and_chooses_files_to_give(lead, agent, ann):
    _opened, photo = a_life(agent, ann.pk)
    request = asked(lead, customer_id=ann.pk)
    identified(lead, request)
    first = actions.prepare_export(request_id=request.request_id, by=lead, at=make.MONDAY)
    assert NEIGHBOR in unpacked(first, lead)["data.json"].decode()

    second = actions.prepare_export(
        request_id=request.request_id,
        hidden_words=[NEIGHBOR, " "],
        file_ids=[photo],
        by=lead,
        at=make.MONDAY,
    )
    parts = unpacked(second, lead)
    assert all(NEIGHBOR not in content.decode(errors="replace") for content in parts.values())
    assert b"a photograph" in parts["files/001-tuin van [verborgen].txt"]
    assert not StoredFile.objects.filter(pk=first).exists(), "the first try is thrown away"


def test_a_file_of_somebody_else_cannot_be_given(lead, agent, ann):
    strange = files.store_file(
        content=b"x", name="x.txt", compartment="ordinary", by=make.SYSTEM, at=make.MONDAY
    )
    request = asked(lead, customer_id=ann.pk)
    identified(lead, request)
    with pytest.raises(NotFound):
        actions.prepare_export(
            request_id=request.request_id, file_ids=[strange], by=lead, at=make.MONDAY
        )


def test_the_same_data_makes_the_same_export(lead, agent, ann):
    a_life(agent, ann.pk)
    request = asked(lead, customer_id=ann.pk)
    identified(lead, request)
    made = set()
    for _time in range(2):
        export_id = actions.prepare_export(request_id=request.request_id, by=lead, at=make.MONDAY)
        made.add(StoredFile.objects.get(pk=export_id).blob.sha256)
    assert len(made) == 1


def test_nothing_is_given_before_a_second_person_looked_at_just_that(lead, dpo, agent, ann, jobs):
    a_life(agent, ann.pk)
    request = asked(lead, customer_id=ann.pk)
    identified(lead, request)
    ids = {"request_id": request.request_id}
    first = actions.prepare_export(by=lead, at=make.MONDAY, **ids)
    with pytest.raises(NotFromHere):
        actions.release_export(text="Hier is het.", by=lead, at=make.MONDAY, **ids)
    with pytest.raises(NotAllowed):
        actions.review_export(export_id=first, by=lead, at=make.MONDAY, **ids)
    second = actions.prepare_export(hidden_words=["x"], by=lead, at=make.MONDAY, **ids)
    with pytest.raises(OtherExport):
        actions.review_export(export_id=first, by=dpo, at=make.MONDAY, **ids)
    actions.review_export(export_id=second, by=dpo, at=make.MONDAY, **ids)
    shown = file_queries.opened(second, viewer=dpo).content

    actions.release_export(text="Hier is het.", by=lead, at=make.MONDAY, **ids)
    message = Message.objects.get(purpose="answer")
    (sent,) = message.files.all()
    assert file_queries.opened(sent.file_id, viewer=lead).content == shown
    assert Case.objects.get(pk=request.case_id).state == "resolved"
    assert step_of(request) == RightsState.DONE
    assert not StoredFile.objects.filter(pk=second).exists()
    assert checker.findings_here() == {}


def test_by_letter_goes_what_is_to_be_read_and_it_can_be_printed(lead, dpo, agent, ann, jobs):
    a_life(agent, ann.pk)
    request = asked(lead, carrier=Carrier.POST, customer_id=ann.pk)
    identified(lead, request)
    ids = {"request_id": request.request_id}
    export_id = actions.prepare_export(by=lead, at=make.MONDAY, **ids)
    actions.review_export(export_id=export_id, by=dpo, at=make.MONDAY, **ids)
    actions.release_export(text="Hier is het.", by=lead, at=make.MONDAY, **ids)
    jobs.run()
    message = Message.objects.get(purpose="answer")
    assert (message.carrier, message.state) == (Carrier.POST, "handed-over")
    letter = file_queries.opened(message.letter_id, viewer=lead).content
    printed = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(letter)).pages)
    assert "Kouterbaan 18" in printed
    assert "is boos" in printed
    assert "Vermeulen" not in printed


def test_whoever_made_it_does_not_look_at_it_for_a_second(utility, dpo, lead, agent, ann):
    request = asked(lead, customer_id=ann.pk)
    identified(lead, request)
    export_id = actions.prepare_export(request_id=request.request_id, by=lead, at=make.MONDAY)
    RightsRequest.objects.update(prepared_by_id=dpo.user_id)
    with pytest.raises(SamePerson):
        actions.review_export(
            request_id=request.request_id, export_id=export_id, by=dpo, at=make.MONDAY
        )


def test_somebody_who_is_no_customer_gets_what_was_asked_from_that_address(lead, agent):
    opened, _photo = a_life(agent)
    make.case(contact=Contact(name="Iemand Anders", email="anders@example.be"), text="Geheim")
    request = asked(lead)
    identified(lead, request)
    export_id = actions.prepare_export(request_id=request.request_id, by=lead, at=make.MONDAY)
    told = unpacked(export_id, lead)["data.json"].decode()
    assert opened.number in told
    assert "Geheim" not in told


def test_a_case_in_a_closed_part_is_not_in_the_export_of_who_does_not_see_it(lead, ann):
    make.case(topic_code="ombuds", contact=ANN, customer_id=ann.pk, text="Bij de ombudsdienst")
    request = asked(lead, customer_id=ann.pk)
    identified(lead, request)
    export_id = actions.prepare_export(request_id=request.request_id, by=lead, at=make.MONDAY)
    assert "Bij de ombudsdienst" not in unpacked(export_id, lead)["data.json"].decode()


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
    told = queries.recipients(case_queries.case_page(request.case_id, viewer=lead), viewer=lead)
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
