"""The pages that say no: each with what one can do instead, none telling whether something exists.

They use no session, no user and no database, so that they also come when those fail. A site's
URLconf names the handlers (`handler404 = "debiet.web.errors.page_not_found"`, …).
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from debiet.web.context import utility_name
from debiet.web.middleware import request_id


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that cannot be understood."""
    return _page(
        request,
        status=400,
        title=_("We could not read that"),
        words=_("Something in the address or in what was sent is not as we expect it."),
        ways=[_("Go back, reload the page and try again."), _start_over()],
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer somebody who may not do this."""
    return _page(
        request,
        status=403,
        title=_("This page is not open to you"),
        words=_("You may be signed out, or this is something that others do."),
        ways=[_sign_in_again(), _start_over()],
    )


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere, or nowhere for this person: the same words for both."""
    return _page(
        request,
        status=404,
        title=_("We did not find this page"),
        words=_("The address may be mistyped or no longer in use, or it is not meant for you."),
        ways=[_("Check the address, above all its last part."), _sign_in_again(), _start_over()],
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when something broke on our side."""
    return _page(
        request,
        status=500,
        title=_("Something went wrong on our side"),
        words=_("It is not because of you. What happened is in our log and will be looked at."),
        ways=[
            _("Wait a minute and try again: nothing is done twice by that."),
            _start_over(),
        ],
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that cannot be shown to come from our own page."""
    return _page(
        request,
        status=403,
        title=_("Your form could not be taken in"),
        words=_(
            "It was open for a long time, you signed in meanwhile, or your browser keeps no "
            "cookies. Nothing was saved."
        ),
        ways=[
            _(
                "Go back: what you typed is usually still there. "
                "Copy it, reload the page, and send it."
            ),
            _("Allow cookies for this site: we use them for this only, not to follow you."),
        ],
    )


def _sign_in_again() -> str:
    if settings.SITE == "desk":
        return _("Sign in again, or ask your team lead who may do this.")
    return _("Use the link in our latest message to you: it leads to your own question.")


def _start_over() -> str:
    if settings.SITE == "desk":
        return _("Start again from your worklist.")
    return _("Start again from our first page, where you can also ask your question.")


def _page(
    request: HttpRequest, *, status: int, title: str, words: str, ways: list[str]
) -> HttpResponse:
    at_desk = settings.SITE == "desk"
    facts = {
        "utility_name": utility_name(),
        "title": title,
        "words": words,
        "ways": ways,
        "start": _("To your worklist") if at_desk else _("To the first page"),
        "start_icon": "inbox" if at_desk else "home",
        "report": request_id(request),
    }
    # Without the request: the context processors would ask for user and session.
    return HttpResponse(render_to_string("web/error.html", facts), status=status)
