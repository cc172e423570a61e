"""What all tests stand on: a PostgreSQL server, the site, the queue, the browser."""

import gc
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import TransactionTestCase
from playwright.sync_api import Browser, Page, sync_playwright

from tests import database, live
from tests.jobs import Jobs

STACK = pytest.StashKey[ExitStack]()
SECRET_KEY = "a key for tests only, and no secret at all"  # noqa: S105


def pytest_configure(config: pytest.Config) -> None:
    """Start the server once; the workers of pytest-xdist inherit its address."""
    os.environ["DEBIET_SECRET_KEY"] = django_settings.SECRET_KEY = SECRET_KEY
    # A third of a second for each employee of each test, else. Who signs in still must know it.
    PBKDF2PasswordHasher.iterations = 1
    config.stash[STACK] = ExitStack()
    config.stash[STACK].enter_context(database.server())
    # Each worker has its own: what one database has no row for, another may have.
    folder = config.stash[STACK].enter_context(TemporaryDirectory(prefix="debiet-files-"))
    os.environ["DEBIET_FILES"] = django_settings.STORAGES["files"]["OPTIONS"]["location"] = folder
    database.point_to()
    if django_settings.STATIC_ROOT:  # WhiteNoise warns of a missing folder, and warnings are errors
        Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server."""
    config.stash[STACK].close()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Collect no garbage while a report is written.

    A browser test that fails leaves tasks of asyncio behind. Destroyed while pytest parses the
    source for its report, they log a traceback, for which Python 3.11 parses too; it counts the
    depth of both in one place, and the run ends with "AST constructor recursion depth mismatch".
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        return (yield)
    finally:
        if was_on:
            gc.enable()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """Make the database as its owner (pytest-django's own fixture would make it as the app)."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "one")
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        # Django empties tables over the app's connection, which may not; the owner may.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: database.empty())
        with django_db_blocker.unblock():
            stack.enter_context(database.made(f"test_debiet_{worker}"))
        yield
        with django_db_blocker.unblock():
            stack.close()


@pytest.fixture
def on_site(settings: Any) -> Callable[[str], None]:
    """Let the test client see a site: `on_site("desk")`; without it the portal is there."""

    def choose(site: str) -> None:
        settings.SITE = site
        for name, value in django_settings.SITES[site].items():
            setattr(settings, name, value)

    return choose


@pytest.fixture
def jobs() -> Jobs:
    """The queue of the test; `jobs.run()` carries out what waits, `jobs.run(times=2)` twice."""
    return Jobs()


@pytest.fixture(scope="session")
def _sites(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[live.Sites]:
    with live.running_sites(log=tmp_path_factory.mktemp("sites") / "sites.log") as sites:
        yield sites


@pytest.fixture
def live_sites(_sites: live.Sites, transactional_db: None, settings: Any) -> live.Sites:
    """Portal and desk as processes; links in messages made by the test lead to them."""
    settings.PORTAL_URL, settings.DESK_URL = _sites.portal, _sites.desk
    return _sites


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium. While it runs its event loop is in our thread, which Django must bear."""
    path = live.chromium()
    if path is None:
        pytest.skip("no Chromium on this system: apt-get install chromium")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=path, args=live.ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, live_sites: live.Sites) -> Iterator[Page]:
    """A window of a Flemish visitor, with no cookies yet; errors in scripts fail the test."""
    context = browser.new_context(locale="nl-BE", timezone_id="Europe/Brussels")
    context.set_default_timeout(10_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors, errors


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the project."""
    return Path(__file__).resolve().parent.parent
