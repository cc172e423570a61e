"""All settings of an installation, read from the environment in this one place.

`docs/operate/settings.md` describes every variable; a test keeps that table complete.
Importing this module starts nothing and connects to nothing.
"""

import json
import os
from pathlib import Path
from typing import Any

import structlog
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

HERE = Path(__file__).resolve().parent


def text(name: str, default: str = "") -> str:
    """Return an environment variable's value."""
    return os.environ.get(name, default)


def switch(name: str, *, default: bool = False) -> bool:
    """Return whether an environment variable says yes."""
    return text(name, "yes" if default else "no").lower() in {"1", "yes", "true", "on"}


def number(name: str, default: int) -> int:
    """Return an environment variable's whole number."""
    return int(text(name, str(default)))


def words(name: str, default: str = "") -> list[str]:
    """Return an environment variable's values, parted by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def pairs(name: str) -> dict[str, str]:
    """Return an environment variable's values by name, such as `exchange=…,cloud=…`."""
    found = (word.partition("=") for word in words(name))
    return {key.strip(): value.strip() for key, _sign, value in found if key and value.strip()}


def secrets(name: str) -> dict[str, str]:
    """Return an environment variable's secrets, a JSON object of texts; no error shows them."""
    try:
        found = json.loads(text(name, "{}"))
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise ImproperlyConfigured(f'{name} must be a JSON object such as {{"code": "secret"}}.')
    return found


def database(name: str) -> dict[str, Any]:
    """Return Django's description of the database that a URL names."""
    parts = conninfo_to_dict(text(name, "postgresql://localhost/debiet"))
    options = {
        key: value
        for key, value in parts.items()
        if key not in {"dbname", "user", "password", "host", "port"}
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "debiet"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "OPTIONS": options,
    }


# What this process is: one site a process, each with its own addresses, cookies and URLs.
DEMO = switch("DEBIET_DEMO")
SITE = text("DEBIET_SITE", "portal")
SITES = {
    "portal": {
        "ROOT_URLCONF": "debiet.urls_portal",
        "SESSION_COOKIE_NAME": "debiet_portal",
        "CSRF_COOKIE_NAME": "debiet_portal_csrf",
        "LANGUAGE_COOKIE_NAME": "debiet_portal_language",
    },
    "desk": {
        "ROOT_URLCONF": "debiet.urls_desk",
        "SESSION_COOKIE_NAME": "debiet_desk",
        "CSRF_COOKIE_NAME": "debiet_desk_csrf",
        "LANGUAGE_COOKIE_NAME": "debiet_desk_language",
    },
    "api": {
        "ROOT_URLCONF": "debiet.urls_api",
        "SESSION_COOKIE_NAME": "debiet_api",
        "CSRF_COOKIE_NAME": "debiet_api_csrf",
        "LANGUAGE_COOKIE_NAME": "debiet_api_language",
    },
}
if SITE not in SITES:
    raise ImproperlyConfigured(f"DEBIET_SITE is {SITE!r}, but must be one of {', '.join(SITES)}.")
ROOT_URLCONF = SITES[SITE]["ROOT_URLCONF"]
SESSION_COOKIE_NAME = SITES[SITE]["SESSION_COOKIE_NAME"]
CSRF_COOKIE_NAME = SITES[SITE]["CSRF_COOKIE_NAME"]
LANGUAGE_COOKIE_NAME = SITES[SITE]["LANGUAGE_COOKIE_NAME"]
WSGI_APPLICATION = "debiet.wsgi.application"

# What pages and letters call the utility.
UTILITY_NAME = text("DEBIET_UTILITY_NAME", "Debiet")

# Letters on paper: who they are from, and the envelopes they go in.
POSTAL_ADDRESS = words("DEBIET_POSTAL_ADDRESS")
OMBUDS_POSTAL_ADDRESS = words("DEBIET_OMBUDS_POSTAL_ADDRESS")
LETTER_WINDOW = text("DEBIET_LETTER_WINDOW", "right")
PRINT_RETURN_WORKING_DAYS = number("DEBIET_PRINT_RETURN_WORKING_DAYS", 3)

# Where the sites are reached from outside: links in messages start with these.
PORTAL_URL = text("DEBIET_PORTAL_URL", "http://localhost:8000").rstrip("/")
DESK_URL = text("DEBIET_DESK_URL", "http://localhost:8001").rstrip("/")
API_URL = text("DEBIET_API_URL", "http://localhost:8002").rstrip("/")

# Left empty, nothing can be signed: Django refuses at the first use. The demo makes its own.
SECRET_KEY = text("DEBIET_SECRET_KEY")
SECRET_KEY_FALLBACKS = words("DEBIET_SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = words("DEBIET_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = switch("DEBIET_HTTPS")
DEBUG = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "procrastinate.contrib.django",
    "debiet.core",
    "debiet.identity",
    "debiet.staff",
    "debiet.clauses",
    "debiet.terms",
    "debiet.files",
    "debiet.search",
    "debiet.correspondence",
    "debiet.customers",
    "debiet.cases",
    "debiet.web",
    "debiet.portal",
    "debiet.desk",
    "debiet.api",
    # After ours, so that our templates for signing in win.
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "debiet.web.middleware.RequestLog",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "debiet.identity.middleware.RealmGuard",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "debiet.web.context.page",
            ],
        },
    },
]

