"""The parts of a message, its words, its files, and the limits that keep the reader quick."""

import time

import pytest

from debiet.rules import mail_body, mail_mime
from debiet.rules.mail import AttachmentInfo, parse

HEAD = b"From: an@example.org\nDate: Mon, 2 Mar 2026 16:00:00 +0100\n"


def with_type(content_type, body, *headers):
    lines = [b"Content-Type: " + content_type.encode(), *headers, b"", b""]
    return parse(HEAD + b"\n".join(lines) + body)


def parts(*pieces, end=b"--x--\n"):
    return b"".join(b"--x\n" + piece + b"\n" for piece in pieces) + end


PLAIN = b"Content-Type: text/plain\n\n"
HTML = b"Content-Type: text/html\n\n"


@pytest.mark.parametrize(
    ("content_type", "body", "text"),
    [
        ("text/plain", b"dag", "dag"),
        ("text", b"dag", "dag"),
        ("garbage", b"dag", "dag"),
        ("text/html charset=utf-8", b"<p>dag</p>", "dag"),
        (
            "multipart/mixed; boundary=x",
            parts(PLAIN + b"een", HTML + b"<p>twee</p>"),
            "een\n\ntwee",
        ),
        ("multipart/alternative; boundary=x", parts(HTML + b"<p>rijk", PLAIN + b"arm"), "arm"),
        ("multipart/alternative; boundary=x", parts(PLAIN + b" \n", HTML + b"<p>rijk"), "rijk"),
        ("multipart/alternative; boundary=x", parts(PLAIN, HTML), ""),
        ("multipart/mixed; boundary=x", parts(b"\nzonder kop"), "zonder kop"),
        ("multipart/mixed; boundary=x", parts(b""), ""),
        # A boundary line must stand alone on its line.
        ("multipart/mixed; boundary=x", parts(b"\neen\n--xy\ntwee"), "een\n--xy\ntwee"),
        ("multipart/mixed; boundary=x", b"--x  \r\n\r\neen\r\n--x--", "een"),
        ("multipart/mixed; boundary=x", b"--x\n--x\n\neen\n--x--", "een"),
        # What a broken program forgot must not lose the words.
        ("multipart/mixed; boundary=x", parts(b"\neen", b"\ntwee", end=b""), "een\n\ntwee"),
        ("multipart/mixed; boundary=x", b"geen deel", "geen deel"),
        ("multipart/mixed", b"geen deel", "geen deel"),
        ('multipart/mixed; boundary="' + "y" * 300 + '"', b"geen deel", "geen deel"),
        # A message sent on as an attachment, without a word of its own.
        ("message/rfc822", b"Subject: in\n\nbinnenin", "binnenin"),
        ("multipart/digest; boundary=x", parts(b"\nSubject: in\n\nbinnenin"), "binnenin"),
        (
            "multipart/mixed; boundary=x",
            parts(PLAIN + b"eigen", b"Content-Type: message/rfc822\n\nSubject: in\n\nbinnenin"),
            "eigen",
        ),
    ],
)
def test_the_words_are_found(content_type, body, text):
    assert with_type(content_type, body).text == text


@pytest.mark.parametrize(
    ("part", "attachment"),
    [
        (b"Content-Type: image/png\n\nabc", ("", "image/png", 3)),
        (b"Content-Type: text/calendar\n\nabc", ("", "text/calendar", 3)),
        (b"Content-Disposition: attachment; x\n\nabc", ("", "text/plain", 3)),
        (b"Content-Type: a/b\nContent-Disposition: x; filename=../b.pdf\n\n", ("b.pdf", "a/b", 0)),
        (b"Content-Type: message/rfc822\n\nFrom: a\n\nb", ("", "message/rfc822", 10)),
        (b"Content-Type: a/b\nContent-Transfer-Encoding: base64\n\nQUJD\r\nRA==", ("", "a/b", 4)),
        (
            b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nQUJD",
            ("", "message/rfc822", 3),
        ),
        (
            b"Content-Type: a/b\nContent-Transfer-Encoding: Quoted-Printable\n\na=3Db=\r\nc=\nd",
            ("", "a/b", 5),
        ),
    ],
)  # fmt: skip
def test_the_files_are_listed_with_their_size(part, attachment):
    read = with_type("multipart/mixed; boundary=x", parts(PLAIN + b"dag", part))
    assert read.text == "dag"
    assert read.attachments == (AttachmentInfo(*attachment),)


def test_a_text_with_a_name_is_a_file_and_the_words_where_there_are_no_others():
    named = b"Content-Type: text/plain; name=brief.txt\n\nin de brief"
    file = AttachmentInfo("brief.txt", "text/plain", 11)
    alone = with_type("multipart/mixed; boundary=x", parts(named))
    beside = with_type("multipart/mixed; boundary=x", parts(PLAIN + b"zie brief", named))
    assert (alone.text, alone.attachments) == ("in de brief", (file,))
    assert (beside.text, beside.attachments) == ("zie brief", (file,))


