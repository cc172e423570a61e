"""The two roles, and what the tests' database is like."""

import os
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from debiet.core.models import RateCount
from debiet.core.rate_limit import spent


@pytest.mark.django_db
def test_the_sites_work_as_a_role_that_is_no_superuser_and_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("debiet_app", False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_case_of_letters_does_not_depend_on_the_locale_of_the_machine() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower('ÉCOLE'), 'Één' ILIKE 'ÉÉN'")
        assert cursor.fetchone() == ("école", True)


@pytest.mark.django_db
def test_the_app_may_not_empty_a_table() -> None:
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("TRUNCATE core_ratecount")


def append_only_tables() -> list[str]:
    """Return the tables of the models that say of themselves that they only grow."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if "append-only" in (model.__doc__ or "").lower()
    )


def test_there_are_tables_that_only_grow() -> None:
    assert {"core_auditentry", "terms_clockentry", "cases_interaction"} <= set(append_only_tables())


@pytest.mark.django_db
@pytest.mark.parametrize("table", append_only_tables())
def test_the_app_may_only_add_to_what_is_append_only(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT privilege_type FROM information_schema.role_table_grants"
            " WHERE grantee = 'debiet_app' AND table_name = %s ORDER BY 1",
            [table],
        )
        assert [name for (name,) in cursor.fetchall()] == ["INSERT", "SELECT"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", [1, 2])
def test_what_a_transactional_test_leaves_is_gone_in_the_next(attempt: int) -> None:
    assert not RateCount.objects.exists()
    spent(
        what="test",
        whose="anyone",
        limit=1,
        window=timedelta(hours=1),
        at=datetime(2026, 3, 2, tzinfo=UTC),
    )
    # Committed, so everybody sees it.
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as other:
        assert other.execute("SELECT count(*) FROM core_ratecount").fetchone() == (1,)
