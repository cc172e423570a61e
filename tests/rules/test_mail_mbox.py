import pytest

from debiet.rules.mail_mbox import looks_like_mbox, split_mbox

LINE = b"From an@example.org Mon Mar  2 16:00:00 2026\n"


@pytest.mark.parametrize(
    ("raw", "messages"),
    [
        (LINE + b"Subject: a\n\nx\n", [b"Subject: a\n\nx\n"]),
        (LINE + b"a: 1\n\nx\n\n" + LINE + b"a: 2\n\ny\n", [b"a: 1\n\nx\n", b"a: 2\n\ny\n"]),
        (
            (LINE + b"a: 1\n\nx\n\n" + LINE + b"a: 2\n").replace(b"\n", b"\r\n"),
            [b"a: 1\r\n\r\nx\r\n", b"a: 2\r\n"],
        ),
        (LINE + b"a: 1\n\nFrom here on all is well\n", [b"a: 1\n\nFrom here on all is well\n"]),
        (LINE + b"a: 1\n\nx\n" + LINE, [b"a: 1\n\nx\n" + LINE]),  # no blank line before it
        (LINE + b"a: 1\n\n>From 10:00 on\n", [b"a: 1\n\n>From 10:00 on\n"]),
        (b"a: 0\n\n" + LINE + b"a: 1\n", [b"a: 0\n", b"a: 1\n"]),
        (b"a: 0\n\nx\n", [b"a: 0\n\nx\n"]),
        (LINE + b"\n\n" + LINE, []),
        (b"", []),
    ],
)
def test_an_mbox_file_is_split_into_its_messages(raw, messages):
    assert list(split_mbox(raw)) == messages


@pytest.mark.parametrize(
    ("raw", "is_one"),
    [
        (LINE, True),
        (b"From MAILER-DAEMON Fri Apr 06 16:46:09 2001", True),
        (b"From: an@example.org\n", False),
        (b"From here on\n", False),
        (b"Subject: a\n\n" + LINE, False),
    ],
)
def test_an_mbox_file_is_known_by_its_first_line(raw, is_one):
    assert looks_like_mbox(raw) is is_one
