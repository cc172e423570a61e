"""What a case page shows of the work around a case: other cases, promises, tasks."""

from typing import Any

from debiet.cases import queries as cases
from debiet.desk.access import DeskRequest, OpenFile


def around_case(request: DeskRequest, opened: OpenFile) -> dict[str, Any]:
    """Return what stands on a case page beside the case itself."""
    page, viewer = opened.page, opened.viewer
    return {
        "related": cases.typed_links(page.case_id, viewer=viewer),
        "tasks": cases.tasks_of_case(page.case_id, viewer=viewer),
        "offers": cases.conflict_offers(page.case_id, viewer=viewer),
        "follow_ups": cases.follow_ups_of_case(page.case_id, viewer=viewer, at=request.at),
    }
