"""Words as they are looked up."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.knowledge import MOST, indexed, looked_up, squeezed


@pytest.mark.parametrize(
    ("word", "short"),
    [
        ("Factuur", "factur"),
        ("facturen", "factur"),
        ("meter", "meter"),
        ("watermeters", "watermeter"),
        ("domiciliëring", "domiciliering"),
        ("domiciliëringen", "domicilier"),
        ("lekken", "lek"),
        ("les", "les"),
    ],
)
def test_a_word_is_squeezed(word, short) -> None:
    assert squeezed(word) == short


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("meter", "De watermeter aflezen"),
        ("facturen", "Uw factuur uitgelegd"),
        ("domiciliering", "Betalen met domiciliëring"),
        ("meters", "watermeterput"),
    ],
)
def test_a_word_is_found_in_its_compounds_and_plurals(asked, text) -> None:
    (word,) = looked_up(asked)
    assert word in indexed(text)


def test_small_and_common_words_are_not_looked_up() -> None:
    assert looked_up("Waarom is mijn factuur van 2025 zo hoog, die factuur?") == ["factur", "hog"]
    words = " ".join("woord" + "abcdefghijklmnopqrstuvwxyz"[n] for n in range(26))
    assert len(looked_up(words)) == MOST


@given(st.text())
def test_no_accent_double_letter_or_empty_word_is_left(text) -> None:
    for word in looked_up(text):
        assert word
        assert all(one != other for one, other in pairwise(word))
