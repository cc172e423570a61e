"""The desk in a real browser: by keyboard, on a phone, in the dark, without scripts."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from debiet.cases import actions as cases
from debiet.cases.actions import Contact
from debiet.core.actor import Actor
from debiet.correspondence import actions as correspondence
from debiet.rules.access import Role
from debiet.rules.cases import Carrier
from debiet.staff import actions as staff
from tests import make
from tests.correspondence.printing import letter
from tests.desk.windows import PHONE, WIDE, cut_at_the_edge, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lead(live_sites, utility) -> make.Somebody:
    """Somebody who sees all there is of the desk."""
    return make.employee(utility, role=Role.TEAM_LEAD, is_lead=True, name="Sarah Peeters")


@pytest.fixture
def opened(lead):
    """A case of the last hours, with something of everything."""
    now = datetime.now(UTC)
    for name in ("Ann De Smet", "An Desmet"):
        make.customer(name=name, email="ann@example.be")
    found = make.case(
        at=now - timedelta(hours=3),
        subject="Tussentijdse factuur te hoog na een lek in de tuinleiding",
        text="Het lek is hersteld.\n\nKan het bedrag omlaag?",
        quoted_text="> vorig jaar",
        carrier=Carrier.EMAIL,
    )
    make.case(at=now - timedelta(days=20), contact=Contact(name="Koen Maes"))
    cases.write_note(
        case_id=found.case_id, text="Eerst het verbruik nakijken", by=lead.actor, at=now
    )
    staff.notify_employee(
        employee_id=lead.employee_id,
        kind="case.level",
        about=f"case:{found.number}",
        compartment="ordinary",
        cause="level:1",
        facts={"level": 75, "milestone": "first_reply"},
        by=make.SYSTEM,
        at=now,
    )
    return found


@pytest.fixture
def held() -> int:
    """A message that nobody could take up."""
    now, by = datetime.now(UTC), Actor.system("mail.import")
    taken = correspondence.take_in(
        carrier=Carrier.EMAIL,
        source="import-mail",
        content=b"Subject: Lek\n\nEr is een lek in de straat.\n",
        received_at=now,
        by=by,
        at=now,
    )
    cases.take_up(raw_message_id=taken.raw_message_id, by=by, at=now)
    return taken.raw_message_id


@pytest.fixture
def letters(opened) -> list[int]:
    """Letters that wait, one of them rejected before, and batches at the printer and posted."""
    now, about = datetime.now(UTC), f"case:{opened.number}"
    written = [letter(about=about, at=now - timedelta(days=9)).pk for _letter in range(4)]
    for days, rejected in ((8, {written[0]: "torn in the machine"}), (7, None)):
        made_at = now - timedelta(days=days)
        batch_id = correspondence.make_print_batch(
            compartment="ordinary", by=make.SYSTEM, at=made_at
        )
        if rejected:
            correspondence.confirm_posted(
                batch_id=batch_id,
                posted_on=timezone.localtime(made_at).date(),
                rejected=rejected,
                by=make.SYSTEM,
                at=now - timedelta(days=7, hours=1),
            )
    letter(about=about, at=now)
    return written


@pytest.fixture
def unsatisfied(lead):
    """A case of a linked customer whose mails come back, and who was not satisfied."""
    now = datetime.now(UTC)
    make.customer(name="Koen Maes", email="koen.maes@example.be", phone="0470 65 43 21")
    found = make.case(contact=Contact(name="Koen Maes", email="koen.maes@example.be"))
    cases.answer_case(
        case_id=found.case_id, text="Zo zit het.", seen_version=1, by=lead.actor, at=now
    )
    cases.rate_case(
        case_id=found.case_id,
        score=1,
        words="Ik moest drie keer vragen voor ik een antwoord kreeg.",
        by=Actor.visitor(found.case_id),
        at=now,
    )
    correspondence.mark_unreachable(
        carrier=Carrier.EMAIL,
        address="koen.maes@example.be",
        compartment="ordinary",
        reason="5.1.1",
        by=make.SYSTEM,
        at=now,
    )
    return found


@pytest.fixture
def desk(browser: Browser, live_sites, lead) -> Iterator[Callable[..., Page]]:
    """Return a signed-in window; anything in its console fails the test."""
    with signed_in(browser, live_sites, lead, locale="en") as window:
        yield window


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")]
)
def test_axe_finds_nothing_and_nothing_overflows(
    desk, opened, held, letters, unsatisfied, viewport, scheme
):
    page = desk(viewport=viewport, color_scheme=scheme)
    case = f"/cases/{opened.number}/"
    page.goto(case)
    clock = page.get_attribute(".clock a", "href")
    addresses = ["/work/open/", case, clock, f"{case}contact/", f"{case}details/"]
    addresses += [f"{case}customer/", "/notices/", "/quarantine/", f"/quarantine/{held}/"]
    addresses += ["/print/", f"/returned/?q={letters[0]}"]
    addresses += [f"{case}ways/", f"/cases/{unsatisfied.number}/ways/", "/ratings/"]
    addresses += ["/mailboxes/"]
    for address in addresses:
        page.goto(address)
        assert Axe().run(page).response["violations"] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address
        assert cut_at_the_edge(page) == [], address


def test_axe_finds_nothing_in_what_opens_and_in_what_is_refused(desk, opened):
    page = desk(viewport=WIDE)
    page.goto(f"/cases/{opened.number}/")
    page.click("button[popovertarget=more]")
    assert Axe().run(page).response["violations"] == []
    page.set_viewport_size({"width": 390, "height": 500})
    panel = page.locator("#more").bounding_box()
    assert panel["y"] >= 0
    assert panel["y"] + panel["height"] <= 500
    page.set_viewport_size(WIDE)
    page.keyboard.press("Escape")
    page.click("#send")
    expect(page.locator(".error-summary")).to_be_focused()
    assert Axe().run(page).response["violations"] == []


def test_the_keys_open_a_case_and_what_one_does_with_it(desk, opened):
    page = desk(viewport=WIDE)
    page.goto("/work/open/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator("#case-title")).to_contain_text("Tussentijdse factuur")
    page.keyboard.press("n")
    expect(page.locator("#note-text")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator("#answer-text")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    expect(page.locator("#wait [name=reason]").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#wait")).to_be_hidden()
    page.keyboard.press("m")
    expect(page.locator("#more a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#more")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.locator("#keys button")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    expect(page.locator(".notices")).to_contain_text("It is yours now.")


def test_why_and_preview_open_in_place_and_the_typed_words_stay(desk, opened):
    page = desk(viewport=WIDE)
    page.goto(f"/cases/{opened.number}/")
    page.fill("#answer-text", "Eerst dit.")
    page.click(".clock a >> nth=0")
    expect(page.locator(".explain .intervals .total").first).to_be_visible()
    expect(page.locator("#answer-text")).to_have_value("Eerst dit.")
    page.select_option("#answer-template", "greeting")
    page.click("#insert")
    expect(page.locator("#answer-text")).to_have_value("Eerst dit.\n\n[nl] Beste Ann De Smet,")
    page.click("#preview")
    expect(page.locator(".paper")).to_contain_text("Niet tevreden?")
    expect(page.locator("#preview")).to_be_focused()
    page.wait_for_url(f"**/cases/{opened.number}/")


def test_what_came_in_meanwhile_is_seen_before_it_is_sent(desk, opened):
    page = desk(viewport=WIDE)
    page.goto(f"/cases/{opened.number}/")
    page.fill("#answer-text", "Mijn antwoord")
    cases.record_contact(
        case_id=opened.case_id,
        carrier=Carrier.PHONE,
        direction="in",
        text="Ze belde nog eens.",
        happened_at=timezone.now(),
        by=make.SYSTEM,
        at=timezone.now(),
    )
    page.click("#send")
    expect(page.locator(".meanwhile")).to_contain_text("Ze belde nog eens.")
    expect(page.locator("#answer-text")).to_have_value("Mijn antwoord")
    assert Axe().run(page).response["violations"] == []
    page.click("#send")
    expect(page.locator(".notices")).to_contain_text("The answer is on its way")


def test_everything_but_keys_works_without_scripts(desk, opened):
    page = desk(viewport=PHONE, java_script_enabled=False)
    page.goto(f"/cases/{opened.number}/")
    for _link in ("to the content", "to the answer"):
        page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the answer")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#composer :focus")).to_have_count(1)
    page.click("button[popovertarget=wait]")
    page.click("#wait button.first")
    expect(page.locator(".notices")).to_contain_text("It waits for the customer.")
    page.click(".clock a >> nth=0")
    expect(page.locator(".intervals .total")).to_be_visible()
    page.goto(f"/cases/{opened.number}/")
    page.click("text=Go on")
    expect(page.locator(".notices")).to_contain_text("It goes on.")
    page.click("text=This is An Desmet")
    expect(page.locator(".notices")).to_contain_text("The case is linked to this customer.")
