"""Letters in a complaint at the desk: kept, sent, and read by a second person."""

import pytest
from django.urls import reverse

from debiet.complaints.models import Complaint, ComplaintDraft
from debiet.correspondence.models import Message
from debiet.rules.access import Role
from debiet.rules.complaint_letters import DraftState, Reviewed, to_tick
from debiet.rules.complaints import Ground, LetterKind
from debiet.rules.house_choices import HouseChoice
from debiet.staff.choices import choose_for_house
from tests import make
from tests.complaints.conftest import kept, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(agent):
    """A case with a complaint, in a house where a second person reads refusals."""
    chosen = {HouseChoice.LETTER_REVIEW: Reviewed.REFUSAL}
    choose_for_house(values=chosen, by=make.SYSTEM, at=make.MONDAY)
    opened = make.case()
    registered(opened, by=agent.actor)
    return opened


def page(opened):
    return reverse("desk:complaint-letter", args=[opened.number])


def typed(browser, address, **changes):
    """Return what a browser sends of the letter's form; what is not ticked is not sent."""
    shown = browser.get(address)
    form = shown.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return (
        {"seen_version": shown.context["case"].version}
        | {
            name: value
            for name, value in values.items()
            if value is not None and value is not False
        }
        | changes
    )


def test_a_letter_is_kept_unfinished_and_gone_on_with(browser_of_agent, opened):
    response = browser_of_agent.post(
        page(opened), typed(browser_of_agent, page(opened), text="Half.", do="save"), follow=True
    )
    draft = ComplaintDraft.objects.get()
    assert "The letter is kept." in response.text
    assert "being written" in response.text

    address = f"{page(opened)}?draft={draft.pk}"
    again = typed(browser_of_agent, address)
    assert again["text"] == "Half."
    response = browser_of_agent.post(address, again | {"do": "send"})
    assert "It does not say yet: what we found (answer)" in response.text
    assert "Half." in response.text

    browser_of_agent.post(address, again | {"do": "drop"})
    assert ComplaintDraft.objects.get().state is DraftState.DROPPED
    assert not Message.objects.filter(purpose="answer").exists()


def test_what_a_colleague_saved_meanwhile_stands_beside_ones_own(
    utility, agent, browser_of_agent, opened
):
    mine = typed(browser_of_agent, page(opened), text="Van mij.", do="save")
    complaint = Complaint.objects.get(case__number=opened.number)
    colleague = make.employee(utility, name="An Maes")
    kept(complaint, by=colleague.actor, at=make.MONDAY, text="Van An.")

    response = browser_of_agent.post(page(opened), mine)
    for words in ("Both texts are below.", "As An Maes saved it", "Van An.", "Van mij."):
        assert words in response.text
    assert ComplaintDraft.objects.get().text == "Van An."

    shown = response.context["form"]
    again = mine | {name: shown[name].value() for name in ("draft", "seen")}
    browser_of_agent.post(page(opened), again)
    draft = ComplaintDraft.objects.get()
    assert (draft.text, draft.earlier) == ("Van mij.", ["Van An."])


def test_a_second_person_sees_what_is_ticked_and_lets_it_leave(
    utility, browser_of_agent, sign_in, opened
):
    lead = sign_in(make.employee(utility, role=Role.TEAM_LEAD, is_lead=True))
    refusal = typed(
        browser_of_agent,
        page(opened),
        kind=LetterKind.REFUSAL,
        ground=Ground.ALREADY_HANDLED,
        reason="Zie 2025-000012.",
        says=list(to_tick(LetterKind.REFUSAL)),
        text="We behandelden dit al.",
    )
    response = browser_of_agent.post(page(opened), refusal, follow=True)
    assert "It leaves once that person agrees." in response.text
    draft = ComplaintDraft.objects.get()

    assert opened.number in lead.get(reverse("desk:complaints")).text
    address = reverse("desk:complaint-read", args=[opened.number, draft.pk])
    shown = lead.get(address)
    for words in ("handled before", "on which ground (refusal)", "We behandelden dit al."):
        assert words in shown.text
    assert browser_of_agent.get(address).status_code == 403

    seen = {"seen": draft.version, "seen_version": shown.context["case"].version}
    response = lead.post(address, seen | {"do": "back", "remark": "Leg het uit."}, follow=True)
    assert "The letter goes back to its writer" in response.text
    edited = browser_of_agent.get(f"{page(opened)}?draft={draft.pk}")
    assert "Leg het uit." in edited.text

    browser_of_agent.post(
        f"{page(opened)}?draft={draft.pk}",
        typed(browser_of_agent, f"{page(opened)}?draft={draft.pk}"),
    )
    shown = lead.get(address)
    seen = {
        "seen": ComplaintDraft.objects.get().version,
        "seen_version": shown.context["case"].version,
    }
    response = lead.post(address, seen | {"do": "approve"}, follow=True)
    assert "You found the letter good" in response.text
    assert Message.objects.filter(purpose="answer").count() == 1


def test_an_answer_is_not_written_beside_the_complaint(browser_of_agent, opened):
    page = browser_of_agent.get(f"/cases/{opened.number}/")
    form, version = page.context["answer_form"], page.context["case"].version
    assert not form["is_substantive"].value()  # it would be refused
    assert not form["resolves"].value()
    typed_beside = {"text": "U krijgt het terug.", "seen_version": version}
    address = reverse("desk:answer", args=[opened.number])
    for tick in ("is_substantive", "resolves"):
        response = browser_of_agent.post(address, typed_beside | {tick: "on"})
        assert "Write the answer in the complaint" in response.text
        assert "U krijgt het terug." in response.text
    assert not Message.objects.filter(purpose="answer").exists()

    browser_of_agent.post(address, typed_beside | {"text": "Wat is uw meterstand?"})
    assert Message.objects.filter(purpose="answer").count() == 1
