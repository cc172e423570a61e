"""Signing in. Customers sign in from the order that builds their portal; employees do now."""

from django.core.exceptions import ImproperlyConfigured

from debiet.settings.environment import pairs, switch
from debiet.settings.sites import DEMO

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["debiet.identity.backends.RealmBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "debiet.identity.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# The same address may belong to an employee and to a customer: unique on realm and address instead.
ACCOUNT_UNIQUE_EMAIL = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_FORMS = {
    "reset_password": "debiet.identity.forms.ResetPasswordForm",
    "user_token": "debiet.identity.forms.UserTokenForm",
}
# Wide for an address of the network, because a contact center shares one.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "reset_password": "30/m/ip,3/h/key",
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
PASSWORD_RESET_TIMEOUT = 7200
MFA_FORMS = {
    "login_webauthn": "debiet.identity.forms.LoginWebAuthnForm",
    "add_webauthn": "debiet.identity.forms.AddWebAuthnForm",
    "edit_webauthn": "debiet.identity.forms.EditWebAuthnForm",
}
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_ADAPTER = "debiet.identity.adapters.MultiFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Debiet"
SECOND_FACTOR_REQUIRED = switch("DEBIET_SECOND_FACTOR_REQUIRED", default=not DEMO)
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # the address is unique in its realm, by a constraint
]

# Groups of the system that manages employees, and the team or role that each is here.
SCIM_GROUPS = pairs("DEBIET_SCIM_GROUPS")
for _group, _target in SCIM_GROUPS.items():
    if not _target.startswith(("team:", "role:")):
        raise ImproperlyConfigured(
            f"DEBIET_SCIM_GROUPS says {_group}={_target}: a group is team:… or role:…."
        )
