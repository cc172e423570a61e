"""Changing how a customer is reached: from a day on, nothing overwritten, two at once seen."""

import re

import pytest

from debiet.customers import actions as customers
from debiet.customers import queries
from debiet.customers.models import AccountAddress, ContactPoint, Customer, CustomerAccount
from debiet.rules.access import Role
from tests import make
from tests.desk.reading import text_of

ADDRESS = {
    "street": "Nieuwstraat",
    "house_number": "2",
    "postal_code": "9000",
    "municipality": "Gent",
    "country": "be",
    "valid_from": "2026-03-02",
}
POINT = {"kind": "email", "value": "new@example.be", "valid_from": "2026-03-02"}


@pytest.fixture
def ann(utility):
    return make.customer(email="ann@example.be", phone="0470 12 34 56")


@pytest.fixture
def window(browser_of_agent, ann):
    """The agent's browser, to which the file is open for the hour."""
    browser_of_agent.post(f"/customers/{ann.pk}/why/", {"purpose": "contact", "words": "belt"})
    return browser_of_agent


def email_of(ann) -> ContactPoint:
    return ContactPoint.objects.get(customer=ann, kind="email")


def send(window, path: str, typed, version: int = 1):
    return window.post(path, typed | {"seen_version": str(version)}, follow=True)


def test_a_new_address_is_used_and_both_stand_on_the_file(window, ann):
    path = f"/customers/{ann.pk}/points/{email_of(ann).pk}/replace/"
    page = send(window, path, POINT | {"is_preferred": "on"})
    assert "Saved. What was there before stays as history." in text_of(page)
    assert "new@example.be" in text_of(page)
    assert "ann@example.be" in text_of(page)
    assert queries.reached(ann.pk).addresses.emails == ("new@example.be",)
    assert queries.candidate_ids(email="ann@example.be") == []
    old = ContactPoint.objects.get(value="ann@example.be")
    assert (str(old.valid_until), old.is_current) == ("2026-03-02", False)


def test_what_begins_later_is_used_from_its_day_on(window, ann, clock):
    path = f"/customers/{ann.pk}/points/{email_of(ann).pk}/replace/"
    send(window, path, POINT | {"valid_from": "2026-04-01"})
    send(
        window,
        f"/customers/{ann.pk}/addresses/{ann.accounts.get().pk}/",
        ADDRESS | {"valid_from": "2026-04-01"},
        version=2,
    )
    assert queries.reached(ann.pk).addresses.emails == ("ann@example.be",)
    assert "From Wed 1 Apr: Nieuwstraat 2" in text_of(window.get(f"/customers/{ann.pk}/"))

    at = make.local("2026-04-01 00:02")
    assert customers.take_over_dates(by=make.SYSTEM, at=at) == 1
    assert customers.take_over_dates(by=make.SYSTEM, at=at) == 0

    assert queries.reached(ann.pk).addresses.emails == ("new@example.be",)
    assert queries.postal_lines(ann.pk) == ("Ann De Smet", "Nieuwstraat 2", "9000 Gent")


def test_an_address_changes_from_a_day_on_and_the_earlier_ones_stay(window, ann):
    account = ann.accounts.get()
    path = f"/customers/{ann.pk}/addresses/{account.pk}/"
    send(window, path, ADDRESS)
    # Somebody tells later where it lived in between.
    send(window, path, ADDRESS | {"street": "Dorp", "valid_from": "2026-02-01"}, version=2)
    spans = AccountAddress.objects.filter(account=account).order_by("valid_from")
    assert [(one.street, str(one.valid_from), str(one.valid_until)) for one in spans] == [
        ("Dorp", "2026-02-01", "2026-03-02"),
        ("Nieuwstraat", "2026-03-02", "None"),
        ("Kouterbaan", "None", "2026-02-01"),
    ]
    assert CustomerAccount.objects.get(pk=account.pk).street == "Nieuwstraat"
    page = send(window, path, ADDRESS | {"street": "Andere"}, version=3)
    assert "another one begins then" in text_of(page)
    assert "Andere" in page.content.decode()


