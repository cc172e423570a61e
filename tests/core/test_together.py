"""Several querysets in one statement give what each gives by itself."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DecimalField, F, OuterRef, Value

from debiet.cases.models import Case, Interaction, Note, Topic
from debiet.core.models import AuditEntry
from debiet.core.together import reading, together
from debiet.terms.models import Clock, PolicyVersion
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def querysets(db):
    """Querysets of every form that the pages use."""
    make.utility()
    made = [make.case(text=text, at=make.MONDAY + timedelta(microseconds=120)) for text in "ab"]
    asked = Interaction.objects.filter(case=OuterRef("pk")).order_by("id")
    cases = Case.objects.order_by("id")
    return {
        "models with what they point to": cases.select_related("topic__team", "assignee"),
        "annotated": cases.annotate(texts=ArraySubquery(asked.values("text"))),
        "tuples": cases.annotate(name=F("team__name")).values_list("id", "name", "opened_at"),
        "dicts": Topic.objects.order_by("id").values("code", "labels", "team__name"),
        "single values": cases.values_list("number", flat=True),
        "part of the columns": Interaction.objects.order_by("id").defer("text"),
        "json": PolicyVersion.objects.order_by("id"),
        "one with another": Clock.objects.order_by("id").select_related("policy_version__policy"),
        "different ones": Topic.objects.values_list("team_id", flat=True).distinct(),
        "a union": cases.filter(pk=made[0].case_id)
        .values_list("id")
        .union(cases.filter(pk=made[1].case_id).values_list("id"), all=True),
        "the first": cases[:1],
        "identifiers": AuditEntry.objects.order_by("id")[:3],
        "no rows": Note.objects.all(),
        "nothing to ask": cases.none(),
        "nothing it could be": cases.filter(pk__in=[]),
    }


def shown(rows):
    return [
        {name: value for name, value in vars(row).items() if name != "_state"}
        if hasattr(row, "_state")
        else row
        for row in rows
    ]


def test_rows_read_together_are_those_read_alone(querysets, django_assert_num_queries):
    readings = {name: reading(rows.all(), made=list) for name, rows in querysets.items()}
    with django_assert_num_queries(1):
        found = together(**readings)
    assert found.keys() == querysets.keys()
    for name, rows in querysets.items():
        assert shown(found[name]) == shown(rows), name
        assert [type(one) for one in found[name]] == [type(one) for one in rows], name
    assert any(found.values())


def test_what_rows_point_to_is_there_without_asking_again(querysets, django_assert_num_queries):
    rows = querysets["models with what they point to"].all()
    case = reading(rows, made=list).alone()[0]
    with django_assert_num_queries(0):
        assert (case.topic.team.code, case.assignee) == ("invoices", None)


def test_a_reading_of_several_rows_gets_each(querysets, django_assert_num_queries):
    both = reading(Topic.objects.all(), Note.objects.all(), made=lambda *rows: [*map(len, rows)])
    with django_assert_num_queries(1):
        assert both.alone() == [4, 0]


def test_a_queryset_asks_again_after_it_was_read(querysets):
    rows = Case.objects.all()
    assert len(reading(rows, made=list).alone()) == 2
    make.case()
    assert rows.exclude(pk=0).count() == len(rows.all()) == 3


def test_what_is_read_alone_is_read_as_django_reads_it(querysets):
    exact = Case.objects.annotate(exact=Value(Decimal("1.10"), output_field=DecimalField()))
    first = reading(exact[:1], made=lambda cases: cases[0].exact)
    assert first.alone() == Decimal("1.10")


def test_nothing_to_ask_asks_nothing(querysets, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert together(nothing=reading(Case.objects.none(), made=list)) == {"nothing": []}
        assert together() == {}


def test_what_json_would_round_is_not_read(querysets):
    exact = Case.objects.annotate(exact=Value(1, output_field=DecimalField()))
    with pytest.raises(KeyError, match="DecimalField"):
        together(exact=reading(exact, made=list))
