"""The case page: what was said, what is known, who may see it and that looking is written down."""

from datetime import timedelta

import pytest
from django.test import Client

from debiet.cases import actions as cases
from debiet.cases.actions import Contact
from debiet.core.models import AccessEntry
from debiet.correspondence.channels.base import Reply
from debiet.correspondence.channels.registry import CHANNELS
from debiet.rules.access import Permission, Role
from debiet.rules.cases import Carrier, Direction
from debiet.rules.delivery import DispatchOutcome
from debiet.rules.sla import PauseReason
from debiet.staff import actions as staff
from debiet.staff.permissions import ROLES
from tests import make
from tests.desk.reading import offered, part, text_of
from tests.desk.test_worklists import SEES

HOUR = timedelta(hours=1)
STEPS = {
    Permission.REGISTER_COMPLAINT: {"complaint"},
    Permission.HANDLE_COMPLAINT: {"second-line", "conflict"},
    Permission.ANSWER_CASE: {"answer"},
    Permission.WRITE_NOTE: {"note"},
    Permission.ASSIGN_CASE: {"take", "give"},
    Permission.PAUSE_CASE: {"wait"},
    Permission.RESOLVE_CASE: {"close"},
    Permission.RECORD_CONTACT: {"contact", "way"},
    Permission.EDIT_CUSTOMERS: {"ways"},
    Permission.SEND_CODE: {"code"},
    Permission.EDIT_CASE: {"details"},
    Permission.LINK_CUSTOMER: {"customer"},
    Permission.PROMISE_CALLBACK: {"callback"},
    Permission.RELATE_CASES: {"related"},
    Permission.MERGE_CASES: {"merge"},
    Permission.SNOOZE_CASE: {"snooze", "follow-up"},
    Permission.ASK_TASK: {"ask"},
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("topic", ["invoice", "line", "ombuds"])
def test_each_role_opens_what_it_may_see_and_is_told_nothing_of_the_rest(
    role, topic, utility, sign_in
):
    opened = make.case(topic_code=topic, text="canary in a cage")
    browser = sign_in(make.employee(utility, role=role, partner=role is Role.PARTNER_AGENT))
    page = browser.get(f"/cases/{opened.number}/")
    if topic in SEES[role]:
        assert page.status_code == 200
        assert "canary in a cage" in text_of(page)
        return
    nothing = browser.get("/cases/2026-999999/")
    assert page.status_code == nothing.status_code == 404
    assert _without_report(page) == _without_report(nothing)
    assert "canary" not in page.content.decode()


def _without_report(page) -> str:
    return page.content.decode().replace(page.headers["X-Request-ID"], "")


@pytest.mark.parametrize("number", ["2026", "x", "2026-000001%00", "2026 000001", "9999999999"])
def test_what_is_no_number_is_not_found(browser_of_agent, number):
    assert browser_of_agent.get(f"/cases/{number}/").status_code == 404


def test_nobody_gets_in_without_signing_in(utility):
    opened = make.case()
    answer = Client().get(f"/cases/{opened.number}/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/?next=/cases/")


def test_a_fragment_for_nobody_says_so_and_takes_no_page_away(utility):
    answer = Client().get("/work/counts/", headers={"hx-request": "true"})
    assert answer.status_code == 401


def test_whoever_left_is_refused_at_once(browser_of_agent, agent):
    opened = make.case()
    assert browser_of_agent.get(f"/cases/{opened.number}/").status_code == 200
    staff.end_employment(employee_id=agent.employee_id, by=make.SYSTEM, at=make.MONDAY)
    there = browser_of_agent.get(f"/cases/{opened.number}/").headers["location"]
    assert there.startswith("/account/login/")
    assert browser_of_agent.get("/work/mine/").status_code == 302


def test_a_look_is_written_down_with_its_purpose_once_in_a_while(browser_of_agent, agent):
    customer = make.customer(email="ann@example.be")
    opened = make.case()
    for _look in range(2):
        browser_of_agent.get(f"/cases/{opened.number}/")
    rows = AccessEntry.objects.values_list("subject", "purpose", "surface", "user_id")
    about = f"case:{opened.number}"
    assert set(rows) == {
        (about, about, "desk:case", agent.user_id),
        (f"customer:{customer.pk}", about, "desk:case", agent.user_id),
    }
    assert len(rows) == 2


def test_a_look_that_is_not_allowed_leaves_no_row(utility, sign_in):
    opened = make.case(topic_code="ombuds")
    sign_in(make.employee(utility)).get(f"/cases/{opened.number}/")
    assert not AccessEntry.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if SEES[role]])
def test_what_would_be_refused_is_not_offered_and_is_refused(role, utility, sign_in):
    opened = make.case(topic_code="line")
    browser = sign_in(make.employee(utility, role=role, partner=role is Role.PARTNER_AGENT))
    held = ROLES[role]
    wanted = set().union(*(steps for name, steps in STEPS.items() if name in held))
    seen = offered(browser.get(f"/cases/{opened.number}/")) - {"link", "split"}
    assert seen == wanted | ({"correct"} & seen)
    for name, steps in STEPS.items():
        if name not in held:
            for step in steps:
                answer = browser.post(f"/cases/{opened.number}/{step}/", {"seen_version": "1"})
                assert answer.status_code == 403, step


