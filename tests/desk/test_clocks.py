"""Clocks at the desk: in words, explained to the second, and mended by a call or a correction."""

import re
from datetime import timedelta
from fractions import Fraction

import pytest

from debiet.cases import actions as cases
from debiet.cases.models import Interaction
from debiet.rules.access import Permission, Role
from debiet.rules.sla import EntryKind, Milestone, PauseReason
from debiet.staff.permissions import ROLES
from debiet.terms import queries as terms
from tests import make
from tests.desk.reading import part, text_of
from tests.desk.test_worklists import numbers_on

HOUR = timedelta(hours=1)


def views_of(opened, somebody, at) -> dict:
    views = terms.clock_views(f"case:{opened.number}", viewer=somebody.actor, at=at)
    return {view.milestone: view for view in views}


def explained(browser, opened, clock_id: int, **headers: str):
    return browser.get(f"/cases/{opened.number}/clocks/{clock_id}/", headers=headers)


def seconds_in(words: str) -> int:
    """Return a length of time read from the page."""
    units = {"h": 3600, "min": 60, "s": 1}
    return sum(int(n) * units[unit] for n, unit in re.findall(r"(\d+) (h|min|s)\b", words))


def spans_on(page) -> list[tuple[str, str, str, bool]]:
    """Return when, how much, why and whether it counts, for each interval of a page."""
    rows = re.findall(
        r'<li class="(counted|skipped)"><span>(.*?)</span><span class="figure">(.*?)</span>'
        r'<span class="reason">(.*?)</span>',
        page.content.decode(),
    )
    return [(when, amount, reason, kind == "counted") for kind, when, amount, reason in rows]


def test_clocks_say_how_they_stand(browser_of_agent, agent, clock):
    opened = make.case(at=make.MONDAY)
    clock.at(make.MONDAY + 2 * HOUR)
    page = browser_of_agent.get(f"/cases/{opened.number}/")
    facts = part(page, "<h2>Terms</h2>", "</section>")
    assert "today 17:00" in facts
    assert "25 % of 8 h" in facts
    assert "0 % of 10 working days" in facts
    assert 'value="25"' in facts


def test_a_clock_that_was_met_says_after_how_long(browser_of_agent, agent, clock):
    opened = make.case(at=make.MONDAY)
    at = clock.at(make.MONDAY + HOUR + timedelta(minutes=53))
    cases.answer_case(case_id=opened.case_id, text="Klaar.", seen_version=1, by=agent.actor, at=at)
    facts = part(browser_of_agent.get(f"/cases/{opened.number}/"), "<h2>Terms</h2>", "</section>")
    assert facts.count("after 1 h 53 min") == 2  # the first answer and the solution
    assert "after 0 working days" in facts


def test_a_clock_that_stands_still_says_what_is_left(browser_of_agent, agent, clock):
    opened = make.case(at=make.MONDAY)
    cases.pause_case(
        case_id=opened.case_id,
        reason=PauseReason.WAITING_FOR_CUSTOMER,
        seen_version=1,
        by=agent.actor,
        at=make.MONDAY + HOUR,
    )
    clock.at(make.MONDAY + 5 * HOUR)
    facts = part(browser_of_agent.get(f"/cases/{opened.number}/"), "<h2>Terms</h2>", "</section>")
    assert "stands still with 39 h left" in facts


@pytest.mark.parametrize("milestone", [Milestone.FIRST_REPLY, Milestone.RESOLUTION])
def test_the_intervals_of_a_clock_add_up_to_what_it_says_it_used(
    browser_of_agent, agent, clock, milestone
):
    opened_at = make.local("2026-04-02 16:10:33.400").astimezone(make.MONDAY.tzinfo)
    opened = make.case(at=opened_at)  # the Thursday before Easter
    cases.pause_case(
        case_id=opened.case_id,
        reason=PauseReason.WAITING_FOR_WORKS,
        seen_version=1,
        by=agent.actor,
        at=make.local("2026-04-03 10:00:00.700"),
    )
    cases.resume_case(
        case_id=opened.case_id,
        seen_version=2,
        by=agent.actor,
        at=make.local("2026-04-03 11:00:00.100"),
    )
    at = clock.at(make.local("2026-04-07 11:29:59.900"))
    view = views_of(opened, agent, at.replace(microsecond=0))[milestone]
    page = explained(browser_of_agent, opened, view.clock_id)
    spans = spans_on(page)
    shown = sum(seconds_in(amount) for _when, amount, _why, _counts in spans)
    total = part(page, '<li class="total">', "</li>")
    assert shown == seconds_in(total.split("figure")[1]) == int(view.used * 3600)
    assert [amount for _when, amount, _why, counts in spans if not counts] == ["\u2013"] * sum(
        not counts for *_rest, counts in spans
    )
    reasons = {reason for _when, _amount, reason, _counts in spans}
    assert {"open", "public holiday", "closed on this day of the week"} <= reasons
    assert ("waiting for works in the street or at the customer&#x27;s" in reasons) is (
        milestone == Milestone.RESOLUTION
    )


