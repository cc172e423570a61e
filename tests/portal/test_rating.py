"""How did we do: a link that a mail scanner opens changes nothing, one click does."""

import pytest
from django.test import Client

from debiet.cases import actions
from debiet.cases.models import Rating
from tests import make
from tests.portal.conftest import words

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def closed(opened, employee, clock):
    actions.answer_case(
        case_id=opened.case_id, text="Zo.", seen_version=1, by=employee.actor, at=clock.now()
    )
    return opened


def shown(browser, opened, query=""):
    return words(browser.get(f"/status/{opened.number}/rate/{query}", headers=ENGLISH))


def click(browser, opened, **fields):
    address = f"/status/{opened.number}/rate/"
    return browser.post(address, fields, headers=ENGLISH, follow=True)


def test_opening_the_link_of_a_score_rates_nothing_and_asks_one_click(closed):
    browser = Client()
    response = browser.get(f"/status/{closed.number}/{closed.code}/rate/2/")
    assert response.headers["Location"] == f"/status/{closed.number}/rate/?score=2"
    assert response.headers["Referrer-Policy"] == "no-referrer"

    text = shown(browser, closed, "?score=2")

    assert "In our message you chose: Badly" in text
    assert Rating.objects.count() == 0
    assert "You told us: Badly" in words(click(browser, closed, score=2))
    assert Rating.objects.get().score == 2


def test_all_five_scores_are_offered_in_words_and_another_click_changes_it(closed):
    browser = Client()
    browser.get(f"/status/{closed.number}/{closed.code}/rate/")
    text = shown(browser, closed)
    for answer in ("Very well", "Well", "Neither well nor badly", "Badly", "Very badly"):
        assert answer in text

    click(browser, closed, score=5)
    text = words(click(browser, closed, score=1, words="Toch niet."))

    assert "You told us: Very badly" in text
    assert "A colleague reads what you told us." in text
    assert Rating.objects.get().words == "Toch niet."


def test_after_a_day_the_page_shows_what_was_said_and_offers_no_change(closed, clock):
    browser = Client()
    browser.get(f"/status/{closed.number}/{closed.code}/rate/")
    click(browser, closed, score=4)
    clock.forward(days=1, minutes=1)
    browser.get(f"/status/{closed.number}/{closed.code}/rate/")

    assert "Change it" not in shown(browser, closed)
    assert "more than a day ago" in words(click(browser, closed, score=1))
    assert Rating.objects.get().score == 4


@pytest.mark.parametrize("score", ["", "0", "6", "x"])
def test_a_score_that_is_none_is_refused(closed, score):
    browser = Client()
    browser.get(f"/status/{closed.number}/{closed.code}/rate/")
    assert "Choose how it went." in words(click(browser, closed, score=score))
    assert Rating.objects.count() == 0


def test_an_open_question_is_not_rated(owner, opened):
    assert "We ask you how we did once it is closed." in shown(owner, opened)
    assert "Your question is open again." in words(click(owner, opened, score=3))


def test_a_wrong_code_and_a_stranger_rate_nothing(closed):
    browser = Client()
    response = browser.get(f"/status/{closed.number}/AAAAAAAAAA/rate/1/")
    assert response.headers["Location"] == "/status/"
    assert click(browser, closed, score=1).status_code == 404
    other = make.case()
    browser.get(f"/status/{other.number}/{other.code}/")
    assert click(browser, closed, score=1).status_code == 404
    assert Rating.objects.count() == 0


def test_the_status_page_leads_to_it_once_the_question_is_closed(closed):
    browser = Client()
    browser.get(f"/status/{closed.number}/{closed.code}/")
    page = browser.get(f"/status/{closed.number}/").content.decode()
    assert f"/status/{closed.number}/rate/" in page
