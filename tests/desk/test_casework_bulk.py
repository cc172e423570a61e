"""Many cases at once: what is shown is what is done, and it is undone where nothing came since."""

import re
from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases.models import BulkChange, Case, Note
from debiet.rules.access import Role
from debiet.rules.sla import PauseReason
from debiet.staff import actions as staff
from tests import make
from tests.desk.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(utility):
    return [make.case(subject=f"Vraag {name}") for name in ("een", "twee", "drie")]


def row(opened):
    return Case.objects.get(pk=opened.case_id)


def preview(browser, opened, **fields):
    return browser.post("/bulk/?list=open", {"case": [one.case_id for one in opened]} | fields)


def token(response):
    return re.search(r'name="token" value="([^"]+)"', response.content.decode())[1]


def do(browser, shown, *, follow=True):
    return browser.post("/bulk/do/", {"token": token(shown)}, follow=follow)


def undo(browser):
    return browser.post(f"/bulk/{BulkChange.objects.get().pk}/", follow=True)


@pytest.mark.parametrize("kind", ["assign", "team", "topic", "priority", "snooze", "close"])
def test_what_is_shown_is_done_and_undone(browser_of_agent, agent, utility, three, kind):
    if kind == "team":
        other = staff.save_team(
            code="x", name="X", organization_id=utility.organization.pk, by=make.SYSTEM,
            at=make.MONDAY,
        )  # fmt: skip
    values = {
        "assign": {"employee": agent.employee_id},
        "team": {"team": other.pk if kind == "team" else ""},
        "topic": {"topic": "mail"},
        "priority": {"priority": "high"},
        "snooze": {"day": "2026-03-02", "clock": "12:00"},
        "close": {"reason": "Dubbel gestuurd"},
    }[kind]
    names = ("assignee_id", "team_id", "topic_id", "priority", "state", "snoozed_until")
    before = [Case.objects.filter(pk=one.case_id).values(*names).get() for one in three]
    assert "Vraag een" in text_of(browser_of_agent.get("/bulk/?list=open"))

    shown = preview(browser_of_agent, three, kind=kind, **values)
    assert "3 cases are changed" in text_of(shown)
    assert [Case.objects.filter(pk=one.case_id).values(*names).get() for one in three] == before
    first, again = do(browser_of_agent, shown), do(browser_of_agent, shown)

    assert text_of(first) == text_of(again)
    assert BulkChange.objects.count() == 1
    after = [Case.objects.filter(pk=one.case_id).values(*names).get() for one in three]
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert Note.objects.count() == (3 if kind == "close" else 0)
    for _time in range(2):
        undone = undo(browser_of_agent)
    assert text_of(undone).count("as it was before") == 3
    assert [Case.objects.filter(pk=one.case_id).values(*names).get() for one in three] == before


def test_what_changed_since_the_preview_or_is_closed_is_left_and_listed(
    browser_of_agent, agent, three
):
    cases.resolve_case(
        case_id=three[0].case_id, topic_code=None, seen_version=1, by=agent.actor, at=make.MONDAY
    )
    shown = preview(browser_of_agent, three, kind="assign", employee=agent.employee_id)
    assert "2 cases are changed" in text_of(shown)
    assert "Vraag een is closed" in text_of(shown)
    cases.assign_case(
        case_id=three[1].case_id, employee_id=None, seen_version=1, by=agent.actor, at=make.MONDAY
    )

    done = text_of(do(browser_of_agent, shown))

    assert "Vraag twee left as it is: changed since you looked" in done
    assert [row(one).assignee_id for one in three] == [None, None, agent.employee_id]


def test_undoing_leaves_what_somebody_changed_since(browser_of_agent, agent, three):
    do(
        browser_of_agent,
        preview(browser_of_agent, three, kind="priority", priority="high"),
    )
    cases.assign_case(
        case_id=three[0].case_id,
        employee_id=agent.employee_id,
        seen_version=2,
        by=agent.actor,
        at=make.MONDAY,
    )

    undone = text_of(undo(browser_of_agent))

    assert "Vraag een not put back: it changed since" in undone
    assert [row(one).priority for one in three] == ["high", "normal", "normal"]


def test_nothing_is_put_aside_past_its_risk(browser_of_agent, three):
    shown = preview(browser_of_agent, three, kind="snooze", day="2026-03-04", clock="09:00")

    assert text_of(shown).count("its term is at risk before that") == 3
    assert "Do it" not in text_of(shown)


