"""Whether a mail says thanks and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.mail_thanks import MAX_CHARS, MAX_SIGNATURE_LINES, is_only_thanks
from tests.rules.worked import rows

TABLE = [
    (row["words"].replace(" / ", "\n"), row["is only thanks"] == "yes")
    for row in rows("mail.md", heading="## Thanks")
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_a_mail_that_says_thanks_and_nothing_else(text, expected):
    assert is_only_thanks(text, sender_name="Ann De Smet") is expected


def test_a_file_is_more_than_thanks():
    assert is_only_thanks("Bedankt!", has_files=True) is False


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bedankt " * 200,
        "dank u wel " * 14,
        "Dank u\nGroeten\n" + "www.example.be\n" * (MAX_SIGNATURE_LINES + 1),
        "Dank u\nGroeten\nAnn\n12 m",
        "Dank u\nGroeten\nAnn van het bedrijf met dat lek",
    ],
)
def test_what_is_long_or_more_is_a_message(text):
    assert is_only_thanks(text, sender_name="Ann") is False


@given(text=st.text(max_size=MAX_CHARS + 50), name=st.text(max_size=20))
def test_a_question_mark_is_a_question_whatever_stands_around_it(text, name):
    assert is_only_thanks(f"Bedankt {text}?", sender_name=name) is False


@given(words=st.text(alphabet="abcdefg \n", max_size=300))
def test_words_that_thank_nobody_are_a_message(words):
    assert is_only_thanks(words) is False
