"""Letters coming in: the scans, how far their reading is, and the letters that wait."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.words import Words
from debiet.correspondence import actions
from debiet.correspondence import queries as correspondence
from debiet.correspondence.actions import Picture
from debiet.correspondence.queries import Scan
from debiet.correspondence.scanning import ScanUnreadable
from debiet.correspondence.scanning import page_image as image_of
from debiet.correspondence.separators import separator_sheets
from debiet.desk import access, frame, labels
from debiet.desk.access import DeskRequest, employees
from debiet.desk.letter_forms import AwayForm, ScanForm
from debiet.desk.timeline import whole_number
from debiet.rules.access import Compartment, Permission
from debiet.rules.cases import Carrier, Route
from debiet.rules.scans import SplitBy, ending_of, in_order, separator_route
from debiet.web.uploads import sent_too_much

SHOWN_FOR = timedelta(days=7)
"""So long a scan that was taken apart stays in the list."""
WIDTHS = {"small": 240, "large": 1400}
SANDBOX = "default-src 'none'; sandbox"


@dataclass(frozen=True, slots=True)
class PageShown:
    """A page of a scan that somebody parts.

    :param name: of the picture that it came as, or ""
    """

    number: int
    is_first: bool
    is_blank: bool
    is_separator: bool
    name: str


@employees(Permission.TAKE_IN_MESSAGE)
def letters(request: DeskRequest) -> HttpResponse:
    """Show the letters that wait, and take in a scan."""
    viewer = access.actor(request)
    form = ScanForm(
        request.POST or None,
        files=request.FILES or None,
        today=timezone.localdate(request.at),
        compartments=_compartments(viewer.compartments),
        has_sent_too_much=sent_too_much(request),
    )
    if form.is_valid():
        try:
            kept = _keep(request, form)
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            if not kept.is_new:
                messages.info(request, _("This scan was taken in before."))
            return redirect("desk:scan", raw_message_id=kept.raw_message_id)
    waiting = correspondence.letters_to_register(viewer=viewer, limit=frame.SMALL_BOUND)
    facts = {
        "form": form,
        "waiting": waiting,
        "is_cut": len(waiting) == frame.SMALL_BOUND,
        "scans": correspondence.scans(viewer=viewer, since=request.at - SHOWN_FOR),
    }
    return frame.show(request, "desk/letters/list.html", facts, current="letters")


def _compartments(seen: frozenset[str]) -> list[tuple[str, Words]]:
    known = {
        Compartment.ORDINARY: _("customer service"),
        Compartment.OMBUDS: _("the ombuds office"),
    }
    return [(code, words) for code, words in known.items() if code in seen]


def _keep(request: DeskRequest, form: ScanForm) -> actions.TakenIn:
    found = form.cleaned_data
    facts: dict[str, Any] = {
        "received_on": found["received_on"],
        "split_by": SplitBy(found["split_by"]),
        "every": found["every"] or 1,
        "carrier": Carrier(found["carrier"]),
        "compartment": found["compartment"],
        "by": access.actor(request),
        "at": request.at,
    }
    first, *others = found["scan"]
    if not others:
        return actions.keep_scan(content=first.read(), name=first.name, **facts)
    pictures = [Picture(one.name, one.read()) for one in found["scan"]]
    return actions.keep_pictures(pictures=pictures, **facts)


@employees(Permission.TAKE_IN_MESSAGE)
def scan(request: DeskRequest, raw_message_id: int) -> HttpResponse:
    """Show how far a scan is, and take one apart where somebody chose the first pages."""
    found, viewer = access.paper(request, raw_message_id)
    if found.is_letter:
        return redirect("desk:letter", raw_message_id=raw_message_id)
    if request.method == "POST" and "look" not in request.POST:
        return _part(request, raw_message_id, viewer)
    facts = {
        "scan": found,
        "is_reading": found.row.state == "received",
        "is_to_choose": found.row.outcome == "choose-pages",
        "away_form": AwayForm() if found.is_waiting else None,
        "pages": _pages(request, found),
    }
    template = "desk/letters/_scan.html" if request.headers.get("HX-Request") else None
    return frame.show(request, template or "desk/letters/scan.html", facts, current="letters")


def _part(request: DeskRequest, raw_message_id: int, viewer: Actor) -> HttpResponse:
    """Take a scan apart as somebody said."""
    try:
        count = actions.choose_first_pages(
            raw_message_id=raw_message_id,
            firsts=[whole_number(typed) for typed in request.POST.getlist("first")],
            places=_places(request),
            by=viewer,
            at=request.at,
        )
    except Refused as refusal:
        access.answer_hidden(refusal)
        messages.error(request, str(refusal))
        return redirect("desk:scan", raw_message_id=raw_message_id)
    said = ngettext("The scan gave %(count)s letter.", "The scan gave %(count)s letters.", count)
    messages.success(request, said % {"count": count})
    return redirect("desk:letters")


def _places(request: DeskRequest) -> dict[int, int]:
    """Return the place that was typed beside each page."""
    typed = {
        whole_number(name.removeprefix("place-")): whole_number(str(value))
        for name, value in request.POST.items()
        if name.startswith("place-")
    }
    return {page: place for page, place in typed.items() if place}


def _pages(request: DeskRequest, found: Scan) -> list[PageShown]:
    """Return the pages in their order, or in the one that somebody wants to look at."""
    is_tried = request.method == "POST"
    count = len(found.page_facts)
    ticked = {whole_number(typed) for typed in request.POST.getlist("first")}
    firsts = ticked if is_tried else set(found.firsts) or {0}
    return [
        PageShown(
            number=number,
            is_first=number in firsts,
            is_blank=found.page_facts[number].is_blank,
            is_separator=separator_route(found.page_facts[number].marks) is not None,
            name=found.names[number] if len(found.names) == count else "",
        )
        for number in in_order(count, _places(request) if is_tried else {})
    ]


@employees(Permission.TAKE_IN_MESSAGE)
def put_away(request: DeskRequest, raw_message_id: int) -> HttpResponse:
    """Set a letter or a scan aside with a reason."""
    form = AwayForm(request.POST or None)
    if form.is_valid():
        try:
            actions.put_away_paper(
                raw_message_id=raw_message_id,
                reason=form.cleaned_data["reason"],
                by=access.actor(request),
                at=request.at,
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It is set aside."))
    return redirect("desk:letters")


@employees(Permission.TAKE_IN_MESSAGE)
def page_image(request: DeskRequest, raw_message_id: int, page: int) -> HttpResponse:
    """Return a page of what waits, as an image made anew."""
    _found, viewer = access.paper(request, raw_message_id)
    content = correspondence.paper_content(raw_message_id, viewer=viewer)
    if content is None:
        raise Http404
    side = WIDTHS["small" if request.GET.get("width") == "small" else "large"]
    try:
        image = image_of(content, page=page, side=side)
    except ScanUnreadable:
        raise Http404 from None
    return HttpResponse(image, content_type="image/png")


@employees(Permission.TAKE_IN_MESSAGE)
def file(request: DeskRequest, raw_message_id: int) -> HttpResponse:
    """Return what waits as it is kept, to be saved and never to be shown by the browser."""
    found, viewer = access.paper(request, raw_message_id)
    content = correspondence.paper_content(raw_message_id, viewer=viewer)
    if content is None:
        raise Http404
    ending = ending_of(content[:1024]) or "bin"
    kind = "application/pdf" if ending == "pdf" else "application/octet-stream"
    name = f"{'letter' if found.is_letter else 'scan'}-{raw_message_id}.{ending}"
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
        },
    )


@employees(Permission.TAKE_IN_MESSAGE)
def separators(request: DeskRequest) -> HttpResponse:
    """Return separator sheets to print: one that says nothing more, and one for each route."""
    words = {
        route: _("The next letter begins behind this sheet.")
        if route is Route.DIRECT
        else _("The next letter begins behind this sheet. It came %(route)s.")
        % {"route": labels.ROUTES[route]}
        for route in Route
    }
    sheets = separator_sheets(
        title=_("Separator sheet"), words=words, language=(get_language() or "nl")[:2]
    )
    disposition = 'attachment; filename="separators.pdf"'
    return HttpResponse(
        sheets, content_type="application/pdf", headers={"Content-Disposition": disposition}
    )