# Two database roles, neither a superuser: one works, one migrates.
DATABASES = {"default": database("DATABASE_URL"), "owner": database("DATABASE_OWNER_URL")}
DATABASES["default"]["OPTIONS"]["pool"] = {
    "min_size": 1,
    "max_size": number("DEBIET_DATABASE_POOL", 12),
    "timeout": 10,
}
DATABASES["owner"]["TEST"] = {"MIRROR": "default"}
# Limits on tries are kept here: all processes count together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "identity_cacheentry",
        "KEY_FUNCTION": "debiet.identity.cache_keys.hashed",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Jobs and events.
EVENT_WIRING = "debiet.wiring"
PERMISSION_TABLE = "debiet.staff.permissions"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_IMPORT_PATHS = ["debiet.core.reaper", "debiet.core.housekeeping"]

# Signing in. Customers sign in from the order that builds their portal; employees do now.
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
SESSION_COOKIE_AGE = number("DEBIET_SESSION_SECONDS", 10 * 3600)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "debiet.web.errors.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if switch("DEBIET_BEHIND_PROXY") else None
)
BEHIND_PROXY = SECURE_PROXY_SSL_HEADER is not None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# Languages and time.
USE_I18N = USE_TZ = True
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [HERE / "locale"]
TIME_ZONE = text("DEBIET_TIME_ZONE", "Europe/Brussels")
FORMAT_MODULE_PATH = ["debiet.web.formats"]

# Pages.
STATIC_URL = "/static/"
STATIC_ROOT = Path(text("DEBIET_STATIC_ROOT", str(HERE.parent / ".cache" / "static")))
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# Files: a folder here; any storage of Django (S3 among them) may take its place.
_FOLDER = {
    "location": text("DEBIET_FILES", str(HERE.parent / ".cache" / "files")),
    "file_permissions_mode": 0o600,
    "directory_permissions_mode": 0o700,
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "files": {
        "BACKEND": text("DEBIET_FILES_STORAGE", "django.core.files.storage.FileSystemStorage"),
        "OPTIONS": json.loads(text("DEBIET_FILES_OPTIONS", "null")) or _FOLDER,
    },
}

# Where a ClamAV daemon looks for malware: `host:port` or the path of its socket; empty for none.
CLAMD = text("DEBIET_CLAMD")
CLAMD_TIMEOUT = number("DEBIET_CLAMD_TIMEOUT", 60)
# The largest form that is read at all, by what people send with it; what is over it is not kept.
UPLOAD_LIMIT_BYTES = 28_000_000 if SITE == "portal" else 110_000_000
FILE_UPLOAD_HANDLERS = [
    "debiet.web.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Mail out.
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = text("DEBIET_SMTP_HOST", "localhost")
EMAIL_PORT = number("DEBIET_SMTP_PORT", 25)
EMAIL_HOST_USER = text("DEBIET_SMTP_USER")
EMAIL_HOST_PASSWORD = text("DEBIET_SMTP_PASSWORD")
EMAIL_USE_TLS = switch("DEBIET_SMTP_STARTTLS")
EMAIL_TIMEOUT = number("DEBIET_SMTP_TIMEOUT", 20)
DEFAULT_FROM_EMAIL = text("DEBIET_MAIL_FROM", "klantendienst@debiet.example")
MAIL_REPLY_TO = text("DEBIET_MAIL_REPLY_TO", DEFAULT_FROM_EMAIL)
MAIL_DOMAIN = text("DEBIET_MAIL_DOMAIN", DEFAULT_FROM_EMAIL.rpartition("@")[2])

# Telephone exchanges that tell of calls, each with its token.
CALLS_TOKENS = pairs("DEBIET_CALLS_TOKENS")
# Text messages out: the address of the provider's gateway and its token. None are sent without.
SMS_URL = text("DEBIET_SMS_URL")
SMS_TOKEN = text("DEBIET_SMS_TOKEN")
SMS_TIMEOUT = number("DEBIET_SMS_TIMEOUT", 10)
# Mail in: the passwords and OAuth2 client secrets of mailboxes, by the mailbox's code.
MAILBOX_SECRETS = secrets("DEBIET_MAILBOX_SECRETS")

# Logs: one line a happening, as JSON; no personal data goes in (numbers, codes, durations only).
LOG_LEVEL = text("DEBIET_LOG_LEVEL", "INFO")
LOG_FORMAT = text("DEBIET_LOG_FORMAT", "json")
_renderer = (
    structlog.processors.JSONRenderer()
    if LOG_FORMAT == "json"
    else structlog.dev.ConsoleRenderer(colors=False)
)
_shared: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]
structlog.configure(
    processors=[*_shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _renderer,
            ],
            "foreign_pre_chain": _shared,
        }
    },
    "filters": {"path": {"()": "debiet.web.logs.WithoutAddress"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["path"],
        }
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # Django's own handler would mail administrators; its lines go where all others go.
        "django": {"handlers": [], "propagate": True, "level": LOG_LEVEL},
        "procrastinate": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
        # aiosmtpd: it would name senders and recipients.
        "mail.log": {"level": "CRITICAL"},
    },
}
