"""The public form sent three times at once, over real HTTP to real processes."""

import re
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar

import pytest

from debiet.cases.models import Case, Interaction
from debiet.correspondence.models import Message, RawMessage
from tests import checker, make

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


def test_a_form_sent_three_times_in_parallel_is_one_case(live_sites):
    make.utility()
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    address = f"{live_sites.portal}/question/"
    with browser.open(address) as answer:
        form = answer.read().decode()

    def hidden(name):
        return re.search(rf'name="{name}" value="([^"]+)"', form)[1]

    body = urllib.parse.urlencode(
        {
            "csrfmiddlewaretoken": hidden("csrfmiddlewaretoken"),
            "key": hidden("key"),
            "topic": "invoice",
            "text": "Waarom is mijn factuur zo hoog?",
            "name": "Ann",
            "email": "ann@example.be",
        }
    ).encode()

    def send(_time):
        request = urllib.request.Request(  # noqa: S310 (our own address)
            address, body, {"Referer": address}
        )
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        with opener.open(request, timeout=30) as answer:
            return answer.geturl()

    with ThreadPoolExecutor(3) as senders:
        shown = set(senders.map(send, range(3)))

    case = Case.objects.get()
    assert shown == {f"{address}{case.number}/"}
    assert Interaction.objects.filter(direction="in").count() == 1
    assert Message.objects.count() == 1
    assert RawMessage.objects.get().state == "taken"
    assert checker.findings() == {}
