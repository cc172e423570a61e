"""Terms as employees live them: a breach that is told, and a call that mends it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from debiet.core.actor import Actor
from debiet.rules.access import Role
from debiet.rules.sla import Milestone
from debiet.terms import actions as terms
from debiet.terms.models import Clock
from tests import checker, make

A_CASE = re.compile(r"/cases/[\d-]+/(\?.*)?$")

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sweep():
    while terms.mark_levels(by=Actor.system("terms.sweep"), at=timezone.now()):
        pass


def test_a_breach_is_on_the_worklist_and_told_to_the_team_lead(utility, jobs, at_desk):
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)
    opened = make.case(at=timezone.now() - timedelta(hours=9), text="Al lang geen antwoord")
    sweep()
    jobs.run()

    desk = at_desk(lead)
    desk.open("/work/breached/")
    assert "Al lang geen antwoord" in desk.page.inner_text("ol.rows")
    assert "te laat" in desk.page.inner_text("ol.rows")
    desk.open("/notices/")
    assert opened.number in desk.page.inner_text("main")
    assert checker.findings() == {}


def test_a_call_written_down_afterwards_mends_the_breach(utility, jobs, at_desk):
    agent = make.employee(utility)
    opened_at = timezone.now() - timedelta(hours=9)
    opened = make.case(at=opened_at)
    sweep()
    called = timezone.localtime(opened_at + timedelta(hours=1))
    desk = at_desk(agent)
    desk.open(f"/cases/{opened.number}/contact/")
    desk.page.fill("#contact-day", called.strftime("%Y-%m-%d"))
    desk.page.fill("#contact-clock", called.strftime("%H:%M"))
    desk.page.fill("#contact-text", "Gebeld: het lek is gevonden.")
    desk.page.click("form.card button.first")
    desk.page.wait_for_url(A_CASE)

    first = Clock.objects.get(reference=f"case:{opened.number}", milestone=Milestone.FIRST_REPLY)
    assert first.reached_at < first.due_at
    desk.page.goto(f"{desk.address}/cases/{opened.number}/clocks/{first.pk}/")
    why = desk.page.inner_text("main")
    assert called.strftime("%H:%M") in why
    assert checker.findings() == {}


def test_two_employees_saving_one_case_choose_between_both_versions(utility, at_desk):
    one, other = make.employee(utility), make.employee(utility)
    opened = make.case(at=timezone.now())
    first, second = at_desk(one), at_desk(other)
    for desk in (first, second):
        desk.open(f"/cases/{opened.number}/details/")
    first.page.fill("#details-subject", "Factuur na lek")
    first.page.click("form.card button.first")
    first.page.wait_for_url(A_CASE)

    second.page.fill("#details-subject", "Te hoge factuur")
    second.page.click("form.card button.first")

    both = second.page.inner_text("main")
    assert "Factuur na lek" in both
    assert "Te hoge factuur" in both
    second.page.check("#mine-subject", force=True)
    for name in ("topic_code", "priority", "team_id", "assignee_id"):
        if second.page.query_selector(f"#theirs-{name}"):
            second.page.check(f"#theirs-{name}", force=True)
    second.page.click("form.card button.first")
    second.page.wait_for_url(A_CASE)
    assert "Te hoge factuur" in second.page.inner_text("#case-title")


def test_an_answer_is_held_back_when_the_customer_wrote_meanwhile(
    page, utility, at_desk, ask, jobs
):
    agent = make.employee(utility)
    number = ask(page, "Waar blijft mijn terugbetaling?")
    desk = at_desk(agent)
    desk.open_case(number)
    desk.page.fill("#answer-text", "Ze is onderweg.")
    page.goto(page.url.replace("/question/", "/status/"))
    page.fill("form[action$='/add/'] textarea", "Ik heb ze intussen gekregen.")
    page.click("form[action$='/add/'] button")
    page.wait_for_load_state()

    desk.page.click("#send")
    desk.page.wait_for_selector(".meanwhile")

    assert "Ik heb ze intussen gekregen." in desk.page.inner_text(".meanwhile")
    assert desk.page.input_value("#answer-text") == "Ze is onderweg."
    desk.page.click("#send")
    desk.page.wait_for_load_state()
    desk.open_case(number)
    assert "Ze is onderweg." in desk.page.inner_text(".timeline")
    assert checker.findings() == {}
