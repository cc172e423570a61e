"""One typed line says who calls."""

import pytest

from debiet.rules.asker import Asker, asker_from, initials


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", Asker()),
        ("An Peeters", Asker(name="An Peeters")),
        ("De Smet, Ann", Asker(name="De Smet Ann")),
        (
            "An Peeters; 0470 12.34.56, an@example.be",
            Asker(name="An Peeters", phone="0470 12.34.56", email="an@example.be"),
        ),
        ("+32 470 12 34 56", Asker(phone="+32 470 12 34 56")),
        ("100 200 300", Asker(account_number="100 200 300")),
        (
            "Kerkstraat 12, 9230 Wetteren, 100200300",
            Asker(address="Kerkstraat 12, 9230 Wetteren", account_number="100200300"),
        ),
        ("a@b.be, c@d.be, ,", Asker(email="a@b.be")),
    ],
)
def test_the_parts_of_a_line_are_told_apart(typed, expected):
    assert asker_from(typed) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ann De Smet", "A. D. S."), ("'t Krekelveld", "K."), ("élise", "É."), ("", "")],
)
def test_initials_are_enough_to_choose_by(name, expected):
    assert initials(name) == expected
