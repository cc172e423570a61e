"""A team lead's morning with an absent colleague, and a promise changed for everybody."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from debiet.cases import actions as cases
from debiet.cases.models import Case
from debiet.core.actor import Actor
from debiet.rules.absence import AbsenceKind
from debiet.rules.access import Role
from debiet.staff import actions as staff
from debiet.terms import actions as terms
from debiet.terms.models import Clock
from tests import checker, make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_team_leads_morning_with_an_absent_colleague(utility, jobs, at_desk):
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah Peeters")
    away = make.employee(utility, name="Els Vermeulen")
    opened = make.case(at=timezone.now() - timedelta(days=1), text="Wanneer komt u kijken?")
    cases.assign_case(
        case_id=opened.case_id,
        employee_id=away.employee_id,
        seen_version=1,
        by=away.actor,
        at=timezone.now(),
    )
    today = timezone.localdate()
    desk = at_desk(lead)
    desk.open("/absences/")
    desk.page.select_option("[name=employee]", str(away.employee_id))
    desk.page.fill("[name=first_on]", today.isoformat())
    desk.page.fill("[name=final_on]", (today + timedelta(days=2)).isoformat())
    desk.page.select_option("[name=kind]", "illness")
    desk.page.click("form.card button.first")
    desk.page.wait_for_selector("text=Els Vermeulen >> nth=0")

    cases.add_words(
        case_id=opened.case_id,
        text="Het lek wordt groter!",
        by=Actor.visitor(opened.case_id),
        at=timezone.now(),
    )
    desk.open("/board/")
    row = desk.page.locator("tr", has_text="Els Vermeulen")
    row.get_by_role("link").first.click()
    desk.page.click("ol.rows a")
    assert "Het lek wordt groter!" in desk.page.inner_text("main")
    desk.page.click("button[data-key=t]")
    desk.page.wait_for_load_state()
    assert Case.objects.get(pk=opened.case_id).assignee_id == lead.employee_id

    desk.open("/board/")
    links = desk.page.locator("tr", has_text="Els Vermeulen").locator("td.number a")
    assert links.all_inner_texts() == ["0", "0", "0"]
    assert checker.findings() == {}


def test_all_of_an_absent_colleague_are_spread_and_new_cases_go_round(utility, jobs, at_desk):
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah Peeters")
    away = make.employee(utility, name="Els Vermeulen")
    people = [make.employee(utility, name=name) for name in ("Ann Arens", "Bob Bos")]
    opened = [make.case(at=timezone.now() - timedelta(hours=hours)) for hours in (1, 2, 3, 4)]
    for one in opened:
        cases.assign_case(
            case_id=one.case_id,
            employee_id=away.employee_id,
            seen_version=1,
            by=away.actor,
            at=timezone.now(),
        )
    today = timezone.localdate()
    staff.record_absence(
        employee_id=away.employee_id,
        first_on=today,
        final_on=today + timedelta(days=2),
        kind=AbsenceKind.ILLNESS,
        deputy_id=None,
        by=away.actor,
        at=timezone.now(),
    )
    desk = at_desk(lead)
    desk.open(f"/assignment/{utility.team.pk}/")
    desk.page.check("input[name=way][value=round-robin]")
    desk.page.locator("details", has_text="Sarah Peeters").locator("summary").click()
    desk.page.uncheck(f"input[name=takes-{lead.employee_id}]")
    desk.page.click("button[name=save]")
    desk.page.wait_for_selector(".notices")

    desk.open("/board/")
    desk.page.locator("tr", has_text="Els Vermeulen").locator("td:last-child a").click()
    desk.page.check("input[value=spread]")
    desk.page.click("[data-send]")
    desk.page.click("form[action='/bulk/do/'] button.first")
    desk.page.wait_for_url(re.compile(r"/bulk/\d+/"))
    having = [Case.objects.get(pk=one.case_id).assignee_id for one in opened]
    assert sorted(having) == sorted(2 * [one.employee_id for one in people])

    new = [make.case(at=timezone.now()) for _number in range(2)]
    jobs.run()
    having = {Case.objects.get(pk=one.case_id).assignee_id for one in new}
    assert having == {one.employee_id for one in people}
    assert checker.findings() == {}


def test_a_promise_is_changed_for_everybody_after_a_preview(utility, jobs, at_desk):
    admin = make.employee(utility, role=Role.ADMIN, name="An Beheer")
    started = timezone.now() - timedelta(hours=6)
    opened = make.case(at=started)
    jobs.run()
    at = timezone.now()
    terms.save_policy_version(
        code="questions",
        title="Vragen",
        match={},
        targets=[{**make.TARGETS[0], "amount": "4"}, *make.TARGETS[1:]],
        promise={},
        valid_from=at,
        by=make.SYSTEM,
        at=at,
    )
    desk = at_desk(admin)
    desk.open("/terms/moves/")
    label = desk.page.locator("#to option", has_text=re.compile("Vragen.*2"))
    desk.page.select_option("#to", label.first.get_attribute("value"))
    desk.page.click("form.card button.first")
    desk.page.wait_for_url(re.compile(r"/terms/moves/\d+/"))
    jobs.run()
    desk.page.reload()
    assert "1 vraag wordt te laat" in desk.page.inner_text("main")
    desk.page.fill("#reason", "Nieuwe belofte vanaf vandaag")
    desk.page.click("form.card button.first")
    desk.page.wait_for_load_state()
    jobs.run()
    desk.page.reload()
    assert "4 klokken zijn verplaatst" in desk.page.inner_text("main")

    clock = Clock.objects.get(reference=f"case:{opened.number}", milestone="first_reply")
    assert clock.due_at == started + timedelta(hours=4)
    assert Case.objects.get(pk=opened.case_id).due_at == clock.due_at
    assert checker.findings() == {}
