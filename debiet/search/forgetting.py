"""Letting words go that stand in no text any more: a name must not outlive its owner's data."""

from collections.abc import Iterable

from django.db import connection

_WORDS = """
    SELECT DISTINCT unnest(tsvector_to_array(words)) FROM cases_casewords WHERE case_id = ANY(%s)
    UNION SELECT unnest(tsvector_to_array(words)) FROM customers_customerwords
    WHERE customer_id = ANY(%s)
"""
_FORGET = """
    DELETE FROM search_word WHERE word = ANY(%s)
    AND NOT EXISTS (SELECT FROM cases_casewords WHERE words @@ word::tsquery)
    AND NOT EXISTS (SELECT FROM customers_customerwords WHERE words @@ word::tsquery)
"""


def words_of(*, case_ids: Iterable[int] = (), customer_ids: Iterable[int] = ()) -> list[str]:
    """Return the words by which cases and customers are found, before they go."""
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, [sorted(case_ids), sorted(customer_ids)])
        return [word for (word,) in cursor.fetchall()]


def forget(words: Iterable[str]) -> int:
    """Let those of some words go that nothing is found by any more; return how many.

    A text that is written at this very moment may lose a word from what is offered for parts of
    words and typing errors; its whole words find it all the same.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [sorted(words)])
        return int(cursor.rowcount)
