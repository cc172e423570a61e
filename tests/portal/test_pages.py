"""The pages that are the same for everybody, and what every page sends along."""

from datetime import timedelta

import pytest
from django.utils import translation

from debiet.portal.pages import STATEMENT_ON
from debiet.terms import actions as terms
from debiet.web.wording import local_day
from tests import make
from tests.portal.conftest import words

pytestmark = pytest.mark.django_db
OPEN_PAGES = ["/", "/question/", "/promise/", "/accessibility/", "/privacy/"]


@pytest.mark.parametrize("page", [*OPEN_PAGES, "/status/"])
@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_every_page_comes_in_every_language_without_a_session(utility, client, page, language):
    response = client.get(page, headers={"accept-language": language})
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.content.decode()
    assert set(client.cookies) == {"debiet_portal_csrf"}


@pytest.mark.parametrize("page", [*OPEN_PAGES, "/status/"])
def test_no_dutch_or_french_page_says_something_in_english(utility, client, page):
    def lines(language):
        response = client.get(page, headers={"accept-language": language})
        body = response.content.decode()
        main = body[body.index("<main") : body.index("</main>")]
        return {part.split("<")[0].strip() for part in main.split(">")} - {""}

    english = {line for line in lines("en") if " " in line}
    assert english
    assert not english & lines("nl")
    assert not english & lines("fr")


def test_the_first_page_leads_to_a_question_and_to_its_status(utility, client):
    body = client.get("/", headers={"accept-language": "nl"}).content.decode()
    assert 'href="/question/"' in body
    assert 'href="/status/"' in body
    assert 'href="/promise/"' in body
    assert "We antwoorden binnen 10 werkdagen." in body


def test_the_promise_page_shows_each_promise_in_its_present_wording(utility, client, clock):
    def promise(number, valid_from):
        terms.save_policy_version(
            code="questions",
            title="Vragen",
            match={},
            targets=make.TARGETS,
            promise={"nl": f"We antwoorden binnen {number} werkdagen."},
            valid_from=valid_from,
            by=make.SYSTEM,
            at=clock.now(),
        )

    promise(8, clock.now() - timedelta(days=1))
    promise(2, clock.now() + timedelta(days=1))

    text = words(client.get("/promise/", headers={"accept-language": "nl"}))
    assert "We antwoorden binnen 8 werkdagen. 1 maart 2026" in text
    assert "binnen 10 werkdagen" not in text
    assert "binnen 2 werkdagen" not in text


def test_before_anything_is_promised_the_pages_say_nothing_untrue(db, client):
    assert "No promise is written down yet." in words(
        client.get("/promise/", headers={"accept-language": "en"})
    )
    assert client.get("/").status_code == client.get("/question/").status_code == 200


def test_the_accessibility_statement_has_status_contact_complaint_route_and_date(utility, client):
    response = client.get("/accessibility/", headers={"accept-language": "nl"})
    text = words(response)
    assert "voldoet gedeeltelijk" in text
    assert "Vlaamse Ombudsdienst" in text
    with translation.override("nl"):
        assert local_day(STATEMENT_ON) in text
    assert 'href="/question/"' in response.content.decode()


def test_pages_about_one_question_are_kept_by_no_cache_and_found_by_no_search_engine(owner, opened):
    for page in (
        owner.get(f"/status/{opened.number}/"),
        owner.get(f"/status/{opened.number}/{opened.code}/"),
        owner.post(f"/status/{opened.number}/add/", {"text": ""}),
        owner.get("/status/"),
    ):
        assert "no-store" in page.headers["Cache-Control"]
        assert "private" in page.headers["Cache-Control"]
        assert "noindex" in page.headers["X-Robots-Tag"]


def test_the_confirmation_is_kept_by_no_cache(utility, client, fill_in):
    page = client.post("/question/", fill_in(), follow=True)
    assert "no-store" in page.headers["Cache-Control"]
    assert "noindex" in page.headers["X-Robots-Tag"]


def test_open_pages_may_be_found_and_are_kept_by_no_shared_cache(utility, client):
    for address in OPEN_PAGES:
        page = client.get(address)
        assert "private" in page.headers["Cache-Control"]
        assert "noindex" not in page.content.decode()
        assert "X-Robots-Tag" not in page.headers


def test_every_page_has_the_security_headers(utility, client):
    headers = client.get("/question/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_session_cookie_is_out_of_reach_for_scripts(owner):
    cookie = owner.cookies["debiet_portal"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
