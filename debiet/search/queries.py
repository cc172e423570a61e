"""Which written words a typed one may mean."""

from collections.abc import Sequence

from django.db import connection

from debiet.core.reading import query
from debiet.rules.name_spelling import other_spellings
from debiet.rules.search import SHORTEST_PART, may_mean, with_one_error

MOST_SPELLINGS = 40
"""Of longer words that hold a typed one, the shortest so many count."""

# Each for one word, `w0` and so on; joined they are one statement.
_ITSELF = "(SELECT {0} AS place, debiet_stem(%(w{0})s) AS word, '' AS stem)"
_WITHIN = """
    (SELECT {0}, word, '' FROM search_word
    WHERE word LIKE '%%' || %(w{0})s || '%%' OR word LIKE '%%' || debiet_stem(%(w{0})s) || '%%'
    ORDER BY length(word), word LIMIT %(most)s)"""
_NEAR = "(SELECT {0}, word, %(w{0})s FROM search_word WHERE word = ANY(%(near{0})s))"
_ALIKE = """
    (SELECT {0}, word, debiet_stem(%(w{0})s) FROM search_word
    WHERE (word %% %(w{0})s OR word %% debiet_stem(%(w{0})s))
        AND length(word) BETWEEN length(debiet_stem(%(w{0})s)) - 2 AND length(%(w{0})s) + 2
    ORDER BY similarity(word, %(w{0})s) DESC, word LIMIT %(most)s)"""


@query(personal=False)
def spellings(words: Sequence[str]) -> list[list[str]]:
    """Return for each word, as `rules.search.words_of` gives it, what it is written as.

    That is itself, its stem, longer words that have either in them, and a name's other spellings,
    some of several words. Not for showing: some may stand in texts only that the asker may not see.
    """
    found = [[word, *other_spellings(word)] for word in words]
    for place, word, _stem in _asked(words, _ITSELF, _WITHIN):
        if word not in found[place]:
            found[place].append(word)
    return found


@query(personal=False)
def misspellings(words: Sequence[str]) -> list[list[str]]:
    """Return for each word those that it may be with a typing error. Not for showing either."""
    found: list[list[str]] = [[] for _word in words]
    for place, word, stem in _asked(words, _NEAR, _ALIKE):
        if word not in found[place] and (may_mean(words[place], word) or may_mean(stem, word)):
            found[place].append(word)
    return found


def _asked(words: Sequence[str], of_each: str, of_letters: str) -> list[tuple[int, str, str]]:
    """Return what the parts of one statement find, one or two for each word."""
    parts = []
    for place, word in enumerate(words):
        parts.append(of_each.format(place))
        if len(word) >= SHORTEST_PART and word.isalpha():
            parts.append(of_letters.format(place))
    if not parts:
        return []
    values: dict[str, str | list[str]] = {f"w{place}": word for place, word in enumerate(words)}
    values |= {f"near{place}": with_one_error(word) for place, word in enumerate(words)}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values | {"most": MOST_SPELLINGS})
        found: list[tuple[int, str, str]] = cursor.fetchall()
    return found
