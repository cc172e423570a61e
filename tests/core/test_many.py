"""Rows written by COPY are those that `bulk_create` would have written, and as strictly checked."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from debiet.core.many import insert_many
from debiet.core.models import AuditEntry
from debiet.rules.sla import EntryKind
from debiet.terms.models import ClockEntry
from tests import make

pytestmark = pytest.mark.django_db

WORDS = "a\ttab, a\nline, a \\ and \\N, 'quotes\", é 水, {braces}"


def entry(number, **changes):
    values = {
        "reference": f"case:{number}",
        "kind": EntryKind.PAUSED,
        "occurred_at": make.MONDAY,
        "recorded_at": make.MONDAY,
        "facts": {"words": WORDS, "none": None, "number": number},
        "source": f"test:{number}",
        "operation_id": uuid4(),
    }
    return ClockEntry(**values | changes)


def kept(rows):
    names = [one.attname for one in ClockEntry._meta.concrete_fields if not one.primary_key]
    return [[getattr(row, name) for name in names] for row in rows]


def test_what_is_written_is_what_was_given():
    rows = [entry(number, reason=WORDS[:60], is_substantive=number == 2) for number in range(3)]
    with CaptureQueriesContext(connection) as statements:
        insert_many(rows)
    assert len(statements) == 1

    found = list(ClockEntry.objects.order_by("id"))
    assert kept(found) == kept(rows)
    assert {type(row.kind) for row in found} == {EntryKind}

    again = [entry(9, source="", corrected_to=make.MONDAY, refers_to=found[0])]
    insert_many(again)
    assert kept(ClockEntry.objects.filter(reference="case:9")) == kept(again)


def test_what_the_database_fills_in_is_left_to_it():
    insert_many(
        [AuditEntry(operation_id=uuid4(), action="test", actor_kind="system", reference="case:1")]
    )
    (row,) = AuditEntry.objects.filter(action="test")
    assert (row.facts, row.user_id) == ({}, None)
    assert row.recorded_at is not None


def test_nothing_to_write_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_many([])


def test_a_row_that_must_not_be_keeps_all_of_them_out():
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many([entry(1), entry(2), entry(1)])
    assert not ClockEntry.objects.exists()
