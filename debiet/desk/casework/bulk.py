"""Changing many cases of a list at once: choose, look at what would happen, do it, undo it."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from debiet.cases import actions
from debiet.cases import queries as cases
from debiet.cases.actions import BulkPlan
from debiet.core.errors import Refused
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.casework.forms import BulkForm
from debiet.desk.casework.lists import shown_list
from debiet.desk.forms import topic_options
from debiet.desk.timeline import whole_number
from debiet.rules.access import Permission
from debiet.rules.bulk import MOST, BulkKind
from debiet.staff import queries as staff

_SALT = "debiet.desk.bulk"
PREVIEW_HOLDS = timedelta(minutes=30)


@employees(Permission.CHANGE_IN_BULK)
def choose(request: DeskRequest) -> HttpResponse:
    """Show a page of a list to choose from, and then what the choice would do."""
    viewer = request.signed_in.actor
    form = BulkForm(
        request.POST if request.method == "POST" else None,
        colleagues=staff.colleagues(viewer=viewer),
        teams=staff.teams(viewer=viewer),
        topics=topic_options(cases.topic_choices(public=False)),
        moment=request.at + timedelta(days=1),
    )
    chosen = [whole_number(one) for one in request.POST.getlist("case")][:MOST]
    facts: dict[str, Any] = shown_list(request)
    if request.method == "GET" and "all" in request.GET:
        chosen = [line.row.case_id for line in facts["lines"]]
    facts |= {"form": form, "chosen": chosen}
    if request.method == "POST" and not chosen:
        form.add_error(None, _("Choose at least one case."))
    if form.is_valid():
        return _preview(request, form, chosen)
    return frame.show(request, "desk/casework/bulk.html", facts)


def _preview(request: DeskRequest, form: BulkForm, chosen: list[int]) -> HttpResponse:
    viewer = request.signed_in.actor
    kind, value = BulkKind(form.cleaned_data["kind"]), form.value()
    versions = cases.versions_of(chosen, viewer=viewer)
    if kind is BulkKind.SPREAD:
        value = cases.planned_spread(versions, viewer=viewer, at=request.at)
    lines = cases.judged(kind, value, versions, viewer=viewer, at=request.at)
    plan = [uuid.uuid4().hex, viewer.user_id, kind, value, list(versions.items())]
    facts = {
        "kind": kind,
        "changed": [line for line in lines if line.refusal is None],
        "left": [line for line in lines if line.refusal is not None],
        "token": signing.TimestampSigner(salt=_SALT).sign_object(plan),
        "query": request.GET.urlencode(),
    }
    return frame.show(request, "desk/casework/bulk_preview.html", facts)


@employees(Permission.CHANGE_IN_BULK)
def carry_out(request: DeskRequest) -> HttpResponse:
    """Do what was previewed, and nothing else: the token holds the cases as they were seen."""
    viewer = request.signed_in.actor
    try:
        key, user_id, kind, value, versions = signing.TimestampSigner(salt=_SALT).unsign_object(
            request.POST.get("token", ""), max_age=PREVIEW_HOLDS
        )
    except (signing.BadSignature, ValueError):
        messages.error(request, _("This preview is too old. Choose the cases again."))
        return redirect("desk:bulk")
    if user_id != viewer.user_id:
        raise Http404
    plan = BulkPlan(key, BulkKind(kind), value, {int(one): int(seen) for one, seen in versions})
    try:
        made = actions.change_in_bulk(plan=plan, by=viewer, at=request.at)
    except Refused as refusal:
        access.answer_hidden(refusal)
        messages.error(request, str(refusal))
        return redirect("desk:bulk")
    return redirect("desk:bulk-done", bulk_id=made)


@employees(Permission.CHANGE_IN_BULK)
def done(request: DeskRequest, bulk_id: int) -> HttpResponse:
    """Show what a change did, and take it back."""
    viewer = request.signed_in.actor
    if request.method == "POST":
        try:
            actions.undo_bulk(bulk_id=bulk_id, by=viewer, at=request.at)
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        return redirect("desk:bulk-done", bulk_id=bulk_id)
    found = cases.bulk_result(bulk_id, viewer=viewer)
    if found is None:
        raise Http404
    return frame.show(request, "desk/casework/bulk_done.html", {"bulk": found})
