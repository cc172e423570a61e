"""The HTML page that an e-mail carries."""

import pytest

from debiet.rules.mail_page import MAX_PICTURES, html_of, pictures_of


def mixed(*parts):
    body = "".join(f"--b\n{part}\n" for part in parts)
    return f"Content-Type: multipart/mixed; boundary=b\n\n{body}--b--\n".encode()


HTML = "Content-Type: text/html\n\n<p>Dag</p>"


@pytest.mark.parametrize(
    ("raw", "html"),
    [
        (b"", ""),
        (b"Subject: x\n\n<p>no page</p>", ""),
        (f"{HTML}".encode(), "<p>Dag</p>"),
        (mixed("Content-Type: text/plain\n\nDag", HTML), "<p>Dag</p>"),
        (mixed("Content-Type: text/html\n\n \n", HTML), "<p>Dag</p>"),
        (mixed("Content-Type: text/html\nContent-Disposition: attachment\n\n<p>File</p>"), ""),
        (mixed(f"Content-Type: message/rfc822\n\n{HTML}"), ""),
        (
            b"Content-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: "
            b"quoted-printable\n\n<p>caf=E9 =80</p>",
            "<p>café €</p>",
        ),
        (b"Content-Type: text/html\n\n<p>a\x00b\xff</p>", "<p>abÿ</p>"),
    ],
)
def test_the_first_page_that_is_no_file_is_shown(raw, html):
    assert html_of(raw).strip() == html


PICTURE = (
    "Content-Type: image/png\nContent-ID: <{name}>\nContent-Transfer-Encoding: base64\n\n{data}"
)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", []),
        (mixed(HTML, PICTURE.format(name="a@b", data="YQ==")), [("a@b", b"a")]),
        (
            mixed(HTML, PICTURE.format(name=" a@b ", data="YQ==")).replace(b"\n", b"\r"),
            [("a@b", b"a")],
        ),
        # The first of two with one name; without a name it is no part of the page.
        (
            mixed(PICTURE.format(name="a", data="YQ=="), PICTURE.format(name="a", data="Yg==")),
            [("a", b"a")],
        ),
        (mixed(PICTURE.format(name="", data="YQ==")), []),
        (mixed("Content-Type: message/rfc822\n\n" + PICTURE.format(name="a", data="YQ==")), []),
    ],
)
def test_pictures_of_the_page_are_those_with_a_name_in_this_very_message(raw, found):
    assert list(pictures_of(raw)) == found


def test_no_more_pictures_are_read_than_a_page_has():
    parts = [PICTURE.format(name=str(number), data="YQ==") for number in range(MAX_PICTURES + 5)]
    assert len(list(pictures_of(mixed(*parts)))) == MAX_PICTURES
