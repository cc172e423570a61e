from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.name_spelling import is_other_spelling, other_spellings
from debiet.rules.search import (
    LONGEST,
    MOST_WORDS,
    Excerpt,
    Fit,
    Place,
    Sign,
    excerpt,
    fit,
    fitness,
    may_mean,
    plain,
    read,
    with_one_error,
    words_of,
)
from tests.docs.pages import page, tables

PAGE = page("docs/algorithms/search.md")


def table(heading):
    """Return the rows of the table below a heading of the page."""
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return tables(section)[1:]


@pytest.mark.parametrize(("typed", "sign", "value"), table("What a text can be"))
def test_a_typed_text_is_read_as_the_page_says(typed, sign, value):
    found = read(typed).signs

    assert (sign, value) in [(str(name), form) for name, form in found] if sign else not found


@pytest.mark.parametrize(
    ("typed", "sign"),
    [
        ("+++010/8068/17184+++", Sign.STRUCTURED),  # one digit wrong
        ("541448820000000000", Sign.CONNECTION),
        ("12345678", Sign.PHONE),
        ("+32 470 12", Sign.PHONE),
        ("ann@example", Sign.EMAIL),
        ("ann@example.be jan", Sign.EMAIL),
        ("2026-12", Sign.CASE),
        ("٢٠٢٦٠٠٠١٢٣٤٥", Sign.STRUCTURED),
    ],
)
def test_what_is_not_whole_is_not_taken_for_a_number(typed, sign):
    assert read(typed).value(sign) == ""


def test_the_likeliest_reading_comes_first():
    assert [sign for sign, _ in read("2026 000123").signs] == [Sign.CASE, Sign.NUMBER]
    assert [sign for sign, _ in read("0470 12 34 56").signs] == [Sign.PHONE, Sign.NUMBER]


@pytest.mark.parametrize(("typed", "words"), table("Words"))
def test_words_are_told_apart_as_the_page_says(typed, words):
    assert " ".join(words_of(typed)) == words


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Kouterbaan 18, 9230 Wetteren", Place(("kouterbaan", "9230", "wetteren"), "18")),
        ("9230 18", Place(("9230",), "18")),
        ("kouterbaan 18a", Place(("kouterbaan",), "18a")),
        ("9230 Kouterbaan", None),
        ("0123 456", None),
        ("op 18", None),
    ],
)
def test_an_address_has_a_house_number_and_a_street_or_a_postal_code(typed, place):
    assert read(typed).place == place


@pytest.mark.parametrize(("asked", "found", "answer"), table("Typing errors"))
def test_typing_errors_are_told_as_the_page_says(asked, found, answer):
    assert may_mean(asked, found) is (answer == "yes")


@pytest.mark.parametrize(("typed", "found"), table("Names apart and as one"))
def test_a_name_is_spelled_in_the_ways_of_the_page(typed, found):
    assert found in other_spellings(typed)
    assert is_other_spelling(typed, found.split())


@pytest.mark.parametrize("typed", ["van", "delen2", "9230", "desm"])
def test_what_is_no_name_is_spelled_in_one_way(typed):
    assert not {"de sm", "de len2"} & set(other_spellings(typed))
    assert "van" not in [words.split()[-1] for words in other_spellings(typed)]


@given(st.text(alphabet="vandesmitjy", min_size=1, max_size=14))
def test_another_spelling_has_the_same_letters(word):
    for other in other_spellings(word):
        assert is_other_spelling(word, other.split())


