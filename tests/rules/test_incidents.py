"""Which cases fit an incident, whom a notice concerns and which cases close with it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from debiet.rules.incidents import (
    Area,
    Closing,
    Fit,
    closing_of,
    concerns,
    fit,
    folded,
    lies_in,
    names_area,
    read_areas,
)

WETTEREN, STREET = Area("9230"), Area("9230", "Kouterbaan")
HERE, THERE = "Kouterbaan 18, 9230 Wetteren", "Veldstraat 1, 9000 Gent"


def test_areas_are_read_a_line_each_and_once() -> None:
    assert read_areas(" 9230\n\n9230 Kouterbaan\r\n9230, Kouterbaan\nWetteren\n92301\n") == (
        [WETTEREN, STREET],
        ["Wetteren", "92301"],
    )
    assert [str(area) for area in (WETTEREN, STREET)] == ["9230", "9230 Kouterbaan"]


@given(st.lists(st.tuples(st.integers(1000, 9999), st.sampled_from(["", "Dorp", "Lange Dreef"]))))
def test_areas_written_out_are_read_back(given_areas) -> None:
    areas = [Area(str(code), street) for code, street in given_areas]
    assert read_areas("\n".join(map(str, areas))) == (list(dict.fromkeys(areas)), [])


@pytest.mark.parametrize(
    ("addresses", "areas", "inside"),
    [
        ([HERE], [WETTEREN], True),
        ([HERE], [STREET], True),
        (["KOUTERBÀAN 2 bus 1\n9230 Wetteren"], [STREET], True),
        (["Dorp 1, 9230 Wetteren"], [STREET], False),
        (["Kouterbaan 18, 9000 Gent"], [STREET], False),
        (["Grote Kouterbaanweg 1, 9230 Wetteren"], [STREET], False),
        ([THERE, HERE], [STREET], True),
        (["Weg 9230, 9000 Gent"], [Area("9000", "Gent")], True),
        ([THERE], [WETTEREN], False),
        ([], [WETTEREN], False),
        ([HERE], [], False),
    ],
)
def test_an_address_lies_in_an_area(addresses, areas, inside) -> None:
    assert lies_in(addresses, areas) is inside


@pytest.mark.parametrize(
    ("words", "areas", "named"),
    [
        ("Geen water in de Kouterbaan!", [STREET], True),
        ("Geen water in 9230", [STREET], False),
        ("Geen water in 9230", [WETTEREN], True),
        ("Geen water", [WETTEREN, STREET], False),
    ],
)
def test_words_name_an_area(words, areas, named) -> None:
    assert names_area(words, areas) is named


PATH = ("water", "outage")


@pytest.mark.parametrize(
    ("topics", "areas", "addresses", "words", "found", "is_told"),
    [
        (["outage"], [STREET], [HERE], "", Fit.LIKELY, True),
        (["water"], [STREET], [HERE], "", Fit.LIKELY, True),
        (["invoice"], [STREET], [HERE], "", None, False),
        (["outage"], [STREET], [THERE], "", None, False),
        (["outage"], [STREET], [THERE], "lek in de Kouterbaan", Fit.LIKELY, False),
        (["outage"], [STREET], [], "", Fit.POSSIBLE, True),
        ([], [STREET], [], "", Fit.POSSIBLE, False),
        ([], [STREET], [HERE], "", Fit.LIKELY, True),
        (["outage"], [], [], "", Fit.LIKELY, True),
        ([], [], [HERE], "", Fit.POSSIBLE, True),
    ],
)
def test_a_case_fits_an_incident_by_topic_and_area(
    topics, areas, addresses, words, found, is_told
) -> None:
    facts = {"topics": topics, "areas": areas, "topic_path": PATH, "addresses": addresses}
    assert fit(**facts, words=words) is found
    assert concerns(**facts) is is_told


@pytest.mark.parametrize(
    ("is_open", "is_told", "wrote_since", "becomes"),
    [
        (True, True, False, Closing.CLOSES),
        (True, True, True, Closing.WROTE_SINCE),
        (True, False, False, Closing.NOT_TOLD),
        (True, False, True, Closing.NOT_TOLD),
        (False, True, False, Closing.CLOSED_ALREADY),
        (False, False, True, Closing.CLOSED_ALREADY),
    ],
)
def test_only_what_was_told_and_left_so_closes(is_open, is_told, wrote_since, becomes) -> None:
    assert closing_of(is_open=is_open, is_told=is_told, wrote_since=wrote_since) is becomes


@given(st.text())
@example("\N{MATHEMATICAL BOLD CAPITAL A}")
def test_folding_twice_is_folding_once(text) -> None:
    assert folded(folded(text)) == folded(text)
