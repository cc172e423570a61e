"""The quick screen: a call or visit on one page, from who it is to its answer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from debiet.cases import queries as cases
from debiet.cases.actions import Contact, NewContact, Registered
from debiet.complaints import actions
from debiet.complaints.actions import Called
from debiet.core.errors import Refused
from debiet.correspondence import queries as correspondence
from debiet.correspondence.queries import CallRow
from debiet.desk import access, caller, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.caller import Caller
from debiet.desk.complaints.telling import NO_ANSWER_YET, letter_of_call, reaches
from debiet.desk.forms import topic_options
from debiet.desk.phone_forms import (
    NOBODY,
    SOMEBODY_NEW,
    QuickForm,
    form_key,
    window_options,
)
from debiet.desk.timeline import whole_number
from debiet.rules import callbacks
from debiet.rules.access import Permission
from debiet.rules.cases import Carrier, spoken_code, tidy_number
from debiet.terms import queries as terms


@employees(Permission.OPEN_CASE)
def new(request: DeskRequest) -> HttpResponse:
    """Show the quick screen, search, verify the caller, or write the contact down."""
    data = request.POST if request.method == "POST" else None
    call = _call(request, data or request.GET)
    key = form_key(data or {})
    does = request.POST.get("do", "")
    who = _caller(request, data or _begun(request, call), call, key=key, verifies=does == "verify")
    if data is None or does != "register":
        form = _form(request, data, key=key, call=call)
        return _page(request, form if data is None else _unbound(request, data, key, call), who)
    form = _form(request, data, key=key, call=call)
    if form.is_valid():
        try:
            made = _register(request, form, who, call, key=key)
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            return _done(request, made)
    return _page(request, form, who)


@employees(Permission.OPEN_CASE)
def who(request: DeskRequest) -> HttpResponse:
    """Return who it may be alone, for a page that asks again while somebody types."""
    call = _call(request, request.POST)
    found = _caller(
        request,
        request.POST,
        call,
        key=form_key(request.POST),
        verifies=request.POST.get("do") == "verify",
    )
    facts = {"who": found, "may": frame.may(request), "now": request.at}
    return render(request, "desk/_who.html", facts)


def _call(request: DeskRequest, data: Mapping[str, Any]) -> CallRow | None:
    call_id = whole_number(str(data.get("call", "")))
    return correspondence.call(call_id, viewer=access.actor(request)) if call_id else None


def _begun(request: DeskRequest, call: CallRow | None) -> dict[str, str]:
    return {"who": call.caller if call else ""}


def _caller(
    request: DeskRequest,
    data: Mapping[str, Any],
    call: CallRow | None,
    *,
    key: str,
    verifies: bool,
) -> Caller:
    return caller.caller_of(
        request, data, key=key, calls_from=call.caller if call else "", verifies=verifies
    )


def _form(
    request: DeskRequest,
    data: Mapping[str, Any] | None,
    *,
    key: str,
    call: CallRow | None,
    typed: Mapping[str, Any] | None = None,
) -> QuickForm:
    topics = topic_options(cases.topic_choices(public=False))
    named = dict(topics)
    favorites = cases.favorite_topics(request.signed_in.colleague.team_ids)
    first = [(code, named[code].strip()) for code in favorites if code in named]
    grouped = [(_("Most chosen"), first), (_("All topics"), topics)] if first else topics
    spans = terms.open_spans(at=request.at)
    offered = callbacks.windows(spans, at=request.at)
    chosen = str((data or typed or {}).get("window", ""))
    return QuickForm(
        data,
        topics=grouped,
        windows=window_options(offered, request.at, chosen=chosen),
        none=_("no call is promised"),
        initial={
            "key": key,
            "call": call.call_id if call else None,
            **_begun(request, call),
            **(typed or {}),
        },
    )


def _unbound(
    request: DeskRequest, data: Mapping[str, Any], key: str, call: CallRow | None
) -> QuickForm:
    """Return the form with what is typed so far, without judging it yet."""
    typed = {name: data.get(name, "") for name in QuickForm.base_fields}
    del typed["key"], typed["call"]
    return _form(request, None, key=key, call=call, typed=typed)


def _page(request: DeskRequest, form: QuickForm, found: Caller) -> HttpResponse:
    facts = {"form": form, "who": found}
    return frame.show(request, "desk/new_contact.html", facts, current="contact-new")


def _register(
    request: DeskRequest, form: QuickForm, found: Caller, call: CallRow | None, *, key: str
) -> Called:
    typed, asker = form.cleaned_data, found.asker
    shown = (whole_number(value) for value in request.POST.getlist("shown"))
    return actions.register_call(
        is_complaint=typed["is_complaint"],
        is_oral=typed["is_oral"],
        new=NewContact(
            key=key,
            carrier=Carrier(typed["carrier"]),
            topic_code=typed["topic_code"],
            text=typed["text"],
            contact=Contact(
                name=asker.name[:160],
                email=asker.email[:254],
                phone=asker.phone[:40],
                account_number=asker.account_number[:40],
                address=asker.address,
            ),
            language=typed["language"],
            happened_at=_happened_at(request, typed["moment"], call),
            answer=typed["answer"],
            customer_id=found.customer_id,
            is_new_customer=found.choice == SOMEBODY_NEW,
            is_nobody=found.choice == NOBODY,
            ruled_out=frozenset(shown),
            case_number=typed["case_number"] or tidy_number(request.POST.get("about", "")),
            wants_confirmation=typed["confirm"],
            promise=form.promise(phone=asker.phone or (call.caller if call else "")),
            call_id=call.call_id if call else None,
            note=typed["note"],
        ),
        by=access.actor(request, access.contact_reference(key)),
        at=request.at,
    )


def _happened_at(request: DeskRequest, moment: datetime | None, call: CallRow | None) -> datetime:
    """Return when it took place: as typed, else when the call was answered, else now."""
    if moment is not None:
        return moment
    return min((call.answered_at or call.started_at) if call else request.at, request.at)


def _done(request: DeskRequest, called: Called) -> HttpResponse:
    made = called.registered
    if called.is_complaint and not made.is_repeated:
        return _complained(request, made, to_confirm=called.to_confirm)
    facts = {"number": made.number, "code": spoken_code(made.code)}
    if made.is_repeated:
        messages.info(request, _("This was written down already, under %(number)s.") % facts)
    elif made.is_confirmed:
        messages.success(
            request,
            _("Written down under %(number)s, status code %(code)s. A confirmation is on its way.")
            % facts,
        )
    else:
        messages.success(
            request,
            _(
                "Written down under %(number)s, status code %(code)s. "
                "Nothing is confirmed in writing."
            )
            % facts,
        )
    if cases.case_id_of(made.number, viewer=access.actor(request)):
        return redirect("desk:case", number=made.number)
    return redirect("desk:contact-new")


def _complained(request: DeskRequest, made: Registered, *, to_confirm: bool) -> HttpResponse:
    """Go on to the complaint: to the letter that confirms what was told, if anything was."""
    facts = {"number": made.number, "code": spoken_code(made.code)}
    written = _("The complaint is written down under %(number)s, status code %(code)s.") % facts
    if to_confirm and not reaches(request, made.number):
        messages.warning(request, f"{written} {NO_ANSWER_YET}")
        return redirect("desk:complaint-address", number=made.number)
    if to_confirm:
        words = _(
            "The complaint is written down under %(number)s, status code %(code)s. What you told "
            "is an answer once this letter has left."
        )
        messages.info(request, words % facts)
        return redirect(letter_of_call(made.number))
    messages.success(request, written)
    return redirect("desk:case", number=made.number)