def test_a_case_behind_a_wall_is_not_shown_nor_changed(browser_of_agent, agent, three):
    hidden = make.case(topic_code="ombuds", subject="Geheim")

    shown = preview(browser_of_agent, [*three, hidden], kind="assign", employee=agent.employee_id)
    do(browser_of_agent, shown)

    assert "Geheim" not in text_of(shown)
    assert row(hidden).assignee_id is None


@pytest.mark.parametrize("trouble", ["forged", "old", "somebody else's"])
def test_only_a_preview_of_ones_own_is_done(
    browser_of_agent, agent, utility, sign_in, three, clock, trouble, monkeypatch
):
    shown = preview(browser_of_agent, three, kind="assign", employee=agent.employee_id)
    browser = browser_of_agent
    sent = token(shown)
    if trouble == "forged":
        sent = "x" + sent
    elif trouble == "old":
        from debiet.desk.casework import bulk

        monkeypatch.setattr(bulk, "PREVIEW_HOLDS", timedelta(seconds=-1))
    else:
        browser = sign_in(make.employee(utility))

    browser.post("/bulk/do/", {"token": sent})

    assert not BulkChange.objects.exists()


@pytest.mark.parametrize("fields", [{"kind": "assign"}, {"kind": "close"}, {"kind": "snooze"}, {}])
def test_what_is_not_said_is_asked(browser_of_agent, three, fields):
    asked = preview(browser_of_agent, three, **fields)
    assert 'name="token"' not in asked.content.decode()
    assert "Choose at least one case." in text_of(preview(browser_of_agent, [], **fields))


def test_a_change_is_undone_by_who_made_it(browser_of_agent, agent, utility, sign_in, three):
    do(browser_of_agent, preview(browser_of_agent, three, kind="priority", priority="high"))
    made = BulkChange.objects.get().pk

    other = sign_in(make.employee(utility))

    assert other.get(f"/bulk/{made}/").status_code == 404
    assert other.post(f"/bulk/{made}/").status_code == 404
    assert {row(one).priority for one in three} == {"high"}


def test_nobody_gets_a_case_that_it_would_not_see(browser_of_agent, utility, three):
    partner = make.employee(utility, name="Pia Partner", role=Role.PARTNER_AGENT, partner=True)

    shown = preview(browser_of_agent, three, kind="assign", employee=partner.employee_id)

    assert text_of(shown).count("whoever you chose does not see it") == 3


def test_undoing_goes_on_past_what_cannot_be_had_again(browser_of_agent, agent, utility, three):
    gone = make.employee(utility, name="Bram Weg")
    cases.assign_case(
        case_id=three[0].case_id,
        employee_id=gone.employee_id,
        seen_version=1,
        by=agent.actor,
        at=make.MONDAY,
    )
    do(
        browser_of_agent,
        preview(browser_of_agent, three, kind="assign", employee=agent.employee_id),
    )
    staff.end_employment(
        employee_id=gone.employee_id, successor_id=None, by=make.SYSTEM, at=make.MONDAY
    )

    undone = undo(browser_of_agent)

    assert "Vraag een not put back: it changed since, or what it had is no longer" in text_of(
        undone
    )
    assert [row(one).assignee_id for one in three] == [agent.employee_id, None, None]


def test_a_case_of_somebody_who_left_can_still_be_changed(browser_of_agent, agent, utility, three):
    gone = make.employee(utility, name="Bram Weg")
    Case.objects.filter(pk=three[0].case_id).update(assignee=gone.employee_id)
    staff.end_employment(
        employee_id=gone.employee_id, successor_id=None, by=make.SYSTEM, at=make.MONDAY
    )

    do(browser_of_agent, preview(browser_of_agent, three, kind="priority", priority="high"))

    assert [row(one).priority for one in three] == ["high"] * 3


def test_a_complaint_that_waits_for_its_answer_is_not_closed_with_others(browser_of_agent, three):
    make.complaint(three[0], at=make.MONDAY)

    shown = preview(browser_of_agent, three, kind="close", reason="Dubbel gestuurd")
    do(browser_of_agent, shown)

    assert "Vraag een is a complaint that waits for its answer" in text_of(shown)
    assert [row(one).state for one in three] == ["open", "resolved", "resolved"]


def test_undoing_a_closing_lets_a_case_wait_again(browser_of_agent, agent, three):
    cases.pause_case(
        case_id=three[0].case_id,
        reason=PauseReason.WAITING_FOR_CUSTOMER,
        seen_version=1,
        by=agent.actor,
        at=make.MONDAY,
    )
    do(browser_of_agent, preview(browser_of_agent, three, kind="close", reason="Dubbel"))

    undo(browser_of_agent)

    assert [row(one).state for one in three] == ["waiting", "open", "open"]
    assert row(three[0]).waiting_reason == PauseReason.WAITING_FOR_CUSTOMER
