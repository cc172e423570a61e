"""A telephone exchange tells of its calls."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from debiet.correspondence.models import Call
from tests import make

pytestmark = pytest.mark.django_db
TOKEN = "t" * 40


@pytest.fixture(autouse=True)
def site(on_site, settings):
    """Run the tests at the API's own site, with two exchanges."""
    settings.CALLS_TOKENS = {"exchange": TOKEN, "cloud": "c" * 40}
    on_site("api")


def tell(client, event="ringing", second=0, token=TOKEN, **changes):
    sign = {
        "call_id": "c-1",
        "event": event,
        "at": (make.MONDAY + timedelta(seconds=second)).isoformat(),
        "caller": "+32470123456",
    }
    return client.post(
        "/v1/calls/",
        json.dumps(sign | changes),
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"} if token else {},
    )


def test_a_call_from_its_ringing_to_its_end_is_one_row(client):
    agent = make.employee(make.utility())
    for event, second in (("ringing", 0), ("answered", 12), ("ended", 95), ("answered", 12)):
        response = tell(client, event, second, employee=agent.email.upper())
        assert response.status_code == 200
    call = Call.objects.get()
    assert response.json() == {"call": call.pk}
    assert call.employee_id == agent.employee_id
    assert (call.answered_at - call.started_at).seconds == 12
    assert (call.source, call.caller, call.is_abandoned) == ("exchange", "+32470123456", False)


def test_signs_may_come_in_any_order(client):
    for event, second in (("ended", 95), ("answered", 12), ("ringing", 0)):
        tell(client, event, second)
    call = Call.objects.get()
    assert call.started_at == make.MONDAY
    assert not call.is_abandoned
    tell(client, "abandoned", 40, call_id="c-2")
    assert Call.objects.get(call_id="c-2").is_abandoned


def test_the_same_id_of_another_exchange_is_another_call(client):
    tell(client)
    tell(client, token="c" * 40)
    assert set(Call.objects.values_list("source", flat=True)) == {"exchange", "cloud"}


def test_who_answers_has_the_call_and_a_partners_call_is_seen_by_the_partner(client):
    utility = make.utility()
    first, second = make.employee(utility), make.employee(utility, partner=True)
    tell(client, "ringing", employee=first.email)
    tell(client, "answered", 9, employee=second.email)
    call = Call.objects.get()
    assert (call.employee_id, call.compartment) == (second.employee_id, "partner:line")


@pytest.mark.parametrize("token", ["", "wrong", "é", TOKEN[:-1]])
def test_without_a_known_token_nothing_is_kept(client, token):
    response = tell(client, token=token.encode().decode("latin-1"))
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response["WWW-Authenticate"] == "Bearer"
    assert "Bearer" in response.json()["detail"]
    assert not Call.objects.exists()


def test_without_exchanges_nobody_may_tell(client, settings):
    settings.CALLS_TOKENS = {}
    assert tell(client, token="").status_code == 401


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"event": "singing"}, "sign.event"),
        ({"at": "yesterday"}, "sign.at"),
        ({"at": "2026-03-02T09:00:00"}, "sign.at"),
        ({"call_id": ""}, "sign.call_id"),
        ({"call_id": "x" * 121}, "sign.call_id"),
        ({"caller": "\x00"}, "sign.caller"),
        ({"caller": None}, "sign.caller"),
    ],
)
def test_what_is_not_as_described_is_refused_in_words(client, changes, field):
    response = tell(client, **changes)
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    (error,) = response.json()["errors"]
    assert error["field"] == field.removeprefix("sign.")
    assert error["words"]
    assert not Call.objects.exists()


def test_a_clock_that_is_ahead_is_not_believed(client):
    response = tell(client, at=(timezone.now() + timedelta(hours=1)).isoformat())
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "at"


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "1970-01-01T00:00:00Z"])
def test_a_clock_of_another_age_is_not_believed(client, at):
    response = tell(client, at=at)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "at"
    assert not Call.objects.exists()


def test_no_cookie_and_no_reading(client):
    assert not tell(client).cookies
    assert client.get("/v1/calls/").status_code == 405
