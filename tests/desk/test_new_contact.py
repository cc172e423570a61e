"""The quick screen: a call or visit on one page, with and without scripts."""

import re
from datetime import timedelta

import pytest

from debiet.cases.actions import Contact
from debiet.cases.models import Callback, Case, Interaction, Note
from debiet.core.models import AccessEntry
from debiet.correspondence import actions as correspondence
from debiet.correspondence.actions import Sign
from debiet.correspondence.models import Call, Message
from debiet.customers.models import CallerVerification
from debiet.rules.access import Role
from debiet.rules.calls import CallEvent
from tests import make
from tests.desk.reading import text_of

MINUTE = timedelta(minutes=1)
QUICK = "/contact/new/"


def filled(page, **changes):
    key = re.search(r'name="key" value="([0-9a-f]{32})"', page.content.decode())[1]
    values = {
        "do": "register",
        "key": key,
        "who": "An Peeters, 0470 12 34 56, an@example.be",
        "topic_code": "invoice",
        "text": "Wanneer komt mijn factuur?",
        "carrier": "phone",
        "confirm": "on",
    }
    return {name: value for name, value in (values | changes).items() if value is not None}


def send(browser, **changes):
    return browser.post(QUICK, filled(browser.get(QUICK), **changes))


def test_a_call_is_written_down_and_leads_to_its_case(browser_of_agent):
    response = send(browser_of_agent, answer="Op 5 maart.")
    case = Case.objects.get()
    assert response.headers["Location"] == f"/cases/{case.number}/"
    shown = text_of(browser_of_agent.get(f"/cases/{case.number}/"))
    assert f"Written down under {case.number}, status code" in shown
    assert "A confirmation is on its way." in shown
    assert (case.contact_name, case.contact_email) == ("An Peeters", "an@example.be")
    assert case.opened_at == make.MONDAY


