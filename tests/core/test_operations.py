"""Actions inside actions: one operation, one transaction, each with its own permission."""

import pytest
from django.db import connection
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from debiet.core import audit, operations
from debiet.core.actor import Actor
from debiet.core.errors import NotAllowed, Refused
from debiet.core.models import AuditEntry
from debiet.core.operations import action
from debiet.rules.access import Permission
from tests import make

pytestmark = pytest.mark.django_db

BY = Actor(user_id=1, permissions=frozenset({Permission.LOG_ACCESS, Permission.WRITE_NOTE}))


@pytest.fixture(autouse=True)
def _only_here(monkeypatch):
    """Keep the actions of this file out of the table of all actions."""
    monkeypatch.setattr(operations, "ACTIONS", {})


def recording(about, *, permission=Permission.LOG_ACCESS, atomic=True, then=lambda: None):
    """Return an action that writes one audit entry, then does something more."""

    def record(*, by, at):
        if atomic:
            audit.record(about)
        then()

    return action(permission=permission, atomic=atomic)(record)


def refuse():
    raise Refused


def perform(some_action):
    some_action(by=BY, at=make.MONDAY)


def written():
    return set(AuditEntry.objects.values_list("reference", flat=True))


def test_an_action_inside_another_joins_its_operation_without_a_savepoint():
    inner = recording("inner:1", permission=Permission.WRITE_NOTE)
    outer = recording("outer:1", then=lambda: perform(inner))

    with CaptureQueriesContext(connection) as captured:
        perform(outer)

    assert written() == {"inner:1", "outer:1"}
    assert AuditEntry.objects.values("operation_id").distinct().count() == 1
    savepoints = [query["sql"] for query in captured if query["sql"].startswith("SAVEPOINT")]
    assert len(savepoints) == 1  # the outer one's, in the transaction of this test
    rows = [query["sql"] for query in captured if query["sql"].startswith("COPY")]
    assert len(rows) == 1  # both audit entries together


def test_an_action_inside_another_asks_its_own_permission():
    inner = recording("inner:1", permission=Permission.EDIT_STAFF)
    outer = recording("outer:1", then=lambda: perform(inner))

    with pytest.raises(NotAllowed):
        perform(outer)
    assert written() == set()


def test_a_refusal_inside_undoes_the_whole_even_where_the_caller_goes_on():
    inner = recording("inner:1", then=refuse)

    def go_on():
        with pytest.raises(Refused):
            perform(inner)
        audit.record("outer:2")

    outer = recording("outer:1", then=go_on)

    with pytest.raises(TransactionManagementError):
        perform(outer)
    assert written() == set()


def test_the_parts_of_an_action_that_commits_in_parts_stand_alone():
    kept, undone = recording("kept:1"), recording("undone:1", then=refuse)

    def parts():
        perform(kept)
        with pytest.raises(Refused):
            perform(undone)
        perform(recording("kept:2"))

    perform(recording("parts:1", atomic=False, then=parts))

    assert written() == {"kept:1", "kept:2"}
