"""Who tries to open something of the ombuds office learns nothing; the office hears who it was."""

from datetime import timedelta

import pytest

from debiet.cases.actions import NotNeeded
from debiet.core.errors import NotFound
from debiet.core.models import AuditEntry
from debiet.rules.access import Compartment, Role
from debiet.staff.models import Notification
from tests import make
from tests.desk.reading import text_of
from tests.desk.test_emergencies import break_glass, dpo, lead, on_case, opened_case, partner

__all__ = ["dpo", "lead", "opened_case", "partner"]


@pytest.fixture
def ombuds(utility):
    return make.employee(utility, role=Role.OMBUDS, team=utility.ombuds_team, name="Eva Recht")


def tried(somebody, opened, at=make.MONDAY):
    with pytest.raises(NotFound):
        on_case(somebody, opened, at)


def test_who_tries_to_open_something_of_the_ombuds_office_is_told_of_without_what(
    partner, ombuds, dpo, lead, jobs, sign_in
):
    opened = make.case(topic_code="ombuds", text="geheim")
    for hours in (0, 1, 2):
        tried(partner, opened, make.MONDAY + timedelta(hours=hours))
        jobs.run(times=2)
    rows = Notification.objects.filter(kind="emergency.tried")
    assert {row.employee_id for row in rows} == {ombuds.employee_id, dpo.employee_id}
    assert rows.count() == 2
    for somebody in (ombuds, dpo):
        page = sign_in(somebody).get("/notices/")
        assert "Noor Aydin tried to open something of the ombuds office" in text_of(page)
        assert opened.number not in page.text
    entries = AuditEntry.objects.filter(facts__has_key="told", facts__cause__startswith="tried:")
    assert entries.count() == 2
    for cause in (*rows.values_list("cause", flat=True), *(one.facts["cause"] for one in entries)):
        assert len(cause.split(":")[2]) == 16  # which case it was cannot be read from it
    # That it was tried stands with the case, where only the office looks.
    noted = AuditEntry.objects.filter(action__contains="note_tried")
    assert {one.compartment for one in noted} == {Compartment.OMBUDS}

    tried(partner, make.case(topic_code="ombuds"))
    tried(partner, opened, make.MONDAY + timedelta(days=1))
    jobs.run()
    assert rows.all().count() == 6


def test_the_ombuds_office_itself_and_a_wrong_number_are_told_to_nobody(
    partner, ombuds, dpo, jobs, opened_case
):
    with pytest.raises(NotNeeded):
        on_case(ombuds, make.case(topic_code="ombuds"))
    with pytest.raises(NotFound):
        break_glass(partner, case_number="2020-000001")
    jobs.run()
    assert not Notification.objects.filter(kind="emergency.tried").exists()
