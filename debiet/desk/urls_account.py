"""The pages to sign in at the desk: those of allauth that employees need, and no others.

There is no sign-up and no change of address; the names are the ones allauth looks for.
"""

from typing import Any

from allauth.account import views
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path, re_path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import RedirectView

from debiet.identity import openid_connect


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """Answer somebody who tried too often; the desk's URLconf names this as its `handler429`."""
    return render(request, "account/too_many_tries.html", status=429)


class LoginView(views.LoginView):  # type: ignore[misc]
    """The page to sign in, which offers the utility's own provider where there is one."""

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """Return what the page shows."""
        name = settings.OIDC_NAME if openid_connect.is_on() else ""
        return {**super().get_context_data(**facts), "provider_name": name}


def to_provider(request: HttpRequest) -> HttpResponse:
    """Send an employee to the utility's own provider, with nothing but where it wants to go."""
    if not openid_connect.is_on():
        raise Http404
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return openid_connect.provider(request).begin(request, next_url=wanted if is_ours else "/")


def from_provider(request: HttpRequest) -> HttpResponse:
    """Take an employee back from the provider."""
    if not openid_connect.is_on():
        raise Http404
    return openid_connect.come_back(request)


urlpatterns = [
    path("login/", LoginView.as_view(), name="account_login"),
    path("provider/", to_provider, name="oidc_begin"),
    path("provider/callback/", from_provider, name="oidc_callback"),
    path("logout/", views.logout, name="account_logout"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    # Whoever has no password yet gets one the way a forgotten one is replaced: over the address.
    path(
        "password/set/",
        RedirectView.as_view(pattern_name="account_reset_password"),
        name="account_set_password",
    ),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-0-9A-Za-z]+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("second-step/", include("allauth.mfa.urls")),
]
