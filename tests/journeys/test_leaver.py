"""A leaver loses access in an open session, and its cases find somebody."""

import pytest
from django.utils import timezone

from debiet.cases import actions as cases
from debiet.rules.access import Role
from debiet.staff import actions as staff
from tests import checker, make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_leaver_loses_access_in_an_open_session(utility, jobs, at_desk):
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah Peeters")
    leaver = make.employee(utility, name="Tom Jacobs")
    opened = make.case(at=timezone.now(), text="Wanneer komt u kijken?")
    cases.assign_case(
        case_id=opened.case_id,
        employee_id=leaver.employee_id,
        seen_version=1,
        by=leaver.actor,
        at=timezone.now(),
    )
    at_work, at_home, leading = at_desk(leaver), at_desk(leaver), at_desk(lead)
    at_work.open_case(opened.number)
    at_work.page.fill("#answer-text", "Morgen.")
    assert "Wanneer komt u kijken?" in at_work.page.inner_text("main")

    staff.end_employment(employee_id=leaver.employee_id, by=make.SYSTEM, at=timezone.now())
    jobs.run()

    at_work.page.click(".composer button.first")
    at_work.page.wait_for_selector("input[name=login]")
    at_home.open_case(opened.number)
    assert at_home.page.locator("input[name=login]").is_visible()
    at_home.page.fill("input[name=login]", leaver.email)
    at_home.page.fill("input[name=password]", make.PASSWORD)
    at_home.page.press("input[name=password]", "Enter")
    assert at_home.page.locator("input[name=login]").is_visible()

    leading.open("/notices/")
    told = leading.page.locator("li", has_text="Tom Jacobs")
    told.get_by_role("link").click()
    leading.page.click("ol.rows a")
    text = leading.page.inner_text("main")
    assert "Wanneer komt u kijken?" in text
    assert "Morgen." not in text  # what the leaver sent afterwards did not go
    assert checker.findings() == {}
