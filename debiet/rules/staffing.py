"""Who may be given what, and by whom: what keeps one person from letting itself in."""

from collections.abc import Collection
from enum import StrEnum

from debiet.rules.access import Role

SENSITIVE = frozenset({Role.OMBUDS, Role.DPO, Role.ADMIN})
"""Roles that open a closed part, watch over others or set up the house: two people give them."""


class RoleTrouble(StrEnum):
    """Why a role is not given like this."""

    OWN = "own"
    OTHER_HOUSE = "other-house"
    TWO_PEOPLE = "two-people"


def fits(role: Role, *, is_partner: bool) -> bool:
    """Return whether somebody of a partner, or of our own house, can have a role at all."""
    return (role is Role.PARTNER_AGENT) == is_partner


def role_trouble(role: Role, *, is_own: bool, is_partner: bool) -> RoleTrouble | None:
    """Return why one person alone may not give a role; None where it may.

    :param is_own: whether the one who gives it would have it
    :param is_partner: whether the one who would have it works for a partner
    """
    if is_own:
        return RoleTrouble.OWN
    if not fits(role, is_partner=is_partner):
        return RoleTrouble.OTHER_HOUSE
    return RoleTrouble.TWO_PEOPLE if role in SENSITIVE else None


def may_decide(*, decider: int, asker: int, receiver: int) -> bool:
    """Return whether somebody is a second person: neither who asked nor who would have it."""
    return decider not in (asker, receiver)


def leaves_nobody(holders: Collection[int], *, without: int) -> bool:
    """Return whether a role that one person holds would be held by nobody else."""
    return without in holders and not set(holders) - {without}
