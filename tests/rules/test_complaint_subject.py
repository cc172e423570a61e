"""From what a case is about to the bodies of the second line."""

import pytest

from debiet.rules.complaint_referral import ReviewBody, SecondLine
from debiet.rules.complaint_subject import own_bodies, theme_of, with_own

VMM, OMBUDS = ReviewBody.VMM, ReviewBody.VLAAMSE_OMBUDSDIENST
LAW = SecondLine(by_theme={"bill": (OMBUDS, VMM), "sewer": (VMM,)}, fallback=(OMBUDS,))


@pytest.mark.parametrize(
    ("path", "theme", "bodies"),
    [
        (("bill",), "bill", (OMBUDS, VMM)),
        (("bill", "bill-amount"), "bill", (OMBUDS, VMM)),
        (("bill", "sewer"), "sewer", (VMM,)),  # the nearest one
        (("supply", "leak"), "", (OMBUDS,)),
        ((), "", (OMBUDS,)),
    ],
)
def test_the_nearest_topic_with_bodies_decides(path, theme, bodies):
    assert theme_of(path, LAW) == theme
    assert LAW.bodies(theme) == bodies


def test_a_utilitys_own_lines_stand_over_the_laws():
    own = own_bodies(
        {
            "second-line-sewer": "vlaamse-ombudsdienst,vmm",
            "second-line-supply": "vmm",
            "second-line-bill": "",  # taken back: the law's again
            "second-line-other": "vmm",
            "jurisdiction": "be_flanders",
        }
    )
    found = with_own(LAW, own)
    assert found.bodies("sewer") == (OMBUDS, VMM)
    assert found.bodies("supply") == (VMM,)
    assert found.bodies("bill") == (OMBUDS, VMM)
    assert found.bodies("anything") == (VMM,)


def test_without_own_lines_the_laws_hold():
    assert with_own(LAW, {}) == LAW


def test_an_unknown_body_is_refused():
    with pytest.raises(ValueError, match="europe"):
        own_bodies({"second-line-bill": "vmm,europe"})
