"""The report at the desk: numbers kept back as words, and a story read before it holds."""

import re

import pytest
from django.urls import reverse

from debiet.complaints import actions
from debiet.complaints.models import Complaint, OmbudsFile, OmbudsStory
from debiet.rules.access import Role
from tests import make
from tests.complaints.conftest import registered

pytestmark = pytest.mark.django_db
TOLD = "Een klant wachtte te lang op antwoord."


def test_a_story_is_read_before_it_holds_and_stands_in_the_report(agent, utility, sign_in):
    office = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    for _number in range(5):
        complaint = registered(make.case(), by=agent.actor)
        actions.say_cannot_solve(
            complaint_id=complaint.pk, reason="Nee.", by=agent.actor, at=make.MONDAY
        )
    Complaint.objects.update(step="decided", assessment="founded", theme="bill")
    Complaint.objects.filter(pk=complaint.pk).update(theme="quality")
    OmbudsFile.objects.update(concluded_at=make.MONDAY, handler=office.employee_id)
    browser, file = sign_in(office), OmbudsFile.objects.latest("id")
    address = reverse("desk:ombuds-story", args=[file.pk])
    assert address in browser.get(reverse("desk:ombuds-file", args=[file.pk])).text

    refused = browser.post(address, {"text": "Mevrouw De Smet wachtte.", "step": "look"})
    assert "“Smet”" in refused.text
    seen = browser.post(address, {"text": TOLD, "step": "look"})
    assert "No rule finds that." in seen.text
    assert OmbudsStory.objects.count() == 0
    seal = re.search(r'name="seal" value="([^"]+)"', seen.text)[1]
    browser.post(address, {"text": TOLD, "step": "apply", "seal": seal})

    page = browser.get(reverse("desk:ombuds-report"), {"year": 2026})
    assert TOLD in page.text
    rows = {str(part.title): part.rows for part in page.context["parts"]}
    assert rows["What became of them"] == [("founded", 5)]
    # Four of one subject and one of another: not even which these were.
    assert rows["What they are about"] == []
    assert "all of them" in page.text
    assert "quality of the water" not in page.text
    assert complaint.case.number not in page.text
    assert sign_in(agent).get(reverse("desk:ombuds-report")).status_code == 403
