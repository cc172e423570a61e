"""In an emergency the files of the case open too: as long as it does, written down, of it alone."""

from datetime import timedelta

import pytest

from debiet.cases import actions as cases
from debiet.cases.models import Case
from debiet.core.models import AccessEntry
from debiet.files.models import StoredFile
from debiet.rules.access import Compartment, Role
from tests import make
from tests.desk.reading import text_of
from tests.desk.test_emergencies import break_glass, dpo, lead, on_case, partner
from tests.desk.test_files import PDF, photo, saved, stored

__all__ = ["dpo", "lead", "partner"]


@pytest.fixture
def files(utility):
    return [stored(), stored(photo(), "lek.jpg")]


@pytest.fixture
def opened_case(files):
    return make.case(text="Mijn kelder loopt onder!", file_ids=files)


def address(emergency_id, file_id, tail=""):
    return f"/emergency/{emergency_id}/files/{file_id}/{tail}"


def test_a_file_of_the_case_opens_is_kept_nowhere_and_the_look_is_written_down(
    partner, opened_case, files, sign_in
):
    emergency_id, client = on_case(partner, opened_case), sign_in(partner)
    page = client.get(f"/emergency/{emergency_id}/")
    assert "factuur.pdf" in text_of(page)
    assert address(emergency_id, files[0]) in page.text
    assert address(emergency_id, files[1], "small/") in page.text
    response = client.get(address(emergency_id, files[0]))
    assert saved(response) == PDF
    assert "attachment" in response.headers["content-disposition"]
    assert "no-store" in response.headers["cache-control"]
    small = client.get(address(emergency_id, files[1], "small/"))
    assert small.status_code == 200
    assert "no-store" in small.headers["cache-control"]
    looks = AccessEntry.objects.filter(subject__startswith="file:").order_by("id")
    assert list(looks.values_list("subject", "surface", "purpose", "user_id")) == [
        (f"file:{one}", "desk:emergency-file", f"emergency:{emergency_id}", partner.user_id)
        for one in files
    ]
    # By the usual way it opens as little as before.
    assert client.get(f"/cases/{opened_case.number}/files/{files[0]}/").status_code == 404


def test_it_closes_with_the_emergency(partner, opened_case, files, sign_in, clock):
    emergency_id, client = on_case(partner, opened_case), sign_in(partner)
    clock.at(make.MONDAY + timedelta(minutes=30))
    for tail in ("", "small/"):
        assert client.get(address(emergency_id, files[1], tail)).status_code == 404
    assert not AccessEntry.objects.filter(subject__startswith="file:").exists()


def test_no_file_of_anything_else_opens_with_it(utility, partner, opened_case, files, sign_in, ann):
    emergency_id, client = on_case(partner, opened_case), sign_in(partner)
    elsewhere = stored(b"%PDF-1.7 van een ander", "ander.pdf")
    make.case(file_ids=[elsewhere])
    for file_id in (elsewhere, 999_999):
        assert client.get(address(emergency_id, file_id)).status_code == 404
    other = sign_in(make.employee(utility, role=Role.PARTNER_AGENT, partner=True))
    assert other.get(address(emergency_id, files[0])).status_code == 404
    hr = make.employee(utility, role=Role.HR)
    of_customer = break_glass(hr, account_number="100200300")
    assert sign_in(hr).get(address(of_customer, files[0])).status_code == 404


@pytest.mark.parametrize("what", ["case", "file"])
def test_what_went_to_the_ombuds_office_since_opens_no_more(
    what, partner, opened_case, files, sign_in
):
    emergency_id, client = on_case(partner, opened_case), sign_in(partner)
    models = {"case": Case, "file": StoredFile}
    models[what].objects.update(compartment=Compartment.OMBUDS)
    assert client.get(address(emergency_id, files[0])).status_code == 404


def test_files_of_a_case_that_was_merged_into_it_open_too(partner, agent, files, sign_in):
    first, second = make.case(), make.case(file_ids=files)
    cases.merge_case(
        case_id=second.case_id, leading_number=first.number, seen_version=1, by=agent.actor,
        at=make.MONDAY,
    )  # fmt: skip
    emergency_id = on_case(partner, first)
    assert saved(sign_in(partner).get(address(emergency_id, files[0]))) == PDF
