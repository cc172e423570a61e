"""Somebody at the desk, on a clock that stands where the test puts it."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from debiet.identity.models import User
from tests import make


class Clock:
    """The wall clock of the test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.moment = make.MONDAY
        monkeypatch.setattr(timezone, "now", lambda: self.moment)

    def at(self, moment: datetime) -> datetime:
        """Put the clock to a moment."""
        self.moment = moment
        return moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock; it stands at a Monday, 09:00."""
    return Clock(monkeypatch)


@pytest.fixture(autouse=True)
def desk(on_site, settings, clock) -> None:
    """Run the tests at the desk, in English, without a second step to sign in."""
    settings.SECOND_FACTOR_REQUIRED = False
    settings.SESSION_COOKIE_AGE = 400 * 86_400  # the clock of a test jumps by days
    settings.LANGUAGE_CODE = "en"
    settings.PORTAL_URL = "http://portal.example"
    on_site("desk")


@pytest.fixture
def utility(db) -> make.Utility:
    """A utility with its teams, topics, terms and texts."""
    return make.utility()


@pytest.fixture
def sign_in(settings) -> Callable[[make.Somebody], Client]:
    """Return a browser in which an employee is signed in."""

    def signed_in(somebody: make.Somebody) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(
            User.objects.get(pk=somebody.user_id),
            backend=settings.AUTHENTICATION_BACKENDS[0],
        )
        return client

    return signed_in


@pytest.fixture
def agent(utility) -> make.Somebody:
    """An agent of the team that handles the tests' cases."""
    return make.employee(utility, name="Tom Jacobs")


@pytest.fixture
def browser_of_agent(agent, sign_in) -> Client:
    """The agent's browser."""
    return sign_in(agent)


@pytest.fixture
def ann(utility):
    """A customer with all that can be asked for."""
    return make.customer(
        name="Ann De Smet",
        email="ann@example.be",
        phone="0470 12 34 56",
        number="100200300",
        born_on=date(1961, 3, 12),
    )
