"""Every message of a case leaves by its customer's own way."""

from datetime import timedelta

import pytest

from debiet.cases import actions, queries
from debiet.cases.actions import Contact, NoAddress
from debiet.cases.models import Callback, Case, Interaction
from debiet.correspondence import actions as correspondence
from debiet.correspondence.channels.registry import CHANNELS
from debiet.correspondence.models import Message
from debiet.customers import actions as customers
from debiet.rules.cases import Carrier
from debiet.rules.delivery import DeliveryMethod, MessageKind
from debiet.rules.sms import segments
from debiet.staff import actions as staff
from tests import checker, make
from tests.carriers import PostOffice

pytestmark = pytest.mark.django_db

LINES = ["Ann De Smet", "Kouterbaan 18", "9230 Wetteren"]
PHONED = Contact(name="Ann De Smet", phone="0470 12 34 56")


@pytest.fixture(autouse=True)
def post_office(monkeypatch):
    monkeypatch.setitem(CHANNELS, Carrier.POST, PostOffice())


@pytest.fixture
def agent():
    return make.employee(make.utility())


def chosen(customer, method):
    customers.choose_delivery(
        customer_id=customer.pk,
        kind=MessageKind.CORRESPONDENCE,
        method=method,
        by=make.SYSTEM,
        at=make.MONDAY,
    )


def answered(opened, agent, *, at=make.MONDAY + timedelta(hours=1)):
    version = Case.objects.get(pk=opened.case_id).version
    return actions.answer_case(
        case_id=opened.case_id, text="Zo zit het.", seen_version=version, by=agent.actor, at=at
    )


def sent():
    return list(Message.objects.order_by("id").values_list("purpose", "carrier"))


def test_a_caller_without_e_mail_gets_acknowledgement_and_answer_by_letter(agent):
    make.customer(phone="0470123456")

    opened = make.case(carrier=Carrier.PHONE, contact=PHONED)
    answered(opened, agent)

    assert sent() == [("acknowledgement", "post"), ("answer", "post")]
    for message in Message.objects.all():
        assert (message.postal_lines, message.recipient_address) == (LINES, "")
    out = Interaction.objects.filter(direction="out").order_by("id")
    assert [contact.carrier for contact in out] == [Carrier.POST, Carrier.POST]
    assert checker.findings() == {}


def test_large_print_goes_with_the_letters_of_who_wants_it(agent):
    customer = make.customer(phone="0470123456", email="ann@example.be")
    customers.set_large_print(
        customer_id=customer.pk, wants_large_print=True, by=make.SYSTEM, at=make.MONDAY
    )
    make.case(contact=PHONED)
    chosen(customer, DeliveryMethod.POST)
    make.case(contact=PHONED)

    mail, letter = Message.objects.order_by("id")
    assert (mail.carrier, mail.is_large_print) == (Carrier.EMAIL, False)
    assert (letter.carrier, letter.is_large_print) == (Carrier.POST, True)


def test_a_question_by_mail_is_answered_there_unless_its_customer_chose_another_way(agent):
    customer = make.customer(email="ann@example.be")
    first = make.case(contact=Contact(name="Ann", email="ann@example.be"))
    answered(first, agent)
    chosen(customer, DeliveryMethod.POST)
    second = make.case(contact=Contact(name="Ann", email="ann@example.be"))
    answered(second, agent)

    assert [carrier for _purpose, carrier in sent()] == ["email", "email", "post", "post"]


def test_who_wants_to_be_told_by_phone_is_on_the_list_of_calls_and_gets_it_in_writing(agent):
    customer = make.customer(email="ann@example.be", phone="0470123456")
    chosen(customer, DeliveryMethod.PHONE)
    opened = make.case(contact=Contact(name="Ann", email="ann@example.be"))
    assert not Callback.objects.exists()  # that we have the question needs no call

    answered(opened, agent)

    call = Callback.objects.get()
    assert (call.phone, call.case_id) == ("+32470123456", opened.case_id)
    assert call.promised_until.astimezone(make.MONDAY.tzinfo).date() == make.MONDAY.date()
    assert [carrier for _purpose, carrier in sent()] == ["email", "email"]


def test_a_letter_is_answered_by_letter_to_its_sender(agent):
    opened = make.case(
        carrier=Carrier.POST,
        contact=Contact(name="Koen Maes", address="Veldstraat 3\n9000 Gent"),
    )
    answered(opened, agent)

    assert sent() == [("acknowledgement", "post"), ("answer", "post")]
    assert Message.objects.last().postal_lines == ["Koen Maes", "Veldstraat 3", "9000 Gent"]


