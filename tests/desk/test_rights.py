"""Requests about one's own data at the desk: by letter, by two people, step by step."""

import io
import zipfile

import pytest

from debiet.cases.models import Case
from debiet.core.models import AccessEntry
from debiet.correspondence.models import Message
from debiet.files import actions as stored_files
from debiet.files import queries as files
from debiet.retention.models import RightsRequest
from debiet.rules.access import Role
from tests import make
from tests.desk.reading import text_of


@pytest.fixture
def lead(utility):
    return make.employee(utility, role=Role.TEAM_LEAD, name="Sarah Peeters", is_lead=True)


@pytest.fixture
def dpo(utility):
    return make.employee(utility, role=Role.DPO, name="Dina Prive")


LETTER = {
    "kind": "access",
    "carrier": "post",
    "received_on": "2026-03-02",
    "topic_code": "invoice",
    "name_of": "Ann De Smet",
    "email": "ann@example.be",
    "text": "Geef mij inzage in al mijn gegevens.",
}


def opened(browser, **changes):
    answer = browser.post("/rights/", LETTER | changes, follow=True)
    assert answer.status_code == 200
    return RightsRequest.objects.latest("id").case.number


def saved(browser, path) -> bytes:
    return b"".join(browser.get(path).streaming_content)  # closes it


def test_a_letter_of_somebody_unknown_is_answered_by_two_people(lead, dpo, sign_in, clock):
    make.customer(name="Iemand Anders", email="anders@example.be")
    earlier = make.case(text="Mijn buur belt op 0471 99 88 77.")
    browser, second = sign_in(lead), sign_in(dpo)
    number = opened(browser)
    page = f"/rights/{number}/"
    assert "not known yet who asks" in text_of(browser.get(page))
    assert "Also hide" not in text_of(browser.get(page))

    browser.post(f"{page}take/identity/", {"proof": "at-counter"})
    browser.post(f"{page}take/prepare/", {"hidden_words": "buur"})
    assert "Nobody else looked at it yet." in text_of(browser.get(page))
    refused = browser.post(f"{page}take/release/", {"text": "Hier."})
    assert refused.status_code == 422
    assert "This is not the next step." in text_of(refused)

    shown = second.get(page)
    assert "I looked at it" in text_of(shown)
    assert saved(second, f"{page}export/pdf/").startswith(b"%PDF")
    zipped = saved(second, f"{page}export/zip/")
    export_id = RightsRequest.objects.get().export_id
    second.post(f"{page}take/review/", {"export_id": export_id})

    done = browser.post(f"{page}take/release/", {"text": "Hier is alles."}, follow=True)
    assert "answered" in text_of(done)
    (sent,) = Message.objects.get(purpose="answer").files.all()
    given = files.opened(sent.file_id, viewer=lead.actor)
    assert given.content == zipped
    told = zipfile.ZipFile(io.BytesIO(zipped)).read("data.json").decode()
    assert earlier.number in told
    assert "0471" not in told
    assert "buur" not in told
    assert AccessEntry.objects.filter(user_id=dpo.user_id, subject=f"case:{number}").exists()


def test_a_case_that_turns_out_to_be_a_request_counts_from_its_receipt(lead, sign_in, clock):
    case = make.case(text="Wis mijn gegevens")
    browser = sign_in(lead)
    answer = browser.post("/rights/", {"number": case.number, "kind": "erasure"}, follow=True)
    shown = text_of(answer)
    assert "What stays, and why" in shown
    assert "public task" in shown
    assert Case.objects.get(kind="rights").opened_at == make.MONDAY
    unknown = browser.post("/rights/", {"number": "2020-999999", "kind": "erasure"})
    assert unknown.status_code == 422


@pytest.mark.parametrize("kind", ["correction", "erasure", "objection"])
def test_the_other_kinds_are_answered_once_it_is_known_who_asks(lead, sign_in, kind):
    browser = sign_in(lead)
    page = f"/rights/{opened(browser, kind=kind)}/"
    assert browser.post(f"{page}take/complete/", {"text": "Ja."}).status_code == 422
    browser.post(f"{page}take/identity/", {"proof": "known-facts"})
    assert "answered" in text_of(
        browser.post(f"{page}take/complete/", {"text": "Ja."}, follow=True)
    )


def test_the_month_is_made_longer_with_a_reason_that_is_told(lead, sign_in):
    browser = sign_in(lead)
    page = f"/rights/{opened(browser)}/"
    assert browser.post(f"{page}take/longer/", {"reason": "complex"}).status_code == 422
    told = {"reason": "complex", "text": "Het is veel."}
    shown = text_of(browser.post(f"{page}take/longer/", told, follow=True))
    assert "Made two months longer" in shown
    assert browser.post(f"{page}take/longer/", told).status_code == 422


def test_nobody_reaches_a_request_or_file_that_is_not_its_own(lead, dpo, utility, sign_in):
    browser = sign_in(lead)
    own = stored_files.store_file(
        content=b"x", name="x.txt", compartment="ordinary", by=make.SYSTEM, at=make.MONDAY
    )
    make.case(file_ids=[own])
    ordinary = opened(browser)
    ombuds = make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team)
    closed = opened(sign_in(ombuds), topic_code="ombuds")
    for path in (f"/rights/{closed}/", f"/rights/{closed}/export/zip/"):
        assert browser.get(path).status_code == 404
    answer = browser.post(f"/rights/{closed}/take/identity/", {"proof": "known-facts"})
    assert answer.status_code == 404
    assert closed not in text_of(browser.get("/rights/"))
    recognized = browser.post("/rights/", {"number": closed, "kind": "access"})
    assert recognized.status_code == 422
    browser.post(f"/rights/{ordinary}/take/identity/", {"proof": "known-facts"})
    strange = {"hidden_words": "", "file_ids": ["999999"]}
    assert browser.post(f"/rights/{ordinary}/take/prepare/", strange).status_code == 422
    assert (
        sign_in(dpo).post(f"/rights/{ordinary}/take/prepare/", {"hidden_words": ""}).status_code
        == 403
    )
    assert browser.get(f"/rights/{ordinary}/take/fly/").status_code == 404
    assert browser.get(f"/rights/{ordinary}/export/exe/").status_code == 404


def test_the_list_asks_no_more_for_many_requests(lead, sign_in, django_assert_max_num_queries):
    browser = sign_in(lead)
    for _number in range(4):
        opened(browser)
    with django_assert_max_num_queries(13):
        browser.get("/rights/")
