"""One question to all that can be found, and how long its answer may take."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext_lazy as _
from psycopg.errors import QueryCanceled

from debiet.core.errors import Refused
from debiet.rules.search import Asked
from debiet.search.fields import every
from debiet.search.queries import misspellings, spellings

LONGEST_MS = 1000
"""A single statement of a search is given up after this."""


class TooBroad(Refused):
    """What was asked stands in so much that looking through it took too long."""

    code = "search.too-broad"
    message = _("This stands in too many places to look through. Add a name, a street or a word.")


@dataclass(frozen=True)
class Question:
    """What was typed, with the words it may mean; asked for once, however many kinds are searched.

    `written` and `meant` are questions for a column of words (`words__holds`), or empty.
    """

    asked: Asked

    @cached_property
    def parts(self) -> list[list[str]]:
        """Return the words that are looked for, for each word that was typed."""
        return spellings(self.asked.words)

    @cached_property
    def written(self) -> str:
        """Return the question for the words as they were typed."""
        return every(self.parts)

    @cached_property
    def misspelled(self) -> list[list[str]]:
        """Return further words that may be meant with a typing error, for each that was typed."""
        return misspellings(self.asked.words)

    @property
    def meant(self) -> str:
        """Return the question with typing errors forgiven; empty where that adds nothing."""
        if not any(self.misspelled):
            return ""
        pairs = zip(self.parts, self.misspelled, strict=True)
        return every([*known, *others] for known, others in pairs)

    def without(self, word: str) -> str:
        """Return the question with one word left out."""
        pairs = zip(self.asked.words, self.parts, strict=True)
        return every(parts for known, parts in pairs if known != word)


@contextmanager
def bounded(*, milliseconds: int = LONGEST_MS) -> Iterator[None]:
    """Give each statement so much time, and refuse with `TooBroad` where one needs more.

    PostgreSQL takes words that it has no figures of for common ones, and would read a whole table
    to find some of them; so it is told to ask the index, and not to start further processes for
    what is a matter of milliseconds.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, true),"
                " set_config('enable_seqscan', 'off', true),"
                " set_config('max_parallel_workers_per_gather', '0', true)",
                [str(milliseconds)],
            )
            yield
            cursor.execute(
                "SET LOCAL statement_timeout TO DEFAULT; SET LOCAL enable_seqscan TO DEFAULT;"
                " SET LOCAL max_parallel_workers_per_gather TO DEFAULT"
            )
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooBroad from error
        raise
