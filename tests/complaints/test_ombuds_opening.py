"""Files that the ombuds function opens itself, and who is told of a file."""

import pytest
from django.db import connection

from debiet.cases import actions as cases
from debiet.cases import queries as case_queries
from debiet.complaints import actions, tasks
from debiet.complaints import queries as complaints
from debiet.complaints.actions import Direct, Said
from debiet.complaints.models import (
    OmbudsFile,
)
from debiet.rules.complaints import Takeover
from debiet.staff.models import Notification
from tests import make
from tests.complaints.conftest import FOUNDED, answered, left, registered
from tests.complaints.test_ombuds_work import SOON, decided, gone_out, page, taken
from tests.complaints.test_taking_over import LATER, asked, with_office

pytestmark = pytest.mark.django_db


def test_a_confidential_file_changes_nothing_at_all_on_the_first_lines_case(people):
    complaint = registered(make.case(), by=people.agent.actor)
    office_case = make.case(topic_code="ombuds", text="Over een medewerker")

    def first_line():
        found = complaint.case_id
        with connection.cursor() as cursor:
            rows = []
            for table, column in (
                ("cases_case", "id"),
                ("cases_interaction", "case_id"),
                ("cases_note", "case_id"),
                ("complaints_complaint", "case_id"),
            ):
                cursor.execute(f"SELECT * FROM {table} WHERE {column} = %s ORDER BY 1", [found])  # noqa: S608
                rows.append(cursor.fetchall())
        return rows

    before = first_line()
    number = case_queries.case_page(complaint.case_id, viewer=people.office.actor).number
    file_id = actions.open_file(
        case_id=office_case.case_id,
        said=Said(reason="Vertrouwelijk."),
        direct=Direct(Takeover.CUSTOMER_ASKS, "Vertrouwelijk.", number, is_confidential=True),
        by=people.office.actor,
        at=LATER,
    )
    file = taken(people, OmbudsFile.objects.get(pk=file_id))
    gone_out(decided(people, file), at=SOON)

    assert first_line() == before
    assert file.is_confidential
    assert people.agent.employee_id in {
        one for one in [people.agent.employee_id] if page(file, people.office).involved
    }
    left(answered(complaint, by=people.agent.actor, at=LATER, judgment=FOUNDED), at=LATER)


def test_the_office_opens_no_file_outside_of_its_own_part(people):
    with pytest.raises(cases.NotInTheOffice):
        actions.open_file(
            case_id=make.case().case_id,
            said=Said(reason="x"),
            direct=Direct(Takeover.CUSTOMER_ASKS, "x"),
            by=people.office.actor,
            at=LATER,
        )


def test_the_office_is_told_of_a_file_and_of_a_wish_and_nobody_else(people):
    file = with_office(people)
    complaint = registered(make.case(), by=people.agent.actor)
    asked(complaint)
    for _twice in range(2):
        tasks.tell_office(file_id=file.pk)
        tasks.tell_office_asked(complaint_id=complaint.pk)
    told = Notification.objects.filter(kind__startswith="ombuds.")
    assert set(told.values_list("employee_id", flat=True)) == {people.office.employee_id}
    assert told.count() == 2
    assert [one.number for one in complaints.wanted(viewer=people.office.actor)]
