"""Verifying callers: what is kept, what is counted, and what the utility sets itself."""

from datetime import timedelta

import pytest

from debiet.core.errors import NotFound
from debiet.core.models import AuditEntry
from debiet.customers import actions, queries
from debiet.customers.models import CallerVerification
from debiet.rules.verification import Fact
from tests import make

pytestmark = pytest.mark.django_db
RIGHT = {Fact.EMAIL: "ann@example.be", Fact.CUSTOMER_NUMBER: "100 200 300"}
WRONG = {Fact.EMAIL: "geheim@example.be"}


@pytest.fixture
def agent():
    return make.employee(make.utility())


@pytest.fixture
def ann(agent):
    return make.customer(email="ann@example.be", number="100200300", phone="0470 12 34 56")


def verify(agent, ann, said, at=make.MONDAY, **changes):
    return actions.verify_caller(
        customer_id=ann.pk, said=said, about="contact:1", by=agent.actor, at=at, **changes
    )


def test_what_was_said_is_kept_nowhere(agent, ann):
    assert not verify(agent, ann, WRONG).is_verified
    for model in (CallerVerification, AuditEntry):
        assert not any("geheim" in str(row) for row in model.objects.values())


def test_the_utility_sets_which_facts_count_and_how_many(agent, ann):
    assert verify(agent, ann, RIGHT).is_verified
    save = {"valid_from": make.MONDAY, "by": make.SYSTEM, "at": make.MONDAY}
    actions.save_verification_rule(facts=["email", "street", "phone"], needed=2, **save)
    outcome = verify(agent, ann, RIGHT)
    assert (outcome.is_verified, dict(outcome.checked)) == (False, {Fact.EMAIL: True})
    assert verify(agent, ann, RIGHT, calls_from="+32470123456").is_verified
    rule = queries.verification_rule(at=make.MONDAY - timedelta(days=1))
    assert (rule.facts, rule.needed) == (tuple(Fact), 2)


@pytest.mark.parametrize(
    ("facts", "needed"),
    [
        (["shoe-size"], 1),
        (["email"], 2),
        (["email"], 0),
        ([], 1),
        (["street", "postal-code-and-number"], 2),
    ],
)
def test_a_rule_that_nobody_could_pass_is_refused(agent, facts, needed):
    with pytest.raises(actions.UnknownFact):
        actions.save_verification_rule(
            facts=facts, needed=needed, valid_from=make.MONDAY, by=make.SYSTEM, at=make.MONDAY
        )


@pytest.mark.parametrize("said", [{}, {Fact.EMAIL: "  "}])
def test_nothing_said_is_no_try(agent, ann, said):
    with pytest.raises(actions.NothingSaid):
        verify(agent, ann, said, calls_from="+32499000000")
    assert not CallerVerification.objects.exists()


def test_the_lock_lasts_an_hour_from_the_failures_and_holds_for_everybody(agent, ann):
    for minute in range(5):
        verify(agent, ann, WRONG, at=make.MONDAY + timedelta(minutes=minute))
    with pytest.raises(actions.VerificationLocked):
        verify(agent, ann, RIGHT, at=make.MONDAY + timedelta(minutes=59))
    assert verify(agent, ann, RIGHT, at=make.MONDAY + timedelta(minutes=60)).is_verified


def test_a_customer_that_does_not_exist_is_not_verified(agent, ann):
    ann.pk = 999_999
    with pytest.raises(NotFound):
        verify(agent, ann, RIGHT)


def test_the_number_that_calls_alone_is_no_failed_try(agent, ann):
    with pytest.raises(actions.NothingSaid):
        verify(agent, ann, {}, calls_from="+32470123456")
    assert not CallerVerification.objects.exists()
    save = {"valid_from": make.MONDAY, "by": make.SYSTEM, "at": make.MONDAY}
    actions.save_verification_rule(facts=["phone"], needed=1, **save)
    assert verify(agent, ann, {}, calls_from="+32470123456").is_verified
