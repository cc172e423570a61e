"""Returns, connections, exemptions, samples and the report in a real browser, in two looks."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from debiet.complaints import actions
from debiet.complaints import queries as complaints
from debiet.complaints.models import Complaint, OmbudsFile, OmbudsStory, SampledQuestion
from debiet.core.actor import Actor
from debiet.rules.access import Role
from debiet.rules.guarantee_exemptions import ExemptionGround, Guarantee
from tests import make
from tests.complaints.conftest import registered
from tests.desk.windows import PHONE, WIDE, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [
    (WIDE, "light", "wide-light"),
    (WIDE, "dark", "wide-dark"),
    (PHONE, "light", "phone-light"),
    (PHONE, "dark", "phone-dark"),
]
SHOTS = os.environ.get("DEBIET_SHOTS")
AT = datetime.now(UTC) - timedelta(days=1)
YEAR = AT.year - 1
OFFICE = Actor.system("complaints.office")
PLACES = {"Gent": 131_250, "Aalter": 12_400, "Sint-Martens-Latem": 3_912}


def returns(by):
    """Submit the return of the year before, and correct it."""
    made = [registered(make.case(at=AT), by=by.actor, at=AT, theme="bill") for _one in range(3)]
    for one, place in zip(made, PLACES, strict=True):
        moment = make.local(f"{YEAR}-05-04 10:00")
        Complaint.objects.filter(pk=one.pk).update(expressed_at=moment, municipality=place)
    for year in (YEAR, AT.year):
        actions.set_connections(year=year, connections=PLACES, by=by.actor, at=AT)
    for reason in ("", "De gemeente van een klacht was fout."):
        seen = complaints.numbers_now(YEAR, viewer=by.actor, at=AT)
        actions.submit_return(year=YEAR, reason=reason, seen=seen, by=by.actor, at=AT)
        Complaint.objects.filter(pk=made[0].pk).update(municipality="Aalter")
    registered(make.case(at=AT), by=by.actor, at=AT, municipality="Gent", theme="quality")


def exemptions(agent):
    """Propose some."""
    complaint = registered(make.case(at=AT), by=agent.actor, at=AT)
    for guarantee in (Guarantee.APPOINTMENT, Guarantee.ON_SITE):
        actions.propose_exemption(
            complaint_id=complaint.pk,
            guarantee=guarantee,
            ground=ExemptionGround.WEATHER,
            reason="Er gold code rood in de hele provincie; niemand kon de baan op.",
            by=agent.actor,
            at=AT,
        )
    return complaint.case.number


def ombuds(office, agent):
    """Draw a sample and give the office files that are over, one of them told."""
    called = registered(make.case(at=AT), by=agent.actor, at=AT)
    actions.call_question(
        complaint_id=called.pk,
        reason="De klant vraagt alleen uitleg over de vaste vergoeding.",
        seen_version=called.version,
        by=agent.actor,
        at=AT,
    )
    actions.draw_sample(by=OFFICE, at=AT + timedelta(days=92))
    for _one in range(6):
        complaint = registered(make.case(at=AT), by=agent.actor, at=AT, theme="bill")
        actions.say_cannot_solve(complaint_id=complaint.pk, reason="Nee.", by=agent.actor, at=AT)
    theirs = Complaint.objects.filter(compartment="ombuds")
    theirs.update(step="decided", assessment="founded", norms=["law"])
    theirs.filter(pk=complaint.pk).update(theme="quality", assessment="unfounded")
    OmbudsFile.objects.update(concluded_at=AT, handler=office.employee_id)
    file = OmbudsFile.objects.latest("id")
    told = "Een klant wachtte twee maanden op een antwoord. Wij zochten uit waar het bleef liggen."
    OmbudsStory.objects.create(file=file, text=told, written_at=AT)
    return file.pk, SampledQuestion.objects.get().pk


@pytest.mark.parametrize(
    ("size", "scheme", "name"),
    LOOKS if SHOTS else [LOOKS[0], LOOKS[3]],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_pages_are_fit_for_everybody(size, scheme, name, browser: Browser, live_sites, utility):
    office = make.employee(
        utility, role=Role.OMBUDS, team=utility.ombuds_team, name="Els Claes", is_lead=True
    )
    agent = make.employee(utility, name="Tom Jacobs")
    returns(office)
    number = exemptions(agent)
    file_id, sampled_id = ombuds(office, agent)
    pages = {
        "returns": "/complaints/returns/",
        "return": f"/complaints/returns/{YEAR}/",
        "return-files": f"/complaints/returns/{YEAR}/files/?measure=total&key=",
        "return-correct": f"/complaints/returns/{YEAR}/submit/",
        "rates": f"/complaints/figures/?year={AT.year}",
        "connections": f"/setup/connections/?year={YEAR}",
        "connections-change": f"/setup/connections/change/?year={YEAR}",
        "exemptions": "/complaints/exemptions/",
        "exemption": f"/cases/{number}/complaint/exemption/",
        "samples": "/ombuds/samples/",
        "sampled": f"/ombuds/samples/{sampled_id}/",
        "report": f"/ombuds/report/?year={AT.year}",
        "story": f"/ombuds/{file_id}/story/",
    }
    with signed_in(browser, live_sites, office, locale="nl-BE") as window:
        page = window(viewport=size, color_scheme=scheme)
        for told, address in pages.items():
            page.goto(address)
            if told == "exemptions":
                page.get_by_role("checkbox").first.check()
                page.locator("button[value=look]").click()
            assert Axe().run(page).response["violations"] == [], address
            wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wider <= 0, address
            if SHOTS:
                page.screenshot(path=Path(SHOTS) / f"{told}-{name}.png", full_page=True)