def test_the_same_form_sent_twice_is_one_case(browser_of_agent):
    fields = filled(browser_of_agent.get(QUICK))
    first, again = (browser_of_agent.post(QUICK, fields) for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"]
    assert Case.objects.count() == 1
    assert "This was written down already" in text_of(
        browser_of_agent.get(again.headers["Location"])
    )


def test_two_tabs_are_two_cases(browser_of_agent):
    tabs = [browser_of_agent.get(QUICK) for _ in range(2)]
    for tab in tabs:
        browser_of_agent.post(QUICK, filled(tab))
    assert Case.objects.count() == 2


def test_what_is_refused_keeps_every_word(browser_of_agent):
    page = send(browser_of_agent, topic_code="", window="x", text="Mijn woorden")
    assert page.status_code == 200
    assert "2 things are not right yet" in text_of(page)
    assert "Mijn woorden" in page.content.decode()
    assert "An Peeters, 0470" in page.content.decode()
    assert not Case.objects.exists()


def test_the_search_works_without_scripts_and_shows_no_more_than_initials(browser_of_agent, ann):
    make.customer(name="An Desmedt", phone="0470 12 34 56")
    page = send(browser_of_agent, do="search", who="0470 12 34 56", topic_code="")
    shown = text_of(page)
    assert "A. D. S. · Wetteren" in shown
    assert "A. D. · Wetteren" in shown
    for words in ("De Smet", "ann@example", "Kouterbaan", "100200300", "1961"):
        assert words not in page.content.decode()
    assert "not right yet" not in shown
    assert "Wanneer komt mijn factuur?" in shown


@pytest.mark.parametrize(
    "who",
    [
        "100.200.300",
        "ann@example.be",
        "+32470123456",
        "De Smet",
        "Anne Desmet",
        "Kouterbaan 18, 9230",
    ],
)
def test_somebody_is_found_by_whatever_is_known(browser_of_agent, ann, who):
    page = browser_of_agent.post(f"{QUICK}who/", {"who": who})
    assert "A. D. S. · Wetteren" in text_of(page)


def test_nobody_is_found_by_too_little(browser_of_agent, ann):
    for who in ("", "An", "18", "\x00", "x" * 5000):
        assert "A. D. S." not in text_of(browser_of_agent.post(f"{QUICK}who/", {"who": who}))


def verify(browser, customer, **said):
    fields = filled(browser.get(QUICK), who="0470 12 34 56", customer=customer.pk, do="verify")
    fields |= {f"said-{fact.replace('_', '-')}": words for fact, words in said.items()}
    return browser.post(QUICK, fields), fields


def test_a_verified_caller_opens_the_card_and_the_look_is_written_down(browser_of_agent, ann):
    page, fields = verify(browser_of_agent, ann, street="Kouterbn", customer_number="100200300")
    shown = text_of(page)
    assert "Not verified" in shown  # near, but not the street
    page, fields = verify(browser_of_agent, ann, born_on="12/3/61", customer_number="100200300")
    shown = text_of(page)
    assert "Verified: full information" in shown
    assert "Kouterbaan 18, 9230 Wetteren" in shown
    row = CallerVerification.objects.latest("id")
    assert row.facts == {"born-on": True, "customer-number": True}
    assert row.is_verified
    assert row.about == f"contact:{fields['key']}"
    look = AccessEntry.objects.get(subject=f"customer:{ann.pk}")
    assert (look.purpose, look.surface) == (f"contact:{fields['key']}", "desk:contact-new")


def test_a_caller_who_proves_nothing_gets_general_information_only(browser_of_agent, ann):
    page, _fields = verify(browser_of_agent, ann, street="Dorpsstraat", email="x@example.be")
    shown = text_of(page)
    assert "Not verified: general information only" in shown
    assert "does not fit" in shown
    assert "Kouterbaan" not in shown
    row = CallerVerification.objects.get()
    assert row.facts == {"street": False, "email": False}
    assert "Dorpsstraat" not in str(vars(row))
    assert not AccessEntry.objects.filter(subject=f"customer:{ann.pk}").exists()


def test_a_verification_holds_for_its_own_form_employee_and_hour(
    browser_of_agent, ann, utility, sign_in, clock
):
    _page, fields = verify(browser_of_agent, ann, email="ann@example.be", phone="0470123456")
    card = "Kouterbaan"
    again = fields | {"do": "search"}
    assert card in text_of(browser_of_agent.post(QUICK, again))
    assert card not in text_of(browser_of_agent.post(QUICK, again | {"key": "0" * 32}))
    colleague = sign_in(make.employee(utility))
    assert card not in text_of(colleague.post(QUICK, again))
    clock.at(make.MONDAY + timedelta(hours=2))
    assert card not in text_of(browser_of_agent.post(QUICK, again))


def test_who_calls_for_another_is_noted_before_more_is_told(browser_of_agent, ann):
    _page, fields = verify(browser_of_agent, ann, email="ann@example.be", phone="0470123456")
    other = fields | {"do": "search", "is_for_other": "on"}
    page = browser_of_agent.post(QUICK, other)
    assert "general information only until it is noted who" in text_of(page)
    assert "Kouterbaan" not in text_of(page)
    other |= {"note": "Dochter Els belt voor haar moeder"}
    assert "Kouterbaan" in text_of(browser_of_agent.post(QUICK, other))
    browser_of_agent.post(QUICK, other | {"do": "register"})
    assert Note.objects.get().text == "Dochter Els belt voor haar moeder"


def test_five_failures_lock_the_customer_and_the_lead_is_told_once(
    browser_of_agent, ann, utility, sign_in, clock, jobs
):
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)
    for _number in range(5):
        page, _fields = verify(browser_of_agent, ann, email="wrong@example.be")
    page, _fields = verify(browser_of_agent, ann, email="ann@example.be", phone="0470123456")
    assert "Too many tries failed" in text_of(page)
    assert "Kouterbaan" not in text_of(page)
    jobs.run()
    told = text_of(sign_in(lead).get("/notices/"))
    assert told.count("failed five times within an hour") == 1
    clock.at(make.MONDAY + timedelta(minutes=61))
    page, _fields = verify(browser_of_agent, ann, email="ann@example.be", phone="0470123456")
    assert "Kouterbaan" in text_of(page)


