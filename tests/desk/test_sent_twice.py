"""What is sent twice, by a double click or a browser that asks again, happens once."""

import pytest

from debiet.cases.models import Interaction, Note
from tests import make

CALL = {
    "carrier": "phone",
    "direction": "out",
    "day": "2026-03-02",
    "clock": "09:00",
    "text": "Gebeld.\r\nZe weet het.",
    "is_substantive": "on",
}


@pytest.fixture
def case(utility):
    return f"/cases/{make.case().number}/"


def test_a_call_that_is_written_down_twice_is_one(browser_of_agent, case):
    for _click in range(2):
        assert browser_of_agent.post(f"{case}contact/", CALL).status_code == 302
    assert Interaction.objects.filter(direction="out", carrier="phone").count() == 1
    for changes in ({"text": "Nog iets."}, {"direction": "in"}, {"carrier": "counter"}):
        browser_of_agent.post(f"{case}contact/", CALL | changes)
    assert Interaction.objects.filter(is_automatic=False, recorded_at=make.MONDAY).count() == 5


def test_a_note_is_one_and_the_same_words_later_are_another(browser_of_agent, case, clock):
    for _click in range(2):
        browser_of_agent.post(f"{case}note/", {"text": "Belt niet terug"})
    assert Note.objects.count() == 1
    clock.at(make.local("2026-03-02 11:00"))
    browser_of_agent.post(f"{case}note/", {"text": "Belt niet terug"})
    assert Note.objects.count() == 2
