"""What a journey has: a utility, a real mail server, and hands at the desk and at the portal."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from tests import mail_server, make
from tests.live import Sites
from tests.mail_server import MailServer
from tests.make import Somebody, Utility


@pytest.fixture
def utility(live_sites: Sites) -> Utility:
    """A utility that is open at any hour, so that journeys end the same at night."""
    made = make.utility()
    always = {
        **make.OFFICE,
        "weekly": {
            day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        },
        "holidays": [],
    }
    make.terms.save_calendar_version(
        code="office",
        name="Altijd open",
        definition=always,
        valid_from=make.MONDAY,
        by=make.SYSTEM,
        at=timezone.now(),
    )
    return made


@pytest.fixture
def post(settings: pytest.FixtureRequest) -> Iterator[MailServer]:
    """The mail server that all messages of the journey leave by."""
    with mail_server.running() as (server, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield server


@dataclass
class Desk:
    """An employee at the desk, in a browser of its own."""

    page: Page
    address: str

    def open(self, path: str) -> None:
        """Go to a page of the desk."""
        self.page.goto(f"{self.address}{path}")

    def open_case(self, number: str) -> None:
        """Go to a case."""
        self.open(f"/cases/{number}/")


@pytest.fixture
def at_desk(browser: Browser, live_sites: Sites) -> Iterator[Callable[[Somebody], Desk]]:
    """Sign employees in, each in a browser of its own: `at_desk(agent)`."""
    contexts = []

    def sign_in(somebody: Somebody) -> Desk:
        context = browser.new_context(locale="nl-BE", timezone_id="Europe/Brussels")
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{live_sites.desk}/")
        page.fill("input[name=login]", somebody.email)
        page.fill("input[name=password]", make.PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_selector("#list-title")
        page.wait_for_load_state()  # its script listens to keys only then
        return Desk(page, live_sites.desk)

    yield sign_in
    for context in contexts:
        context.close()


@pytest.fixture
def ask(live_sites: Sites) -> Callable[..., str]:
    """Fill in the public form and return the number of the question."""

    def fill_in(page: Page, text: str, *, email: str = "ann@example.be") -> str:
        page.goto(f"{live_sites.portal}/question/")
        page.select_option("[name=topic]", "invoice")
        page.fill("[name=text]", text)
        page.fill("[name=name]", "Ann De Smet")
        page.fill("[name=email]", email)
        page.click("form[action$='/question/'] button.first")
        page.wait_for_url(re.compile(r"/question/\d{4}-\d+/"))
        found = re.search(r"/question/(\d{4}-\d+)/", page.url)
        assert found is not None
        return found[1]

    return fill_in
