"""The tag in the address that answers come back to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.mail_tags import Tag, read_tag, sign_of, tagged, untagged

SIGN = "abcdefghij234567"


@given(digest=st.binary(min_size=10, max_size=32), serial=st.integers(0, 10**9 - 1))
def test_a_tag_is_read_as_it_was_written_whatever_servers_do_to_its_letters(digest, serial):
    tag = Tag(f"2026-{serial:06d}", sign_of(digest))
    address = tagged("klantendienst@utility.example", tag)

    assert read_tag(address) == read_tag(f" {address.upper()} ") == tag
    assert untagged(address) == "klantendienst@utility.example"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "klantendienst@utility.example",
        "klantendienst+2026-000123@utility.example",
        f"klantendienst+2026-000123.{SIGN}1@utility.example",
        f"klantendienst+2026-000123.{SIGN[1:]}1@utility.example",
        f"klantendienst+12-000123.{SIGN}@utility.example",
        f"+2026-000123.{SIGN}@utility.example",
        f"a@b+2026-000123.{SIGN}@utility.example",
        f"klantendienst+2026-000123.{SIGN}",
    ],
)
def test_what_is_no_tag_is_read_as_none(address):
    assert read_tag(address) is None


def test_a_tag_takes_the_place_of_one_that_was_there():
    tag = Tag("2026-000123", SIGN)

    assert tagged("post+x@utility.example", tag) == f"post+2026-000123.{SIGN}@utility.example"


@pytest.mark.parametrize("address", ["", "no address", "x" * 40 + "@utility.example"])
def test_an_address_that_cannot_carry_a_tag_gets_none(address):
    assert tagged(address, Tag("2026-000123", SIGN)) == ""
