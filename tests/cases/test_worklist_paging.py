"""A worklist is walked to its last row: each case once, those without a term at the end."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from debiet.cases import queries
from debiet.cases.models import Case
from debiet.cases.queries import Scope, Worklist
from tests import make

pytestmark = pytest.mark.django_db

SCOPE = Scope(employee_id=0, team_ids=())
HOUR = timedelta(hours=1)


def opened(*hours):
    """Open a case for each number of hours until it is due; None has no term."""
    make.utility()
    for left in hours:
        case = Case.objects.get(pk=make.case().case_id)
        case.due_at = None if left is None else make.MONDAY + timedelta(hours=left)
        case.is_undetermined = left is None
        case.save()


def walked(worklist=Worklist.OPEN, *, size, at=make.MONDAY):
    """Return the terms of all pages, and see that no case comes twice."""
    seen, after, pages = [], None, []
    while True:
        page = queries.worklist(
            worklist, scope=SCOPE, viewer=make.SYSTEM, at=at, after=after, size=size
        )
        seen += [row.case_id for row in page.rows]
        pages.append([row.due_at and (row.due_at - make.MONDAY) // HOUR for row in page.rows])
        after = page.next
        if after is None:
            assert len(set(seen)) == len(seen)
            return pages


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 8])
def test_every_case_is_on_exactly_one_page_whatever_the_size_of_a_page(size):
    opened(5, None, 3, 3, 3, None, 1, None)

    pages = walked(size=size)

    assert [left for page in pages for left in page] == [1, 3, 3, 3, 5, None, None, None]
    assert all(len(page) == size for page in pages[:-1])


def test_a_page_that_ends_with_the_latest_term_leads_to_the_cases_without_one():
    opened(2, 1, None)

    assert walked(size=2) == [[1, 2], [None]]


def test_a_list_of_late_cases_ends_without_those_that_have_no_term():
    opened(1, 2, None, 9)

    at = make.MONDAY + timedelta(hours=5)
    assert walked(Worklist.BREACHED, size=1, at=at) == [[1], [2]]


def test_a_deep_page_is_found_by_an_index_range_and_not_by_reading_from_the_start():
    opened(1, 2, 3, 4)
    first = queries.worklist(Worklist.OPEN, scope=SCOPE, viewer=make.SYSTEM, at=make.MONDAY, size=1)

    with CaptureQueriesContext(connection) as captured:
        queries.worklist(
            Worklist.OPEN,
            scope=SCOPE,
            viewer=make.SYSTEM,
            at=make.MONDAY,
            after=first.next,
            size=2,
        )

    (statement,) = captured.captured_queries
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        # Few rows are sorted at no cost, and others may have analyzed the table while it was empty.
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {statement['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "case_open_due" in plan
    assert "Index Cond: (due_at >=" in plan
