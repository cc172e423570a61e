"""The migrations say the same as the models."""

import io

import pytest
from django.core.management import call_command
from django.db import connections


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, stdout=io.StringIO())


@pytest.mark.django_db
def test_the_app_may_work_with_every_table_and_the_owner_owns_it() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            """
            SELECT relname FROM pg_class
            WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND (
                NOT has_table_privilege('debiet_app', oid, 'SELECT')
                OR NOT has_table_privilege('debiet_app', oid, 'INSERT')
                OR relowner <> 'debiet_owner'::regrole)
            """
        )
        assert cursor.fetchall() == []
