"""What a browser tells of itself is put in words, and nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.visits import browser, network, system

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (WINDOWS + "Chrome/142.0.0.0 Safari/537.36", ("Chrome", "Windows")),
        (WINDOWS + "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0", ("Edge", "Windows")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Firefox/145.0", ("Firefox", "Linux")),
        (PHONE + "Version/18.1 Mobile/15E148 Safari/604.1", ("Safari", "iPhone")),
        (PHONE + "CriOS/142.0 Mobile/15E148 Safari/604.1", ("Chrome", "iPhone")),
        (
            "Mozilla/5.0 (Linux; Android 15) Chrome/142.0 Mobile Safari/537.36",
            ("Chrome", "Android"),
        ),
        ("curl/8.5.0", ("", "")),
        ("", ("", "")),
    ],
)
def test_browser_and_device_are_named_where_they_are_known(agent, expected):
    assert (browser(agent), system(agent)) == expected


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("81.82.200.17", "81.82.0.0/16"),
        ("2a02:1810:4d3e:9900::1", "2a02:1810:4d3e::/48"),
        ("", ""),
        ("nonsense", ""),
    ],
)
def test_half_of_an_address_is_kept(address, kept):
    assert network(address) == kept


@given(st.text())
def test_whatever_is_sent_is_answered(text):
    assert isinstance(browser(text) + system(text) + network(text), str)


@given(st.ip_addresses())
def test_what_is_kept_is_short_enough_and_is_not_the_address(address):
    kept = network(str(address))
    assert len(kept) <= 45
    assert kept.endswith(("/16", "/48"))