def test_the_timeline_tells_contacts_notes_and_events_in_order(browser_of_agent, agent, clock):
    opened = make.case(
        carrier=Carrier.EMAIL, text="Nieuwe woorden", quoted_text="> oude woorden", at=make.MONDAY
    )
    cases.answer_case(
        case_id=opened.case_id,
        text="We zoeken het uit.",
        seen_version=1,
        is_substantive=False,
        resolves=False,
        by=agent.actor,
        at=make.MONDAY + HOUR,
    )
    cases.write_note(
        case_id=opened.case_id, text="Eerst bellen", by=agent.actor, at=make.MONDAY + 2 * HOUR
    )
    cases.pause_case(
        case_id=opened.case_id,
        reason=PauseReason.WAITING_FOR_WORKS,
        seen_version=2,
        by=agent.actor,
        at=make.MONDAY + 3 * HOUR,
    )
    clock.at(make.MONDAY + 4 * HOUR)
    page = browser_of_agent.get(f"/cases/{opened.number}/")
    timeline = part(page, '<ol class="timeline">', "</ol>")
    order = ["Nieuwe woorden", "We zoeken het uit.", "Eerst bellen", "Put on wait for works"]
    places = [timeline.index(words) for words in order]
    assert places == sorted(places)
    assert '<details class="quote"><summary>Earlier text</summary>' in timeline
    assert "holding reply" in timeline
    assert timeline.count("waits to be sent") == 2  # the acknowledgement and the answer


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (DispatchOutcome.ACCEPTED, "sent Mon 2 Mar 10:00"),
        (DispatchOutcome.TRY_AGAIN, "tried 1 time, again Mon 2 Mar 10:01"),
        (DispatchOutcome.REFUSED, "could not be delivered · 1 try"),
    ],
)
def test_a_message_shows_where_it_stands(
    browser_of_agent, clock, monkeypatch, jobs, outcome, words
):
    class Line:
        """A mail server that always says the same."""

        can_send = True

        def send(self, message):
            return Reply(outcome=outcome, code=250, text="")

    monkeypatch.setitem(CHANNELS, Carrier.EMAIL, Line())
    clock.at(make.MONDAY + HOUR)
    opened = make.case(at=make.MONDAY + HOUR)
    jobs.run()
    assert words in text_of(browser_of_agent.get(f"/cases/{opened.number}/"))


def test_one_customer_that_fits_is_linked_and_shown(browser_of_agent):
    make.customer(email="ann@example.be", number="100284771")
    opened = make.case()
    shown = text_of(browser_of_agent.get(f"/cases/{opened.number}/"))
    assert "100284771" in shown
    assert "Kouterbaan 18, 9230 Wetteren" in shown


def test_several_that_fit_are_shown_to_choose_from_and_never_guessed(browser_of_agent):
    for name in ("Ann De Smet", "An Desmet"):
        make.customer(name=name, email="ann@example.be")
    opened = make.case()
    page = browser_of_agent.get(f"/cases/{opened.number}/")
    shown = text_of(page)
    assert "2 customers fit. Compare before you choose." in shown
    assert "This is Ann De Smet" in shown
    assert "This is An Desmet" in shown


def test_other_cases_of_the_customer_are_named_but_not_those_behind_a_wall(browser_of_agent):
    make.customer(email="ann@example.be")
    earlier = make.case(subject="Vroeger")
    make.case(subject="Verborgen", topic_code="ombuds")
    opened = make.case()
    page = browser_of_agent.get(f"/cases/{opened.number}/")
    facts = part(page, "<h2>Other cases</h2>", "</section>")
    assert f"/cases/{earlier.number}/" in facts
    assert "Verborgen" not in page.content.decode()


def test_the_list_beside_a_case_is_the_one_it_was_opened_from(browser_of_agent):
    opened = make.case()
    page = browser_of_agent.get(f"/cases/{opened.number}/?list=unassigned").content.decode()
    assert f'href="/cases/{opened.number}/?list=unassigned" data-row aria-current="true"' in page
    assert '<a class="back" href="/work/unassigned/">' in page


def test_a_case_without_an_address_says_what_to_do_instead(browser_of_agent):
    opened = make.case(carrier=Carrier.PHONE, contact=Contact(name="Koen Maes"))
    shown = text_of(browser_of_agent.get(f"/cases/{opened.number}/"))
    assert "Call the customer and record the call." in shown


def test_the_keys_find_what_they_open(browser_of_agent):
    opened = make.case()
    page = browser_of_agent.get(f"/cases/{opened.number}/?list=open").content.decode()
    for key in "antwc/":
        assert f'data-key="{key}"' in page, key
    assert "data-row" in page


def test_a_page_of_a_case_takes_a_bounded_number_of_statements(
    browser_of_agent, agent, django_assert_max_num_queries
):
    make.customer(email="ann@example.be")
    opened = make.case()
    for number in range(12):
        cases.record_contact(
            case_id=opened.case_id,
            carrier=Carrier.PHONE,
            direction=Direction.IN,
            text=f"Nog iets {number}",
            happened_at=make.MONDAY,
            by=agent.actor,
            at=make.MONDAY,
        )
    browser_of_agent.get(f"/cases/{opened.number}/")
    with django_assert_max_num_queries(12):
        browser_of_agent.get(f"/cases/{opened.number}/")
