"""The HTML page that an e-mail carries."""

import pytest

from debiet.rules.mail_page import html_of


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
