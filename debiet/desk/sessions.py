"""Where people are signed in: one's own, and those of employees for whoever manages sign-ins."""

from collections import defaultdict

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debiet.core.errors import Refused
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.identity import open_sessions
from debiet.identity.open_sessions import SessionRow
from debiet.rules.access import Permission
from debiet.staff import leaving
from debiet.staff import queries as staff


@employees(Permission.END_OWN_SESSIONS)
def own(request: DeskRequest) -> HttpResponse:
    """List where the employee is signed in."""
    found = open_sessions.sessions_of(
        request.signed_in.actor.user_id or 0,
        viewer=access.actor(request),
        at=request.at,
        this_key=request.session.session_key or "",
    )
    facts = {"sessions": found, "others": [one for one in found if not one.is_this]}
    return frame.show(request, "desk/sessions.html", facts)


@employees(Permission.END_OWN_SESSIONS)
def end_own(request: DeskRequest, session_id: int) -> HttpResponse:
    """End one of the own sessions."""
    if request.method == "POST":
        try:
            open_sessions.end_own_session(
                session_id=session_id, by=access.actor(request), at=request.at
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Ended: that browser is asked to sign in again."))
    return redirect("desk:sessions")


@employees(Permission.END_OWN_SESSIONS)
def end_others(request: DeskRequest) -> HttpResponse:
    """End all own sessions but this one."""
    if request.method == "POST":
        ended = open_sessions.end_own_other_sessions(
            kept_key=request.session.session_key or "", by=access.actor(request), at=request.at
        )
        messages.success(request, _ended_words(ended))
    return redirect("desk:sessions")


@employees(Permission.EDIT_USERS)
def employees_signed_in(request: DeskRequest) -> HttpResponse:
    """List which employees are signed in, and in how many browsers."""
    people = leaving.people_with_sign_ins()
    found = open_sessions.sessions_of_all(
        [user_id for _employee, user_id, _name in people],
        viewer=access.actor(request),
        at=request.at,
    )
    by_user: dict[int, list[SessionRow]] = defaultdict(list)
    for row in found:
        by_user[row.user_id].append(row)
    signed_in = [
        (employee_id, name, by_user[user_id])
        for employee_id, user_id, name in people
        if user_id in by_user
    ]
    facts = {"people": signed_in, "all": len(people)}
    return frame.show(request, "desk/sessions_all.html", facts, current="setup")


@employees(Permission.EDIT_USERS)
def of_employee(request: DeskRequest, employee_id: int) -> HttpResponse:
    """List where an employee is signed in."""
    facts = {
        "employee_id": employee_id,
        "name": staff.names([employee_id]).get(employee_id, ""),
        "sessions": open_sessions.sessions_of(
            _user_id(employee_id), viewer=access.actor(request), at=request.at
        ),
    }
    return frame.show(request, "desk/sessions_of.html", facts, current="setup")


@employees(Permission.EDIT_USERS)
def end_of(request: DeskRequest, employee_id: int) -> HttpResponse:
    """End one session of an employee, or all of them where none is named."""
    user_id = _user_id(employee_id)
    if request.method != "POST":
        return redirect("desk:sessions-of", employee_id=employee_id)
    named = request.POST.get("session", "")[:15]
    by, at = access.actor(request), request.at
    try:
        if not named:
            ended = open_sessions.end_sessions_of(user_id=user_id, by=by, at=at)
        else:
            session_id = int(named) if named.isascii() and named.isdecimal() else 0
            open_sessions.end_session_of(user_id=user_id, session_id=session_id, by=by, at=at)
            ended = 1
    except Refused as refusal:
        access.answer_hidden(refusal)
        messages.error(request, str(refusal))
    else:
        messages.success(request, _ended_words(ended))
    return redirect("desk:sessions-of", employee_id=employee_id)


def _user_id(employee_id: int) -> int:
    user_id = leaving.user_id_of(employee_id)
    if user_id is None:
        raise Http404
    return user_id


def _ended_words(count: int) -> str:
    return ngettext("%(count)s session is ended.", "%(count)s sessions are ended.", count) % {
        "count": count
    }
