"""The parts of a case page: what was said, what is known, and the answer below."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from debiet.cases import queries as cases
from debiet.clauses import queries as clauses
from debiet.core.references import reference
from debiet.customers import queries as customers
from debiet.customers.queries import CustomerCard
from debiet.desk import access, delivery, frame, timeline, worklists
from debiet.desk.access import DeskRequest, OpenFile
from debiet.desk.casework import around as casework
from debiet.desk.clocks import clock_lines
from debiet.desk.forms import (
    AnswerForm,
    CloseForm,
    GiveForm,
    NoteForm,
    WaitForm,
    topic_options,
)
from debiet.desk.timeline import Seen
from debiet.incidents import queries as incidents
from debiet.incidents.queries import CaseIncident
from debiet.knowledge import queries as knowledge
from debiet.rules.access import Permission
from debiet.rules.cases import CaseState, Direction
from debiet.staff import queries as staff
from debiet.terms import queries as terms
from debiet.web.kept_files import Keeper

WHILE_MERGED = {"write_note", "merge_cases", "relate_cases", "log_access"}
"""What can be done with a case that was merged into another one; the rest is done there."""


def show(
    request: DeskRequest,
    opened: OpenFile,
    *,
    composing: Mapping[str, Any] | None = None,
    note_form: NoteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the case page.

    :param composing: what differs around the answer: its form, its preview, what came in meanwhile
    """
    place = frame.place_of(request)
    facts = (
        worklists.rows_of(request, place)
        | around_case(request, opened, seen=(composing or {}).get("seen_before"))
        | composer(request, opened)
        | dict(composing or {})
        | {"note_form": note_form or NoteForm()}
    )
    if opened.page.merged_into:
        facts |= {"may": {name: True for name in frame.may(request) if name in WHILE_MERGED}}
        facts |= {"give_form": None, "close_form": None}
    return frame.show(request, "desk/case.html", facts, current=place.worklist, status=status)


def show_composer(
    request: DeskRequest, opened: OpenFile, composing: Mapping[str, Any]
) -> HttpResponse:
    """Return the composer alone, for a page that replaces only that."""
    facts = composer(request, opened) | dict(composing)
    facts |= {
        "case": opened.page,
        "place": frame.place_of(request),
        "may": frame.may(request),
        "now": request.at,
    }
    return render(request, "desk/_composer.html", facts)


def composer(request: DeskRequest, opened: OpenFile) -> dict[str, Any]:
    """Return what the composer begins with: an empty answer to the case as it stands now."""
    page = opened.page
    return {
        "answer_form": answer_form(None, opened),
        "keys": clauses.clause_keys(at=request.at),
        "seen": timeline.seen_now(page.version, page.timeline),
        "clauses": "",
        "preview": None,
        "meanwhile": None,
    }


def answer_form(data: Mapping[str, Any] | None, opened: OpenFile, **initial: Any) -> AnswerForm:
    """Return the form for an answer, with what there is to choose from."""
    return _answer_form(opened, {"data": data}, initial)


def answer_form_sent(request: DeskRequest, opened: OpenFile) -> AnswerForm:
    """Return the form for an answer as it was sent, with its files."""
    keeper = Keeper(request, by=opened.viewer, at=request.at)
    sent = {"data": request.POST, "files": request.FILES, "keeper": keeper}
    return _answer_form(opened, sent, {})


def _answer_form(
    opened: OpenFile, sent: Mapping[str, Any], initial: Mapping[str, Any]
) -> AnswerForm:
    return AnswerForm(
        **sent,
        topics=topic_options(opened.topics),
        templates=[(one.code, one.title) for one in clauses.answer_templates()],
        initial={"topic_code": opened.page.topic_code, **initial},
    )


def around_case(
    request: DeskRequest, opened: OpenFile, *, seen: Seen | None = None
) -> dict[str, Any]:
    """Return the timeline, the facts and the small forms of a case."""
    page, viewer = opened.page, opened.viewer
    about = reference("case", page.number)
    ledger = terms.ledger(about, viewer=viewer)
    labels = {topic.code: topic.label for topic in opened.topics}
    if any(code not in labels for _moment, code in page.topic_codes):
        labels |= cases.topic_labels()  # of what went out of use
    return {
        "case": page,
        "is_closed": page.state == CaseState.RESOLVED,
        "is_waiting": page.state == CaseState.WAITING,
        "is_mine": page.assignee_id == request.signed_in.colleague.employee_id,
        "topics": [(moment, labels.get(code, code)) for moment, code in page.topic_codes],
        "timeline": timeline.lines(page.timeline, ledger, seen=seen),
        "clocks": clock_lines(opened, at=request.at),
        "wait_form": WaitForm(),
        "linked_suggestions": cases.suggested_links(page.case_id, viewer=viewer),
        "linked_cases": cases.related_cases(page.case_id, viewer=viewer),
        "incidents": _incidents(opened),
        "callbacks": cases.callbacks_of_case(page.case_id, viewer=viewer, at=request.at),
        **casework.around_case(request, opened),
        **_knowledge(opened, about),
        **_choices(opened),
        **_customer(request, opened),
    }


def _incidents(opened: OpenFile) -> list[CaseIncident]:
    """Return the incidents a case is part of, and the open ones that it can be linked to."""
    if Permission.HANDLE_INCIDENT not in opened.viewer.permissions:
        return []
    return incidents.incidents_beside(opened.page.case_id, viewer=opened.viewer)


def _knowledge(opened: OpenFile, about: str) -> dict[str, Any]:
    """Return the articles that fit what was asked, and those it was answered with."""
    page, viewer = opened.page, opened.viewer
    if Permission.READ_KNOWLEDGE not in viewer.permissions:
        return {}
    asked = next((one.text for one in page.timeline if one.direction == Direction.IN), "")
    fitting = knowledge.find(
        f"{page.subject} {asked[:2000]}", topic_codes=[page.topic_code], public=False, limit=3
    )
    return {"articles": fitting, "articles_used": knowledge.uses(about, viewer=viewer)}


def _choices(opened: OpenFile) -> dict[str, Any]:
    found: dict[str, Any] = {}
    may = opened.viewer.permissions
    if Permission.ASSIGN_CASE in may:
        found["give_form"] = GiveForm(colleagues=staff.colleagues(viewer=opened.viewer))
    if Permission.RESOLVE_CASE in may:
        topics = topic_options(opened.topics)
        start = {"topic_code": opened.page.topic_code}
        found["close_form"] = CloseForm(topics=topics, initial=start)
    return found


def _customer(request: DeskRequest, opened: OpenFile) -> dict[str, Any]:
    page, viewer = opened.page, opened.viewer
    linked: CustomerCard | None = None
    suggested: list[CustomerCard] = []
    if page.customer_id:
        linked = next(iter(customers.cards([page.customer_id], viewer=viewer)), None)
    elif Permission.LINK_CUSTOMER in viewer.permissions:
        suggested = cases.suggested_customers(page.case_id, viewer=viewer)
    shown = [linked] if linked else suggested
    access.saw_customers(request, opened, *(card.customer_id for card in shown))
    earlier = (
        cases.earlier_cases(page.customer_id, besides=page.case_id, viewer=viewer)
        if page.customer_id
        else []
    )
    return {
        "customer": linked,
        "suggested": suggested,
        "earlier": earlier,
        "person_address": access.customer_address(request, linked.customer_id, page.number)
        if linked
        else "",
        "not_arriving": delivery.not_arriving(opened),
    }
