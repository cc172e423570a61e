"""The pages of emergencies ask the database as often with many as with one."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.desk.test_emergencies import dpo, on_case, opened_case, partner

__all__ = ["dpo", "opened_case", "partner"]


def test_the_pages_take_as_many_statements_with_many_as_with_one(
    partner, dpo, opened_case, sign_in
):
    desk, client = sign_in(dpo), sign_in(partner)

    def statements(browser, path):
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(path).status_code == 200
        return len(asked)

    def both(minute):
        emergency_id = on_case(partner, opened_case, make.MONDAY + timedelta(minutes=minute))
        at_once = statements(client, f"/emergency/{emergency_id}/")
        return statements(desk, "/emergencies/"), at_once

    first = both(0)
    assert first <= (12, 22)
    assert [both(minute) for minute in range(1, 6)][-1] == first
