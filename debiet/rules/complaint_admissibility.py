"""Whether a complaint is admissible, and what speaks against treating it. A person decides."""

from datetime import date

from debiet.rules.complaints import Ground
from debiet.rules.day_terms import months_later


def is_older(*, facts_on: date, filed_on: date, months: int) -> bool:
    """Return whether facts lie longer back than so many months before the complaint.

    On the day of the same number it is not longer yet.
    """
    return filed_on > months_later(facts_on, months)


def is_unknown(*, is_reached: bool, is_customer: bool, has_phone: bool, is_oral: bool) -> bool:
    """Return whether nobody can be told, or asked where an answer may go.

    :param is_reached: something in writing arrives
    :param has_phone: who only spoke to us needs no address to be heard, and can be called
    """
    return not (is_reached or is_customer or (is_oral and has_phone))


def grounds_to_look_at(
    *,
    is_written: bool,
    has_name: bool,
    has_address: bool,
    facts_on: date | None,
    filed_on: date,
    was_handled: bool,
    months: int,
) -> tuple[Ground, ...]:
    """Return which grounds of refusal the facts alone point at; none refuses by itself.

    :param has_address: any address at which an answer reaches whoever complains
    :param facts_on: when what it is about happened, if somebody said so
    :param was_handled: a complaint about the same facts was treated before
    :param months: how old facts may be
    """
    is_old = facts_on is not None and is_older(facts_on=facts_on, filed_on=filed_on, months=months)
    pointed = {
        Ground.ANONYMOUS: is_written and not (has_name and has_address),
        Ground.ALREADY_HANDLED: was_handled,
        Ground.OLDER_THAN_A_YEAR: is_old,
    }
    return tuple(ground for ground, is_so in pointed.items() if is_so)
