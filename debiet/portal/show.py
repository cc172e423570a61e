"""How every page of the website is shown, and which of them nobody else may keep."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control, never_cache

from debiet.clauses import queries as clauses

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

# Every page holds a form (the choice of language) and with it a cookie: no shared cache keeps it.
open_page = cache_control(private=True)


def page(
    request: HttpRequest,
    template: str,
    facts: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Return a page of the website, with what the utility itself says on it."""
    texts = SimpleLazyObject(own_words)
    return render(
        request, f"portal/{template}.html", {"own": texts, **(facts or {})}, status=status
    )


def own_words() -> dict[str, str]:
    """Return the utility's own words in the language of the page, by the name of their place."""
    found = clauses.site_texts(
        language=(get_language() or "nl")[:2],
        at=timezone.now(),
        values={"utility": settings.UTILITY_NAME},
    )
    return {place.name.lower(): text for place, text in found.items()}


def own_page(view: View[P]) -> View[P]:
    """Let a page about somebody's own case be kept by no cache and found by no search engine."""

    @wraps(view)
    def shown(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return never_cache(shown)
