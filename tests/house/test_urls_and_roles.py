"""Every address, method and role stands in one reviewed table: `url_roles.txt`, beside this file.

An address that is not in the table fails the build. A row that changed is shown as it now is, to
be read before it is taken over.
"""

from importlib import import_module
from itertools import groupby
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from debiet.identity.models import User
from debiet.rules.access import Role
from debiet.terms.models import Clock, ClockEntry
from tests import make

TABLE = Path(__file__).with_name("url_roles.txt")
VISITOR = "visitor"
COLUMNS = [VISITOR, *Role]
SITES = ("portal", "desk", "api")


def addresses(site):
    """Return the name and the arguments' names of every address of a site."""

    def walk(patterns, namespace, above):
        for pattern in patterns:
            named = pattern.pattern.regex.groupindex
            arguments = (*above, *(named or pattern.pattern.converters))
            if isinstance(pattern, URLResolver):
                inner = ":".join(filter(None, (namespace, pattern.namespace)))
                yield from walk(pattern.url_patterns, inner, arguments)
            elif isinstance(pattern, URLPattern):
                assert pattern.name, f"{pattern} of the {site} has no name"
                name = f"{namespace}:{pattern.name}" if namespace else pattern.name
                yield name, arguments

    module = import_module(django_settings.SITES[site]["ROOT_URLCONF"])
    return sorted(set(walk(module.urlpatterns, "", ())))


def rows():
    """Return the reviewed table: site, name and method, to the status of each role."""
    table = {}
    for line in TABLE.read_text().splitlines():
        if line and not line.startswith("#"):
            site, name, method, *statuses = line.split()
            table[site, name, method] = dict(zip(COLUMNS, statuses, strict=True))
    return table


def values(opened, clock_id, entry_id):
    return {
        "number": opened.number,
        "code": "WRONGCODE1",
        "clock_id": clock_id,
        "entry_id": entry_id,
        "notification_id": 999_999,
        "raw_message_id": 999_999,
        "file_id": 999_999,
        "message_id": 999_999,
        "batch_id": 999_999,
        "callback_id": 999_999,
        "call_id": 999_999,
        "rating_id": 999_999,
        "score": 1,
        "contact_id": 999_999,
        "link_id": 999_999,
        "move_id": 999_999,
        "session_id": 999_999,
        "token_id": 999_999,
        "group_id": "team:none",
        "emergency_id": 999_999,
        "employee_id": 999_999,
        "run_id": 999_999,
        "step": "identity",
        "part": "pdf",
        "hold_id": 999_999,
        "absence_id": 999_999,
        "follow_up_id": 999_999,
        "task_id": 999_999,
        "team_id": 999_999,
        "offer_id": 999_999,
        "bulk_id": 999_999,
        "customer_id": 999_999,
        "note_id": 999_999,
        "pair_id": 999_999,
        "tie_id": 999_999,
        "merge_id": 999_999,
        "point_id": 999_999,
        "account_id": 999_999,
        "relation_id": 999_999,
        "incident_id": 999_999,
        "ombuds_id": 999_999,
        "sampled_id": 999_999,
        "exemption_id": 999_999,
        "complaint_id": 999_999,
        "question_id": 999_999,
        "review_id": 999_999,
        "draft_id": 999_999,
        "what": "tie",
        "article_id": 999_999,
        "organization_id": 999_999,
        "request_id": 999_999,
        "role": "agent",
        "year": 2026,
        "version_id": 999_999,
        "logo_id": 999_999,
        "proposal_id": 999_999,
        "digest": "none",
        "language": "nl",
        "page": 0,
        "name": "team",
        "pk": 999_999,
        "uidb36": "1",
        "key": "wrong-key",
        "provider": "none",
    }


def seen_by(column, site, on_site):
    """Ask every address of a site as one role, each undone again; return the statuses."""
    utility = make.utility()
    opened = make.case(topic_code="line")  # in the partner's part, so that all who may see it do
    clock = Clock.objects.filter(reference=f"case:{opened.number}").first()
    entry = ClockEntry.objects.first()
    on_site(site)
    client = Client(raise_request_exception=True)
    if column != VISITOR:
        somebody = make.employee(utility, role=column, partner=column is Role.PARTNER_AGENT)
        client.force_login(User.objects.get(pk=somebody.user_id))
    arguments = values(opened, clock.pk, entry.pk)
    found = {}
    for name, wanted in addresses(site):
        path = reverse(name, kwargs={key: arguments[key] for key in wanted})
        for method in ("get", "post"):
            with transaction.atomic():
                cookies = client.cookies.copy()
                response = getattr(client, method)(path)
                found[site, name, method] = str(response.status_code)
                transaction.set_rollback(True)
            client.cookies = cookies
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("column", COLUMNS)
def test_every_address_answers_each_role_as_the_table_says(column, site, on_site, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    expected = {key: row[column] for key, row in rows().items() if key[0] == site}

    assert seen_by(column, site, on_site) == expected


@pytest.mark.parametrize("site", SITES)
def test_every_address_stands_in_the_table(site):
    listed = {name for at, name, _method in rows() if at == site}
    assert {name for name, _arguments in addresses(site)} == listed


def test_the_table_is_sorted_by_site_and_name():
    keys = [(site, name) for site, name, _method in rows()]
    assert [site for site, _group in groupby(key[0] for key in keys)] == list(SITES)
