"""A column of words, and asking it: `words__holds=every(…)`."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Lookup


@SearchVectorField.register_lookup
class Holds(Lookup):
    """Whether a row's words answer a question in PostgreSQL's own notation, as `every` makes it."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison; the question is a value, so that the planner knows it."""
        column, before = self.process_lhs(compiler, connection)
        return f"{column} @@ %s::tsquery", (*before, self.rhs)


@SearchVectorField.register_lookup
class HoldsReadInTurn(Holds):
    """The same, asked of each row in turn: for few rows, and words that stand in very many."""

    lookup_name = "holds_in_turn"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison in a form for which no index is asked."""
        comparison, values = super().as_sql(compiler, connection)
        return f"({comparison}) IS TRUE", values


def every(groups: Iterable[Sequence[str]]) -> str:
    """Return the question whether a row holds of every group at least one word.

    An entry of several words is held where all of them stand.

    The smallest group comes first: most rows that are read in turn fail it, and are done with.
    """
    ordered = sorted(groups, key=len)
    return " & ".join(f"({' | '.join(map(_quoted, group))})" for group in ordered)


def _quoted(entry: str) -> str:
    inside = entry.replace("\\", "\\\\").replace("'", "''")
    words = " & ".join(f"'{word}'" for word in inside.split())
    return f"({words})" if " " in entry else words
