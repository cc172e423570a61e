"""Finding customers by whatever was typed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.customers.models import Customer, CustomerWords
from debiet.customers.queries.finding import KEPT_SELF, CustomerCard, candidate_ids, cards
from debiet.rules.search import Sign, fitness
from debiet.search.asking import Question
from debiet.staff.visibility import visible

CANDIDATES = 100
"""Of so many the best are shown."""


@dataclass(frozen=True, slots=True)
class CustomersFound:
    """The customers that fit, the best first.

    :param is_exact: they have the number, the address or the phone that was typed
    :param is_wider: nobody fitted the house number, these live in the same street
    :param is_guessed: nobody fitted what was typed as it was typed
    """

    cards: tuple[CustomerCard, ...]
    is_exact: bool = False
    is_cut: bool = False
    is_wider: bool = False
    is_guessed: bool = False


@query(personal=True)
def customers_found(question: Question, *, viewer: Actor, limit: int = 10) -> CustomersFound:
    """Return customers by an exact number, address or phone, else by name and postal address."""
    asked = question.asked
    exact = _with_sign(question)
    if exact and (known := cards(exact[: limit + 1], viewer=viewer)):
        return CustomersFound(tuple(known[:limit]), is_exact=True, is_cut=len(known) > limit)
    if not asked.words:
        return CustomersFound(())
    found = _fitting(question.written, viewer)
    is_guessed = not found
    if len(found) <= limit and question.meant:
        found |= _fitting(question.meant, viewer)
    is_wider = False
    if not found and asked.place is not None:
        found = _fitting(question.without(asked.place.house_number), viewer)
        is_wider = bool(found)
    best = _best(found, asked.words)
    return CustomersFound(
        _in_order(best[:limit], viewer),
        is_cut=len(best) > limit,
        is_wider=is_wider,
        is_guessed=is_guessed,
    )


def _with_sign(question: Question) -> list[int]:
    asked = question.asked
    found: list[int] = []
    for sign, name in ((Sign.EMAIL, "email"), (Sign.PHONE, "phone"), (Sign.NUMBER, "account")):
        if value := asked.value(sign):
            found += candidate_ids(**{name: value})
    return list(dict.fromkeys(found))


def _fitting(question: str, viewer: Actor) -> dict[int, str]:
    """Return the names of those whose words answer a question, the newest customers.

    Somebody merged is whom it was merged into, found by either name.

    First who they are, then their names: joined, PostgreSQL takes the words for common ones and
    reads through all customers.
    """
    rows = visible(CustomerWords.objects.filter(words__holds=question), viewer)
    # Sorted by what is no index, so that the index of words is asked and not all rows in turn.
    newest = rows.order_by(-F("customer_id")).values("customer_id")[:CANDIDATES]
    named = visible(Customer.objects.filter(pk__in=newest), viewer)
    names: dict[int, list[str]] = {}
    for kept, name in named.values_list(KEPT_SELF, "name"):
        names.setdefault(kept, []).append(name)
    return {kept: " ".join(both) for kept, both in names.items()}


def _best(found: dict[int, str], words: Iterable[str]) -> list[int]:
    asked = tuple(words)
    return sorted(found, key=lambda key: (fitness(asked, found[key]), found[key].casefold(), key))


def _in_order(ids: list[int], viewer: Actor) -> tuple[CustomerCard, ...]:
    known = {card.customer_id: card for card in cards(ids, viewer=viewer)} if ids else {}
    return tuple(known[key] for key in ids if key in known)
