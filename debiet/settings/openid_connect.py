"""Signing in at the desk by the utility's own OpenID Connect provider; off where none is named."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from debiet.settings.environment import text, words

# The provider's issuer, exactly as its own description says it, and who we are to it.
OIDC_ISSUER = text("DEBIET_OIDC_ISSUER")
OIDC_CLIENT_ID = text("DEBIET_OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = text("DEBIET_OIDC_CLIENT_SECRET")
OIDC_NAME = text("DEBIET_OIDC_NAME", "OpenID Connect")
# Which values of `amr` or `acr` say that the provider asked a second factor; none are believed.
OIDC_SECOND_FACTOR = words("DEBIET_OIDC_SECOND_FACTOR")

_parts = urlsplit(OIDC_ISSUER)
if OIDC_ISSUER and _parts.scheme != "https" and _parts.hostname not in {"localhost", "127.0.0.1"}:
    raise ImproperlyConfigured(f"DEBIET_OIDC_ISSUER is {OIDC_ISSUER!r}, but must be https.")
if OIDC_ISSUER and not OIDC_CLIENT_ID:
    raise ImproperlyConfigured("DEBIET_OIDC_ISSUER is set, so DEBIET_OIDC_CLIENT_ID must be too.")

SOCIALACCOUNT_ADAPTER = "debiet.identity.openid_connect.ProviderAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_UID_MAX_LENGTH = 191
