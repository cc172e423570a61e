"""By which way a message reaches somebody: the tables of `docs/algorithms/delivery.md`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.cases import Carrier
from debiet.rules.delivery import DeliveryMethod, MessageKind
from debiet.rules.delivery_way import METHODS, Addresses, NoWay, Way, method_for, ways

MAIL, POST, PHONE, SMS = (
    DeliveryMethod.EMAIL,
    DeliveryMethod.POST,
    DeliveryMethod.PHONE,
    DeliveryMethod.SMS,
)
LINES = ("Ann De Smet", "Kouterbaan 18", "9230 Wetteren")
ALL = Addresses(emails=("ann@example.be",), phones=("+32470123456",), postal=(LINES,))
NO_MAIL = Addresses(phones=ALL.phones, postal=ALL.postal)
ONLY_PHONE = Addresses(phones=ALL.phones)
CARRIERS = {Carrier.EMAIL, Carrier.POST, Carrier.SMS}
MARKED_MAIL = {(Carrier.EMAIL, "ann@example.be")}
MARKED_POST = {(Carrier.POST, "\n".join(LINES))}
BY_MAIL = Way(Carrier.EMAIL, "ann@example.be")
BY_POST = Way(Carrier.POST, postal_lines=LINES)
BY_SMS = Way(Carrier.SMS, "+32470123456")


def found(chosen, addresses=ALL, marked=frozenset(), *, can_send=CARRIERS, **options):
    return ways(
        options.pop("kind", MessageKind.CORRESPONDENCE),
        chosen=chosen,
        addresses=addresses,
        unreachable=marked,
        can_send=can_send,
        **options,
    )


@pytest.mark.parametrize(
    ("chosen", "addresses", "marked", "written", "is_fallback"),
    [
        (None, ALL, set(), BY_MAIL, False),
        (MAIL, ALL, set(), BY_MAIL, False),
        (MAIL, ALL, MARKED_MAIL, BY_POST, True),
        (MAIL, NO_MAIL, set(), BY_POST, True),
        (POST, ALL, set(), BY_POST, False),
        (POST, ALL, MARKED_POST, BY_MAIL, True),
        (PHONE, ALL, set(), BY_MAIL, False),
        (PHONE, NO_MAIL, set(), BY_POST, False),
        (PHONE, ALL, MARKED_MAIL, BY_POST, False),
        (SMS, ALL, set(), BY_MAIL, False),
        (SMS, NO_MAIL, set(), BY_POST, False),
    ],
)
def test_an_answer_goes_the_chosen_way_and_else_what_is_left(
    chosen, addresses, marked, written, is_fallback
):
    answer = found(chosen, addresses, marked)

    assert (answer.written, answer.is_fallback, answer.why_not) == (written, is_fallback, None)


@pytest.mark.parametrize(
    ("addresses", "marked", "can_send", "why_not", "call"),
    [
        (Addresses(), set(), CARRIERS, NoWay.NO_ADDRESS, ""),
        (ONLY_PHONE, set(), CARRIERS, NoWay.NO_ADDRESS, "+32470123456"),
        (ALL, MARKED_MAIL | MARKED_POST, CARRIERS, NoWay.UNREACHABLE, "+32470123456"),
        (NO_MAIL, set(), {Carrier.EMAIL}, NoWay.NO_CARRIER, "+32470123456"),
        (ALL, MARKED_MAIL, {Carrier.EMAIL}, NoWay.UNREACHABLE, "+32470123456"),
        (ONLY_PHONE, {(Carrier.PHONE, "+32470123456")}, CARRIERS, NoWay.NO_ADDRESS, ""),
    ],
)
def test_where_nothing_carries_the_words_it_says_why_and_whom_to_call(
    addresses, marked, can_send, why_not, call
):
    answer = found(None, addresses, marked, can_send=can_send)

    assert (answer.written, answer.why_not, answer.call) == (None, why_not, call)


@pytest.mark.parametrize("method", DeliveryMethod)
def test_only_who_wants_it_told_by_phone_is_called_besides(method):
    assert found(method).call == ("+32470123456" if method is PHONE else "")


@pytest.mark.parametrize(
    ("chosen", "is_short", "can_send", "written", "heads_up"),
    [
        (SMS, True, CARRIERS, BY_SMS, ""),
        (SMS, False, CARRIERS, BY_MAIL, "+32470123456"),
        (SMS, True, {Carrier.EMAIL}, BY_MAIL, ""),
        (SMS, False, {Carrier.EMAIL}, BY_MAIL, ""),
        (MAIL, True, CARRIERS, BY_MAIL, ""),
    ],
)
def test_a_text_message_carries_what_is_short_and_announces_what_is_long(
    chosen, is_short, can_send, written, heads_up
):
    answer = found(chosen, can_send=can_send, is_short=is_short)

    assert (answer.written, answer.heads_up) == (written, heads_up)


def test_a_number_that_takes_no_text_messages_is_a_fallback_to_mail():
    answer = found(SMS, marked={(Carrier.SMS, "+32470123456")}, is_short=True)

    assert (answer.written, answer.is_fallback) == (BY_MAIL, True)


@pytest.mark.parametrize(
    ("kind", "chosen", "asked_by", "method"),
    [
        (MessageKind.CORRESPONDENCE, None, None, MAIL),
        (MessageKind.CORRESPONDENCE, None, Carrier.WEB_FORM, MAIL),
        (MessageKind.CORRESPONDENCE, None, Carrier.PHONE, MAIL),
        (MessageKind.CORRESPONDENCE, None, Carrier.POST, POST),
        (MessageKind.CORRESPONDENCE, None, Carrier.SMS, SMS),
        (MessageKind.CORRESPONDENCE, MAIL, Carrier.POST, MAIL),
        (MessageKind.INVOICES, None, None, POST),
        (MessageKind.INVOICES, MAIL, None, MAIL),
        (MessageKind.INVOICES, PHONE, None, POST),
        (MessageKind.INVOICES, None, Carrier.SMS, POST),
        (MessageKind.REMINDERS, None, Carrier.EMAIL, POST),
    ],
)
def test_the_method_is_the_chosen_one_else_as_it_was_asked_else_that_of_the_kind(
    kind, chosen, asked_by, method
):
    assert method_for(kind, chosen=chosen, asked_by=asked_by) is method


def test_the_own_addresses_of_a_question_come_before_those_of_its_customer():
    asked_from = Addresses(emails=("work@example.be",))

    assert found(MAIL, asked_from.before(ALL)).written == Way(Carrier.EMAIL, "work@example.be")
    marked = {(Carrier.EMAIL, "work@example.be")}
    assert found(MAIL, asked_from.before(ALL), marked).written == BY_MAIL


EVERY_MARK = [(Carrier.EMAIL, "ann@example.be"), (Carrier.POST, "\n".join(LINES))]
EVERY_MARK += [(Carrier.SMS, "+32470123456"), (Carrier.PHONE, "+32470123456")]


@given(
    kind=st.sampled_from(MessageKind),
    chosen=st.none() | st.sampled_from(DeliveryMethod),
    marked=st.sets(st.sampled_from(EVERY_MARK)),
    can_send=st.sets(st.sampled_from(sorted(CARRIERS))),
    asked_by=st.none() | st.sampled_from(Carrier),
    is_short=st.booleans(),
    emails=st.booleans(),
    phones=st.booleans(),
    postal=st.booleans(),
)
def test_a_marked_address_and_a_carrier_that_sends_nothing_are_never_used(
    kind, chosen, marked, can_send, asked_by, is_short, emails, phones, postal
):
    addresses = Addresses(
        emails=ALL.emails if emails else (),
        phones=ALL.phones if phones else (),
        postal=ALL.postal if postal else (),
    )

    answer = ways(
        kind,
        chosen=chosen,
        addresses=addresses,
        unreachable=marked,
        can_send=can_send,
        asked_by=asked_by,
        is_short=is_short,
    )

    assert (answer.written is None) == (answer.why_not is not None)
    assert answer.method in METHODS[kind]
    if answer.written is not None:
        assert answer.written.carrier in can_send
        assert (answer.written.carrier, answer.written.place) not in marked
    if answer.call:
        assert (Carrier.PHONE, answer.call) not in marked
    if answer.heads_up:
        assert Carrier.SMS in can_send
        assert (Carrier.SMS, answer.heads_up) not in marked
