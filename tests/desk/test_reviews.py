"""The second line at the desk: registering, asking, answering, concluding, and the bundle."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from debiet.complaints import actions
from debiet.complaints.models import ExternalReview, OmbudsFile, ReviewBundle
from debiet.core.models import AccessEntry
from debiet.rules.access import Role
from debiet.rules.complaint_referral import ReviewBody
from tests import make
from tests.complaints.conftest import registered
from tests.complaints.test_reviews import raised

LATER = make.MONDAY + timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def complaint(agent):
    """A complaint of the first line."""
    return registered(make.case(), by=agent.actor)


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


def form(**data):
    return {"day": "2026-03-02", "clock": "09:00"} | data


def test_a_review_is_worked_through_its_pages(browser_of_agent, complaint, clock):
    browser, number = browser_of_agent, complaint.case.number
    clock.at(LATER)
    case = browser.get(at("case", number)).text
    assert at("review-new", number) in case

    wrong = browser.post(at("review-new", number), form(body="vmm", due_on="2026-03-20"))
    assert "a term belongs to a question" in wrong.text
    letter = SimpleUploadedFile("brief.pdf", b"%PDF-1.4 brief")
    shown = browser.post(
        at("review-new", number),
        form(
            body="vmm",
            their_reference="VMM/1",
            asked="Waarom?",
            due_on="2026-03-20",
            sent_files=letter,
        ),
        follow=True,
    )
    review = ExternalReview.objects.get()
    for words in ("VMM/1", "Waarom?", "Friday 20 March 2026", "brief.pdf", "It came before"):
        assert words in shown.text
    file_id = review.entries.earliest("id").file_id
    got = browser.get(at("review-file", review.pk, file_id))
    assert b"".join(got.streaming_content) == b"%PDF-1.4 brief"

    offered = browser.get(at("review-bundle", review.pk))
    assert "Of the ombuds function" not in offered.text
    assert "Choose what goes into the bundle" in browser.post(at("review-bundle", review.pk)).text
    ticked = offered.context["form"].initial["pieces"]
    shown = browser.post(at("review-bundle", review.pk), {"pieces": ticked}, follow=True)
    assert "Bundle 1:" in shown.text
    bundle = ReviewBundle.objects.get()
    assert bundle.sha256 in shown.text
    content = b"".join(browser.get(at("review-file", review.pk, bundle.file_id)).streaming_content)
    assert content.startswith(b"%PDF")

    answer = form(words="Daarom.", bundle=bundle.pk, seen=1)
    assert "Somebody" in browser.post(at("review-step", review.pk, "answer"), answer).text
    review.refresh_from_db()
    answer["seen"] = review.version
    shown = browser.post(at("review-step", review.pk, "answer"), answer, follow=True)
    assert "bundle 1 went along" in shown.text
    shown = browser.post(
        at("review-step", review.pk, "conclude"),
        form(
            agreement="partly", words="Deels.", recommendation="Sneller.", seen=review.version + 1
        ),
        follow=True,
    )
    assert "agrees with us in part" in shown.text
    assert "Sneller." in shown.text
    assert at("review-step", review.pk, "ask") in shown.text
    assert at("review-step", review.pk, "answer") not in shown.text
    assert "agrees with us in part" in browser.get(at("case", number)).text
    looks = AccessEntry.objects.filter(subject=f"case:{number}")
    assert looks.count() > 5  # each look at somebody's file is written down


def test_the_list_shows_first_what_is_wanted_first_and_narrows_by_body(
    browser_of_agent, agent, complaint
):
    by = agent.actor
    raised(complaint.case_id, by=by, at=make.MONDAY, their_reference="later")
    raised(
        complaint.case_id,
        by=by,
        at=make.MONDAY,
        their_reference="soon",
        body=ReviewBody.VLAAMSE_OMBUDSDIENST,
        due_at=make.local("2026-03-05 00:00"),
    )
    raised(complaint.case_id, by=by, at=make.MONDAY, their_reference="never", due_at=None)

    with CaptureQueriesContext(
        connection,
    ) as few:
        shown = browser_of_agent.get(at("reviews"))
    assert [one.their_reference for one in shown.context["rows"]] == ["soon", "later", "never"]
    for number in range(10):
        raised(complaint.case_id, by=by, at=make.MONDAY, their_reference=f"more {number}")
    with CaptureQueriesContext(connection) as many:
        browser_of_agent.get(at("reviews"))
    assert len(many) == len(few)

    page = at("review", ExternalReview.objects.earliest("id").pk)
    with CaptureQueriesContext(connection) as few:
        browser_of_agent.get(page)
    answered = {"words": "Zo.", "answered_at": make.MONDAY, "by": by, "at": make.MONDAY}
    review_id = ExternalReview.objects.earliest("id").pk
    actions.answer_review(review_id=review_id, **answered)
    with CaptureQueriesContext(connection) as many:
        browser_of_agent.get(page)
    assert len(many) == len(few)

    narrowed = browser_of_agent.get(at("reviews") + "?body=vlaamse-ombudsdienst")
    assert [one.their_reference for one in narrowed.context["rows"]] == ["soon"]
    assert not browser_of_agent.get(at("reviews") + "?list=closed&body=x").context["rows"]


def test_the_offices_reviews_stand_on_its_file_and_nowhere_else(
    browser_of_agent, sign_in, utility, agent, complaint, clock
):
    clock.at(LATER)
    office = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    actions.say_cannot_solve(complaint_id=complaint.pk, reason="Nee.", by=agent.actor, at=LATER)
    file = OmbudsFile.objects.get()
    theirs = sign_in(office)
    shown = theirs.post(
        at("review-new", file.case.number), form(body="vmm", asked="Waarom?"), follow=True
    )
    review = ExternalReview.objects.get()
    assert "Waarom?" in shown.text
    assert at("review", review.pk) in theirs.get(at("ombuds-file", file.pk)).text

    number = complaint.case.number
    for name in ("review", "review-bundle"):
        assert browser_of_agent.get(at(name, review.pk)).status_code == 404
    assert at("review", review.pk) not in browser_of_agent.get(at("reviews")).text
    assert at("review-new", number) not in browser_of_agent.get(at("case", number)).text
    refused = browser_of_agent.post(at("review-new", number), form(body="vmm"))
    assert "This is with the ombuds function" in refused.text


def test_the_office_ticks_what_of_its_file_goes_along(sign_in, utility, agent, complaint, clock):
    clock.at(LATER)
    office = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    actions.say_cannot_solve(complaint_id=complaint.pk, reason="Nee.", by=agent.actor, at=LATER)
    file = OmbudsFile.objects.get()
    by = {"by": office.actor, "at": LATER}
    actions.state_ties(file_id=file.pk, has_conflict=False, **by)
    file.refresh_from_db()
    actions.take_file(file_id=file.pk, seen_version=file.version, **by)
    finding = actions.add_finding(file_id=file.pk, text="De meter was juist.", **by)
    review = raised(complaint.case_id, by=office.actor)
    browser = sign_in(office)

    shown = browser.get(at("review-bundle", review.pk))
    assert "Nothing of it goes along unless you tick it" in shown.text
    ticked = shown.context["form"].initial["pieces"]
    assert f"finding-{finding}" not in ticked
    sent = {"pieces": ticked, "office": [f"finding-{finding}"]}
    shown = browser.post(at("review-bundle", review.pk), sent, follow=True)
    assert "with pieces of the ombuds function" in shown.text