def test_intervals_follow_each_other_and_are_named_to_the_second(browser_of_agent, agent, clock):
    opened = make.case(at=make.local("2026-03-02 16:30:15").astimezone(make.MONDAY.tzinfo))
    at = clock.at(make.local("2026-03-03 09:20:00"))
    view = views_of(opened, agent, at)[Milestone.FIRST_REPLY]
    assert view.used == Fraction(29 * 60 + 45 + 20 * 60, 3600)
    assert spans_on(explained(browser_of_agent, opened, view.clock_id)) == [
        ("Mon 2 Mar 16:30:15 \u2013 17:00:00", "29 min 45 s", "open", True),
        ("Mon 2 Mar 17:00:00 \u2013 Tue 3 Mar 09:00:00", "\u2013", "outside opening hours", False),
        ("Tue 3 Mar 09:00:00 \u2013 09:20:00", "20 min", "open", True),
    ]


def test_the_explanation_names_policy_calendar_and_versions(browser_of_agent, agent):
    opened = make.case()
    view = views_of(opened, agent, make.MONDAY)[Milestone.FIRST_REPLY]
    shown = text_of(explained(browser_of_agent, opened, view.clock_id))
    assert "Policy “Vragen”, version 1 · calendar “Kantooruren”, version 1" in shown


def test_the_explanation_for_a_script_is_the_intervals_alone(browser_of_agent, agent):
    opened = make.case()
    view = views_of(opened, agent, make.MONDAY)[Milestone.FIRST_REPLY]
    options = {"hx-request": "true"}
    piece = explained(browser_of_agent, opened, view.clock_id, **options).content.decode()
    assert piece.lstrip().startswith("<p")
    assert "<html" not in piece


def test_a_clock_of_another_case_is_not_found(browser_of_agent, agent):
    one, other = make.case(), make.case()
    foreign = views_of(other, agent, make.MONDAY)[Milestone.FIRST_REPLY]
    assert explained(browser_of_agent, one, foreign.clock_id).status_code == 404
    assert explained(browser_of_agent, one, 10**30).status_code == 404


def test_a_call_made_in_time_and_written_down_later_mends_the_breach(
    browser_of_agent, agent, clock
):
    opened = make.case(at=make.MONDAY)  # due the same day at 17:00
    clock.at(make.local("2026-03-03 15:00"))
    assert numbers_on(browser_of_agent.get("/work/breached/")) == [opened.number]
    form = {
        "carrier": "phone",
        "direction": "out",
        "day": "2026-03-02",
        "clock": "10:00",
        "text": "Uitgelegd aan de telefoon.",
        "is_substantive": "on",
    }
    saved = browser_of_agent.post(f"/cases/{opened.number}/contact/", form)
    assert saved.status_code == 302

    page = browser_of_agent.get(f"/cases/{opened.number}/")
    assert "after 1 h" in part(page, "<h2>Terms</h2>", "</section>")
    assert "too late" not in part(page, "<h2>Terms</h2>", "</section>")
    assert "written down Tue 3 Mar 15:00" in part(page, '<ol class="timeline">', "</ol>")
    assert numbers_on(browser_of_agent.get("/work/breached/")) == []

    view = views_of(opened, agent, clock.moment)[Milestone.FIRST_REPLY]
    ledger = part(explained(browser_of_agent, opened, view.clock_id), "<tbody>", "</tbody>")
    row = ledger.split("we answered")[1].split("</tr>")[0]
    assert "Mon 2 Mar 2026 10:00:00" in row
    assert "Tue 3 Mar 2026 15:00:00" in row


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        ("2026-03-03", "16:00", "This moment has not come yet."),
        ("2026-03-01", "10:00", "This is before the case was opened."),
        ("2026-03-29", "02:30", "The clock jumped over this time on that day."),
        ("", "10:00", "This field is required."),
        ("x", "y", "Enter a valid date."),
    ],
)
def test_a_moment_that_cannot_be_is_refused_and_the_words_are_kept(
    browser_of_agent, clock, day, time, words
):
    opened = make.case(at=make.MONDAY)
    clock.at(make.local("2026-03-03 15:00"))
    form = {"carrier": "phone", "direction": "out", "day": day, "clock": time, "text": "Gebeld."}
    page = browser_of_agent.post(f"/cases/{opened.number}/contact/", form)
    assert page.status_code == 200
    assert words in text_of(page)
    assert "Gebeld." in page.content.decode()
    assert not Interaction.objects.filter(carrier="phone").exists()


