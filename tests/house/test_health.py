"""`/healthz` on every site."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.django_db


def look(client: Client) -> dict[str, Any]:
    response = client.get("/healthz")
    assert response.status_code == 200
    return response.json()


def hear_a_worker(*, ago: timedelta) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [timezone.now() - ago]
        )


@pytest.mark.parametrize("site", ["portal", "desk", "api"])
def test_every_site_says_that_it_has_its_database(client: Client, on_site: Any, site: str) -> None:
    on_site(site)
    assert look(client)["database"] == "ok"


def test_a_missing_worker_is_told(client: Client) -> None:
    facts = look(client)
    assert facts["worker_heartbeat_seconds"] is None
    assert "worker-silent" in facts["warnings"]


@pytest.mark.parametrize(("seconds", "silent"), [(5, False), (90, True)])
def test_the_youngest_sign_of_a_worker_counts(client: Client, seconds: int, silent: bool) -> None:
    hear_a_worker(ago=timedelta(days=1))
    hear_a_worker(ago=timedelta(seconds=seconds))
    facts = look(client)
    assert seconds <= facts["worker_heartbeat_seconds"] < seconds + 30
    assert ("worker-silent" in facts["warnings"]) is silent


def test_an_empty_queue_has_no_oldest_job(client: Client) -> None:
    assert look(client)["oldest_job_seconds"] is None


def test_a_job_that_waits_too_long_is_told(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at) VALUES"
            " ('default', 'test.old', now() - interval '10 minutes'),"
            " ('default', 'test.later', now() + interval '10 minutes')"
        )
    facts = look(client)
    assert 600 <= facts["oldest_job_seconds"] < 630
    assert "jobs-waiting" in facts["warnings"]


def test_the_age_of_a_job_for_at_once_is_known_too(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('default', 'test.now')"
        )
    facts = look(client)
    assert 0 <= facts["oldest_job_seconds"] < 30
    assert "jobs-waiting" not in facts["warnings"]


@pytest.mark.parametrize(("days", "warned"), [(None, False), (400, False), (399, True), (-3, True)])
def test_the_end_of_the_known_holidays_is_told_400_days_ahead(
    client: Client, monkeypatch: pytest.MonkeyPatch, days: int | None, warned: bool
) -> None:
    monkeypatch.setattr("debiet.web.health.holiday_horizon_days", lambda *, on: days)
    facts = look(client)
    assert facts["holiday_horizon_days"] == days
    assert ("holidays-end-soon" in facts["warnings"]) is warned
