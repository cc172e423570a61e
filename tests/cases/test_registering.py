"""A call or visit, written down in one go."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from debiet.cases import actions as cases
from debiet.cases.actions import Contact, NewContact, Promise
from debiet.cases.models import Callback, Case, Interaction, Note
from debiet.core.errors import NotAllowed, NotFound
from debiet.correspondence import actions as correspondence
from debiet.correspondence.actions import Sign
from debiet.correspondence.models import Call, Message
from debiet.customers import actions as customers
from debiet.customers.models import ContactPoint, Customer
from debiet.rules.access import Role
from debiet.rules.calls import CallEvent
from debiet.rules.cases import Carrier, CaseState, Direction
from debiet.rules.sla import EntryKind
from debiet.rules.verification import Fact
from debiet.terms.models import ClockEntry
from tests import checker, make

pytestmark = pytest.mark.django_db
AT = make.MONDAY
MINUTE = timedelta(minutes=1)


@pytest.fixture
def agent():
    return make.employee(make.utility())


def new(**changes):
    values = {
        "key": "k1",
        "carrier": Carrier.PHONE,
        "topic_code": "invoice",
        "text": "Wanneer komt mijn factuur?",
        "contact": Contact(name="An Peeters", email="an@example.be", phone="0470 12 34 56"),
        "language": "nl",
        "happened_at": AT,
    }
    return NewContact(**(values | changes))


def register(agent, at=AT, **changes):
    return cases.register_contact(new=new(**changes), by=agent.actor, at=at)


def entries(number):
    rows = ClockEntry.objects.filter(reference=f"case:{number}").order_by("id")
    return [(row.kind, row.occurred_at) for row in rows]


def test_a_call_not_answered_opens_a_case_at_its_moment_and_confirms_in_writing(agent):
    made = register(agent, at=AT + 5 * MINUTE)

    case = Case.objects.get(number=made.number)
    assert (case.state, case.carrier, case.opened_at) == (CaseState.OPEN, "phone", AT)
    assert case.due_at == AT + timedelta(hours=8)
    assert entries(made.number) == [(EntryKind.OPENED, AT)]
    assert Message.objects.get().purpose == "acknowledgement"
    assert made.is_confirmed


def test_answered_at_once_is_opened_answered_closed_and_confirmed_in_one_action(agent):
    made = register(agent, answer="Op 5 maart.")

    case = Case.objects.get(number=made.number)
    assert case.state == CaseState.RESOLVED
    assert case.due_at is None
    assert entries(made.number) == [
        (EntryKind.OPENED, AT),
        (EntryKind.REPLIED, AT),
        (EntryKind.RESOLVED, AT),
    ]
    asked, answered, confirmed = Interaction.objects.filter(case=case).order_by("id")
    assert (asked.direction, answered.direction) == (Direction.IN, Direction.OUT)
    assert answered.is_answered_at_once
    assert answered.is_substantive
    assert confirmed.is_automatic
    message = Message.objects.get()
    assert message.purpose == "confirmation"
    for words in (made.number, "Wanneer komt mijn factuur?", "Op 5 maart.", made.code[:4]):
        assert words in message.text
    assert message.recipient_address == "an@example.be"


def test_who_wants_no_confirmation_gets_none(agent):
    assert not register(agent, wants_confirmation=False).is_confirmed
    assert not register(agent, key="k2", wants_confirmation=False, answer="Ja.").is_confirmed
    assert not Message.objects.exists()


def test_words_in_braces_are_said_as_they_were_typed(agent):
    register(agent, text="Wat is {code}?", answer="{number}")
    assert "U vroeg: Wat is {code}? Wij antwoordden: {number}" in Message.objects.get().text


def test_the_same_form_twice_is_one_case_and_other_words_in_it_are_another(agent):
    first = register(agent, answer="Ja.")
    again = register(agent, answer="Ja.")
    assert (again.number, again.code, again.is_repeated) == (first.number, first.code, True)
    assert Case.objects.count() == Message.objects.count() == 1
    other = register(agent, text="Iets anders", answer="Nee.")
    assert (other.number != first.number, other.is_repeated) == (True, False)


def test_a_key_is_of_the_one_who_sent_it(agent):
    colleague = make.employee(make.Utility(*_utility_of(agent)))
    assert register(agent).number != register(colleague).number


def _utility_of(agent):
    from debiet.staff.models import Organization, Team

    own, partner = Organization.objects.order_by("is_partner")
    return own, partner, *(Team.objects.get(code=code) for code in ("invoices", "ombuds", "line"))


def test_nothing_stays_of_what_is_refused(agent):
    with pytest.raises(cases.NoPhone):
        register(
            agent,
            contact=Contact(name="An"),
            promise=Promise(AT + MINUTE, AT + 60 * MINUTE),
            is_nobody=True,
        )
    assert not Case.objects.exists()
    assert register(agent).number


def test_nobody_writes_down_what_has_not_happened(agent):
    with pytest.raises(cases.InTheFuture):
        register(agent, happened_at=AT + MINUTE)


def test_a_chosen_customer_is_linked_though_nothing_else_fits(agent):
    known = make.customer(name="An Peeters")
    made = register(agent, customer_id=known.pk, contact=Contact(name="An"))
    assert Case.objects.get(number=made.number).customer_id == known.pk


def test_several_who_fit_are_left_to_be_chosen_and_one_is_linked(agent):
    by_phone = Contact(name="An", phone="0470 12 34 56")
    linked = []
    for key in ("k1", "k2"):
        make.customer(phone="0470 12 34 56")
        made = register(agent, key=key, contact=by_phone)
        linked.append(Case.objects.get(number=made.number).customer_id is not None)
    assert linked == [True, False]


def test_answers_do_not_go_where_an_unverified_caller_says(agent):
    known = make.customer(phone="0470 12 34 56", number="100200300", email="ann@example.be")
    with pytest.raises(cases.UnprovedAddress):
        register(agent, customer_id=known.pk)
    by_itself = register(agent, key="k2")
    assert Case.objects.get(number=by_itself.number).customer_id is None
    own = register(agent, key="k3", contact=Contact(email="Ann@Example.be"), customer_id=known.pk)
    assert Case.objects.get(number=own.number).customer_id == known.pk
    customers.verify_caller(
        customer_id=known.pk,
        said={Fact.CUSTOMER_NUMBER: "100200300", Fact.PHONE: "0470123456"},
        about="contact:k1",
        by=agent.actor,
        at=AT,
    )
    proved = register(agent, customer_id=known.pk)
    assert Case.objects.get(number=proved.number).contact_email == "an@example.be"


def test_none_of_those_who_fit_is_linked_when_an_employee_says_so(agent):
    make.customer(phone="0470 12 34 56")
    made = register(agent, is_nobody=True)
    assert Case.objects.get(number=made.number).customer_id is None


def test_a_new_customer_needs_a_name_and_a_way_to_reach_it(agent):
    made = register(agent, is_new_customer=True)
    case = Case.objects.get(number=made.number)
    assert case.customer.name == "An Peeters"
    assert set(ContactPoint.objects.values_list("kind", flat=True)) == {"email", "phone"}
    for contact in (Contact(name="An"), Contact(phone="0470"), Contact(name=" ", email="a@b.be")):
        with pytest.raises(cases.NotEnoughForCustomer):
            register(agent, key="k2", is_new_customer=True, contact=contact)


def test_a_new_customer_is_no_second_one_of_somebody_nobody_looked_at(agent):
    known = make.customer(email="an@example.be")
    with pytest.raises(cases.MayBeKnown):
        register(agent, is_new_customer=True)
    register(agent, is_new_customer=True, ruled_out=frozenset({known.pk}))
    assert Customer.objects.count() == 2


def test_a_customer_that_does_not_exist_is_looked_for_again(agent):
    with pytest.raises(cases.MayBeKnown):
        register(agent, customer_id=999_999)


def test_an_existing_case_goes_on_with_the_contact_and_its_answer(agent):
    opened = make.case(contact=Contact(name="An", email="an@example.be"), at=AT - 60 * MINUTE)
    made = register(agent, case_number=opened.number, answer="Morgen.", note="Belde boos.")
    assert made.number == opened.number
    case = Case.objects.get(number=opened.number)
    assert case.state == CaseState.RESOLVED
    assert Case.objects.count() == 1
    assert Note.objects.get().text == "Belde boos."
    assert Message.objects.filter(purpose="confirmation").count() == 1


def test_a_case_is_continued_for_its_own_customer_only(agent):
    known, other = make.customer(email="an@example.be"), make.customer(name="Koen Maes")
    opened = make.case(contact=Contact(email="an@example.be"), at=AT - MINUTE)
    with pytest.raises(cases.OtherCustomer):
        register(agent, case_number=opened.number, customer_id=other.pk)
    assert register(agent, case_number=opened.number, customer_id=known.pk)


def test_a_case_without_a_customer_is_linked_to_the_one_chosen(agent):
    known = make.customer()
    opened = make.case(at=AT - MINUTE)
    register(agent, case_number=opened.number, customer_id=known.pk)
    assert Case.objects.get().customer_id == known.pk


def test_a_case_in_a_closed_part_is_as_unknown_as_none(agent):
    closed = make.case(topic_code="ombuds", at=AT - MINUTE)
    for number in (closed.number, "2026-999999"):
        with pytest.raises(cases.UnknownCase) as refusal:
            register(agent, case_number=number)
        assert number in str(refusal.value)
    assert Interaction.objects.filter(carrier=Carrier.PHONE).count() == 0


def test_a_question_for_a_closed_part_is_taken_but_not_answered(agent):
    with pytest.raises(cases.ClosedPart):
        register(agent, topic_code="ombuds", answer="Ja.")
    assert not Case.objects.exists()
    assert Case.objects.get(number=register(agent, topic_code="ombuds").number)


def test_a_partners_agent_neither_links_nor_makes_customers(agent):
    partner = make.employee(
        make.Utility(*_utility_of(agent)), role=Role.PARTNER_AGENT, partner=True
    )
    known = make.customer()
    for changes in ({"customer_id": known.pk}, {"is_new_customer": True}):
        with pytest.raises(NotAllowed):
            register(partner, topic_code="line", **changes)
    assert register(partner, topic_code="line").number


def test_a_promised_call_goes_to_the_number_that_called(agent):
    register(agent, promise=Promise(AT + MINUTE, AT + 60 * MINUTE, words="over de factuur"))
    callback = Callback.objects.get()
    assert (callback.phone, callback.words) == ("0470 12 34 56", "over de factuur")


def call(agent, call_id="c1"):
    return correspondence.record_call(
        source="exchange",
        call_id=call_id,
        caller="+32470123456",
        signs=[
            Sign(CallEvent.RINGING, AT - MINUTE),
            Sign(CallEvent.ANSWERED, AT, agent.email),
        ],
        by=make.SYSTEM,
        at=AT,
    )


def test_the_call_is_tied_to_the_case(agent):
    made = register(agent, call_id=call(agent))
    assert Call.objects.get().about == f"case:{made.number}"


def test_a_call_that_somebody_settled_meanwhile_does_not_stop_the_contact(agent):
    tied = call(agent)
    first = register(agent, call_id=tied)
    assert register(agent, key="k2", call_id=tied).number != first.number
    assert Call.objects.get().about == f"case:{first.number}"


def test_a_call_is_tied_afterwards_to_a_case_one_may_see(agent):
    tied, opened = call(agent), make.case()
    closed = make.case(topic_code="ombuds")
    with pytest.raises(cases.UnknownCase):
        cases.tie_call_to_case(call_id=tied, case_number=closed.number, by=agent.actor, at=AT)
    with pytest.raises(NotFound):
        cases.tie_call_to_case(call_id=999, case_number=opened.number, by=agent.actor, at=AT)
    cases.tie_call_to_case(call_id=tied, case_number=opened.number, by=agent.actor, at=AT)
    with pytest.raises(correspondence.CallSettled):
        correspondence.put_call_away(call_id=tied, reason="silent", by=agent.actor, at=AT)


@pytest.mark.django_db(transaction=True)
def test_a_double_click_in_two_processes_is_one_case():
    agent = make.employee(make.utility())

    def send(_number):
        try:
            return register(agent, answer="Ja.").number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = set(pool.map(send, range(4)))
    assert len(numbers) == Case.objects.count() == Message.objects.count() == 1
    assert checker.findings() == {}


def test_what_is_registered_has_no_empty_words(agent):
    with pytest.raises(cases.EmptyText):
        register(agent, text="  ")
