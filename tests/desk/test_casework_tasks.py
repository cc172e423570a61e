"""The page of an internal task: what it offers to whoever asked."""

from debiet.cases import actions as cases
from debiet.rules.internal_tasks import TaskState
from debiet.staff import actions as staff
from tests import make
from tests.desk.reading import text_of


def test_a_refused_task_offers_a_conflict_on_its_own_page_too(browser_of_agent, agent, utility):
    meters = staff.save_team(
        code="meters", name="Meters", organization_id=utility.organization.pk, by=make.SYSTEM,
        at=make.MONDAY,
    )  # fmt: skip
    fitter = make.employee(utility, team=meters)
    make.internal_task_policy(make.MONDAY)
    opened = make.case()
    task = cases.ask_task(
        case_id=opened.case_id,
        team_id=meters.pk,
        words="Klopt dit?",
        by=agent.actor,
        at=make.MONDAY,
    )
    assert "Conflict between teams" not in text_of(browser_of_agent.get(f"/tasks/{task}/"))
    cases.step_task(
        task_id=task,
        state=TaskState.REFUSED,
        words="Niet van ons.",
        seen_version=1,
        by=fitter.actor,
        at=make.MONDAY,
    )

    page = browser_of_agent.get(f"/tasks/{task}/")

    assert "Conflict between teams Meters: the other team refused" in text_of(page)
    body = page.content.decode()
    assert f'href="/cases/{opened.number}/conflict/?offer=' in body
    assert f'action="/cases/{opened.number}/conflicts/' in body
