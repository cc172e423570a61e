"""What is given is all that is kept about the asker, and nothing of anybody else."""

import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from pypdf import PdfReader

from debiet.cases import actions as cases
from debiet.cases.actions import Contact
from debiet.cases.models import Case, FollowUp, Rating
from debiet.complaints import actions as complaints
from debiet.complaints.actions import Writing
from debiet.correspondence import actions as correspondence
from debiet.correspondence.models import Call, RawMessage
from debiet.customers import actions as customers
from debiet.customers.models import CallerVerification, Customer
from debiet.files.models import StoredFile
from debiet.retention import actions, queries
from debiet.retention.actions import SamePerson
from debiet.retention.models import RightsRequest
from debiet.rules.access import Compartment, Role
from debiet.rules.calls import CallEvent
from debiet.rules.cases import Carrier
from debiet.rules.complaints import LetterKind
from debiet.rules.customer_file import RelationKind
from debiet.rules.rights import RightsKind
from debiet.rules.verification import Fact
from debiet.staff.models import Notification
from tests import checker, make
from tests.complaints.conftest import registered
from tests.complaints.test_reviews import raised
from tests.complaints.test_taking_over import with_office
from tests.retention.test_rights import ANN, asked, identified, unpacked

pytestmark = pytest.mark.django_db

LATER = make.MONDAY + timedelta(days=1)


@pytest.fixture
def lead(people):
    return replace(people.lead.actor, purpose="case:2026-000001")


@pytest.fixture
def office(people):
    return replace(people.office.actor, purpose="case:2026-000001")


@pytest.fixture
def ann(people):
    return make.customer(name="Ann De Smet", email="ann@example.be", phone="0470 12 34 56")


def given(handler, **changes):
    """Return what would be given to Ann: for machines, and to be read."""
    request = asked(handler, **changes)
    identified(handler, request)
    export_id = actions.prepare_export(
        request_id=request.request_id, by=handler, at=make.MONDAY + timedelta(days=2)
    )
    files = unpacked(export_id, handler)
    read = PdfReader(io.BytesIO(files["overview.pdf"]))
    shown = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    return files["data.json"].decode(), shown


def called(number, *, call_id="1"):
    correspondence.record_call(
        source="exchange",
        call_id=call_id,
        caller=number,
        signs=[
            correspondence.Sign(CallEvent.RINGING, make.MONDAY),
            correspondence.Sign(CallEvent.ENDED, make.MONDAY),
        ],
        by=make.SYSTEM,
        at=make.MONDAY,
    )


