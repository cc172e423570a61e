"""What a case page shows of the work around a case: other cases, promises, tasks."""

from typing import Any

from debiet.cases import queries as cases
from debiet.complaints import queries as complaints
from debiet.core.together import Reading
from debiet.desk.access import DeskRequest, OpenFile


def readings(request: DeskRequest, opened: OpenFile) -> dict[str, Reading[Any]]:
    """Return how what stands on a case page beside the case itself is read."""
    page, viewer = opened.page, opened.viewer
    return {
        "complaint": complaints.complaint_of_case.reading(page.case_id, viewer=viewer),
        "reviews": complaints.reviews_of_case.reading(page.case_id, viewer=viewer),
        "related": cases.typed_links.reading(page.case_id, viewer=viewer),
        "tasks": cases.tasks_of_case.reading(page.case_id, viewer=viewer),
        "offers": cases.conflict_offers.reading(page.case_id, viewer=viewer),
        "follow_ups": cases.follow_ups_of_case.reading(page.case_id, viewer=viewer, at=request.at),
    }