@pytest.mark.parametrize(
    ("kind", "value"),
    [("email", "no address"), ("phone", "12"), ("phone", "only words"), ("email", "")],
)
def test_what_cannot_be_used_is_not_saved_and_not_lost(window, ann, kind, value):
    page = send(window, f"/customers/{ann.pk}/points/", POINT | {"kind": kind, "value": value})
    assert "error-summary" in page.content.decode()
    assert f'value="{value}"' in page.content.decode() or not value
    assert ContactPoint.objects.filter(customer=ann).count() == 2


def test_the_same_address_again_is_known(window, ann):
    page = send(window, f"/customers/{ann.pk}/points/", POINT | {"value": "ANN@example.be"})
    assert "has this address or number already" in text_of(page)


def test_retiring_ends_on_a_day_and_it_may_come_back(window, ann):
    point = email_of(ann)
    path = f"/customers/{ann.pk}/points/{point.pk}/retire/"
    send(window, path, {"valid_until": "2026-03-02"})
    assert queries.reached(ann.pk).addresses.emails == ()
    send(window, f"/customers/{ann.pk}/points/", POINT | {"value": "ann@example.be"}, version=2)
    assert queries.reached(ann.pk).addresses.emails == ("ann@example.be",)
    assert ContactPoint.objects.filter(customer=ann, kind="email").count() == 2
    page = send(window, path, {"valid_until": "2028-01-01"}, version=3)
    assert "too far" in text_of(page)


def test_verifying_says_who_when_and_how(window, ann, agent):
    point = email_of(ann)
    page = send(window, f"/customers/{ann.pk}/points/{point.pk}/verify/", {"how": "identity-card"})
    assert "by identity card at the counter, Tom Jacobs" in text_of(page)
    point.refresh_from_db()
    assert (point.verified_by_id, point.verified_at) == (agent.employee_id, make.MONDAY)


@pytest.mark.parametrize("which", ["points/", "address"])
def test_two_at_once_see_both_versions_and_nothing_is_lost(window, ann, which):
    path = f"/customers/{ann.pk}/points/"
    typed = POINT | {"value": "mine@example.be"}
    if which == "address":
        path, typed = f"/customers/{ann.pk}/addresses/{ann.accounts.get().pk}/", ADDRESS
    form = window.get(path).content.decode()
    seen = re.search(r'name="seen_version" value="(\d+)"', form)[1]
    send(window, f"/customers/{ann.pk}/points/", POINT | {"value": "theirs@example.be"})

    told = send(window, path, typed, version=int(seen))

    assert told.status_code == 409
    assert "theirs@example.be" in text_of(told)
    assert (typed.get("value") or typed["street"]) in told.content.decode()
    assert Customer.objects.get(pk=ann.pk).version == 2
    again = re.search(r'name="seen_version" value="(\d+)"', told.content.decode())[1]
    assert send(window, path, typed, version=int(again)).status_code == 200
    assert Customer.objects.get(pk=ann.pk).version == 3


def test_what_belongs_to_another_customer_is_not_found_from_this_file(window, ann):
    other = make.customer(name="Koen Maes", email="koen@example.be")
    point, account = other.contact_points.get().pk, other.accounts.get().pk
    for path in (
        f"points/{point}/replace/",
        f"points/{point}/retire/",
        f"points/{point}/verify/",
        f"addresses/{account}/",
    ):
        typed = POINT | ADDRESS | {"valid_until": "2026-03-02", "how": "letter"}
        assert window.get(f"/customers/{ann.pk}/{path}").status_code == 404
        assert send(window, f"/customers/{ann.pk}/{path}", typed).status_code == 404
    assert Customer.objects.get(pk=other.pk).version == 1


@pytest.mark.parametrize("role", [Role.FINANCE, Role.AUDITOR, Role.DPO, Role.PARTNER_AGENT])
def test_who_only_reads_changes_nothing(role, utility, ann, sign_in):
    browser = sign_in(make.employee(utility, role=role, partner=role is Role.PARTNER_AGENT))
    assert browser.post(f"/customers/{ann.pk}/points/", POINT).status_code == 403
    assert browser.post(f"/customers/{ann.pk}/notes/", {"text": "x"}).status_code == 403
