"""Sign-ins are made, changed and ended by actions that leave an audit entry."""

import pytest
from django.db import IntegrityError, transaction

from debiet.core.actor import Actor
from debiet.core.errors import NotAllowed, NotFound
from debiet.core.models import AuditEntry
from debiet.identity import actions
from debiet.identity.models import User
from debiet.rules.access import Realm
from tests.identity.conftest import NOW, OTHER_PASSWORD, PASSWORD, SYSTEM

pytestmark = pytest.mark.django_db


def test_an_address_is_taken_once_in_a_realm_whatever_its_capitals(person):
    person("an@example.org")
    with pytest.raises(actions.AddressTaken):
        person("AN@Example.org")
    person("an@example.org", realm=Realm.PORTAL)
    assert User.objects.count() == 2


def test_the_database_refuses_a_second_address_too(person):
    person("an@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(realm=Realm.STAFF, email="AN@example.org")


def test_the_database_refuses_an_unknown_realm(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(realm="guest", email="an@example.org")


@pytest.mark.parametrize("email", ["", "an", "an@", "an@example.org, bo@example.org", "a\nb@c.org"])
def test_what_is_no_address_is_refused(email, person):
    with pytest.raises(actions.AddressUnusable):
        person(email)


@pytest.mark.parametrize("password", ["", "short", "q1w2e3r4t5y6", "an@example.org"])
def test_a_weak_password_is_refused_with_the_reason(password, person):
    with pytest.raises(actions.PasswordTooWeak) as refused:
        person(password=password)
    assert len(str(refused.value)) > len("Choose another password. ")
    assert not User.objects.exists()


def test_each_change_leaves_one_audit_entry_without_the_address(person):
    user = person("an@example.org")
    actions.set_password(user_id=user.pk, password=OTHER_PASSWORD, by=SYSTEM, at=NOW)
    for _twice in range(2):
        actions.deactivate_user(user_id=user.pk, by=SYSTEM, at=NOW)
    entries = AuditEntry.objects.order_by("id")
    assert [entry.action for entry in entries] == [
        "identity.create_user",
        "identity.set_password",
        "identity.deactivate_user",
    ]
    assert {entry.reference for entry in entries} == {f"user:{user.pk}"}
    assert "example.org" not in str([entry.facts for entry in entries])


def test_a_sign_in_that_does_not_exist_is_not_found(db):
    for change in (actions.deactivate_user, actions.remove_second_factors):
        with pytest.raises(NotFound):
            change(user_id=0, by=SYSTEM, at=NOW)
    with pytest.raises(NotFound):
        actions.set_password(user_id=0, password=PASSWORD, by=SYSTEM, at=NOW)


def test_a_visitor_changes_no_sign_in(person):
    user = person()
    changes = [
        lambda by: actions.deactivate_user(user_id=user.pk, by=by, at=NOW),
        lambda by: actions.remove_second_factors(user_id=user.pk, by=by, at=NOW),
        lambda by: actions.set_password(user_id=user.pk, password=OTHER_PASSWORD, by=by, at=NOW),
    ]
    for change in changes:
        with pytest.raises(NotAllowed):
            change(Actor.visitor())
    user.refresh_from_db()
    assert user.is_active
    assert user.check_password(PASSWORD)
