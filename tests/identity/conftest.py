"""People who sign in, and a site to sign in at."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from debiet.core.actor import Actor
from debiet.identity import actions
from debiet.identity.models import User
from debiet.rules.access import Realm

PASSWORD = "Regen-op-het-dak-7"  # noqa: S105 (of nobody)
OTHER_PASSWORD = "Water-uit-de-kraan-3"  # noqa: S105 (of nobody)
WRONG = "wrong"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SYSTEM = Actor.system("cli.setup")


@pytest.fixture(autouse=True)
def site(on_site, settings) -> Callable[[str], None]:
    """Run the tests at the desk; the function that this gives moves them to the other site.

    Both have the same few pages here, because the portal's own way to sign in is not built yet.
    """
    pages = {"ROOT_URLCONF": "tests.identity.urls"}
    settings.SITES = {name: {**facts, **pages} for name, facts in settings.SITES.items()}
    settings.DESK_URL, settings.PORTAL_URL = "http://desk.example", "http://portal.example"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECOND_FACTOR_REQUIRED = False
    settings.LANGUAGE_CODE = "en"
    on_site("desk")
    return on_site


@pytest.fixture
def person(db) -> Callable[..., User]:
    """Make somebody who can sign in."""

    def make(
        email: str = "an@example.org",
        realm: Realm = Realm.STAFF,
        password: str | None = PASSWORD,
        language: str = "nl",
    ) -> User:
        return actions.create_user(
            realm=realm,
            email=email,
            password=password,
            language=language,
            by=SYSTEM,
            at=NOW,
        )

    return make


@pytest.fixture
def sign_in(client) -> Callable[..., object]:
    """Post address and password to the sign-in page."""

    def post(email: str = "an@example.org", password: str = PASSWORD, **options):
        facts = {"login": email, "password": password}
        options = {"headers": {"accept-language": "en"}, **options}
        return client.post("/account/login/", facts, **options)

    return post
