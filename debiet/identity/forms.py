"""allauth's forms where ours differ: inside the realm of the site, and in our words.

The settings name them (`ACCOUNT_FORMS`, `MFA_FORMS`).
"""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from debiet.core.events import publish
from debiet.identity.events import PasswordResetRequested
from debiet.identity.models import User
from debiet.identity.realms import belongs_here, site_realm


class ResetPasswordForm(forms.Form):
    """Asks for the address; the answer is the same whether or not anybody has it."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def save(self, request: HttpRequest, **_options: Any) -> str:
        """Have the letter sent by a job: a slow mail server would tell which addresses exist."""
        email: str = self.cleaned_data["email"]
        user = User.objects.of_realm(site_realm(), email)
        if belongs_here(user):
            with transaction.atomic():
                publish(PasswordResetRequested(user_id=user.pk))
        return email


class UserTokenForm(account_forms.UserTokenForm):  # type: ignore[misc]
    """Reads the link of the letter; a link of the other realm is as unknown as a wrong one."""

    # Django's own: allauth's would copy each address into a table of its own.
    token_generator = default_token_generator

    def _get_user(self, uidb36: str) -> User | None:
        user = super()._get_user(uidb36)
        return user if belongs_here(user) else None


class LoginWebAuthnForm(webauthn_forms.LoginWebAuthnForm):  # type: ignore[misc]
    """Reads what a passkey answered; nonsense is as wrong as a passkey we do not know."""

    def clean_credential(self) -> Authenticator:
        """Return the passkey that was used."""
        try:
            return super().clean_credential()
        except (AttributeError, KeyError, TypeError, ValueError) as broken:
            # Anybody may send anything here, and the library trips over missing parts.
            raise get_adapter().validation_error("incorrect_code") from broken


class AddWebAuthnForm(webauthn_forms.AddWebAuthnForm):  # type: ignore[misc]
    """Adds a passkey, in words people know."""

    name = forms.CharField(label=_("Name of the key"), max_length=60, required=False)
    passwordless = forms.BooleanField(
        label=_("Sign in with this key alone, without a password"),
        required=False,
        help_text=_("The key then asks for your fingerprint, your face or its own code each time."),
    )


class EditWebAuthnForm(webauthn_forms.EditWebAuthnForm):  # type: ignore[misc]
    """Gives a passkey another name."""

    name = forms.CharField(label=_("Name of the key"), max_length=60)
