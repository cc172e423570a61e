"""What becomes of every table of the house is written down, in one place."""

import pytest
from django.apps import apps

from debiet.core.erasing import _pointing_at
from debiet.jurisdictions.registry import JURISDICTIONS
from debiet.retention import table
from debiet.retention.kinds import HANDLERS
from debiet.rules.retention import RecordKind

SAID = [
    *(model for models in table.MODELS.values() for model in models),
    *table.WITHIN_DAYS,
    *table.WITHOUT_PEOPLE,
    *table.NEVER,
]
LABELS = {model._meta.label for model in apps.get_models()}


def test_what_becomes_of_every_table_is_said_once():
    """A new table is added to `debiet/retention/table.py`, where it belongs."""
    assert sorted(SAID) == sorted(LABELS)


def test_every_kind_has_its_tables_its_months_and_its_way_to_go():
    assert set(table.MODELS) == set(RecordKind) == set(HANDLERS)
    for region in JURISDICTIONS.values():
        assert set(region.RETENTION) == set(RecordKind)


def test_a_run_takes_the_kinds_in_the_order_of_the_rules():
    assert list(HANDLERS) == list(RecordKind)


@pytest.mark.parametrize("kind", list(RecordKind))
def test_what_must_go_with_a_kind_is_not_said_to_stay(kind):
    """A table whose rows cannot be without a row of the kind goes along with it."""
    stays = {*table.NEVER, *table.WITHOUT_PEOPLE}
    for label in table.MODELS[kind]:
        for relation in _pointing_at(apps.get_model(label)):
            child = relation.related_model._meta.label
            if not relation.field.null:
                assert child not in stays, f"{child} points at {label}, which goes"
