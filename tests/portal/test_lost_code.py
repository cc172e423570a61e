"""A lost code: asked with a number only, and the page tells nothing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from debiet.correspondence.models import Message
from debiet.portal.limits import CODES_OF_ADDRESS, CODES_OF_NUMBER
from tests.portal.conftest import same, words

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def ask(number, browser=None):
    return (browser or Client()).post("/status/lost-code/", {"number": number}, headers=ENGLISH)


def test_the_page_is_the_same_for_a_number_that_exists_and_one_that_does_not(opened, jobs):
    known, unknown = ask(opened.number), ask("2026-999999")

    assert "a new code is on its way" in words(known)
    assert same(known, number=opened.number) == same(unknown, number="2026-999999")
    assert Message.objects.filter(purpose="status-code").count() == 0  # not before the job
    jobs.run()
    message = Message.objects.get(purpose="status-code")
    assert message.recipient_address == "ann@example.be"


def test_both_do_the_same_work_while_somebody_waits(opened):
    ask("2026-999998")  # what is made once a process
    counts = []
    for number in (opened.number, "2026-999999"):
        with CaptureQueriesContext(connection) as captured:
            ask(number)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_nothing_typed_is_ever_written_to(opened, jobs):
    browser = Client()
    browser.post("/status/lost-code/", {"number": opened.number, "email": "thief@example.com"})
    jobs.run()

    addresses = set(Message.objects.values_list("recipient_address", flat=True))
    assert addresses == {"ann@example.be"}


@pytest.mark.parametrize("number", ["", "x", "2026", "2026-12"])
def test_what_is_no_number_is_said(utility, number):
    response = ask(number)
    assert response.status_code == 200
    assert "2026-000123" in words(response)


def test_a_number_is_asked_a_few_times_an_hour_whoever_asks(opened, clock):
    for turn in range(CODES_OF_NUMBER):
        assert ask_from(f"203.0.113.{turn}", opened.number).status_code == 200
    assert ask_from("203.0.113.99", opened.number).status_code == 429
    assert ask_from("203.0.113.99", "2026-999999").status_code == 200
    clock.forward(hours=1)
    assert ask_from("203.0.113.99", opened.number).status_code == 200


def test_one_network_asks_for_a_few_numbers_an_hour(utility):
    for turn in range(CODES_OF_ADDRESS):
        assert ask(f"2026-9{turn:05}").status_code == 200
    assert ask("2026-800000").status_code == 429
    assert ask_from("203.0.113.7", "2026-800000").status_code == 200


def ask_from(address, number):
    return Client(REMOTE_ADDR=address).post("/status/lost-code/", {"number": number})
