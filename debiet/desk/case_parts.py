"""The parts of a case page: what was said, what is known, and the answer below."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from debiet.cases import queries as cases
from debiet.cases.queries import TopicChoice
from debiet.clauses import queries as clauses
from debiet.clauses.queries import TemplateChoice
from debiet.complaints.queries import ComplaintPage
from debiet.core.together import Reading, together
from debiet.desk import beside, frame, presence, timeline, worklists
from debiet.desk.access import DeskRequest, OpenFile
from debiet.desk.forms import AnswerForm, NoteForm, topic_options
from debiet.rules.access import Permission
from debiet.rules.complaints import OWED
from debiet.web.kept_files import Keeper

WHILE_MERGED = {"write_note", "merge_cases", "relate_cases", "log_access"}
"""What can be done with a case that was merged into another one; the rest is done there."""

WHILE_FROZEN = {"record_contact", "send_code", "log_access"}
"""What can be done with a case that the ombuds function has: a message is taken down for it."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What the composer of an answer offers to choose from."""

    topics: list[TopicChoice]
    templates: list[TemplateChoice]
    keys: list[tuple[str, str]]


def show(
    request: DeskRequest,
    opened: OpenFile,
    *,
    composing: Mapping[str, Any] | None = None,
    note_form: NoteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the case page. All that stands around the case is read in one statement.

    :param composing: what differs around the answer: its form, its preview, what came in meanwhile
    """
    place = frame.place_of(request)
    found = together(
        listed=worklists.rows_reading(request, place),
        **_offer_readings(request, opened),
        **beside.readings(request, opened),
    )
    facts = (
        worklists.shown(request, place, found["listed"])
        | beside.shown(request, opened, found, seen=(composing or {}).get("seen_before"))
        | _composer(opened, _offered(found), complaint=found["complaint"])
        | dict(composing or {})
        | {"note_form": note_form or NoteForm()}
        | presence.of_page(request, opened, is_writing=composing is not None)
    )
    facts |= {"of_office": Permission.HANDLE_OMBUDS in opened.viewer.permissions}
    if opened.page.frozen_at:
        facts |= {"may": {name: True for name in frame.may(request) if name in WHILE_FROZEN}}
        facts |= {"give_form": None, "close_form": None}
    elif opened.page.merged_into:
        facts |= {"may": {name: True for name in frame.may(request) if name in WHILE_MERGED}}
        facts |= {"give_form": None, "close_form": None}
    return frame.show(request, "desk/case.html", facts, current=place.worklist, status=status)


def show_composer(
    request: DeskRequest, opened: OpenFile, composing: Mapping[str, Any]
) -> HttpResponse:
    """Return the composer alone, for a page that replaces only that."""
    offered = _offered(together(**_offer_readings(request, opened)))
    facts = _composer(opened, offered) | dict(composing)
    facts |= {
        "case": opened.page,
        "place": frame.place_of(request),
        "may": frame.may(request),
        "now": request.at,
    }
    return render(request, "desk/_composer.html", facts)


def _offer_readings(request: DeskRequest, opened: OpenFile) -> dict[str, Reading[Any]]:
    return {
        "all_topics": cases.topic_choices.reading(public=False, also=[opened.page.topic_code]),
        "templates": clauses.answer_templates.reading(),
        "keys": clauses.clause_keys.reading(at=request.at),
    }


def _offered(found: Mapping[str, Any]) -> Offered:
    return Offered(found["all_topics"], found["templates"], found["keys"])


def _composer(
    opened: OpenFile, offered: Offered, *, complaint: ComplaintPage | None = None
) -> dict[str, Any]:
    """Return what the composer begins with: an empty answer to the case as it stands now.

    Where the first line owes an answer to a complaint, that is written there: here one tells
    something in between, unless one ticks more.
    """
    page = opened.page
    between = complaint is not None and complaint.step in OWED
    initial = {"is_substantive": False, "resolves": False} if between else {}
    return {
        "answer_form": _answer_form(opened, {"data": None}, initial, offered),
        "keys": offered.keys,
        "seen": timeline.seen_now(page.version, page.timeline),
        "clauses": "",
        "preview": None,
        "meanwhile": None,
    }


def answer_form(
    request: DeskRequest, data: Mapping[str, Any] | None, opened: OpenFile, **initial: Any
) -> AnswerForm:
    """Return the form for an answer, with what there is to choose from."""
    offered = _offered(together(**_offer_readings(request, opened)))
    return _answer_form(opened, {"data": data}, initial, offered)


def answer_form_sent(request: DeskRequest, opened: OpenFile) -> AnswerForm:
    """Return the form for an answer as it was sent, with its files."""
    keeper = Keeper(request, by=opened.viewer, at=request.at)
    sent = {"data": request.POST, "files": request.FILES, "keeper": keeper}
    return _answer_form(opened, sent, {}, _offered(together(**_offer_readings(request, opened))))


def _answer_form(
    opened: OpenFile, sent: Mapping[str, Any], initial: Mapping[str, Any], offered: Offered
) -> AnswerForm:
    return AnswerForm(
        **sent,
        topics=topic_options(offered.topics),
        templates=[(one.code, one.title) for one in offered.templates],
        initial={"topic_code": opened.page.topic_code, **initial},
    )
