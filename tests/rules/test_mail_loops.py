"""What keeps programs from writing to each other for ever."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.mail_loops import MAX_NUMBERS, answers_at_once, numbers_in, thread_subject
from tests.rules.worked import moment, rows

SUBJECTS = [
    (row["subject"], row["is compared as"])
    for row in rows("mail.md", heading="## Loops and floods")
]
SENT = moment("2026-03-02 10:00")


@pytest.mark.parametrize(("subject", "bare"), SUBJECTS)
def test_the_subject_of_a_thread(subject, bare):
    assert thread_subject(subject) == bare


@given(subject=st.text(max_size=120))
def test_an_answer_has_the_subject_of_what_it_answers(subject):
    assert thread_subject(f"Re: {subject}") == thread_subject(subject)


def test_a_long_subject_counts_by_its_beginning():
    assert thread_subject("a" * 200) == thread_subject("a" * 250)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", []),
        ("Zie 2026-000123, of 2026-000124.", ["2026-000123", "2026-000124"]),
        ("2026-000123 en nog eens 2026-000123", ["2026-000123"]),
        ("rekening 1-2026-000123", []),
        ("2026-000123-4, 12026-000123, 2026-12345, 1826-000123", []),
    ],
)
def test_the_case_numbers_that_a_text_names(text, numbers):
    assert numbers_in("", text) == numbers


def test_no_more_numbers_are_looked_up_than_a_person_writes():
    assert len(numbers_in(" ".join(f"2026-{n:06d}" for n in range(50)))) == MAX_NUMBERS


@pytest.mark.parametrize(
    ("received", "written", "at_once"),
    [
        (0, None, True),
        (59, None, True),
        (60, None, False),
        (-1, None, False),  # it came before
        (20, 15, True),
        (20, -10, True),  # clocks differ
        (20, -11, False),  # it was under way already
    ],
)
def test_what_is_written_right_after_an_acknowledgement_answers_it(received, written, at_once):
    sent_at = None if written is None else SENT + timedelta(seconds=written)
    found = answers_at_once(
        sent_at=sent_at, received_at=SENT + timedelta(seconds=received), acknowledged_at=SENT
    )

    assert found is at_once
