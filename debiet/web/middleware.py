"""One line in the log for each request, without anything personal in it."""

from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

HEADER = "X-Request-ID"

log = structlog.get_logger(__name__)


class RequestLog:
    """Number each request and log what became of it.

    Only the view's name is logged: addresses and query strings hold numbers, codes and searches.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = uuid4().hex[:16]
        request.META["debiet.request_id"] = request_id
        started = perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            log.info(
                "request",
                method=request.method,
                view=view_name(request),
                status=response.status_code,
                duration_ms=round((perf_counter() - started) * 1000, 1),
                site=settings.SITE,
            )
        response.headers[HEADER] = request_id
        return response


def view_name(request: HttpRequest) -> str:
    """Return the name of the view that answered, empty where no view did."""
    match = request.resolver_match
    return match.view_name if match else ""


def request_id(request: HttpRequest) -> str:
    """Return the number under which the log knows this request, empty outside of one."""
    return str(request.META.get("debiet.request_id", ""))
