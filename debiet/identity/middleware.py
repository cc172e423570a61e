"""On every page: the session's realm must be the site's, and employees need a second factor."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from debiet.identity import open_sessions, queries
from debiet.identity.openid_connect import BY_PROVIDER
from debiet.identity.realms import belongs_here

# Where an employee without a second factor may go: to set one up, to sign out, to read in
# another language.
SETUP_PAGES = frozenset(
    {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "set_language",
    }
)


class RealmGuard:
    """Ends sessions that do not belong here and keeps the desk closed without a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out whoever is of the other realm, was deactivated or has left, then answer."""
        if _has_session(request) and SESSION_KEY in request.session:
            if belongs_here(request.user):
                open_sessions.seen(request)
            else:
                logout(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send an employee without a second factor to the page that sets one up."""
        if not settings.SECOND_FACTOR_REQUIRED or settings.SITE != "desk":
            return None
        match = request.resolver_match
        if match is None or match.view_name in SETUP_PAGES:
            return None
        if not _has_session(request) or not request.user.is_authenticated:
            return None
        if request.session.get(BY_PROVIDER) or queries.has_second_factor(user_id=request.user.pk):
            return None
        return redirect("mfa_index")


def _has_session(request: HttpRequest) -> bool:
    # Without the cookie there is nobody: visitors' pages then stay free of session and user.
    return settings.SESSION_COOKIE_NAME in request.COOKIES
