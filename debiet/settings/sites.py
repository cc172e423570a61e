"""Which site this process is, where the sites are reached, and what protects them on the way."""

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from debiet.settings.environment import number, switch, text, words

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

# Where the sites are reached from outside: links in messages start with these.
PORTAL_URL = text("DEBIET_PORTAL_URL", "http://localhost:8000").rstrip("/")
DESK_URL = text("DEBIET_DESK_URL", "http://localhost:8001").rstrip("/")
API_URL = text("DEBIET_API_URL", "http://localhost:8002").rstrip("/")

# Left empty, nothing can be signed: Django refuses at the first use. The demo makes its own.
SECRET_KEY = text("DEBIET_SECRET_KEY")
SECRET_KEY_FALLBACKS = words("DEBIET_SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = words("DEBIET_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = switch("DEBIET_HTTPS")

# What browsers are told, and what is kept of a visit.
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
