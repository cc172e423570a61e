"""Every constraint holds for every row, also for those that were there before it."""

import os
from importlib import import_module

import psycopg
import pytest
from django.db import connection

CHECKED = import_module("debiet.cases.migrations.0020_behave_validate_topics").CHECKED
CONSTRAINTS = ("topic_merged_is_retired", "topic_not_merged_into_itself")


@pytest.mark.django_db
def test_no_constraint_is_left_that_was_not_held_against_the_rows_of_before():
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated")
        assert cursor.fetchall() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("into", ["broken", "whole"])  # itself; another one, and in use
def test_a_topic_that_breaks_one_stops_the_migration_and_is_named(into):
    owner = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(owner, dbname=connection.settings_dict["NAME"]) as rows:
        for name in CONSTRAINTS:
            rows.execute(f"ALTER TABLE cases_topic DROP CONSTRAINT {name}")
        for code in ("whole", "broken"):
            rows.execute(
                "INSERT INTO cases_topic (code, labels, is_public, position)"
                " VALUES (%s, '{}', true, 1)",
                [code],
            )
        rows.execute(CHECKED)
        rows.execute(
            "UPDATE cases_topic SET merged_into_id = other.id FROM cases_topic AS other"
            " WHERE cases_topic.code = 'broken' AND other.code = %s",
            [into],
        )
        with pytest.raises(psycopg.errors.RaiseException, match=r"in use: broken"):
            rows.execute(CHECKED)
        rows.rollback()
