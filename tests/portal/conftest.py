"""A utility, a moment, and visitors of its website."""

import html
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from debiet.complaints import actions as complaints
from debiet.complaints.actions import Said
from debiet.complaints.models import Complaint
from tests import make

QUESTION = {
    "key": "a-key-of-this-one-form-1",
    "topic": "invoice",
    "text": "Waarom is mijn factuur zo hoog?\r\nIk woon alleen.",
    "name": "Ann De Smet",
    "email": "ann@example.be",
    "phone": "0470 12 34 56",
    "account_number": "100200300",
}


class Clock:
    """The moment it is for the pages; a test moves it."""

    def __init__(self) -> None:
        self.moment = make.local("2026-03-02 10:00")

    def now(self) -> datetime:
        """Return the moment."""
        return self.moment

    def forward(self, **how_much: int) -> None:
        """Let time go by."""
        self.moment += timedelta(**how_much)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """It is Monday 2 March 2026, 10:00 in Brussels."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock.now)
    return clock


@pytest.fixture
def utility(db: None, clock: Clock) -> make.Utility:
    """A utility that can be asked."""
    return make.utility()


@pytest.fixture
def employee(utility: make.Utility) -> make.Somebody:
    """An employee whose name no customer reads."""
    return make.employee(utility, name="Els Verborgen")


@pytest.fixture
def fill_in() -> Callable[..., dict[str, str]]:
    """What somebody fills in, some of it told otherwise."""
    return lambda **changes: {**QUESTION, **changes}


@pytest.fixture
def opened(utility: make.Utility) -> Any:
    """A question asked an hour ago, by somebody with another browser."""
    return make.case(at=make.local("2026-03-02 09:00"))


@pytest.fixture
def owner(opened: Any) -> Client:
    """The browser of somebody who opened the link to that question."""
    client = Client()
    response = client.get(f"/status/{opened.number}/{opened.code}/")
    assert response.headers["Location"] == f"/status/{opened.number}/"
    return client


@pytest.fixture
def complaint(opened: Any, employee: make.Somebody, clock: Clock) -> Complaint:
    """A complaint that an employee made of the question of an hour ago."""
    complaint_id = complaints.register_complaint(
        case_id=opened.case_id,
        said=Said(reason="Is boos."),
        by=employee.actor,
        at=clock.now(),
    )
    return Complaint.objects.get(pk=complaint_id)


def words(response: Any) -> str:
    """Return what a page says, without its markup, on one line."""
    body = response.content.decode()
    main = body[body.index("<main") : body.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def same(response: Any, **differing: str) -> str:
    """Return a page without what differs on every showing, and without what the visitor typed."""
    body = response.content.decode()
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)
    body = body.replace(response.headers["X-Request-ID"], "")
    for name, typed in differing.items():
        body = body.replace(typed, name)
    return body
