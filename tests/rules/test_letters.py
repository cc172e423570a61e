"""Letters on paper: the window, the day it left, what comes back."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules import letters
from debiet.rules.letters import ENVELOPES, Box, Envelope, address_box

BRUSSELS = ZoneInfo("Europe/Brussels")


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("side", "expected"),
    [("right", Box(116, 51, 77, 26)), ("left", Box(17, 51, 77, 26))],
)
def test_the_place_of_the_address(side, expected):
    assert address_box(ENVELOPES[side]) == expected


@given(
    side=st.sampled_from(sorted(ENVELOPES)),
    across=st.floats(0, 1),
    down=st.floats(0, 1),
)
def test_the_address_shows_whole_wherever_the_sheet_slides(side, across, down):
    envelope = ENVELOPES[side]
    box, window = address_box(envelope), envelope.window
    left = box.left + across * (envelope.width - envelope.sheet_width)
    top = box.top + down * (envelope.height - envelope.sheet_height)

    assert window.left < left
    assert left + box.width < window.left + window.width
    assert window.top < top
    assert top + box.height < window.top + window.height


def test_in_a_tight_envelope_the_whole_window_counts_but_for_its_edge():
    tight = Envelope(210, 99, Box(100, 40, 90, 40), "a test")
    assert address_box(tight) == Box(102, 42, 86, 36)


@pytest.mark.parametrize(
    ("posted_on", "known_at", "expected"),
    [
        ("2026-03-02", "2026-03-04 10:00", "2026-03-02 23:59:59"),
        ("2026-03-04", "2026-03-04 10:00", "2026-03-04 10:00"),  # told on the day itself
        ("2026-03-29", "2026-03-30 08:00", "2026-03-29 23:59:59"),  # the clock went forward
        ("2026-10-25", "2026-10-26 08:00", "2026-10-25 23:59:59"),  # and back
    ],
)
def test_a_letter_left_at_the_end_of_its_day_or_when_we_were_told(posted_on, known_at, expected):
    left = letters.left_at(date.fromisoformat(posted_on), known_at=local(known_at), tz=BRUSSELS)
    assert left == local(expected)


@pytest.mark.parametrize(
    ("made_on", "today", "expected"),
    [
        ("2026-03-02", "2026-03-02", False),
        ("2026-03-02", "2026-03-05", False),  # the third working day after it
        ("2026-03-02", "2026-03-06", True),
        ("2026-03-06", "2026-03-11", False),  # over a weekend
        ("2026-03-06", "2026-03-12", True),
        ("2026-03-06", "2026-03-01", False),
    ],
)
def test_a_batch_is_late_after_three_working_days(made_on, today, expected):
    days = {"today": date.fromisoformat(today), "working_days": 3}
    assert letters.is_late(date.fromisoformat(made_on), **days) is expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Ann De Smet", "Kouterbaan 18", "9230 Wetteren"], "9230"),
        (["Ann De Smet", "Kouterbaan 18", "B-9230 Wetteren", "België"], "9230"),
        (["12 Maanden vzw", "1000 Brussel"], "1000"),
        (["Ann De Smet", "18 Kouterbaan"], ""),
        ([], ""),
    ],
)
def test_postal_code(lines, expected):
    assert letters.postal_code(lines) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dag,\n\nEen.\nTwee.\n\n\nDrie.", [["Dag,"], ["Een.", "Twee."], ["Drie."]]),
        ("Dag,\r\n\r\nEen.\rTwee.\n", [["Dag,"], ["Een.", "Twee."]]),
        ("\n  \n", []),
        ("a\tb\x07\x85c\ud800d\ue000", [["a bcd"]]),
        ("#read(1)\n$x$", [["#read(1)", "$x$"]]),
    ],
)
def test_paragraphs(text, expected):
    assert letters.paragraphs(text) == expected


@given(st.text())
def test_no_word_is_lost_or_added_by_parting_it(text):
    words = letters.printable(text).split()
    assert " ".join(" ".join(lines) for lines in letters.paragraphs(text)).split() == words