def wrote_spam(sender):
    raw = correspondence.take_in(
        carrier=Carrier.EMAIL,
        source="import-mail",
        content=f"From: {sender}\n\nspam".encode(),
        received_at=make.MONDAY,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    RawMessage.objects.filter(pk=raw.raw_message_id).update(
        state="set-aside", outcome="spam", sender=sender, subject="Gratis regenton"
    )


def test_nothing_that_hangs_on_a_customer_or_a_case_is_left_out(people, lead, ann):
    opened = make.case(contact=ANN, customer_id=ann.pk)
    complaint = registered(opened, by=people.agent.actor, reason="Mevrouw is ontevreden.")
    raised(opened.case_id, by=people.agent.actor)
    complaints.save_draft(
        complaint_id=complaint.pk,
        writing=Writing(kind=LetterKind.HOLDING, text="Wij zoeken nog naar de meter."),
        draft_id=None,
        seen_draft=0,
        by=people.agent.actor,
        at=LATER,
    )
    in_case = {"case_id": opened.case_id, "compartment": Compartment.ORDINARY}
    Rating.objects.create(
        **in_case, closed_at=make.MONDAY, score=2, words="Te traag.", rated_at=make.MONDAY
    )
    FollowUp.objects.create(
        **in_case,
        employee_id=people.agent.employee_id,
        words="Nog eens opbellen.",
        due_at=LATER,
        planned_at=make.MONDAY,
    )
    customers.write_customer_note(
        customer_id=ann.pk,
        text="Slechthorend: bel traag.",
        expires_on=make.MONDAY.date() + timedelta(days=60),
        by=people.agent.actor,
        at=make.MONDAY,
    )
    customers.verify_caller(
        customer_id=ann.pk,
        said={Fact.EMAIL: "ann@example.be"},
        about="contact:1",
        by=people.agent.actor,
        at=make.MONDAY,
    )
    called("+32470123456")
    wrote_spam("Ann@example.be")

    told, read = given(lead, customer_id=ann.pk)

    for words in (
        "Mevrouw is ontevreden.",
        "Waarom werd de meter niet geijkt?",
        "Wij zoeken nog naar de meter.",
        "Te traag.",
        "Nog eens opbellen.",
        "Slechthorend: bel traag.",
        "Gratis regenton",
    ):
        assert words in told, words
        assert words in read, words
    kinds = {one["what"] for one in json.loads(told)["besides"]}
    assert kinds == {"verification", "call", "set-aside"}
    assert checker.findings_here() == {}


def test_it_says_why_it_is_kept_how_long_who_got_it_and_what_may_be_asked(lead, ann):
    """What art. 15(1) of the regulation wants beside the data itself."""
    make.case(contact=ANN, topic_code="line", customer_id=ann.pk)
    told, read = given(lead, customer_id=ann.pk)
    months = {one["kind"]: one["months"] for one in json.loads(told)["kept"]}
    assert months["case"] == 60
    assert "60 maanden" in read
    assert json.loads(told)["partners"] == ["Bellijn"]
    assert "gegevensbeschermingsautoriteit" in read.lower()


def test_who_is_one_with_another_customer_gets_what_is_kept_of_both(people, lead, ann):
    old = make.customer(name="An De Smet", email="an@oud.example", number="100999999")
    make.case(contact=Contact(name="An De Smet"), customer_id=old.pk, text="Van vroeger")
    make.case(contact=Contact(name="An", email="an@oud.example"), text="Nog niet gekoppeld")
    cases.merge_two_customers(
        kept_id=ann.pk,
        other_id=old.pk,
        chosen={},
        seen_versions=(ann.version, Customer.objects.get(pk=old.pk).version),
        by=lead,
        at=make.MONDAY,
    )
    told, read = given(lead, customer_id=ann.pk)
    for words in ("Van vroeger", "Nog niet gekoppeld", "100999999", "an@oud.example"):
        assert words in told, words
        assert words in read, words


def test_a_housemate_with_the_same_address_gets_nothing_of_the_other_customer(lead, ann):
    bert = make.customer(name="Bert Maes", number="100888888")
    make.case(
        contact=Contact(name="Bert Maes", email="ann@example.be"),
        customer_id=bert.pk,
        text="Mijn eigen zaak",
    )
    make.case(contact=Contact(name="Ann", email="ann@example.be"), customer_id=ann.pk, text="Haar")
    told, _read = given(lead, customer_id=ann.pk)
    assert "Haar" in told
    assert "Mijn eigen zaak" not in told


def test_what_another_asker_wrote_in_a_merged_case_is_not_given(people, lead, ann):
    own = make.case(contact=ANN, customer_id=ann.pk, text="Geen water")
    other = make.case(
        contact=Contact(name="Cor Claes", email="cor@example.be"), text="Mijn kelder loopt onder"
    )
    cases.merge_case(
        case_id=other.case_id,
        leading_number=own.number,
        seen_version=1,
        other_asker_confirmed=True,
        by=people.lead.actor,
        at=make.MONDAY,
    )
    told, _read = given(lead, customer_id=ann.pk)
    assert "Geen water" in told
    assert "Mijn kelder loopt onder" not in told


def test_colleagues_and_relatives_are_hidden_wherever_they_are_named(people, lead, ann):
    make.employee(people.utility, name="Wim Verstraete")
    heir = make.customer(name="Hilde Erfgenaam", number="100777777")
    customers.relate_customers(
        customer_id=ann.pk,
        other_id=heir.pk,
        kind=RelationKind.HOUSEHOLD,
        valid_from=make.MONDAY.date(),
        by=people.agent.actor,
        at=make.MONDAY,
    )
    opened = make.case(contact=ANN, customer_id=ann.pk)
    cases.write_note(
        case_id=opened.case_id,
        text="Wim Verstraete sprak met Hilde Erfgenaam.",
        by=people.agent.actor,
        at=make.MONDAY,
    )
    told, _read = given(lead, customer_id=ann.pk)
    assert "sprak met" in told
    assert "Verstraete" not in told
    assert "Erfgenaam" not in told


def test_a_request_that_others_read_holds_nothing_of_the_ombuds_function(people, office, lead):
    """Also where somebody of the office prepares it, who sees more than its readers."""
    file = with_office(people)
    first = Case.objects.get(pk=file.about_case_id)
    Case.objects.update(contact_email="ann@example.be")
    told, read = given(office)
    assert first.number in told
    assert file.case.number not in told + read
    request = RightsRequest.objects.get()
    page = queries.request_of(request.case.number, viewer=lead)
    assert page is not None
    assert StoredFile.objects.get(pk=request.export_id).compartment == Compartment.ORDINARY


def test_what_stays_of_the_ombuds_function_is_not_counted_for_others(people, office, ann):
    make.case(topic_code="ombuds", contact=ANN, customer_id=ann.pk)
    request = asked(office, RightsKind.ERASURE, customer_id=ann.pk)
    identified(office, request)
    actions.complete_request(
        request_id=request.request_id, text="Dit blijft.", by=office, at=make.MONDAY
    )
    stays = {one["kind"]: one["count"] for one in RightsRequest.objects.get().findings["stays"]}
    assert stays["case"] == 1  # the request itself


def test_who_is_no_customer_and_wrote_a_letter_gets_the_request_itself(lead):
    contact = Contact(name="Piet Passant", address="Dorp 1\n9230 Wetteren")
    told, _read = given(lead, contact=contact, carrier=Carrier.POST, text="Wat weet u?")
    assert [one["handled_in"] for one in json.loads(told)["cases"]]
    assert "Wat weet u?" in told


@pytest.mark.parametrize("on", ["customer", "case"])
def test_while_something_of_the_asker_is_held_nothing_goes_at_all(people, lead, ann, on):
    dpo = make.employee(people.utility, role=Role.DPO).actor
    opened = make.case(contact=ANN, customer_id=ann.pk)
    wrote_spam("ann@example.be")
    called("0470123456")
    subject = f"customer:{ann.pk}" if on == "customer" else f"case:{opened.number}"
    actions.place_hold(subject=subject, reason="AR 12", by=dpo, at=make.MONDAY)
    request = asked(lead, RightsKind.ERASURE, customer_id=ann.pk)
    identified(lead, request)
    actions.complete_request(request_id=request.request_id, text="Nee.", by=lead, at=make.MONDAY)
    assert RawMessage.objects.filter(state="set-aside").exists()
    assert Call.objects.exists()
    assert RightsRequest.objects.get().findings["gone"] == {}


@pytest.mark.parametrize("number", ["+32470123456", "0032470123456", "0470123456"])
def test_erasure_finds_calls_however_the_exchange_wrote_the_number(lead, ann, number):
    called(number)
    called("0470999999", call_id="2")
    request = asked(lead, RightsKind.ERASURE, customer_id=ann.pk)
    identified(lead, request)
    actions.complete_request(request_id=request.request_id, text="Ja.", by=lead, at=make.MONDAY)
    assert list(Call.objects.values_list("caller", flat=True)) == ["0470999999"]


def test_erasure_reaches_the_checks_of_who_is_one_with_the_asker(people, lead, ann):
    old = make.customer(name="An De Smet", number="100999999")
    customers.verify_caller(
        customer_id=old.pk,
        said={Fact.EMAIL: "x"},
        about="c:1",
        by=people.agent.actor,
        at=make.MONDAY,
    )
    Customer.objects.filter(pk=old.pk).update(merged_into=ann)
    request = asked(lead, RightsKind.ERASURE, customer_id=ann.pk)
    identified(lead, request)
    actions.complete_request(request_id=request.request_id, text="Ja.", by=lead, at=make.MONDAY)
    assert not CallerVerification.objects.exists()


def told_office():
    return Notification.objects.filter(kind="rights.asked")


def test_the_office_hears_of_who_asks_where_it_keeps_something_and_answers_for_it(
    people, lead, office, ann
):
    other = make.employee(people.utility, role=Role.OMBUDS, team=people.utility.ombuds_team)
    kept = make.case(topic_code="ombuds", contact=ANN, customer_id=ann.pk, text="In vertrouwen")
    request = asked(lead, customer_id=ann.pk)
    identified(lead, request)
    assert set(told_office().values_list("employee_id", "compartment")) == {
        (people.office.employee_id, Compartment.OMBUDS),
        (other.employee_id, Compartment.OMBUDS),
    }

    own = asked(office, topic_code="ombuds", customer_id=ann.pk)
    identified(office, own)
    step = {"request_id": own.request_id, "at": make.MONDAY}
    export_id = actions.prepare_export(by=office, **step)
    assert kept.number in unpacked(export_id, office)["data.json"].decode()
    with pytest.raises(SamePerson):
        actions.review_export(export_id=export_id, by=office, **step)
    actions.review_export(export_id=export_id, by=other.actor, **step)
    assert actions.release_export(text="Ook dit.", by=office, **step)
    assert checker.findings_here() == {}


def test_the_office_hears_nothing_of_who_it_does_not_know(lead, ann):
    request = asked(lead, customer_id=ann.pk)
    identified(lead, request)
    assert not told_office().exists()
