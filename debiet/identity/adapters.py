"""What allauth asks us: who may sign in here, where people go next, and what is kept of it."""

from typing import Any

import qrcode  # type: ignore[import-untyped]
import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]

from debiet.core.actor import Actor
from debiet.identity import actions
from debiet.identity.models import User
from debiet.identity.realms import belongs_here

_log = structlog.get_logger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in at one site: no sign-up, one realm, tries counted for the site as a whole."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This address and password do not belong together. Check both, or choose a new "
            "password with “Forgotten your password?”."
        ),
        "too_many_login_attempts": _(
            "Too many tries did not succeed. Wait five minutes, then try again."
        ),
        "incorrect_password": _("This is not your password. Try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: employees get their sign-in from an administrator."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **_options: Any) -> HttpResponse | None:
        """Turn away whoever does not belong here, whichever way (password, passkey) they came."""
        if belongs_here(user):
            return None
        logout(request)
        words = self.error_messages["email_password_mismatch"]
        self.add_message(request, messages.ERROR, message=str(words))
        return redirect("account_login")

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """Go on to the page that was asked for, and log that somebody came in."""
        _log.info("identity.signed_in", user_id=user.pk)
        response: HttpResponse = super().post_login(request, user, **options)
        return response

    def authentication_failed(self, request: HttpRequest, **_credentials: Any) -> None:
        """Log that a password was refused; whose it was to be is not written down."""
        _log.warning("identity.sign_in_refused")

    def get_login_stages(self) -> list[str]:
        """Return the steps of signing in; the second factor's asks whether the provider had it."""
        ours = {
            "allauth.mfa.stages.AuthenticateStage": (
                "debiet.identity.openid_connect.SecondFactorStage"
            )
        }
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def set_password(self, user: User, password: str) -> None:
        """Keep the password somebody chose, with its audit entry."""
        actions.set_password(
            user_id=user.pk,
            password=password,
            by=Actor.system("identity.sign-in"),
            at=timezone.now(),
        )
        user.refresh_from_db(fields=["password"])

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return where to go after a change of password, which ends all sessions."""
        return resolve_url("account_login")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Return where to go after signing out."""
        return resolve_url("account_login")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth counts for each host name; whoever may choose that name would get more tries.
        return f"{settings.SITE}:{credentials.get('email', '').strip().lower()}"


class MultiFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """How authenticator apps and passkeys name the site and the person."""

    def build_totp_svg(self, url: str) -> str:
        """Return the picture an app scans: black on white, so that dark pages do not hide it."""
        svg: str = qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode")
        return svg

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """Return the name a new key has until its owner gives it another."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Key %(number)d") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the site's name beside its host, which must stay the host of the page."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": self.get_totp_issuer()}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """Return the person's sign-in address as the name that devices show."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.email, "name": user.email}