@pytest.mark.parametrize("customer", ["999999", "-1", "x", "9" * 30, "new", "nobody", "\x00"])
def test_a_customer_that_does_not_exist_shows_nothing(browser_of_agent, ann, customer):
    fields = {"who": "", "customer": customer, "do": "verify", "said-email": "ann@example.be"}
    page = browser_of_agent.post(f"{QUICK}who/", fields)
    assert page.status_code == 200
    assert not CallerVerification.objects.exists()


def test_a_chosen_customer_is_linked_and_one_of_their_cases_goes_on(browser_of_agent, ann):
    opened = make.case(
        contact=Contact(email="ann@example.be"), subject="Lek", at=make.MONDAY - MINUTE
    )
    page, fields = verify(browser_of_agent, ann, email="ann@example.be", phone="0470123456")
    assert f"{opened.number} · Lek" in text_of(page)
    browser_of_agent.post(QUICK, fields | {"do": "register", "about": opened.number})
    assert Case.objects.count() == 1
    assert Interaction.objects.filter(text="Wanneer komt mijn factuur?").exists()


def test_open_cases_are_no_general_information(browser_of_agent, ann):
    make.case(contact=Contact(email="ann@example.be"), subject="Lek", at=make.MONDAY - MINUTE)
    page, _fields = verify(browser_of_agent, ann, email="wrong@example.be")
    assert "Lek" not in text_of(page)


@pytest.mark.parametrize("field", ["case_number", "about"])
def test_a_case_of_a_closed_part_is_as_unknown_as_none(browser_of_agent, field):
    closed = make.case(topic_code="ombuds", subject="kanarie", at=make.MONDAY - MINUTE)
    for number in (closed.number, "2026-999999"):
        page = send(browser_of_agent, **{field: number})
        assert f"No case has the number {number}, as far as you can see." in text_of(page)
        assert "kanarie" not in page.content.decode()
    assert Interaction.objects.filter(carrier="phone").count() == 0


def test_a_question_for_a_closed_part_is_taken_without_showing_it(browser_of_agent):
    response = send(browser_of_agent, topic_code="ombuds")
    assert response.headers["Location"] == QUICK
    assert Case.objects.get().number in text_of(browser_of_agent.get(QUICK))


def test_a_new_customer_is_made_with_what_was_typed(browser_of_agent):
    send(browser_of_agent, customer="new")
    assert Case.objects.get().customer.name == "An Peeters"


def test_somebody_known_is_looked_at_before_a_new_customer_is_made(browser_of_agent, ann):
    page = send(browser_of_agent, customer="new")
    assert "Somebody with these details is known" in text_of(page)
    send(browser_of_agent, customer="new", shown=str(ann.pk))
    assert Case.objects.get().customer.name == "An Peeters"


def test_the_moment_of_an_earlier_visit_counts(browser_of_agent, clock):
    clock.at(make.local("2026-03-02 15:00"))
    send(browser_of_agent, carrier="counter", day="2026-03-02", clock="10:30")
    case = Case.objects.get()
    assert (case.carrier, case.opened_at) == ("counter", make.local("2026-03-02 10:30"))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"day": "2026-03-02"}, "Fill in the day and the time"),
        ({"day": "2026-03-29", "clock": "02:30"}, "The clock jumped over this time"),
        ({"day": "2026-03-03", "clock": "10:00"}, "This moment has not come yet."),
        ({"case_number": "12"}, "A case number looks like 2026-000123."),
        ({"other_day": "2026-03-03"}, "Fill in a day, from when and until when."),
        (
            {"other_day": "2026-03-29", "other_from": "02:30", "other_until": "04:00"},
            "The clock jumped over this time",
        ),
        (
            {"other_day": "2026-03-03", "other_from": "12:00", "other_until": "10:00"},
            "Choose a window that ends later",
        ),
        ({"window": "2026-03-02T10:00|2026-03-02T11:00"}, "Choose one of these."),
        ({"window": "2026-03-01T10:00+01:00|2026-03-01T11:00+01:00"}, "Choose a window that"),
    ],
)
def test_what_cannot_be_is_said_in_words(browser_of_agent, fields, words):
    assert words in text_of(send(browser_of_agent, **fields))
    assert not Case.objects.exists()


