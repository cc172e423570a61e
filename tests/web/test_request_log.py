"""One line a request, without addresses, searches or people in it."""

import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from structlog.testing import capture_logs

from debiet.web import middleware
from debiet.web.logs import WithoutAddress


@pytest.fixture
def answer(rf, settings):
    """Return a function that sends an address through the middleware."""
    settings.ROOT_URLCONF = "debiet.web.urls"

    def view(request: HttpRequest) -> HttpResponse:
        request.resolver_match = resolve(request.path) if request.path == "/language/" else None
        return HttpResponse(middleware.request_id(request), status=201)

    return lambda address: middleware.RequestLog(view)(rf.get(address))


def test_a_request_is_logged_by_the_name_of_its_view(answer):
    with capture_logs() as lines:
        answer("/language/?q=Ann%20De%20Smet")
    (line,) = lines
    assert line["event"] == "request"
    assert line["view"] == "set_language"
    assert (line["method"], line["status"]) == ("GET", 201)
    assert line["duration_ms"] >= 0
    assert line["site"]
    assert "Smet" not in repr(line) and "/language" not in repr(line)


def test_an_address_that_leads_nowhere_is_not_logged_either(answer):
    with capture_logs() as lines:
        answer("/case/2026-000123/secret-code")
    assert lines[0]["view"] == ""
    assert "secret-code" not in repr(lines)


def test_each_request_has_a_number_of_its_own_in_header_and_page(answer):
    first, second = answer("/language/"), answer("/language/")
    assert first["X-Request-ID"] == first.content.decode()
    assert len(first["X-Request-ID"]) == 16
    assert first["X-Request-ID"] != second["X-Request-ID"]


def test_djangos_own_lines_lose_the_address(rf):
    request = rf.get("/case/2026-000123/secret-code")
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", request.path), None
    )
    record.request = request
    assert WithoutAddress().filter(record)
    assert record.getMessage() == "Not Found: no view"


def test_lines_about_other_things_stay_as_they_are():
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s: %s", ("file", "/data/a"), None)
    assert WithoutAddress().filter(record)
    assert record.getMessage() == "file: /data/a"
