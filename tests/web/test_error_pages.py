"""The pages that say no."""

import re

import pytest
from django.http import Http404
from django.utils import translation

from debiet.web import errors

HANDLERS = [
    (errors.bad_request, 400),
    (errors.permission_denied, 403),
    (errors.page_not_found, 404),
    (errors.server_error, 500),
    (errors.csrf_failure, 403),
]


@pytest.mark.parametrize("site", ["portal", "desk"])
@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@pytest.mark.parametrize(("handler", "status"), HANDLERS)
def test_each_says_what_to_do_instead_in_each_language(
    rf, settings, site, language, handler, status
):
    settings.SITE = site
    with translation.override(language):
        response = handler(rf.get("/case/2026-000123/abcd"))
    page = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{language}">' in page
    assert page.count("<li>") >= 2
    assert 'class="button first" href="/"' in page
    assert "2026-000123" not in page


@pytest.mark.parametrize("language", ["nl", "fr"])
@pytest.mark.parametrize(("handler", "_status"), HANDLERS)
def test_none_falls_back_to_english(rf, language, handler, _status):
    with translation.override("en"):
        english = handler(rf.get("/")).content.decode()
    with translation.override(language):
        translated = handler(rf.get("/")).content.decode()
    words = re.findall(r"<(?:h1|h2|p|li)>([^<]+)<", english)
    assert words
    assert not [sentence for sentence in words if f">{sentence}<" in translated]


@pytest.mark.parametrize("handler", [errors.page_not_found, errors.permission_denied])
def test_a_foreign_thing_and_a_missing_one_get_the_same_page(rf, handler):
    pages = {
        handler(rf.get(address), exception).content
        for address, exception in (
            ("/case/1", Http404("No case with this number")),
            ("/case/2", Http404("Case 2 belongs to somebody else")),
        )
    }
    assert len(pages) == 1


def test_the_page_gives_the_number_under_which_the_log_knows_it(rf):
    request = rf.get("/", **{"debiet.request_id": "0123456789abcdef"})
    assert "0123456789abcdef" in errors.server_error(request).content.decode()