def test_a_call_is_promised_in_one_of_the_next_windows_of_the_office(browser_of_agent):
    page = browser_of_agent.get(QUICK)
    windows = re.findall(r'<option value="([^"|]+\|[^"]+)">([^<]+)<', page.content.decode())
    assert [label.replace("\u2013", "-") for _value, label in windows] == [
        "Mon 2 Mar 11:00-13:00",
        "Mon 2 Mar 13:00-15:00",
        "Mon 2 Mar 15:00-17:00",
        "Tue 3 Mar 09:00-11:00",
    ]
    browser_of_agent.post(QUICK, filled(page, window=windows[0][0], callback_words="bedrag"))
    made = Callback.objects.get()
    assert made.promised_from == make.local("2026-03-02 11:00")
    assert (made.phone, made.words) == ("0470 12 34 56", "bedrag")


def ring(agent, *signs, call_id="c-1", at=make.MONDAY):
    return correspondence.record_call(
        source="exchange",
        call_id=call_id,
        caller="+32470123456",
        signs=[Sign(event, at, agent.email) for event in signs],
        by=make.SYSTEM,
        at=at,
    )


def test_the_number_that_calls_fills_the_screen_in_and_the_call_is_tied(
    browser_of_agent, agent, ann, clock
):
    call_id = ring(agent, CallEvent.RINGING, CallEvent.ANSWERED)
    clock.at(make.MONDAY + 4 * MINUTE)
    page = browser_of_agent.get(QUICK, {"call": call_id})
    assert 'value="+32470123456"' in page.content.decode()
    assert "A. D. S. · Wetteren" in text_of(page)
    browser_of_agent.post(QUICK, filled(page, call=call_id))
    case = Case.objects.get()
    assert case.opened_at == make.MONDAY
    assert Call.objects.get().about == f"case:{case.number}"


def test_the_number_somebody_calls_from_is_one_fact(browser_of_agent, agent, ann):
    call_id = ring(agent, CallEvent.RINGING)
    fields = filled(browser_of_agent.get(QUICK), call=call_id, customer=ann.pk, do="verify")
    page = browser_of_agent.post(QUICK, fields | {"said-phone": "0470 12 34 56"})
    assert "Not verified" in text_of(page)
    page = browser_of_agent.post(QUICK, fields | {"said-customer-number": "100200300"})
    assert "Verified: full information" in text_of(page)
    assert CallerVerification.objects.latest("id").facts["phone"] is True


def test_a_call_of_another_part_does_not_open_the_screen(browser_of_agent, agent):
    call_id = ring(agent, CallEvent.RINGING)
    Call.objects.update(compartment="ombuds")
    page = browser_of_agent.get(QUICK, {"call": call_id})
    assert "+32470123456" not in page.content.decode()
    browser_of_agent.post(QUICK, filled(page, call=call_id))
    assert Call.objects.get().about == ""


def test_a_partners_agent_writes_down_without_linking(utility, sign_in, ann):
    browser = sign_in(make.employee(utility, role=Role.PARTNER_AGENT, partner=True))
    page = browser.post(f"{QUICK}who/", {"who": "0470 12 34 56"})
    assert "Colleagues link the contact" in text_of(page)
    send(browser, topic_code="line")
    assert Case.objects.get().compartment == "partner:line"
    assert send(browser, topic_code="line", customer=str(ann.pk)).status_code == 403


def test_the_favorites_of_the_team_come_first(browser_of_agent):
    for _number in range(2):
        make.case()
    make.case(topic_code="line")
    page = browser_of_agent.get(QUICK).content.decode()
    favorites = page.split('<optgroup label="Most chosen">')[1].split("</optgroup>")[0]
    assert re.findall(r'value="([^"]+)"', favorites) == ["invoice"]


def test_the_languages_of_letters_follow_the_customer_unless_said(browser_of_agent, ann):
    ann.language = "fr"
    ann.save()
    send(browser_of_agent, who="ann@example.be", customer=str(ann.pk), answer="Ja.")
    assert Message.objects.get().language == "fr"
    send(
        browser_of_agent,
        who="ann@example.be",
        customer=str(ann.pk),
        answer="Ja.",
        language="en",
    )
    assert Message.objects.latest("id").language == "en"
