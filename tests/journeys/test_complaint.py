"""Complaints from end to end: on the website, by phone, by letter, and back to a question."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from debiet.cases.models import Case, Interaction
from debiet.complaints.models import Complaint, ComplaintEntry, ComplaintLetter
from debiet.correspondence.models import Message
from debiet.rules.cases import Carrier
from debiet.rules.complaint_letters import to_tick
from debiet.rules.complaints import ComplaintStep, LetterKind, Regime
from debiet.rules.delivery import DeliveryState
from tests import checker, make
from tests.live import Sites

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def customer(browser):
    """A browser at the customer's, without scripts."""
    context = browser.new_context(locale="nl-BE", java_script_enabled=False)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def complain(page: Page, sites: Sites, **told: str) -> str:
    """Fill in the open form with the keyboard alone and return the complaint's number."""
    page.goto(sites.portal)
    page.get_by_role("link", name="Dien een klacht in").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Waarover gaat je klacht?").select_option("invoice")
    page.get_by_label("Wat is er gebeurd?").fill("Jullie rekenden twee keer hetzelfde aan.")
    for label, words in told.items():
        page.get_by_label(label).fill(words)
    page.get_by_role("button", name="Verstuur je klacht").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/complaint/\d{4}-\d+/"))
    found = re.search(r"/complaint/(\d{4}-\d+)/", page.url)
    assert found is not None
    return found[1]


def write(page: Page, text: str) -> None:
    """Write the final letter of a complaint on its page at the desk."""
    page.check("input[name=kind][value=final]")
    page.select_option("[name=assessment]", "founded")
    page.select_option("[name=outcome]", "partly-solved")
    if text:
        page.fill("[name=text]", text)
    for part in to_tick(LetterKind.FINAL):
        page.check(f"input[name=says][value={part}]")
    page.locator("button[name=do][value=send]").click()
    page.wait_for_selector(".timeline .ours")


def step_of(number: str) -> ComplaintStep:
    return Complaint.objects.get(case__number=number).step


def test_a_complaint_on_the_website_is_answered_rejected_and_goes_to_the_ombuds_function(
    live_sites, utility, post, jobs, at_desk, customer
):
    number = complain(
        customer,
        live_sites,
        **{"Je naam": "Ann De Smet", "Je e-mailadres": "ann@example.be"},
    )
    expect(customer.get_by_role("heading", level=1)).to_have_text("We hebben je klacht")
    jobs.run()
    [acknowledged] = post.messages
    assert number in acknowledged.get_body(("plain",)).get_content()
    assert Complaint.objects.get().acknowledged_at is not None

    desk = at_desk(make.employee(utility, name="Tom Jacobs"))
    desk.open(f"/cases/{number}/complaint/letter/")
    write(desk.page, "U had gelijk. De helft krijgt u terug.")
    jobs.run()
    assert step_of(number) is ComplaintStep.ANSWERED
    answer = post.messages[-1].get_body(("plain",)).get_content()
    assert "ombudsfunctie" in answer

    customer.goto(f"{live_sites.portal}/status/{number}/")
    expect(customer.get_by_text("Het is voor een deel opgelost.")).to_be_visible()
    assert "Tom Jacobs" not in customer.content()
    customer.get_by_role("link", name="Nee, naar de ombudsfunctie").click()
    customer.get_by_label("Waarom ben je het oneens?").fill("Ik wil alles terug.")
    customer.get_by_role("button", name="Vraag de ombudsfunctie").click()
    expect(customer.get_by_role("heading", level=1)).to_contain_text("onze ombudsfunctie")
    jobs.run()

    assert step_of(number) is ComplaintStep.OMBUDS
    receipt = Message.objects.get(purpose="complaint-receipt")
    assert receipt.state == DeliveryState.DISPATCHED
    customer.goto(f"{live_sites.portal}/status/{number}/")
    expect(customer.locator(".steps .now")).to_contain_text("Ombudsfunctie")
    assert checker.findings() == {}


