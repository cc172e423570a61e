"""Passwords cannot be guessed at leisure, and all web processes count together."""

import pytest
from django.core.cache import cache

from debiet.identity.models import CacheEntry
from tests.identity.conftest import PASSWORD, WRONG

pytestmark = pytest.mark.django_db


def errors(response) -> str:
    return str(response.context["form"].non_field_errors())


def test_after_five_wrong_passwords_the_right_one_waits(person, sign_in, client):
    person()
    for _guess in range(5):
        assert "do not belong together" in errors(sign_in(password=WRONG))
    assert "Too many tries" in errors(sign_in(password=PASSWORD))
    assert client.get("/").status_code == 302


def test_an_address_nobody_has_is_limited_in_the_same_words(sign_in):
    answers = [errors(sign_in(email="nobody@example.org", password=WRONG)) for _ in range(6)]
    assert "Too many tries" in answers[-1]
    assert not any("Too many tries" in answer for answer in answers[:-1])


def test_another_name_of_the_house_gives_no_more_tries(settings, person, sign_in):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    person()
    for _guess in range(5):
        sign_in(password=WRONG, headers={"host": "one.example", "accept-language": "en"})
    late = sign_in(password=PASSWORD, headers={"host": "two.example", "accept-language": "en"})
    assert "Too many tries" in errors(late)


def test_signing_in_well_uses_up_nothing(person, sign_in, client):
    person()
    for _day in range(7):
        assert sign_in().status_code == 302
        client.post("/account/logout/")


def test_one_place_that_hammers_gets_a_page_that_says_so(person, sign_in):
    person()
    answers = [sign_in(email=f"an{n}@example.org", password="") for n in range(121)]
    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    assert "Too many tries" in answers[-1].content.decode()


def test_tries_are_counted_in_the_database_without_addresses(person, sign_in):
    person()
    sign_in(password=WRONG)
    rows = CacheEntry.objects.all()
    assert rows.count() >= 2
    assert not any("127.0.0.1" in row.cache_key or "allauth" in row.cache_key for row in rows)


def test_what_is_remembered_once_is_not_remembered_twice(db):
    assert cache.add("code:1", "y", timeout=30)
    assert not cache.add("code:1", "y", timeout=30)
