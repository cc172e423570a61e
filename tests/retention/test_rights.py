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
from debiet.cases.actions import Contact
from debiet.cases.models import Case, Interaction
from debiet.core.errors import NotAllowed, NotFound
from debiet.core.models import AccessEntry
from debiet.correspondence.models import Message
from debiet.files import actions as files
from debiet.files import queries as file_queries
from debiet.files.models import StoredFile
from debiet.retention import actions
from debiet.retention.actions import OtherExport, SamePerson, TooLateToExtend
from debiet.retention.models import RightsRequest
from debiet.retention.steps import NotFromHere
from debiet.rules.access import Compartment, Role
from debiet.rules.cases import Carrier
from debiet.rules.rights import LongerReason, Proof, RightsKind, RightsState
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


def test_what_the_ombuds_office_has_is_in_no_request_of_another_part(utility):
    make.case(topic_code="ombuds", text="Kanarie in vertrouwen.", contact=ANN)
    office = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    by = replace(office.actor, purpose="case:2026-000001")
    request, own = asked(by), asked(by, topic_code="ombuds")

    told = {}
    for one in (request, own):
        identified(by, one)
        export_id = actions.prepare_export(request_id=one.request_id, by=by, at=make.MONDAY)
        told[one.number] = unpacked(export_id, by)["data.json"].decode()

    assert "Kanarie" not in told[request.number]
    assert "Kanarie" in told[own.number]


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
