"""The worklists: what stands on them, to the last row, with few statements."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from debiet.cases import actions as cases
from debiet.cases import queries
from debiet.cases.actions import Contact
from debiet.cases.models import Case
from debiet.cases.queries import Scope, Worklist
from debiet.core.actor import Actor
from debiet.correspondence import actions as correspondence
from debiet.desk.worklists import position_of, used_percent
from debiet.rules.access import Permission, Role
from debiet.rules.cases import Carrier
from debiet.rules.sla import PauseReason
from debiet.staff.permissions import ROLES
from tests import make
from tests.complaints.conftest import registered
from tests.desk.reading import text_of

MINUTE = timedelta(minutes=1)


def numbers_on(response) -> list[str]:
    """Return the cases of a list in the order shown."""
    return re.findall(r'href="/cases/(\d{4}-\d{6})/[^"]*" data-row', response.content.decode())


def test_the_desk_opens_on_ones_own_work(browser_of_agent):
    assert browser_of_agent.get("/").headers["Location"] == "/work/mine/"


def test_a_row_shows_term_subject_first_line_customer_topic_way_and_who(
    browser_of_agent, agent, clock
):
    opened = make.case(
        subject="Factuur te hoog", text="Het bedrag\nklopt niet.", carrier=Carrier.EMAIL
    )
    cases.assign_case(
        case_id=opened.case_id,
        employee_id=agent.employee_id,
        seen_version=1,
        by=agent.actor,
        at=make.MONDAY,
    )
    clock.at(make.MONDAY + timedelta(hours=2))  # a quarter of eight working hours
    page = browser_of_agent.get("/work/mine/")
    shown = text_of(page)
    for words in ("Factuur te hoog", "Het bedrag klopt niet.", "Ann De Smet", "Factuur (en)"):
        assert words in shown
    assert "today 17:00" in shown
    assert "Tom Jacobs" in shown
    assert 'aria-label="e-mail"' in page.content.decode()
    assert "used used-25" in page.content.decode()


def test_each_list_holds_what_its_name_says(browser_of_agent, agent, utility, clock):
    early = make.case(at=make.MONDAY - timedelta(days=3))
    mine = make.case(at=make.MONDAY - timedelta(days=2, hours=20))
    fresh = make.case(at=make.MONDAY)
    ours_elsewhere = make.case(topic_code="line", at=make.MONDAY)
    closed = make.case(at=make.MONDAY)
    cases.assign_case(
        case_id=mine.case_id,
        employee_id=agent.employee_id,
        seen_version=1,
        by=agent.actor,
        at=make.MONDAY,
    )
    cases.resolve_case(
        case_id=closed.case_id, topic_code=None, seen_version=1, by=agent.actor, at=make.MONDAY
    )
    # Friday 09:00 + 8 working hours was Friday 17:00; Friday 13:00 + 8 is Monday 13:00.
    clock.at(make.local("2026-03-02 12:00"))

    def shown(name: str) -> list[str]:
        return numbers_on(browser_of_agent.get(f"/work/{name}/"))

    assert shown("mine") == [mine.number]
    assert shown("breached") == [early.number]
    assert shown("at-risk") == [mine.number]
    assert shown("team") == [early.number, mine.number, fresh.number]
    assert shown("unassigned") == [early.number, fresh.number, ours_elsewhere.number]
    assert shown("open") == [early.number, mine.number, fresh.number, ours_elsewhere.number]


def test_a_list_goes_to_its_last_row_and_names_each_case_once(browser_of_agent):
    made = [make.case(at=make.MONDAY + MINUTE * (n // 3)).number for n in range(85)]
    address, seen = "/work/open/", []
    while address:
        page = browser_of_agent.get(address)
        seen.append(numbers_on(page))
        following = re.search(r'rel="next" href="([^"]+)"', page.content.decode())
        address = following[1] if following else ""
    assert [len(rows) for rows in seen] == [40, 40, 5]
    assert [number for rows in seen for number in rows] == made


@pytest.mark.parametrize("cursor", ["x", "W10:abc", "%00", "null", "💧", "." * 5000])
def test_a_cursor_that_is_not_ours_shows_the_first_page(browser_of_agent, cursor):
    opened = make.case()
    assert numbers_on(browser_of_agent.get("/work/open/", {"cursor": cursor})) == [opened.number]


def test_a_cursor_cannot_be_made_by_hand():
    assert position_of('["2026-03-02T08:00:00+00:00", 1]') is None


def test_a_list_that_does_not_exist_is_not_found(browser_of_agent):
    assert browser_of_agent.get("/work/everything/").status_code == 404


def test_the_rail_counts_every_list_and_bounds_what_it_counts(
    browser_of_agent, monkeypatch, utility
):
    monkeypatch.setattr("debiet.cases.queries.worklists.COUNT_BOUND", 3)
    monkeypatch.setattr("debiet.desk.frame.COUNT_BOUND", 3)
    for _number in range(5):
        make.case()
    page = browser_of_agent.get("/work/counts/", headers={"hx-request": "true"})
    shown = text_of(page)
    assert "My work 0" in shown
    assert "All open 3+" in shown
    assert page.content.decode().startswith('<ul id="navigation">')


def test_the_counts_are_asked_again_every_minute(browser_of_agent):
    page = browser_of_agent.get("/work/team/").content.decode()
    assert 'hx-get="/work/counts/?at=team" hx-trigger="every 60s"' in page
    fragment = browser_of_agent.get("/work/counts/", {"at": "team"}).content.decode()
    assert re.search(r'href="/work/team/"[^>]*aria-current="page"', fragment)


def test_a_worklist_takes_six_statements_however_full_it_is(
    agent, sign_in, settings, django_assert_num_queries
):
    settings.SECOND_FACTOR_REQUIRED = True  # one statement more than without
    settings.MFA_SUPPORTED_TYPES = ["totp"]
    browser = sign_in(agent)
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user_id=agent.user_id, type="totp", data={"secret": "x"})
    for _number in range(45):
        make.case()
    with django_assert_num_queries(6):  # session, user, employee, factor; rows; the rail's counts
        page = browser.get("/work/open/")
    assert len(numbers_on(page)) == 40


@pytest.mark.parametrize(
    ("clock_shows", "used"),
    [("08:59", 0), ("09:00", 0), ("12:00", 37), ("15:00", 75), ("16:00", 87), ("17:00", 100)],
)
def test_the_bar_is_exact_at_the_start_at_risk_and_when_due(agent, clock_shows, used):
    make.case(at=make.MONDAY)  # 09:00; three quarters of eight hours are used up at 15:00
    at = make.local(f"2026-03-02 {clock_shows}")
    scope = Scope(agent.employee_id, ())
    (row,) = queries.worklist(Worklist.OPEN, scope=scope, viewer=agent.actor, at=at).rows
    assert used_percent(row, at) == used


def test_the_bar_of_a_next_answer_begins_when_the_customer_wrote_again(agent):
    opened = make.case(at=make.MONDAY)
    cases.answer_case(
        case_id=opened.case_id,
        text="Klaar.",
        seen_version=1,
        by=agent.actor,
        at=make.MONDAY + MINUTE,
    )
    again = make.MONDAY + timedelta(days=7)
    cases.add_words(
        case_id=opened.case_id, text="Nog iets", by=Actor.visitor(opened.case_id), at=again
    )
    scope = Scope(agent.employee_id, ())
    (row,) = queries.worklist(Worklist.OPEN, scope=scope, viewer=agent.actor, at=again).rows
    assert row.term_started_at == again
    assert used_percent(row, again + timedelta(hours=2)) == 25


def test_a_waiting_case_says_so_in_its_row(browser_of_agent, agent):
    opened = make.case()
    cases.pause_case(
        case_id=opened.case_id,
        reason=PauseReason.WAITING_FOR_CUSTOMER,
        seen_version=1,
        by=agent.actor,
        at=make.MONDAY,
    )
    assert 'aria-label="waiting"' in browser_of_agent.get("/work/open/").content.decode()


def test_an_employee_without_a_team_or_compartment_sees_empty_lists(utility, sign_in):
    admin = make.employee(utility, role=Role.ADMIN)
    make.case()
    for name in Worklist:
        page = sign_in(admin).get(f"/work/{name}/")
        assert page.status_code == 200
        assert numbers_on(page) == []


SEES = {
    Role.AGENT: {"invoice", "line"},
    Role.TEAM_LEAD: {"invoice", "line"},
    Role.OMBUDS: {"invoice", "line", "ombuds"},
    Role.DPO: {"invoice", "line"},
    Role.HR: set(),
    Role.FINANCE: {"invoice", "line"},
    Role.AUDITOR: {"invoice", "line"},
    Role.ADMIN: set(),
    Role.PARTNER_AGENT: {"line"},
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_finds_in_its_lists_counts_and_search_what_it_may_see(role, utility, sign_in):
    made = {topic: make.case(topic_code=topic) for topic in ("invoice", "line", "ombuds")}
    somebody = make.employee(utility, role=role, partner=role is Role.PARTNER_AGENT)
    browser = sign_in(somebody)
    wanted = {made[topic].number for topic in SEES[role]}
    page = browser.get("/work/open/")
    assert set(numbers_on(page)) == wanted
    assert f"All open {len(wanted)}" in text_of(page)
    for topic, opened in made.items():
        found = browser.get("/find/", {"q": opened.number})
        is_found = found.headers.get("Location") == reverse("desk:case", args=[opened.number])
        assert is_found is (topic in SEES[role])


def test_a_number_is_found_however_it_is_typed(browser_of_agent):
    opened = make.case()
    typed = opened.number.replace("-", " / ")
    answer = browser_of_agent.get("/find/", {"q": typed})
    assert answer.headers["Location"] == f"/cases/{opened.number}/"


def test_a_number_that_is_not_there_says_so(browser_of_agent):
    answer = browser_of_agent.get("/find/", {"q": "2026-999999"})
    assert "Nothing was found, as far as you can see." in text_of(answer)
    assert "as case number" in text_of(answer)


@pytest.mark.parametrize("role", list(Role))
def test_quarantine_is_for_those_who_may_see_it(role, utility, sign_in):
    _hold(b"Subject: nobody\n\nHallo")
    somebody = make.employee(utility, role=role, partner=role is Role.PARTNER_AGENT)
    page = sign_in(somebody).get("/quarantine/")
    allowed = Permission.SEE_QUARANTINE in ROLES[role]
    assert page.status_code == (200 if allowed else 403)
    has_entry = 'href="/quarantine/"' in sign_in(somebody).get("/work/mine/").content.decode()
    assert has_entry is allowed


def test_quarantine_says_what_came_from_whom_and_why_it_is_held(browser_of_agent):
    _hold(b"Subject: Zonder afzender\n\nHallo")
    _hold(b"From: lijst@example.org\nList-Id: <a.b>\nSubject: Nieuws\n\nHoi")
    shown = text_of(browser_of_agent.get("/quarantine/"))
    assert "There is no address to answer to." in shown
    assert "lijst@example.org Nieuws It was sent to a mailing list." in shown
    assert "31 bytes" in shown
    assert "Quarantine 2" in shown


def _hold(content: bytes) -> None:
    raw = correspondence.take_in(
        carrier=Carrier.EMAIL,
        source="mailbox",
        content=content,
        received_at=make.MONDAY,
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    taken = cases.take_up(raw_message_id=raw.raw_message_id, by=make.SYSTEM, at=make.MONDAY)
    assert taken.outcome == "quarantined"


def test_words_of_customers_are_shown_as_words(browser_of_agent):
    make.case(subject="<b>Bold</b>", text="<script>x</script>", contact=Contact(name="<i>Ann</i>"))
    page = browser_of_agent.get("/work/open/").content.decode()
    assert "<script>x" not in page
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page


def test_a_held_message_that_a_colleague_took_up_is_said_and_not_lost(browser_of_agent):
    _hold(b"Subject: Zonder afzender\n\nHallo")
    (path,) = re.findall(
        r'href="(/quarantine/\d+/)"', browser_of_agent.get("/quarantine/").content.decode()
    )
    assert "not right yet" in text_of(browser_of_agent.post(path, {"topic_code": ""}))
    browser_of_agent.post(path, {"topic_code": "invoice"})
    again = browser_of_agent.post(path, {"topic_code": "invoice"}, follow=True)
    assert again.status_code == 200
    assert "no longer held" in text_of(again)
    assert Case.objects.count() == 1


def test_a_list_keeps_to_questions_or_complaints_on_every_page_and_beside_a_case(
    browser_of_agent, agent
):
    question = make.case(text="Een vraag.")
    complaint = make.case(text="Een klacht.")
    registered(complaint, by=agent.actor)

    assert set(numbers_on(browser_of_agent.get("/work/open/"))) == {
        question.number,
        complaint.number,
    }
    for regime, shown in (("ordinary", question), ("complaint", complaint)):
        page = browser_of_agent.get("/work/open/", {"regime": regime})
        assert numbers_on(page) == [shown.number]
        assert f"?list=open&amp;regime={regime}" in page.text
    assert len(numbers_on(browser_of_agent.get("/work/open/?regime=horoscope"))) == 2
