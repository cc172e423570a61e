"""Coding, registering and letters of complaints in a real browser, in four looks."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from debiet.complaints.models import ComplaintDraft
from debiet.rules.access import Role
from debiet.rules.complaint_letters import Reviewed
from debiet.rules.complaints import LetterKind
from debiet.rules.house_choices import HouseChoice
from debiet.staff.choices import choose_for_house
from tests import make
from tests.complaints.conftest import kept, registered, sent
from tests.complaints.test_drafting import REFUSAL
from tests.desk.test_complaint_register_in_browser import LOOKS
from tests.desk.windows import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS, ids=[look[2] for look in LOOKS])
def test_letters_and_coding_are_fit_for_everybody_in_every_look(
    size, scheme, name, browser: Browser, live_sites, utility
):
    at = datetime.now(UTC) - timedelta(days=1)
    chosen = {HouseChoice.LETTER_REVIEW: Reviewed.REFUSAL}
    choose_for_house(values=chosen, by=make.SYSTEM, at=at)
    agent = make.employee(utility, name="Tom Jacobs").actor
    lead = make.employee(utility, role=Role.TEAM_LEAD, is_lead=True)
    opened = make.case(at=at, text="Ik wacht al maanden op een antwoord over mijn factuur!")
    complaint = registered(opened, by=agent, at=at, theme="bill")
    draft_id = kept(complaint, by=agent, at=at, text="We behandelden dit al in maart.", **REFUSAL)
    assert sent(draft_id, by=agent, at=at) is None
    kept(complaint, by=agent, at=at, kind=LetterKind.HOLDING, text="We wachten op de meting.")
    holding = ComplaintDraft.objects.get(kind=LetterKind.HOLDING)
    again = make.case(at=at, text="Ik schreef u hier al over.")
    pages = {
        "case": f"/cases/{opened.number}/",
        "list": "/work/open/?regime=complaint",
        "code": f"/cases/{opened.number}/complaint/code/",
        "join": f"/cases/{again.number}/complaint/",
        "letter": f"/cases/{opened.number}/complaint/letter/?draft={holding.pk}",
        "read": f"/cases/{opened.number}/complaint/letter/{draft_id}/",
        "register": "/complaints/",
    }
    with signed_in(browser, live_sites, lead, locale="nl-BE") as window:
        page = window(viewport=size, color_scheme=scheme)
        for told, address in pages.items():
            page.goto(address)
            assert Axe().run(page).response["violations"] == [], address
            wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wider <= 0, address
            if folder := os.environ.get("DEBIET_SHOTS"):
                page.screenshot(path=Path(folder) / f"{told}-{name}.png", full_page=True)