@pytest.mark.parametrize(
    ("word", "title", "expected"),
    [
        ("desmet", "Jan De Smet", Fit.BEGINS),
        ("desmet", "Jan De Smedt", Fit.ELSEWHERE),
        ("meijer", "De Meyer", Fit.BEGINS),
        ("meter", "Mijn meter lekt", Fit.SAME),
        ("meter", "Meterstand doorgeven", Fit.BEGINS),
        ("meter", "De watermeter", Fit.WITHIN),
        ("metre", "Mijn meter", Fit.MISSPELLED),
        ("meter", "Mijn factuur", Fit.ELSEWHERE),
        ("18", "Kouterbaan 180", Fit.ELSEWHERE),
        ("me", "Meter", Fit.ELSEWHERE),
    ],
)
def test_a_word_fits_a_title_better_or_worse(word, title, expected):
    assert fit(word, plain(title).split()) is expected


def test_a_title_is_as_good_as_the_worst_word_in_it():
    titles = ["Lek aan mijn watermeter", "Meter en lek", "Factuur en meter"]

    by_fit = sorted(titles, key=lambda title: fitness(["meter", "lek"], title))

    assert by_fit == ["Meter en lek", "Lek aan mijn watermeter", "Factuur en meter"]
    assert fitness([], "Meter") == (0, 0)


def test_an_excerpt_shows_the_word_in_its_sentence():
    text = "Goedendag,\n\nmijn Watermeter lekt."

    assert excerpt(text, ["meter"]) == Excerpt("Goedendag, mijn ", "Watermeter", " lekt.")
    assert excerpt(text, ["", "kraan"]) == Excerpt("", "", "Goedendag, mijn Watermeter lekt.")


def test_an_excerpt_is_cut_at_words():
    found = excerpt("een twee drie vier vijf zes zeven", ["vier"], around=8)

    assert found == Excerpt("… drie ", "vier", " vijf …")


@given(st.text())
def test_reading_anything_gives_few_plain_words(typed):
    asked = read(typed)

    assert len(asked.typed) <= LONGEST
    assert len(asked.words) <= MOST_WORDS
    assert all(plain(word) == word for word in asked.words)


@given(st.text(alphabet="abcdë", min_size=4, max_size=12), st.data())
def test_one_letter_left_out_is_always_forgiven(word, data):
    place = data.draw(st.integers(0, len(word) - 1))
    shorter = word[:place] + word[place + 1 :]

    assert may_mean(word, shorter)
    assert may_mean(word, word)


@given(st.text(), st.text(max_size=5))
def test_an_excerpt_is_no_longer_than_its_two_sides(text, part):
    found = excerpt(text, [plain(part)], around=20)

    assert len(found.before) <= 24 and len(found.after) <= 44
    assert found.found in text


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_a_text_without_accents_is_compared_like_any_other(text):
    assert plain(f"{text} é") == f"{plain(text)} e".strip()


@cache
def errors(one, other):
    """Return how far two words are apart by the definition itself, letter by letter."""
    if not (one and other):
        return len(one) + len(other)
    ways = [
        errors(one[1:], other) + 1,
        errors(one, other[1:]) + 1,
        errors(one[1:], other[1:]) + (one[0] != other[0]),
    ]
    if len(one) > 1 and one[:2] == other[1::-1]:
        ways.append(errors(one[2:], other[2:]) + 1)
    return min(ways)


WORD = st.text(alphabet="abc", min_size=4, max_size=9)


@given(WORD, WORD)
def test_two_words_are_as_far_apart_as_the_fewest_errors_between_them(asked, found):
    assert may_mean(asked, found) is (errors(asked, found) <= (1 if len(asked) < 8 else 2))


@given(st.text(alphabet="abcdez", min_size=4, max_size=7), st.data())
def test_all_words_with_one_error_in_a_short_word_are_named(word, data):
    for other in with_one_error(word):
        assert may_mean(word, other)

    other = data.draw(st.text(alphabet="abcdez", min_size=3, max_size=8))
    assert (other in with_one_error(word)) is (other != word and may_mean(word, other))


@pytest.mark.parametrize("word", ["maaslandse", "jan", "kouter18", ""])
def test_of_long_and_very_short_words_and_numbers_none_are_named(word):
    assert with_one_error(word) == []