def test_an_oral_complaint_is_answered_by_the_letter_that_confirms_the_call(
    utility, post, jobs, at_desk
):
    desk = at_desk(make.employee(utility))
    page = desk.page
    desk.open("/contact/new/")
    page.fill("#quick-who", "An Peeters, 0470 12 34 56, an@example.be")
    page.select_option("#quick-topic_code", "invoice")
    page.fill("#quick-text", "Niemand belde mij terug. Dat is de derde keer!")
    page.fill("#quick-answer", "Excuses. We bellen vandaag nog.")
    page.check("#quick-is_complaint")
    page.click("[data-send]")
    page.wait_for_url(re.compile(r"/complaint/letter/"))
    number = Case.objects.get().number
    assert step_of(number) is ComplaintStep.RECEIVED

    expect(page.locator("[name=text]")).to_have_value(re.compile("We bellen vandaag nog"))
    expect(page.locator("[name=is_confirmation]")).to_be_checked()
    write(page, "")
    assert step_of(number) is ComplaintStep.FIRST_LINE
    jobs.run()

    assert step_of(number) is ComplaintStep.ANSWERED
    letter = ComplaintLetter.objects.get(kind=LetterKind.FINAL)
    assert letter.is_confirmation
    assert Complaint.objects.get().answered_at == letter.dispatched_at
    assert "We bellen vandaag nog" in post.messages[-1].get_body(("plain",)).get_content()
    assert checker.findings() == {}


def test_a_customer_without_email_gets_letters_all_the_way(
    live_sites, utility, post, jobs, at_desk, customer
):
    address = "Kouterbaan 18\n9230 Wetteren"
    number = complain(
        customer, live_sites, **{"Je naam": "Maria Claes", "Of je postadres": address}
    )
    jobs.run()
    acknowledged = Message.objects.get()
    assert (acknowledged.carrier, acknowledged.state) == (Carrier.POST, DeliveryState.HANDED_OVER)
    assert Complaint.objects.get().acknowledged_at is None

    desk = at_desk(make.employee(utility))
    desk.open(f"/cases/{number}/complaint/letter/")
    write(desk.page, "U had gelijk. De helft krijgt u terug.")
    jobs.run()
    assert step_of(number) is ComplaintStep.FIRST_LINE  # it lies at the printer: no answer yet

    desk.open("/print/")
    desk.page.click("form button.first")
    desk.page.wait_for_selector("[id^=batch-]")
    with desk.page.expect_download():
        desk.page.click("section a[href$='/letters/']")
    desk.page.fill("input[name=posted_on]", timezone.localdate().isoformat())
    desk.page.click("form[action$='/posted/'] button")
    desk.page.wait_for_selector("#posted")
    jobs.run()

    assert step_of(number) is ComplaintStep.ANSWERED
    assert Complaint.objects.get().acknowledged_at is not None
    customer.goto(f"{live_sites.portal}/status/{number}/")
    customer.get_by_role("button", name="Ja, ik aanvaard het antwoord").click()
    jobs.run()
    assert step_of(number) is ComplaintStep.ACCEPTED
    sent = Message.objects.values_list("carrier", flat=True)
    assert set(sent) == {Carrier.POST}
    assert post.messages == []
    assert checker.findings() == {}


def test_a_question_becomes_a_complaint_and_a_question_again_and_loses_nothing(
    live_sites, utility, post, jobs, at_desk, customer, ask
):
    number = ask(customer, "Waarom is mijn factuur zo hoog?")
    jobs.run()
    due_at = Case.objects.get().due_at
    customer.goto(f"{live_sites.portal}/status/{number}/")
    customer.get_by_text("Ik ben niet tevreden: maak er een klacht van").click()
    customer.get_by_label("Waarover ben je niet tevreden?").fill("Ik hoor niets.")
    customer.get_by_role("button", name="Maak er een klacht van").click()
    expect(customer.get_by_role("heading", level=1)).to_have_text("We hebben je klacht")
    said = Interaction.objects.count()

    desk = at_desk(make.employee(utility))
    desk.open(f"/cases/{number}/complaint/question/")
    desk.page.fill("[name=reason]", "Zij vroeg alleen waar het antwoord blijft.")
    desk.page.locator("form button.first").last.click()
    desk.page.wait_for_url(re.compile(rf"/cases/{number}/"))

    case = Case.objects.get()
    assert (case.regime, step_of(number)) == (Regime.ORDINARY, ComplaintStep.NOT_A_COMPLAINT)
    assert case.due_at == due_at
    assert Interaction.objects.count() >= said
    entry = ComplaintEntry.objects.order_by("-id").first()
    assert entry.reason == "Zij vroeg alleen waar het antwoord blijft."
    customer.goto(f"{live_sites.portal}/status/{number}/")
    expect(customer.get_by_role("heading", level=1)).to_have_text(f"Je vraag {number}")
    assert "waar het antwoord blijft" not in customer.content()
    assert checker.findings() == {}