def test_a_call_in_the_minute_the_case_came_in_is_not_before_it(browser_of_agent, clock):
    opened = make.case(at=make.MONDAY + timedelta(seconds=42))
    clock.at(make.MONDAY + timedelta(minutes=3))
    form = {"carrier": "counter", "direction": "in", "day": "2026-03-02", "clock": "09:00"}
    saved = browser_of_agent.post(f"/cases/{opened.number}/contact/", form | {"text": "Aan balie"})
    assert saved.status_code == 302


def test_the_form_for_a_contact_stands_at_this_moment(browser_of_agent, clock):
    opened = make.case()
    clock.at(make.local("2026-03-03 15:04:59"))
    page = browser_of_agent.get(f"/cases/{opened.number}/contact/").content.decode()
    assert 'value="2026-03-03"' in page
    assert 'value="15:04"' in page


@pytest.fixture
def lead(utility) -> make.Somebody:
    return make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)


def entry_of(opened, somebody, kind: EntryKind) -> int:
    rows = terms.ledger(f"case:{opened.number}", viewer=somebody.actor)
    return next(row.entry_id for row in rows if row.kind == kind)


def test_a_lead_corrects_a_moment_and_the_former_one_stays_readable(lead, sign_in, clock):
    opened = make.case(at=make.MONDAY)
    clock.at(make.local("2026-03-03 15:00"))
    browser = sign_in(lead)
    entry = entry_of(opened, lead, EntryKind.OPENED)
    form = {"day": "2026-03-03", "clock": "14:00:05", "reason": "verkeerde dag"}
    saved = browser.post(f"/cases/{opened.number}/ledger/{entry}/", form)
    assert saved.status_code == 302
    view = views_of(opened, lead, clock.moment)[Milestone.FIRST_REPLY]
    assert not view.is_breached
    ledger = part(explained(browser, opened, view.clock_id), "<tbody>", "</tbody>")
    assert "Mon 2 Mar 2026 09:00:00" in ledger
    assert "Tue 3 Mar 2026 14:00:05 · verkeerde dag" in ledger


def test_a_correction_cannot_lie_in_the_future(lead, sign_in, clock):
    opened = make.case(at=make.MONDAY)
    entry = entry_of(opened, lead, EntryKind.OPENED)
    form = {"day": "2026-03-02", "clock": "12:00:00", "reason": "x"}
    page = sign_in(lead).post(f"/cases/{opened.number}/ledger/{entry}/", form)
    assert "This moment has not come yet." in text_of(page)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PARTNER_AGENT])
def test_only_who_may_correct_finds_the_way_to_it(role, utility, sign_in, agent):
    opened = make.case()
    browser = sign_in(make.employee(utility, role=role))
    view = views_of(opened, agent, make.MONDAY)[Milestone.FIRST_REPLY]
    entry = entry_of(opened, agent, EntryKind.OPENED)
    allowed = Permission.CORRECT_CLOCK in ROLES[role]
    page = browser.get(f"/cases/{opened.number}/ledger/{entry}/")
    assert page.status_code == (200 if allowed else 403)
    has_way = f"/ledger/{entry}/" in explained(browser, opened, view.clock_id).content.decode()
    assert has_way is allowed


def test_an_entry_of_another_case_is_not_found(lead, sign_in):
    one, other = make.case(), make.case()
    entry = entry_of(other, lead, EntryKind.OPENED)
    assert sign_in(lead).get(f"/cases/{one.number}/ledger/{entry}/").status_code == 404
