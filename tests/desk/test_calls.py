"""Phone calls at the desk: the one that rings, those without a contact, and the waiting."""

import re
from datetime import timedelta

import pytest

from debiet.correspondence import actions as correspondence
from debiet.correspondence.actions import Sign
from debiet.correspondence.models import Call
from debiet.rules.access import Role
from debiet.rules.calls import CallEvent
from tests import make
from tests.desk.reading import text_of

SECOND = timedelta(seconds=1)


def call(employee="", *, at=make.MONDAY, waited=20, answered=True, ended=True, call_id="c-1"):
    signs = [Sign(CallEvent.RINGING, at, employee)]
    if answered:
        signs.append(Sign(CallEvent.ANSWERED, at + waited * SECOND, employee))
    if ended:
        signs.append(Sign(CallEvent.ENDED, at + (waited + 60 * answered) * SECOND))
    return correspondence.record_call(
        source="exchange",
        call_id=call_id,
        caller="+32470123456",
        signs=signs,
        by=make.SYSTEM,
        at=at,
    )


def test_the_phone_that_rings_is_shown_to_the_one_it_rings_at(
    browser_of_agent, agent, utility, sign_in, clock
):
    assert text_of(browser_of_agent.get("/calls/ringing/")) == ""
    call_id = call(agent.email, answered=False, ended=False)
    clock.at(make.MONDAY + SECOND)
    shown = browser_of_agent.get("/calls/ringing/")
    assert "Call from +32470123456." in text_of(shown)
    assert f"/contact/new/?call={call_id}" in shown.content.decode()
    assert text_of(sign_in(make.employee(utility)).get("/calls/ringing/")) == ""


def test_nothing_new_is_said_without_a_page(browser_of_agent, agent, clock):
    call_id = call(agent.email, answered=False, ended=False)
    clock.at(make.MONDAY + SECOND)
    unchanged = browser_of_agent.get("/calls/ringing/", {"known": f"{call_id}-00"})
    assert (unchanged.status_code, unchanged.content) == (204, b"")
    assert browser_of_agent.get("/calls/ringing/", {"known": ""}).status_code == 200


@pytest.mark.parametrize(
    ("minutes", "answered", "shown"), [(2, True, True), (5, True, False), (1, False, False)]
)
def test_a_call_is_offered_for_a_while_after_its_end(
    browser_of_agent, agent, clock, minutes, answered, shown
):
    call(agent.email, answered=answered)
    clock.at(make.MONDAY + timedelta(minutes=minutes))
    text = text_of(browser_of_agent.get("/calls/ringing/"))
    assert ("Call from +32470123456 is over." in text) is shown


def test_the_poll_costs_one_statement_beyond_the_sign_in(
    browser_of_agent, django_assert_num_queries
):
    with django_assert_num_queries(4):  # session, user, employee; and the call
        browser_of_agent.get("/calls/ringing/")


def test_pages_ask_only_where_an_exchange_tells(browser_of_agent, settings):
    assert "/calls/ringing/" not in browser_of_agent.get("/work/mine/").content.decode()
    settings.CALLS_TOKENS = {"exchange": "t" * 40}
    assert 'hx-trigger="load, every 3s"' in browser_of_agent.get("/work/mine/").content.decode()


def test_calls_without_a_contact_are_listed_with_how_long_they_waited(browser_of_agent, clock):
    call(waited=65)
    call(waited=125, answered=False, call_id="c-2")
    call(ended=False, call_id="c-3")
    clock.at(make.MONDAY + timedelta(minutes=10))
    page = browser_of_agent.get("/calls/")
    answered, abandoned = text_of(page).split("Nobody answered in time")
    assert "1:05" in answered
    assert "2:05" in abandoned.split("Waiting in the latest")[0]
    assert '<span class="count">2</span>' in page.content.decode()


def test_the_figures_of_waiting_are_right(browser_of_agent, clock):
    for number, waited in enumerate((0, 10, 20, 30, 40)):
        call(waited=waited, answered=waited != 40, call_id=f"c-{number}")
    call(at=make.MONDAY - timedelta(days=40), waited=600, call_id="old")
    clock.at(make.MONDAY + timedelta(minutes=10))
    shown = text_of(browser_of_agent.get("/calls/"))
    assert "calls 5 half waited at most 0:20 nine in ten waited at most 0:36" in shown
    assert "hung up before 20 %" in shown


def test_a_call_is_tied_to_a_case_or_put_away_once(browser_of_agent, clock):
    opened = make.case()
    first, second = call(), call(call_id="c-2")
    clock.at(make.MONDAY + timedelta(minutes=10))
    browser_of_agent.post(f"/calls/{first}/tie/", {"number": opened.number.replace("-", " ")})
    for reason in ("silent", "silent", "internal"):
        page = browser_of_agent.post(f"/calls/{second}/away/", {"reason": reason}, follow=True)
    assert "Somebody has said already what became of this call." in text_of(page)
    about = dict(Call.objects.values_list("pk", "about"))
    assert about == {first: f"case:{opened.number}", second: "silent"}
    assert "None." in text_of(browser_of_agent.get("/calls/"))


@pytest.mark.parametrize(
    ("path", "fields", "words"),
    [
        ("tie", {"number": "x"}, "A case number looks like 2026-000123."),
        ("tie", {"number": "2026-999999"}, "No case has the number 2026-999999"),
        ("away", {"reason": "because"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_in_words(browser_of_agent, path, fields, words):
    call_id = call()
    assert words in text_of(browser_of_agent.post(f"/calls/{call_id}/{path}/", fields))
    assert Call.objects.get().about == ""


def test_a_call_of_another_part_is_as_unknown_as_none(browser_of_agent, utility, sign_in):
    partner = make.employee(utility, role=Role.PARTNER_AGENT, partner=True)
    opened = make.case()
    hidden = call()  # of the utility itself: not the partner's
    browser = sign_in(partner)
    for number in (hidden, 999_999):
        tied = browser.post(f"/calls/{number}/tie/", {"number": opened.number})
        away = browser.post(f"/calls/{number}/away/", {"reason": "silent"})
        assert (tied.status_code, away.status_code) == (404, 404)
    assert "+32470123456" not in browser.get("/calls/").content.decode()
    closed = make.case(topic_code="ombuds")
    page = browser_of_agent.post(f"/calls/{hidden}/tie/", {"number": closed.number})
    assert f"No case has the number {closed.number}" in text_of(page)
    assert Call.objects.get().about == ""


def test_a_number_that_is_refused_stays_where_it_was_typed(browser_of_agent):
    call_id, other = call(), call(call_id="c-2")
    page = browser_of_agent.post(f"/calls/{call_id}/tie/", {"number": "2026-99999"})
    shown = page.content.decode()
    assert f'href="#tie-{call_id}-number"' in shown
    assert re.search(rf'<input id="tie-{call_id}-number"[^>]* value="2026-99999"', shown)
    assert not re.search(rf'<input id="tie-{other}-number"[^>]* value="2026-99999"', shown)
    assert shown.count('<details class="fold" open>') == 1
