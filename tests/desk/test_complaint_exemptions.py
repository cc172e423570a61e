"""Exemptions and samples at the desk: seen before they are approved, and judged with why."""

import re

import pytest
from django.urls import reverse

from debiet.complaints import actions
from debiet.complaints.models import GuaranteeExemption, SampledQuestion
from debiet.core.actor import Actor
from debiet.rules.access import Role
from tests import make
from tests.complaints.conftest import registered

pytestmark = pytest.mark.django_db


def test_exemptions_are_proposed_on_the_case_and_approved_in_bulk_once_seen(
    browser_of_agent, agent, utility, sign_in
):
    numbers = []
    for guarantee in ("appointment", "on-site", "new-branch"):
        complaint = registered(make.case(), by=agent.actor)
        numbers.append(complaint.case.number)
        address = reverse("desk:exemption", args=[complaint.case.number])
        data = {"guarantee": guarantee, "ground": "weather", "reason": f"Storm bij {guarantee}."}
        browser_of_agent.post(address, data)
    assert "Storm bij new-branch." in browser_of_agent.get(address).text
    third = GuaranteeExemption.objects.latest("id")
    browser_of_agent.post(reverse("desk:exemption-withdraw", args=[numbers[2], third.pk]))

    lead = sign_in(make.employee(utility, role=Role.TEAM_LEAD))
    first, second = GuaranteeExemption.objects.filter(step="proposed").order_by("id")
    page = reverse("desk:exemptions")
    assert lead.get(page).text.count("Storm bij") == 2
    seen = lead.post(page, {"exemptions": [first.pk], "step": "look"})
    assert "1 exemption is approved" in seen.text
    seal = re.search(r'name="seal" value="([^"]+)"', seen.text)[1]
    # Choosing another one than was seen shows it anew.
    other = lead.post(page, {"exemptions": [second.pk], "step": "apply", "seal": seal})
    assert "Something changed since you looked." in other.text
    lead.post(page, {"exemptions": [first.pk], "step": "apply", "seal": seal})
    lead.post(reverse("desk:exemption-refuse", args=[second.pk]), {"reason": "Het was droog."})

    steps = dict(GuaranteeExemption.objects.values_list("guarantee", "step"))
    assert steps == {"appointment": "approved", "on-site": "refused", "new-branch": "withdrawn"}
    refused = browser_of_agent.get(reverse("desk:exemption", args=[numbers[1]]))
    assert "Het was droog." in refused.text


def test_own_proposals_wait_for_somebody_else(utility, sign_in):
    lead = make.employee(utility, role=Role.TEAM_LEAD)
    complaint = registered(make.case(), by=lead.actor)
    browser = sign_in(lead)
    data = {"guarantee": "on-site", "ground": "weather", "reason": "Storm."}
    browser.post(reverse("desk:exemption", args=[complaint.case.number]), data)
    one = GuaranteeExemption.objects.get()

    page = browser.get(reverse("desk:exemptions"))
    assert "Somebody else decides on these." in page.text
    browser.post(reverse("desk:exemptions"), {"exemptions": [one.pk], "step": "apply"})
    refused = browser.post(reverse("desk:exemption-refuse", args=[one.pk]), {"reason": "Nee."})
    assert "Somebody else than whoever proposed it decides." in refused.text
    one.refresh_from_db()
    assert one.step == "proposed"


def test_the_office_judges_what_was_drawn_with_who_called_it_a_question_and_why(
    agent, utility, sign_in
):
    complaint = registered(make.case(), by=agent.actor)
    actions.call_question(
        complaint_id=complaint.pk,
        reason="Alleen uitleg.",
        seen_version=complaint.version,
        by=agent.actor,
        at=make.MONDAY,
    )
    office = Actor.system("complaints.office")
    actions.draw_sample(by=office, at=make.local("2026-04-01 06:00"))
    one = SampledQuestion.objects.get()
    browser = sign_in(make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team))

    listed = browser.get(reverse("desk:ombuds-samples"))
    assert "1 of 1 drawn (10 %)" in listed.text
    assert "Alleen uitleg." in listed.text
    address = reverse("desk:ombuds-sampled", args=[one.pk])
    refused = browser.post(address, {"verdict": "disagreed", "reason": ""})
    assert "Say why you see a complaint in it." in refused.text
    browser.post(address, {"verdict": "disagreed", "reason": "Hij klaagt over de duur."})
    assert "Hij klaagt over de duur." in browser.get(address).text
    assert "we see a complaint in it" in browser.get(reverse("desk:ombuds-samples")).text
    assert sign_in(agent).get(address).status_code == 403
