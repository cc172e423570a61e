"""How names are written apart or as one, and with ij or y: Desmet and De Smet, Meijer and Meyer.

The page `docs/algorithms/search.md` shows the same by examples.
"""

from collections.abc import Iterator, Sequence

PARTICLES = (
    "vanden", "vander", "vande", "van", "den", "der", "des", "de", "ter", "ten", "du", "le", "la",
    "el", "al", "d", "l", "o", "t",
)  # fmt: skip
"""What names begin with and some write apart, the longer first."""
SHORTEST_NAME = 3
"""What is left of a name without its particles has so many letters at the least."""
MOST_JOINED = 4
"""No more words than these are taken for one name."""


def other_spellings(word: str) -> list[str]:
    """Return how else a name that was typed as one word may be written, a space between its parts.

    Each is to be found with all its parts: `desmet` also where both `de` and `smet` stand.
    """
    if not word.isalpha():
        return []
    spelled = [word, word.replace("ij", "y"), word.replace("y", "ij")]
    found = [other for other in spelled if other != word]
    for one in dict.fromkeys(spelled):
        found += [" ".join(parts) for parts in _apart(one)]
    return list(dict.fromkeys(found))


def _apart(word: str, most: int = MOST_JOINED) -> Iterator[list[str]]:
    for particle in PARTICLES if most > 1 else ():
        rest = word.removeprefix(particle)
        if rest != word and len(rest) >= SHORTEST_NAME:
            yield [particle, rest]
            yield from ([particle, *parts] for parts in _apart(rest, most - 1))


def is_other_spelling(word: str, title: Sequence[str]) -> bool:
    """Return whether words of a title are a name that was typed as one word or with ij for y."""
    wanted, parts = word.replace("ij", "y"), [one.replace("ij", "y") for one in title]
    return any(
        "".join(parts[start:end]) == wanted
        for start in range(len(parts))
        for end in range(start + 1, start + 1 + MOST_JOINED)
    )
