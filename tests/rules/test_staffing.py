"""Who may be given what: tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.access import Role
from debiet.rules.staffing import (
    SENSITIVE,
    RoleTrouble,
    fits,
    leaves_nobody,
    may_decide,
    role_trouble,
)


@pytest.mark.parametrize(
    ("role", "is_own", "is_partner", "trouble"),
    [
        (Role.AGENT, False, False, None),
        (Role.AGENT, True, False, RoleTrouble.OWN),
        (Role.ADMIN, True, False, RoleTrouble.OWN),  # before anything else is said
        (Role.AGENT, False, True, RoleTrouble.OTHER_HOUSE),
        (Role.PARTNER_AGENT, False, False, RoleTrouble.OTHER_HOUSE),
        (Role.PARTNER_AGENT, False, True, None),
        (Role.OMBUDS, False, False, RoleTrouble.TWO_PEOPLE),
        (Role.DPO, False, False, RoleTrouble.TWO_PEOPLE),
        (Role.ADMIN, False, False, RoleTrouble.TWO_PEOPLE),
        (Role.TEAM_LEAD, False, False, None),
    ],
)
def test_a_role_is_given_as_the_table_says(role, is_own, is_partner, trouble):
    assert role_trouble(role, is_own=is_own, is_partner=is_partner) is trouble


@pytest.mark.parametrize("role", list(Role))
def test_every_role_fits_exactly_one_kind_of_house(role):
    assert fits(role, is_partner=True) != fits(role, is_partner=False)


def test_no_partners_role_is_sensitive():
    assert Role.PARTNER_AGENT not in SENSITIVE


@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4))
def test_nobody_decides_alone(decider, asker, receiver):
    if may_decide(decider=decider, asker=asker, receiver=receiver):
        assert len({decider, asker}) == len({decider, receiver}) == 2


@pytest.mark.parametrize(
    ("holders", "without", "nobody"),
    [([1], 1, True), ([1, 2], 1, False), ([2], 1, False), ([], 1, False)],
)
def test_the_latest_one_may_not_go(holders, without, nobody):
    assert leaves_nobody(holders, without=without) is nobody
