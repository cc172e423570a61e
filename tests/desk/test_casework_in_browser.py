"""The pages of the work around a case in a real browser: wide and narrow, light and dark."""

from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from debiet.cases import actions as cases
from debiet.clauses import actions as clauses
from debiet.rules.access import Role
from debiet.rules.case_links import LinkSide
from debiet.rules.internal_tasks import TaskState
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def lead(live_sites, utility) -> make.Somebody:
    """Somebody who sees all there is of the work around cases."""
    return make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah Peeters")


@pytest.fixture
def paths(lead, utility) -> list[str]:
    """Pages with something of everything on them."""
    now, by = datetime.now(UTC), lead.actor
    merged = make.case(subject="Geen water in de Kouterbaan", at=now - timedelta(hours=3))
    leading = make.case(subject="Nog altijd geen water", at=now - timedelta(hours=2))
    aside = make.case(subject="Breuk in de straat", at=now - timedelta(hours=1))
    clauses.set_clause_key(code="hello", key="hallo", by=make.SYSTEM, at=now)
    cases.relate_cases(
        case_id=leading.case_id,
        other_number=aside.number,
        side=LinkSide.CAUSED_BY,
        by=by,
        at=now,
    )
    cases.merge_case(
        case_id=merged.case_id, leading_number=leading.number, seen_version=1, by=by, at=now
    )
    asked = [
        cases.ask_task(case_id=leading.case_id, team_id=utility.team.pk, words=words, by=by, at=now)
        for words in ("Hoe hoog stond de meter bij de plaatsing?", "Wanneer is het hersteld?")
    ]
    cases.step_task(
        task_id=asked[0],
        state=TaskState.REFUSED,
        words="Dat weten we niet.",
        seen_version=1,
        by=by,
        at=now,
    )
    cases.plan_follow_up(
        case_id=leading.case_id,
        words="Bellen met de aannemer",
        due_at=now + timedelta(days=1),
        is_for_team=False,
        by=by,
        at=now,
    )
    cases.snooze_case(
        case_id=aside.case_id,
        until=now + timedelta(minutes=30),
        knows_risk=True,
        seen_version=1,
        by=by,
        at=now,
    )
    case = f"/cases/{leading.number}/"
    return [
        case,
        f"/cases/{merged.number}/",
        f"/cases/{aside.number}/",
        f"/tasks/{asked[1]}/",
        "/tasks/",
        "/follow-ups/",
        "/work/aside/",
        "/bulk/?list=open",
        f"{case}related/",
        f"{case}snooze/",
        f"{case}follow-up/",
        f"{case}ask/",
        f"/cases/{aside.number}/merge/",
    ]


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")]
)
def test_axe_finds_nothing_and_nothing_overflows(
    browser: Browser, live_sites, lead, paths, viewport, scheme
):
    context = browser.new_context(
        base_url=live_sites.desk, locale="nl-BE", viewport=viewport, color_scheme=scheme
    )
    page = context.new_page()
    page.goto("/")
    page.fill("[name=login]", lead.email)
    page.fill("[name=password]", make.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("#list-title")
    found = {}
    for path in paths:
        page.goto(path)
        trouble = [one["id"] for one in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
            trouble.append("overflows")
        if trouble:
            found[path] = trouble
    context.close()
    assert found == {}
