"""A customer asks on the website, an employee answers in time, the customer reads it."""

import re

import pytest

from debiet.cases.models import Case
from debiet.rules.cases import CaseState
from tests import checker, make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_question_goes_from_the_form_over_the_worklist_to_its_answer_and_is_solved(
    page, utility, post, jobs, at_desk, ask
):
    agent = make.employee(utility, name="Sarah Peeters")
    number = ask(page, "Waarom is mijn factuur zo hoog?")
    assert number in page.inner_text("main")
    jobs.run()
    (acknowledgement,) = post.messages
    assert number in acknowledgement.get_content()

    desk = at_desk(agent)
    desk.open("/work/unassigned/")
    desk.page.click("text=Waarom is mijn factuur zo hoog?")
    desk.page.click("button[data-key=t]")
    desk.page.fill("#answer-text", "Er was een lek. We passen uw factuur aan.")
    desk.page.click("#send")
    desk.page.wait_for_url(re.compile(r"/(work|cases)/"))
    jobs.run()

    answer = post.messages[-1]
    assert "Er was een lek." in answer.get_content()
    link = re.search(r"http://localhost:\d+/status/\S+", answer.get_content())
    page.context.clear_cookies()
    page.goto(link[0].rstrip("."))
    assert "Er was een lek." in page.inner_text("#answer")
    assert "Sarah" not in page.inner_text("main")
    page.click("button[value=yes]")
    page.wait_for_load_state()

    case = Case.objects.get(number=number)
    assert case.state == CaseState.RESOLVED
    assert case.assignee_id == agent.employee_id
    assert checker.findings() == {}


def test_the_same_journey_works_without_javascript(browser, live_sites, utility, post, jobs, ask):
    agent = make.employee(utility)
    context = browser.new_context(java_script_enabled=False, locale="nl-BE")
    page = context.new_page()
    number = ask(page, "Kan ik gespreid betalen?")
    page.goto(f"{live_sites.desk}/")
    page.fill("input[name=login]", agent.email)
    page.fill("input[name=password]", make.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.goto(f"{live_sites.desk}/work/open/")
    page.click("text=Kan ik gespreid betalen?")
    page.select_option("#answer-template", "greeting")
    page.click("#insert")
    assert "Beste Ann De Smet" in page.input_value("#answer-text")
    page.fill("#answer-text", "Ja, dat kan.")
    page.click("#preview")
    assert "Ja, dat kan." in page.inner_text(".paper")
    page.click("#send")
    page.goto(f"{live_sites.portal}/status/{number}/")

    assert "Ja, dat kan." in page.inner_text("#answer")
    context.close()
    assert checker.findings() == {}