def test_an_address_that_messages_came_back_from_is_passed_over_until_it_works_again(agent):
    make.customer(email="ann@example.be", phone="0470123456")
    opened = make.case(contact=PHONED)
    correspondence.note_bounced(
        message_id=Message.objects.get().pk, reason="5.1.1", by=make.SYSTEM, at=make.MONDAY
    )

    assert queries.case_page(opened.case_id, viewer=make.SYSTEM).ways.is_fallback
    (mark,) = queries.case_page(opened.case_id, viewer=make.SYSTEM).marks
    assert (mark.place, mark.reason) == ("ann@example.be", "5.1.1")
    answered(opened, agent)
    correspondence.clear_unreachable(
        carrier=Carrier.EMAIL, address="Ann@example.be", by=make.SYSTEM, at=make.MONDAY
    )
    answered_again = make.case(contact=PHONED)
    answered(answered_again, agent)

    assert [carrier for _purpose, carrier in sent()] == ["email", "post", "email", "email"]


def test_only_who_cannot_be_written_to_at_all_has_to_be_called(agent):
    opened = make.case(carrier=Carrier.PHONE, contact=Contact(name="Koen", phone="0471 11 22 33"))

    page = queries.case_page(opened.case_id, viewer=agent.actor)
    assert (page.ways.written, page.ways.call) == (None, "+32471112233")
    with pytest.raises(NoAddress):
        answered(opened, agent)
    assert sent() == []


def test_who_chose_the_phone_is_called_and_gets_it_in_writing(agent):
    customer = make.customer(email="ann@example.be", phone="0470123456")
    chosen(customer, DeliveryMethod.PHONE)
    opened = make.case(contact=PHONED)

    page = queries.case_page(opened.case_id, viewer=agent.actor)

    assert page.ways.call == "+32470123456"
    assert page.ways.written.carrier is Carrier.EMAIL


def test_who_chose_text_messages_gets_what_is_short_there_and_is_told_that_the_rest_is_ready(
    agent, settings
):
    settings.SMS_URL = "http://127.0.0.1:9/never-asked"
    customer = make.customer(email="ann@example.be", phone="0470123456")
    chosen(customer, DeliveryMethod.SMS)
    opened = make.case(contact=PHONED)
    answered(opened, agent)

    assert sent() == [("acknowledgement", "sms"), ("answer", "email"), ("answer-ready", "sms")]
    short = Message.objects.filter(carrier=Carrier.SMS)
    for message in short:
        assert opened.number in message.text
        assert f"/status/{opened.number}/{opened.code}/" in message.text
        assert segments(message.text) <= 2
        assert message.recipient_address == "+32470123456"
    assert "Zo zit het." in Message.objects.get(carrier=Carrier.EMAIL).text
    assert checker.findings() == {}


@pytest.mark.parametrize(
    ("rule", "place", "own", "form", "language"),
    [
        ("asker", ("9230", "Wetteren"), "fr", "nl", "fr"),
        ("law", ("9230", "Wetteren"), "fr", "fr", "nl"),
        ("law", ("1630", "Linkebeek"), "fr", "nl", "fr"),
        ("law", ("1630", "Linkebeek"), "en", "fr", "fr"),
    ],
)
def test_the_language_is_the_customers_own_as_far_as_the_house_lets_it(
    agent, rule, place, own, form, language
):
    for code, value in (("language_rule", rule), ("jurisdiction", "be_flanders")):
        staff.save_house_setting(
            code=code, value=value, valid_from=make.MONDAY, by=make.SYSTEM, at=make.MONDAY
        )
    customers.add_customers(
        customers=[
            customers.NewCustomer(
                name="Ann",
                language=own,
                accounts=[("100200300", customers.Address("Dorp", "1", *place))],
                emails=["ann@example.be"],
            )
        ],
        by=make.SYSTEM,
        at=make.MONDAY,
    )

    opened = make.case(language=form)

    assert Case.objects.get(pk=opened.case_id).language == language
    assert Message.objects.get().text.startswith(f"[{language}]")


def test_without_a_customer_the_form_decides_and_without_a_form_the_house(agent):
    assert Case.objects.get(pk=make.case(language="fr").case_id).language == "fr"
    assert Case.objects.get(pk=make.case(language="").case_id).language == "nl"


def test_an_answer_that_closes_asks_how_we_did_and_another_does_not(agent):
    first, second = make.case(), make.case()
    answered(first, agent)
    actions.answer_case(
        case_id=second.case_id,
        text="Wij zoeken het uit.",
        seen_version=1,
        resolves=False,
        by=agent.actor,
        at=make.MONDAY,
    )

    closing, holding = Message.objects.filter(purpose="answer").order_by("id")
    assert f"/status/{first.number}/{first.code}/rate/" in closing.text
    assert "/rate/" not in holding.text
