"""The quick screen keeps what was typed, and refuses in words what cannot be."""

import re

import pytest

from debiet.cases.actions import Contact
from debiet.cases.models import Callback, Case
from tests import make
from tests.desk.reading import text_of
from tests.desk.test_new_contact import MINUTE, QUICK, filled, send, verify


def test_the_next_call_typed_into_an_old_form_is_no_repetition(browser_of_agent):
    fields = filled(browser_of_agent.get(QUICK))
    browser_of_agent.post(QUICK, fields)
    for changes in (
        {"text": "Iets anders"},
        {"who": "Jan Claes, 0499 11 22 33"},
        {"answer": "Morgen."},
        {"note": "Belt voor haar moeder"},
    ):
        browser_of_agent.post(QUICK, fields | changes)
    assert Case.objects.count() == 5


def test_the_case_it_is_about_stays_chosen_when_something_is_refused(browser_of_agent, ann):
    opened = make.case(
        contact=Contact(email="ann@example.be"), subject="Lek", at=make.MONDAY - MINUTE
    )
    _page, fields = verify(browser_of_agent, ann, email="ann@example.be", phone="0470123456")
    about = {"do": "register", "about": opened.number}
    page = browser_of_agent.post(QUICK, fields | about | {"text": ""})
    assert f'value="{opened.number}" id="about-{opened.number}" checked' in page.content.decode()
    assert 'id="about-new" checked' not in page.content.decode()


def test_what_the_caller_said_stays_until_enough_of_it_fits(browser_of_agent, ann):
    page, _fields = verify(browser_of_agent, ann, customer_number="100200300")
    assert "Not verified" in text_of(page)
    assert 'name="said-customer-number" value="100200300"' in page.content.decode()
    page = browser_of_agent.post(QUICK, _fields | {"said-street": "Kouterbaan"})
    assert "Verified: full information" in text_of(page)
    assert "said-" not in page.content.decode()


def test_what_the_caller_said_stays_when_something_else_is_refused(browser_of_agent, ann):
    page = send(browser_of_agent, customer=str(ann.pk), text="", **{"said-street": "Kouterban"})
    assert 'name="said-street" value="Kouterban"' in page.content.decode()


def test_a_window_stays_chosen_though_it_is_no_longer_offered(browser_of_agent, clock):
    page = browser_of_agent.get(QUICK)
    (first, *_rest) = re.findall(r'<option value="([^"|]+\|[^"]+)">', page.content.decode())
    clock.at(make.local("2026-03-02 10:50"))
    page = browser_of_agent.post(QUICK, filled(page, window=first, text=""))
    assert f'<option value="{first}" selected>Mon 2 Mar 11:00' in page.content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"day": "0001-01-01", "clock": "00:05"},
        {"other_day": "0001-01-01", "other_from": "00:05", "other_until": "00:10"},
    ],
)
def test_a_day_of_another_age_is_refused_in_words(browser_of_agent, fields):
    page = send(browser_of_agent, **fields)
    assert "not right yet" in text_of(page)
    assert not Case.objects.exists()


def test_a_call_is_promised_for_no_later_than_a_year(browser_of_agent):
    far = "2999-12-31T22:00:00-12:00|2999-12-31T23:59:00-12:00"
    assert "within a year" in text_of(send(browser_of_agent, window=far))
    no_time = far.replace("2999", "9999")
    assert "Choose one of these." in text_of(send(browser_of_agent, window=no_time))
    assert not Callback.objects.exists()


def test_who_calls_for_somebody_else_is_asked_who_it_is(browser_of_agent):
    page = send(browser_of_agent, is_for_other="on")
    assert "Say who calls, and for whom." in text_of(page)
    assert not Case.objects.exists()


def test_what_is_folded_away_is_open_where_it_is_filled_in(browser_of_agent):
    for fields in ({"carrier": "counter"}, {"language": "fr"}, {"callback_words": "bedrag"}):
        page = send(browser_of_agent, do="search", **fields)
        assert '<details class="more" open>' in page.content.decode(), fields
    page = send(browser_of_agent, do="search")
    assert '<details class="more">' in page.content.decode()
