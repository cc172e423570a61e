from datetime import UTC, datetime

import pytest

from debiet.rules.mail_headers import (
    MAX_RECIPIENTS,
    Mailbox,
    decode_words,
    normalize_address,
    read_identifiers,
    read_mailboxes,
    read_moment,
    read_parameters,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("gewoon", "gewoon"),
        ("=?utf-8?q?caf=C3=A9_een?=", "caf\u00e9 een"),
        ("=?UTF-8*nl?B?Y2Fmw6k=?= Jan", "caf\u00e9 Jan"),
        ("Re: =?utf-8?q?a?= =?utf-8?q?b?= c", "Re: ab c"),
        ("=?utf-8?b?ww==?= =?utf-8?b?qQ==?=", "\u00e9"),  # one character in two words
        ("=?utf-8?q?a?= =?iso-8859-1?q?=E9?=", "a\u00e9"),
        ("=?utf-8?q?a?= en =?utf-8?q?b?=", "a en b"),
        ("=?x-own?q?a?=", "a"),
        ("=?utf-8?b?niet, waar?=", "niet, waar"),
        ("=?utf-8?q?open", "=?utf-8?q?open"),
    ],
)
def test_encoded_words_are_read(value, text):
    assert decode_words(value) == text


@pytest.mark.parametrize(
    ("value", "mailboxes"),
    [
        ("Jan@Example.ORG", [("", "jan@example.org")]),
        ("Jan Peeters <jan@example.org>", [("Jan Peeters", "jan@example.org")]),
        ("jan@example.org (Jan Peeters)", [("Jan Peeters", "jan@example.org")]),
        ("<jan@example.org> (Jan (thuis))", [("Jan thuis", "jan@example.org")]),
        ('"Peeters, Jan \\"J\\"" <jan@example.org>', [('Peeters, Jan "J"', "jan@example.org")]),
        ("=?utf-8?q?An=C3=A9?= < an@example.org >", [("An\u00e9", "an@example.org")]),
        ("a@b.example, C <c@d.example>", [("", "a@b.example"), ("C", "c@d.example")]),
        ("Buurt: a@b.example; c@d.example", [("", "a@b.example"), ("", "c@d.example")]),
        # The name may look like an address: what stands in brackets counts.
        ('"baas@example.net" <jan@example.org>', [("baas@example.net", "jan@example.org")]),
        ("<mailto:jan@example.org>", [("", "jan@example.org")]),
        ('"Jan <jan@example.org>', [("", "jan@example.org")]),
        ("=?utf-8?b?SmFuIDxqYW5AZXhhbXBsZS5vcmc+?=", [("", "jan@example.org")]),
        ("jan@@example.org)", []),
        ("Jan <>", []),
        ("", []),
    ],
)  # fmt: skip
def test_mailboxes_are_read(value, mailboxes):
    assert read_mailboxes(value) == [Mailbox(name, address) for name, address in mailboxes]


def test_deeply_nested_comments_are_read():
    assert read_mailboxes("(" * 20_000 + ")" * 20_000 + "a@example.org") == [
        Mailbox("", "a@example.org")
    ]


def test_a_list_of_recipients_is_cut():
    found = read_mailboxes(",".join(f"a{number}@example.org" for number in range(500)))
    assert len(found) == MAX_RECIPIENTS
    assert found[-1].address == f"a{MAX_RECIPIENTS - 1}@example.org"


@pytest.mark.parametrize(
    ("address", "normal"),
    [
        (" A.B+c@Example.ORG ", "a.b+c@example.org"),
        ("\u00e9@caf\u00e9.example", "\u00e9@caf\u00e9.example"),
        ("root@localhost", ""),
        ("a@b..example", ""),
        ("a b@example.org", ""),
        ("a@[127.0.0.1]", ""),
        ("a@" + "b" * 250 + ".example", ""),
        ("x" * 65 + "@example.org", ""),
        ("a\0@example.org", ""),
    ],
)
def test_an_address_is_usable_or_empty(address, normal):
    assert normalize_address(address) == normal


def test_an_address_too_long_to_use_is_not_found_by_searching():
    assert read_mailboxes("a@" + "b" * 300 + ".example") == []


@pytest.mark.parametrize(
    ("value", "identifiers"),
    [
        ("<a@b> <c@d> <a@b>", ("a@b", "c@d")),
        ("Your message of Monday <a@b>", ("a@b",)),
        ("a@b", ("a@b",)),
        ("of Monday", ()),
        ("<" + "a" * 999 + ">", ()),
        ("<a\0@b>", ("a@b",)),
        ("", ()),
    ],
)
def test_identifiers_are_read(value, identifiers):
    assert read_identifiers(value) == identifiers


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("Mon, 2 Mar 2026 16:00:00 +0100", datetime(2026, 3, 2, 15, tzinfo=UTC)),
        ("Mon, 2 Mar 2026 16:00:00 +0100 (CET)", datetime(2026, 3, 2, 15, tzinfo=UTC)),
        ("2 Mar 2026 16:00", datetime(2026, 3, 2, 16, tzinfo=UTC)),
        ("Mon, 2 Mar 2026 16:00:00 -0000", datetime(2026, 3, 2, 16, tzinfo=UTC)),
        ("Mon, 2 Mar 1926 16:00:00 +0000", None),
        ("Mon, 2 Mar 9999 23:59:59 -2300", None),
        ("Mon, 31 Feb 2026 16:00:00 +0000", None),
        ("Mon, 2 Mar 2026 16:00:00 +999999999999999", None),
        ("gisteren", None),
        ("", None),
    ],
)
def test_a_date_is_a_believable_moment_or_none(value, moment):
    assert read_moment(value) == moment


@pytest.mark.parametrize(
    ("value", "parameters"),
    [
        ("text/plain", {}),
        ("text/plain; Charset=UTF-8 ; format=flowed", {"charset": "UTF-8", "format": "flowed"}),
        (r'a; filename="een; \"twee\".pdf"', {"filename": 'een; "twee".pdf'}),
        ('a; filename="never closed', {"filename": "never closed"}),
        ("a; filename==?utf-8?q?caf=C3=A9?=", {"filename": "caf\u00e9"}),
        ("a; filename*=utf-8''caf%C3%A9.pdf", {"filename": "caf\u00e9.pdf"}),
        ("a; filename*=caf%C3%A9.pdf", {"filename": "caf\u00e9.pdf"}),
        ("a; name*1*=%E9; name*0*=iso-8859-1''caf; name*2=s", {"name": "caf\u00e9s"}),
        ("a; name*0=een; name*1=twee", {"name": "eentwee"}),
        ("a; name=plain; name*=utf-8''star; name*0=zero", {"name": "star"}),
        ("a; name=plain; name*0=zero", {"name": "zero"}),
    ],
)
def test_parameters_are_read(value, parameters):
    assert read_parameters(value) == parameters
