"""What hangs together goes together: merged cases, a complaint's two cases, customers who are one.

Nothing of it goes while the last of it must stay.
"""

import pytest

from debiet.cases import actions as cases
from debiet.cases.models import Case
from debiet.complaints.models import Complaint, ExternalReview, OmbudsFile
from debiet.customers import actions as customers
from debiet.customers.models import ContactPoint, Customer, CustomerAccount
from debiet.retention import actions
from debiet.retention.queries.holds import held_on
from debiet.rules.access import Role
from debiet.rules.cases import CaseState
from debiet.rules.complaint_reviews import Agreement, ReviewStep
from tests import checker, make
from tests.complaints.conftest import registered
from tests.complaints.test_reviews import raised
from tests.complaints.test_taking_over import with_office
from tests.retention.test_running import LATER, closed_case, of_cases, run_through

pytestmark = pytest.mark.django_db


@pytest.fixture
def dpo(people):
    return make.employee(people.utility, role=Role.DPO).actor


def ended(case_id, *, at=make.MONDAY):
    """Close a case, as it would stand in the rows."""
    Case.objects.filter(pk=case_id).update(state=CaseState.RESOLVED, resolved_at=at)


def left():
    return set(Case.objects.values_list("pk", flat=True))


def merged(people):
    """Merge one case into another; return both, the merged one first."""
    one, other = make.case(text="Geen water"), make.case(text="Nog altijd niet")
    cases.merge_case(
        case_id=one.case_id,
        leading_number=other.number,
        seen_version=Case.objects.get(pk=one.case_id).version,
        by=people.lead.actor,
        at=make.MONDAY,
    )
    return one.case_id, other.case_id


def test_a_merged_case_ends_and_goes_with_the_one_it_was_merged_into(people, dpo):
    one, other = merged(people)
    run_through(dpo)
    assert left() == {one, other}
    ended(other)
    assert of_cases(run_through(dpo)).done == 2
    assert left() == set()
    assert checker.findings_here() == {}


def test_a_hold_on_a_merged_case_keeps_the_one_that_tells_how_it_ended(people, dpo):
    one, other = merged(people)
    ended(other)
    number = Case.objects.get(pk=one).number
    actions.place_hold(subject=f"case:{number}", reason="AR 12", by=dpo, at=LATER)
    run_through(dpo)
    assert left() == {one, other}


@pytest.mark.parametrize("kept", ["first line", "office"])
def test_no_case_of_a_complaint_goes_while_the_other_one_is_open(people, dpo, kept):
    """Else the ombuds function's file, which hangs on both, would go along with the first."""
    file = with_office(people)
    over, stays = (file.case_id, file.about_case_id)
    if kept == "office":
        over, stays = stays, over
    ended(over)
    assert of_cases(run_through(dpo)).counted == 0
    assert left() == {over, stays}
    assert OmbudsFile.objects.exists()

    ended(stays)
    told = of_cases(run_through(dpo))
    assert (told.counted, told.done) == (1, 1), "how much the office has is in no number"
    for model in (Case, Complaint, OmbudsFile):
        assert not model.objects.exists(), model
    assert checker.findings_here() == {}


def test_a_hold_on_the_offices_case_keeps_its_file(people, dpo):
    file = with_office(people)
    for case_id in (file.case_id, file.about_case_id):
        ended(case_id)
    actions.place_hold(subject=f"case:{file.case.number}", reason="AR 12", by=make.SYSTEM, at=LATER)
    run_through(dpo)
    assert OmbudsFile.objects.exists()
    assert left() == {file.case_id, file.about_case_id}


def test_a_case_stays_while_a_body_outside_still_looks_at_it(people, dpo):
    complaint = registered(make.case(), by=people.agent.actor)
    raised(complaint.case_id, by=people.agent.actor)
    ended(complaint.case_id)
    run_through(dpo)
    assert left() == {complaint.case_id}
    ExternalReview.objects.update(
        step=ReviewStep.CONCLUDED, concluded_at=LATER, agreement=Agreement.AGREED
    )
    run_through(dpo)
    assert left() == set()
    assert checker.findings_here() == {}


def two_who_are_one(*, account_of="other"):
    """Merge a customer into another; one of them has the account. Return the kept one first."""
    kept = customers.add_customer(name="Ann Peeters", language="nl", by=make.SYSTEM, at=make.MONDAY)
    other = make.customer(name="An Peeters", email="an@example.be")
    if account_of == "kept":
        CustomerAccount.objects.update(customer=kept)
    elif account_of == "nobody":
        CustomerAccount.objects.all().delete()
    cases.merge_two_customers(
        kept_id=kept.pk,
        other_id=other.pk,
        chosen={},
        seen_versions=(kept.version, other.version),
        by=make.SYSTEM,
        at=make.MONDAY,
    )
    Customer.objects.update(created_at=make.MONDAY)
    return kept.pk, other.pk


@pytest.mark.parametrize("account_of", ["kept", "other"])
def test_of_customers_who_are_one_none_goes_while_any_has_an_account(people, dpo, account_of):
    kept, other = two_who_are_one(account_of=account_of)
    run_through(dpo)
    assert Customer.objects.get(pk=other).merged_into_id == kept
    assert ContactPoint.objects.filter(customer=other).exists()


def test_customers_who_are_one_go_with_the_last_case_of_any(people, dpo):
    _kept, other = two_who_are_one(account_of="nobody")
    opened = make.case(customer_id=other)
    run_through(dpo)
    assert Customer.objects.count() == 2
    ended(opened.case_id)
    run_through(dpo)
    assert not Customer.objects.exists()
    assert checker.findings_here() == {}


@pytest.mark.parametrize("held", ["kept", "other"])
def test_a_hold_on_a_customer_is_on_all_who_are_one_with_it(people, dpo, held):
    kept, other = two_who_are_one(account_of="nobody")
    opened = closed_case(people.agent, customer_id=other)
    subject = f"customer:{kept if held == 'kept' else other}"
    actions.place_hold(subject=subject, reason="AR 12", by=dpo, at=LATER)
    assert held_on(LATER.date()).customer_ids == {kept, other}
    run_through(dpo)
    assert left() == {opened.case_id}
    assert Customer.objects.count() == 2
