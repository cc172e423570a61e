"""Which typed words are keys of texts, and what takes their place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.clause_keys import expanded, keys_in


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("/term", ("term",)),
        ("Beste,\n/term\n\n/bill", ("term", "bill")),
        ("zie (/term).", ("term",)),
        ("/term, /term!", ("term",)),
        ("km/u en/of 24/7", ()),
        ("http://water.be/term", ()),
        ("/a /Term /term_x /", ()),
        ("", ()),
    ],
)
def test_a_key_stands_by_itself(typed, keys):
    assert keys_in(typed) == keys


def test_what_is_unknown_stays_and_nothing_is_replaced_twice():
    texts = {"term": "Binnen /days werkdagen.", "days": "10"}
    assert expanded("Beste, /term /nothing", texts) == "Beste, Binnen /days werkdagen. /nothing"


@given(st.text())
def test_without_known_keys_every_text_stays_as_it_was(text):
    assert expanded(text, {}) == text
