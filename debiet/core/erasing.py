"""Letting rows go for good, with all that hangs on them: the end of a term, or somebody's right.

Whatever points at a row with a key that may not be empty belongs to it and goes along; a key that
may be empty is emptied. So a table that is added later needs nothing here. It asks no permission:
actions do, and they decide what may go.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any

from django.db import connection, models

from debiet.core import audit
from debiet.core.models import AccessEntry
from debiet.core.references import reference


class StillNeeded(Exception):
    """A row of a table that only grows points at what should go: a bug of the caller."""


def erase(model: type[models.Model], ids: Iterable[int]) -> Counter[str]:
    """Let rows go with all that belongs to them; return how many of each table went."""
    gone: Counter[str] = Counter()
    _erase(model, set(ids), gone)
    return gone


def _erase(model: type[models.Model], ids: set[int], gone: Counter[str]) -> None:
    if not ids:
        return
    for relation in _pointing_at(model):
        _let_go_of(relation, model, ids, gone)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if _only_grows(table):
            cursor.execute("SELECT debiet_forget(%s, %s)", [table, sorted(ids)])
            gone[table] += cursor.fetchone()[0]
        else:
            name = connection.ops.quote_name(table)
            key = connection.ops.quote_name(_key(model))
            cursor.execute(f"DELETE FROM {name} WHERE {key} = ANY(%s)", [sorted(ids)])  # noqa: S608
            gone[table] += cursor.rowcount


def _let_go_of(relation: Any, model: type[models.Model], ids: set[int], gone: Counter[str]) -> None:
    child, field = relation.related_model, relation.field
    rows = child._base_manager.filter(**{f"{field.name}__in": ids})
    found = set(rows.values_list("pk", flat=True))
    if child is model:
        found -= ids  # rows of one table that go together may point at each other
    if not found:
        return
    if not field.null:
        _erase(child, found, gone)
    elif _only_grows(child._meta.db_table):
        raise StillNeeded(f"{child._meta.label}.{field.name}")
    else:
        child._base_manager.filter(pk__in=found).update(**{field.name: None})


def belonging_to(
    model: type[models.Model], ids: Iterable[int]
) -> Iterator[tuple[type[models.Model], set[int]]]:
    """Yield the rows that would go along with some rows, by table, however far they are."""
    wanted = set(ids)
    for relation in _pointing_at(model) if wanted else ():
        child, field = relation.related_model, relation.field
        if field.null:
            continue
        rows = child._base_manager.filter(**{f"{field.name}__in": wanted})
        found = set(rows.values_list("pk", flat=True)) - (wanted if child is model else set())
        if found:
            yield child, found
            yield from belonging_to(child, found)


def bound_together(model: type[models.Model], ids: Iterable[int]) -> list[tuple[int, int]]:
    """Return the pairs, among all rows, by which some rows go together with others.

    A table says so with `GOES_TOGETHER`: the names of its two keys. Neither end goes alone, for
    the row between them, and all that hangs on it, would go along.
    """
    wanted, pairs = set(ids), list[tuple[int, int]]()
    for child in _children_with(model, "GOES_TOGETHER"):
        one, other = child.GOES_TOGETHER
        rows = child._base_manager.filter(
            models.Q(**{f"{one}__in": wanted}) | models.Q(**{f"{other}__in": wanted})
        )
        pairs += rows.exclude(**{other: None}).values_list(f"{one}_id", f"{other}_id")
    return pairs


def kept_by_others(model: type[models.Model], ids: Iterable[int]) -> set[int]:
    """Return those of some rows that a table keeps: `KEEPS` says which of its own rows do so."""
    wanted, kept = set(ids), set[int]()
    for child in _children_with(model, "KEEPS"):
        for relation in _pointing_at(model):
            if relation.related_model is child and not relation.field.null:
                name = relation.field.name
                rows = child._base_manager.filter(child.KEEPS, **{f"{name}__in": wanted})
                kept |= set(rows.values_list(f"{name}_id", flat=True))
    return kept


def _children_with(model: type[models.Model], said: str) -> list[Any]:
    """Return the tables that point at one and say something of it."""
    children = {relation.related_model for relation in _pointing_at(model)}
    return sorted((one for one in children if hasattr(one, said)), key=lambda one: one.__name__)


def is_pointed_at(model: type[models.Model], ids: Iterable[int]) -> set[int]:
    """Return those of some rows that any other row still points at."""
    wanted = set(ids)
    needed: set[int] = set()
    for relation in _pointing_at(model):
        name = relation.field.name
        rows = relation.related_model._base_manager.filter(**{f"{name}__in": wanted})
        needed |= set(rows.values_list(f"{name}_id", flat=True))
    return needed


def _pointing_at(model: type[models.Model]) -> Iterator[Any]:
    for field in model._meta.get_fields(include_hidden=True):
        if field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one):
            yield field


def _key(model: type[models.Model]) -> str:
    key = model._meta.pk
    assert key is not None  # noqa: S101 (every model of Django has one)
    return str(key.column)


@cache
def _only_grows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM pg_trigger WHERE tgname = 'append_only' AND tgrelid = to_regclass(%s)",
            [f"public.{table}"],
        )
        return bool(cursor.rowcount)


def note(run_id: int, gone: Counter[str]) -> None:
    """Write down that rows went, and how many of which tables; never which."""
    if gone:
        audit.record(reference("retention-run", run_id), facts={"gone": dict(sorted(gone.items()))})


def looks_before(
    moment: Any, *, after: int, limit: int, without: Collection[str] = ()
) -> list[int]:
    """Return looks at people's files from before a moment, a page of them.

    :param without: parts of the house that are left out
    """
    rows = AccessEntry.objects.filter(at__lt=moment, id__gt=after)
    rows = rows.exclude(compartment__in=without)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def purposes_of_looks(ids: Iterable[int]) -> set[str]:
    """Return what looks at people's files were for."""
    return set(AccessEntry.objects.filter(pk__in=set(ids)).values_list("purpose", flat=True))


def erase_looks(ids: Iterable[int]) -> Counter[str]:
    """Let looks at people's files go."""
    return erase(AccessEntry, ids)
