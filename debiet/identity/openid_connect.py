"""Signing in by the utility's own OpenID Connect provider (authorization code, PKCE, nonce, state).

django-allauth walks the way to the provider and back. Here is what it leaves to us, or what we ask
more of: every ID token's signature, issuer, audience, age and nonce are checked; who a token is
about is known by its subject; and nobody gets a sign-in, a role or a team from a token.
"""

import secrets
from typing import Any, NoReturn

import jwt
import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from requests import RequestException

from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.identity import actions
from debiet.identity.models import User
from debiet.identity.realms import belongs_here
from debiet.rules.access import Realm

_log = structlog.get_logger(__name__)

SIGNING = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
"""Signatures by a key of the provider's own; never one by our secret, never none."""
LEEWAY_SECONDS = 30
TROUBLES = (OAuth2Error, RequestException, KeyError, ValueError)
"""What goes wrong with a provider that is away, or answers nonsense."""
BY_PROVIDER = "debiet.identity.second-factor-by-provider"
"""In the session of somebody whose second factor the provider asked."""


def is_on() -> bool:
    """Return whether employees may sign in by a provider at this site."""
    return bool(settings.OIDC_ISSUER) and settings.SITE == "desk"


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Knows the one provider of the settings, and who of its people may come in."""

    def list_apps(self, request: HttpRequest, **_asked: Any) -> list[SocialApp]:
        """Return the provider of the settings; what stands in the database is not asked."""
        app = SocialApp(
            provider="openid_connect",
            provider_id=settings.OIDC_ISSUER,
            name=settings.OIDC_NAME,
            client_id=settings.OIDC_CLIENT_ID,
            secret=settings.OIDC_CLIENT_SECRET,
            settings={
                "server_url": settings.OIDC_ISSUER.rstrip("/"),
                "oauth_pkce_enabled": True,
                "fetch_userinfo": False,
                "scope": ["openid", "email"],
            },
        )
        return [app] if is_on() else []

    def get_provider(self, request: HttpRequest, *_asked: Any, **_more: Any) -> "StaffProvider":
        """Return the provider of the settings."""
        return provider(request)

    def list_providers(self, request: HttpRequest) -> list[Any]:
        """Return none: our own pages offer the provider."""
        return []

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Return False: a token makes nobody an employee."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let in whose subject is known, or who is an employee by an address that is verified."""
        if not sociallogin.is_existing:
            sociallogin.user = _linked_now(sociallogin)
        if not belongs_here(sociallogin.user):
            _log.warning("identity.provider_unknown_person")
            _turn_away(request)

    def on_authentication_error(self, request: HttpRequest, *_facts: Any, **more: Any) -> None:
        """Log why, without whose it was, and say it on the sign-in page."""
        why = type(more.get("exception")).__name__ if more.get("exception") else "refused"
        _log.warning("identity.provider_refused", why=why)
        _turn_away(request)


def _turn_away(request: HttpRequest) -> NoReturn:
    words = _("Signing in with %(name)s did not succeed. Try again, or ask your administrator.")
    messages.error(request, words % {"name": settings.OIDC_NAME})
    raise ImmediateHttpResponse(redirect("account_login"))


def _linked_now(sociallogin: SocialLogin) -> User | None:
    """Tie a subject to the employee whose address the provider verified, None where there is none.

    :return: the user of that address
    """
    verified = [one.email for one in sociallogin.email_addresses if one.verified is True]
    user = User.objects.of_realm(Realm.STAFF, verified[0]) if verified else None
    if user is None or not belongs_here(user):
        return None
    subject = sociallogin.account.uid
    by, at = Actor.system("identity.sign-in"), timezone.now()
    try:
        actions.link_subject(
            user_id=user.pk, issuer=settings.OIDC_ISSUER, subject=subject, by=by, at=at
        )
    except Refused:
        return None
    sociallogin.account = SocialAccount.objects.get(provider=settings.OIDC_ISSUER, uid=subject)
    return user


class StaffProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """The utility's provider: each try carries a nonce, which its ID token must carry back."""

    def get_oauth2_adapter(self, request: HttpRequest) -> "IdTokenAdapter":
        """Return what talks with the provider."""
        return IdTokenAdapter(request, settings.OIDC_ISSUER)

    def begin(self, request: HttpRequest, *, next_url: str) -> HttpResponse:
        """Send somebody to the provider; nothing of the address asked for goes along."""
        nonce = secrets.token_urlsafe(24)
        asked = {"next_url": next_url, "nonce": nonce, "auth_params": {"nonce": nonce}}
        try:
            response: HttpResponse = self.redirect(request, "login", **asked)
        except TROUBLES as trouble:
            response = render_authentication_error(request, self, exception=trouble)
        return response

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """Return nothing: the subject is enough, and nobody's data is kept twice."""
        return {}


class IdTokenAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Reads the provider's answer, and believes nothing that is not signed for this very try."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return how the provider describes itself.

        :raises OAuth2Error: if it says to be another
        """
        found: dict[str, Any] = super().openid_config
        if found.get("issuer") != settings.OIDC_ISSUER:
            raise OAuth2Error("another issuer")
        return found

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Return where the provider sends people back: our own address, whatever was asked for."""
        return f"{settings.DESK_URL}{reverse('oidc_callback')}"

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any
    ) -> SocialLogin:
        """Return who signs in.

        :raises OAuth2Error: if the ID token is missing, or not for this try
        """
        claims = self._claims(str(kwargs["response"].get("id_token", "")), app)
        login = self.get_provider().sociallogin_from_response(request, {"id_token": claims})
        request.session[BY_PROVIDER] = _says_second_factor(claims)
        return login

    def _claims(self, id_token: str, app: SocialApp) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=self._key(id_token),
                algorithms=SIGNING,
                audience=app.client_id,
                issuer=settings.OIDC_ISSUER,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
            )
        except jwt.PyJWTError as refused:
            raise OAuth2Error(type(refused).__name__) from refused
        if not self.nonce or not secrets.compare_digest(str(claims["nonce"]), self.nonce):
            raise OAuth2Error("another nonce")
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("for another party")
        return claims

    def _key(self, id_token: str) -> Any:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        wanted = jwt.get_unverified_header(id_token).get("kid")
        known = [key for key in keys if key.key_id == wanted or (wanted is None and len(keys) == 1)]
        if not known:
            raise jwt.InvalidKeyError
        return known[0].key


class ProviderCallbackView(OAuth2CallbackView):  # type: ignore[misc]
    """Takes somebody back from the provider, with the nonce that went along."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign somebody in, or say on the sign-in page that it did not succeed."""
        try:
            response: HttpResponse = super().dispatch(request, *args, **kwargs)
        except TROUBLES as trouble:
            response = render_authentication_error(request, None, exception=trouble)
        return response

    def _get_state(self, request: HttpRequest, provider: StaffProvider) -> tuple[Any, Any]:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, response


def provider(request: HttpRequest) -> StaffProvider:
    """Return the provider of the settings."""
    return StaffProvider(request, app=get_adapter(request).get_app(request, provider=None))


def come_back(request: HttpRequest) -> HttpResponse:
    """Sign in somebody who comes back from the provider."""
    adapter = IdTokenAdapter(request, settings.OIDC_ISSUER)
    response: HttpResponse = ProviderCallbackView.adapter_view(adapter)(request)
    return response


def _says_second_factor(claims: dict[str, Any]) -> bool:
    """Return whether the provider says that it asked a second factor, in words we were told."""
    amr = claims.get("amr")
    said = {str(one) for one in amr} if isinstance(amr, list) else set()
    return bool(({str(claims.get("acr", ""))} | said) & set(settings.OIDC_SECOND_FACTOR))


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]
    """Asks for the second factor, unless the provider did and the settings believe it."""

    def _should_handle(self, request: HttpRequest) -> bool:
        came_by_provider = "sociallogin" in (self.login.signal_kwargs or {})
        if came_by_provider and request.session.get(BY_PROVIDER):
            return False
        request.session.pop(BY_PROVIDER, None)
        return bool(super()._should_handle(request))