@pytest.mark.parametrize(
    ("raw", "subject", "text"),
    [
        (b"Subject: a\n\nb", "a", "b"),
        (b"\xef\xbb\xbf\r\n\r\nSubject: a\n\nb", "a", "b"),
        (b"From jan Mon Mar 2 16:00:00 2026\nSubject: a\n\nb", "a", "b"),
        (b"From nobody", "", ""),
        (b"Subject : a\nzonder lege regel", "a", "zonder lege regel"),
        (b" verdwaald\nSubject: a\n vervolg\n\nb", "a vervolg", "b"),
        (b"Subject: a\n>From hier 10:00\n\nb", "a", "b"),
        (b"Subject: a", "a", ""),
        (b"zomaar tekst", "", "zomaar tekst"),
        (b"", "", ""),
    ],
)
def test_header_and_body_are_told_apart(raw, subject, text):
    read = parse(raw)
    assert (read.subject, read.text) == (subject, text)


@pytest.mark.parametrize(
    ("content_type", "body", "defect"),
    [
        ("multipart/mixed", b"x", "no-boundary"),
        ("multipart/mixed; boundary=x", b"--x\n\na", "unclosed-boundary"),
        ("multipart/mixed; boundary=x", b"--x\n" * 1100, "too-many-parts"),
        ("multipart/mixed; boundary=x", b"--xy\n" * 20_100, "too-many-parts"),
        ("multipart/mixed; boundary=x", b"--x\n\na\n" + b"--xy\n" * 20_100, "too-many-parts"),
        ("message/rfc822", b"Content-Type: message/rfc822\n\n" * 30, "nested-too-deep"),
        ("text/plain", b"woord " * 400_000, "text-cut"),
        ("text/plain", b"woord\n" * 400_000, "text-cut"),
        ("text/plain", b"woord " * 40_000, "text-cut"),
    ],
)
def test_what_is_broken_or_too_much_is_named(content_type, body, defect):
    read = with_type(content_type, body)
    assert defect in read.defects
    assert len(read.text) <= mail_body.MAX_TEXT_CHARS
    assert len(read.attachments) <= mail_mime.MAX_PARTS


def test_the_rest_after_too_many_boundary_lines_still_is_read():
    read = with_type("multipart/mixed; boundary=x", b"--x\n\nhallo\n" + b"--xy\n" * 20_100)
    assert read.text.startswith("hallo\n--xy")


@pytest.mark.parametrize("blank", [b"\n\n", b"\r\n\r\n", b""])
def test_an_endless_header_is_cut_and_the_body_found(blank):
    endless = b"".join(b"X-%d: %s\n" % (number, b"y" * 500) for number in range(3000))
    read = parse(b"Subject: a\n" + endless + b"X: y" + blank + b"dag" * bool(blank))
    assert (read.subject, read.text) == ("a", "dag" * bool(blank))
    assert "headers-too-long" in read.defects


def test_a_part_with_an_endless_header_ends_the_reading_of_parts():
    read = with_type(
        "multipart/mixed; boundary=x", parts(b"X: y\n" * 300_000 + b"\neen", b"\ntwee")
    )
    assert read.text == "een"
    assert {"headers-too-long", "too-many-parts"} <= set(read.defects)


def test_one_endless_header_field_is_cut():
    read = parse(
        b"Subject: " + b"a" * 10**6 + b"\n" + b" b" * 10**6 + b"\nFrom: a@example.org\n\nx"
    )
    assert read.subject == "a" * 250
    assert read.sender_address == "a@example.org"


def nested(levels):
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%dz\n\n--b%dz\n" % (level, level)
        for level in range(levels)
    )
    return HEAD + opened + b"\ndiep\n"


IDENTIFIERS = (b"Message-ID", b"In-Reply-To", b"References")
MIB = 1024 * 1024


def filled(piece, size=50 * MIB):
    return piece * (size // len(piece))


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(nested(20_000), id="multipart in multipart"),
        pytest.param(HEAD + b"Content-Type: message/rfc822\n\n" * 200_000, id="message in message"),
        pytest.param(HEAD + filled(b"X: y\n"), id="header without end"),
        pytest.param(HEAD + b"\n" + filled(b"woord "), id="50 MiB of words"),
        pytest.param(filled(b"\r"), id="nothing but line ends"),
        pytest.param(nested(18) + filled(b"\n--b"), id="a search at each of 18 levels"),
        pytest.param(HEAD + b"Content-Type: text/html\n\n" + filled(b"<a", MIB), id="open tags"),
        pytest.param(HEAD + b"Content-Type: text/html\n\n" + filled(b"<!--", MIB), id="comments"),
        pytest.param(
            HEAD + b"Content-Type: text/html\n\n" + filled(b'<a b="><a " ', MIB) + b"c='",
            id="open attributes",
        ),
        pytest.param(
            HEAD + b"Content-Type: text/html\n\n" + filled(b'<a =">"', MIB), id="hidden tag ends"
        ),
        pytest.param(
            b"".join(name + b": " + b"a@" * 16_000 + b"a b\n" for name in IDENTIFIERS) + b"\nx",
            id="identifiers of many parts",
        ),
        pytest.param(HEAD + b"\n" + filled(b"On 1 wrote:\n", MIB), id="attributions"),
        pytest.param(b"From: " + b"(" * 10**6 + b"\n\nx", id="open comments in an address"),
        pytest.param(b"From: " + b'"\\' * 10**6 + b"\n\nx", id="open quotation in an address"),
    ],
)
def test_a_hostile_message_costs_little_time(raw):
    """Ten seconds of processor time: seen are two at most; quadratic readers take minutes."""
    started = time.process_time()
    parse(raw)
    assert time.process_time() - started < 10
