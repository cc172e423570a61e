"""All settings of an installation, read from the environment in this one place.

The subjects of their own have a file each: `environment` how a variable is read, `sites` which site
this is and how it is protected, `signing_in`, `openid_connect`, `messages`, `logs`. What the
rest is made of is here.
`docs/operate/settings.md` describes every variable; a test keeps that table complete.
Importing this package starts nothing and connects to nothing.
"""

import json
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from debiet.settings.environment import database, number, text
from debiet.settings.logs import *  # noqa: F403 (settings, by their names)
from debiet.settings.messages import *  # noqa: F403
from debiet.settings.openid_connect import *  # noqa: F403
from debiet.settings.signing_in import *  # noqa: F403
from debiet.settings.sites import *  # noqa: F403
from debiet.settings.sites import SITE

# The folder `debiet`.
HERE = Path(__file__).resolve().parent.parent

WSGI_APPLICATION = "debiet.wsgi.application"
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
    "debiet.knowledge",
    "debiet.terms",
    "debiet.search",
    "debiet.files",
    "debiet.correspondence",
    "debiet.customers",
    "debiet.cases",
    "debiet.retention",
    "debiet.incidents",
    "debiet.complaints",
    "debiet.web",
    "debiet.portal",
    "debiet.desk",
    "debiet.api",
    # After ours, so that our templates for signing in win.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
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

FORM_RENDERER = "debiet.web.selects.Renderer"

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
# What retention, which lies lower, tells people of their own data: words, and what hangs on cases.
CODE_WORDS = "debiet.desk.own_data_words.word"
OWN_DATA_OF_CASES = ["debiet.cases.queries.own_data", "debiet.complaints.queries.own_data"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_IMPORT_PATHS = ["debiet.core.reaper", "debiet.core.housekeeping"]

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
# The pages of a scan may come as a picture each; twice as many still get an answer in words.
DATA_UPLOAD_MAX_NUMBER_FILES = 1000 if SITE == "desk" else 100

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
