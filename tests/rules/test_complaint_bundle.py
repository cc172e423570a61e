"""What goes into a bundle for the second line unless somebody takes it out."""

from itertools import product

import pytest

from debiet.rules.complaint_bundle import PieceKind, goes_along


@pytest.mark.parametrize(("kind", "is_public"), list(product(PieceKind, (True, False))))
def test_nothing_of_the_ombuds_function_goes_along_by_itself(kind, is_public):
    assert not goes_along(kind, is_public=is_public, is_ombuds=True)


@pytest.mark.parametrize(
    ("kind", "told", "not_told"),
    [
        (PieceKind.LEDGER, True, True),
        (PieceKind.MESSAGE, True, False),
        (PieceKind.CALL, True, False),
        (PieceKind.NOTE, False, False),
    ],
)
def test_of_the_first_line_goes_along_what_the_customer_was_told(kind, told, not_told):
    assert goes_along(kind, is_public=True, is_ombuds=False) is told
    assert goes_along(kind, is_public=False, is_ombuds=False) is not_told
