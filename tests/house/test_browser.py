"""The browser and the sites of the journeys are there, or it is said why not."""

import pytest
from playwright.sync_api import Page

from debiet.core.models import RateCount
from tests import live
from tests.jobs import Jobs

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("site", ["portal", "desk"])
def test_a_window_sees_a_site_while_the_test_uses_the_same_database(
    page: Page, live_sites: live.Sites, jobs: Jobs, site: str
) -> None:
    answer = page.goto(f"{getattr(live_sites, site)}/healthz")
    assert answer is not None
    assert answer.json()["database"] == "ok"
    # Django and a worker bear the browser's event loop in this thread.
    assert not RateCount.objects.exists()
    assert jobs.run() == []
