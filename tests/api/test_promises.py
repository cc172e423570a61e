"""The interface for other systems: what the utility promises."""

import pytest
from ninja.openapi.schema import OpenAPISchema

from debiet.api.site import api
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(on_site):
    """Run the tests at the API's own site."""
    on_site("api")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "We antwoorden binnen 10 werkdagen."),
        ("?language=fr", "Nous répondons dans les 10 jours ouvrables."),
        ("?language=en", "We answer within 10 working days."),
        ("?language=zz", "We antwoorden binnen 10 werkdagen."),
    ],
)
def test_the_promises_come_in_the_language_asked_for(client, query, sentence):
    make.utility()

    response = client.get(f"/v1/promises{query}")

    assert response.status_code == 200
    assert response.json() == [
        {
            "title": "Vragen",
            "sentence": sentence,
            "version": 1,
            "valid_from": "2025-03-02T08:00:00Z",
        }
    ]


def test_without_a_promise_the_list_is_empty(client):
    assert client.get("/v1/promises").json() == []


def test_the_promises_are_read_only_and_need_no_cookie(client):
    assert client.post("/v1/promises").status_code == 405
    assert not client.get("/v1/promises").cookies


def test_the_description_of_the_interface_names_the_promises(client):
    described = client.get("/v1/openapi.json").json()
    paths = {path for path in described["paths"] if not path.startswith("/v1/scim/")}
    assert paths == {"/v1/promises", "/v1/calls/"}
    assert isinstance(api.get_openapi_schema(path_prefix="/v1/"), OpenAPISchema)
