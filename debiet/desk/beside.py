"""What a case page shows beside what was said: first how it is read, then as the page shows it.

All of it is read in one statement: see `debiet/core/together.py`.
"""

from typing import Any

from debiet.cases import queries as cases
from debiet.core.references import reference
from debiet.core.together import Reading
from debiet.customers import queries as customers
from debiet.customers.queries import CustomerCard
from debiet.desk import access, delivery, timeline
from debiet.desk.access import DeskRequest, OpenFile
from debiet.desk.casework import around as casework
from debiet.desk.clocks import clock_lines, clocks_of_complaint
from debiet.desk.complaints import looking
from debiet.desk.complaints.letter_form import is_told_last
from debiet.desk.forms import CloseForm, GiveForm, WaitForm, topic_options
from debiet.desk.timeline import Seen
from debiet.incidents import queries as incidents
from debiet.knowledge import queries as knowledge
from debiet.rules.access import Permission
from debiet.rules.cases import CaseState, Direction
from debiet.staff.takers import colleagues_for
from debiet.terms import queries as terms

AS_READ = (
    "linked_suggestions", "linked_cases", "callbacks", "complaint", "reviews", "related", "tasks",
    "offers", "follow_ups", "incidents", "articles", "articles_used", "earlier",
)  # fmt: skip
"""What a template shows as it was read; what the employee may not see was not."""


def readings(request: DeskRequest, opened: OpenFile) -> dict[str, Reading[Any]]:
    """Return how what stands beside a case is read, as far as the employee may see it."""
    page, viewer, at = opened.page, opened.viewer, request.at
    about = reference("case", page.number)
    return {
        "ledger": terms.ledger.reading(about, viewer=viewer),
        "clock_views": terms.clock_views.reading(about, viewer=viewer, at=at),
        "linked_suggestions": cases.suggested_links.reading(page.case_id, viewer=viewer),
        "linked_cases": cases.related_cases.reading(page.case_id, viewer=viewer),
        "callbacks": cases.callbacks_of_case.reading(page.case_id, viewer=viewer, at=at),
        **clocks_of_complaint(opened, at=at),
        **casework.readings(request, opened),
        **_by_permission(opened, about),
        **_of_customer(opened),
    }


def _by_permission(opened: OpenFile, about: str) -> dict[str, Reading[Any]]:
    page, viewer = opened.page, opened.viewer
    found: dict[str, Reading[Any]] = {}
    if Permission.HANDLE_INCIDENT in viewer.permissions:
        found["incidents"] = incidents.incidents_beside.reading(page.case_id, viewer=viewer)
    if Permission.READ_KNOWLEDGE in viewer.permissions:
        asked = next((one.text for one in page.timeline if one.direction == Direction.IN), "")
        found["articles"] = knowledge.find.reading(
            f"{page.subject} {asked[:2000]}", topic_codes=[page.topic_code], public=False, limit=3
        )
        found["articles_used"] = knowledge.uses.reading(about, viewer=viewer)
    if Permission.ASSIGN_CASE in viewer.permissions:
        found["colleagues"] = colleagues_for.reading(page.compartment, viewer=viewer)
    return found


def _of_customer(opened: OpenFile) -> dict[str, Reading[Any]]:
    """Return how the customer is read, or whom the case may be from while nobody said it."""
    page, viewer = opened.page, opened.viewer
    if page.customer_id:
        return {
            "cards": customers.cards.reading([page.customer_id], viewer=viewer),
            "earlier": cases.earlier_cases.reading(
                page.customer_id, besides=page.case_id, viewer=viewer
            ),
        }
    if Permission.LINK_CUSTOMER in viewer.permissions:
        return {
            "candidate_ids": customers.candidate_ids.reading(
                email=page.contact_email, phone=page.contact_phone, account=page.account_number
            )
        }
    return {}


def shown(
    request: DeskRequest, opened: OpenFile, found: dict[str, Any], *, seen: Seen | None = None
) -> dict[str, Any]:
    """Return the timeline, the facts and the small forms of a case, of what was read."""
    page = opened.page
    labels = {topic.code: topic.label for topic in found["all_topics"]}
    if any(code not in labels for _moment, code in page.topic_codes):
        labels |= cases.topic_labels()  # of what went out of use
    return {
        "case": page,
        "is_closed": page.state == CaseState.RESOLVED,
        "is_waiting": page.state == CaseState.WAITING,
        "is_mine": page.assignee_id == request.signed_in.colleague.employee_id,
        "topics": [(moment, labels.get(code, code)) for moment, code in page.topic_codes],
        "timeline": timeline.lines(page.timeline, found["ledger"], seen=seen),
        "clocks": clock_lines(
            [*found["clock_views"], *found.get("clocks_of_complaint", ())], at=request.at
        ),
        "wait_form": WaitForm(),
        "told_last": is_told_last(page),
        **looking.shown_beside(found.get("complaint"), page, at=request.at),
        "not_arriving": delivery.not_arriving(opened),
        **{name: found[name] for name in AS_READ if name in found},
        **_forms(opened, found),
        **_customer(request, opened, found),
    }


def _forms(opened: OpenFile, found: dict[str, Any]) -> dict[str, Any]:
    forms: dict[str, Any] = {}
    if "colleagues" in found:
        forms["give_form"] = GiveForm(colleagues=found["colleagues"])
    if Permission.RESOLVE_CASE in opened.viewer.permissions:
        topics = topic_options(found["all_topics"])
        start = {"topic_code": opened.page.topic_code}
        forms["close_form"] = CloseForm(topics=topics, initial=start)
    return forms


def _customer(request: DeskRequest, opened: OpenFile, found: dict[str, Any]) -> dict[str, Any]:
    """Return the card of the customer, or those of whom it may be; each look is written down."""
    linked: CustomerCard | None = next(iter(found.get("cards", ())), None)
    if linked:
        access.saw_customers(request, opened, linked.customer_id)
    return {
        "customer": linked,
        "suggested": access.cards_beside(request, opened, found.get("candidate_ids", ())),
        "person_address": access.customer_address(request, linked.customer_id, opened.page.number)
        if linked
        else "",
    }
