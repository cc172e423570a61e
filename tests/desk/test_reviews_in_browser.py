"""The second line in a real browser, in four looks."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser

from debiet.complaints import actions
from debiet.complaints.models import ExternalReview, OmbudsFile
from debiet.rules.access import Role
from debiet.rules.complaint_referral import ReviewBody
from tests import make
from tests.complaints.conftest import registered
from tests.complaints.test_reviews import raised
from tests.desk.windows import PHONE, WIDE, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [
    (WIDE, "light", "wide-light"),
    (WIDE, "dark", "wide-dark"),
    (PHONE, "light", "phone-light"),
    (PHONE, "dark", "phone-dark"),
]


def worked(utility, at):
    """Make a review of the office's with questions, an answer and a bundle; return who has it."""
    agent = make.employee(utility, name="Tom Jacobs")
    office = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team, name="Els Claes")
    complaint = registered(
        make.case(at=at, text="Ik wacht al maanden op een antwoord over mijn factuur!"),
        by=agent.actor,
        at=at,
    )
    actions.say_cannot_solve(complaint_id=complaint.pk, reason="Nee.", by=agent.actor, at=at)
    file, by = OmbudsFile.objects.get(), {"by": office.actor, "at": at}
    actions.state_ties(file_id=file.pk, has_conflict=False, **by)
    actions.take_file(file_id=file.pk, seen_version=file.version + 1, **by)
    actions.add_finding(file_id=file.pk, text="De meter was juist.", **by)
    soon = at + timedelta(days=20)
    review = raised(complaint.case_id, by=office.actor, at=at, due_at=soon)
    actions.make_bundle(review_id=review.pk, chosen=["ledger"], **by)
    raised(
        complaint.case_id,
        by=office.actor,
        at=at,
        body=ReviewBody.VLAAMSE_OMBUDSDIENST,
        due_at=at + timedelta(hours=1),
    )
    return office, file, review


@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS, ids=[look[2] for look in LOOKS])
def test_the_second_line_is_fit_for_everybody_in_every_look(
    size, scheme, name, browser: Browser, live_sites, utility
):
    office, file, review = worked(utility, datetime.now(UTC) - timedelta(days=1))
    pages = {
        "list": reverse("desk:reviews"),
        "review": reverse("desk:review", args=[review.pk]),
        "bundle": reverse("desk:review-bundle", args=[review.pk]),
        "new": reverse("desk:review-new", args=[file.case.number]),
        "concluded": reverse("desk:review-step", args=[review.pk, "conclude"]),
        "file": reverse("desk:ombuds-file", args=[file.pk]),
    }
    with signed_in(browser, live_sites, office, locale="nl-BE") as window:
        page = window(viewport=size, color_scheme=scheme)
        for told, address in pages.items():
            page.goto(address)
            assert Axe().run(page).response["violations"] == [], address
            wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wider <= 0, address
            if folder := os.environ.get("DEBIET_SHOTS"):
                page.screenshot(path=Path(folder) / f"{told}-{name}.png", full_page=True)
    assert ExternalReview.objects.count() == 2
