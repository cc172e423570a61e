"""Where people are signed in: listed in words, and ended one by one or all at once.

A session is ended by deleting its row, so it is over with its next request, in every process. It
is written down when somebody signs in and again every few minutes it is used. (django-allauth has
an app for this; it writes on every request or never, and keeps the whole network address.)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound
from debiet.core.operations import action
from debiet.core.reading import query
from debiet.core.references import reference
from debiet.identity.models import OpenSession
from debiet.rules import visits
from debiet.rules.access import Permission

SEEN_EVERY = timedelta(minutes=5)
"""How exact "last used" is: a write for every page would be too dear."""
_SEEN = "debiet.identity.seen"


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One browser in which somebody is signed in.

    :param browser: its name, empty where it is none we know; `system` likewise
    :param network: the part of its network address that is kept, empty where there is none
    """

    session_id: int
    user_id: int
    browser: str
    system: str
    network: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


def listen() -> None:
    """Start listening to people who sign in and out, once a process."""
    user_logged_in.connect(_began, dispatch_uid="identity.began")
    user_logged_out.connect(_left, dispatch_uid="identity.left")


def seen(request: HttpRequest) -> None:
    """Write down that a session is in use, if that was not done in the latest minutes."""
    at = timezone.now()
    if at.timestamp() - request.session.get(_SEEN, 0) >= SEEN_EVERY.total_seconds():
        _keep(request, request.user.pk or 0, at)


def _began(*, request: HttpRequest, user: Any, **_facts: Any) -> None:
    _keep(request, user.pk, timezone.now())


def _left(*, request: HttpRequest, **_facts: Any) -> None:
    OpenSession.objects.filter(session_key=request.session.session_key or "").delete()


def _keep(request: HttpRequest, user_id: int, at: datetime) -> None:
    key = request.session.session_key
    if key is None:
        request.session.create()
        key = str(request.session.session_key)
    request.session[_SEEN] = int(at.timestamp())
    agent = request.META.get("HTTP_USER_AGENT", "")
    row = OpenSession(
        session_key=key,
        user_id=user_id,
        browser=visits.browser(agent),
        system=visits.system(agent),
        network=visits.network(_address(request)),
        started_at=at,
        seen_at=at,
    )
    # One statement, also where two requests of one session come at once.
    OpenSession.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["session_key"],
        update_fields=["user", "browser", "system", "network", "seen_at"],
    )


def _address(request: HttpRequest) -> str:
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:  # a socket has no address
        return ""


@query(personal=True)
def sessions_of(
    user_id: int, *, viewer: Actor, at: datetime, this_key: str = ""
) -> list[SessionRow]:
    """Return where somebody is signed in, latest used first: the viewer's own, or an employee's.

    :param this_key: the session that asks, to be marked
    :raises NotFound: if it is somebody else's and the viewer does not manage sign-ins
    """
    _check_may_see(user_id, viewer)
    return _rows(OpenSession.objects.filter(user_id=user_id), at, this_key)


@query(personal=True)
def sessions_of_all(user_ids: Iterable[int], *, viewer: Actor, at: datetime) -> list[SessionRow]:
    """Return where several people are signed in, for whoever manages sign-ins; others see none."""
    if Permission.EDIT_USERS not in viewer.permissions:
        return []
    return _rows(OpenSession.objects.filter(user_id__in=set(user_ids)), at, "")


def _rows(found: "QuerySet[OpenSession]", at: datetime, this_key: str) -> list[SessionRow]:
    # Django's own row says whether it still holds.
    holding = Session.objects.filter(expire_date__gt=at).values("session_key")
    rows = found.filter(session_key__in=holding).order_by("-seen_at", "-id")
    return [
        SessionRow(
            session_id=row.pk,
            user_id=row.user_id,
            browser=row.browser,
            system=row.system,
            network=row.network,
            started_at=row.started_at,
            seen_at=row.seen_at,
            is_this=row.session_key == this_key,
        )
        for row in rows
    ]


def _check_may_see(user_id: int, viewer: Actor) -> None:
    if user_id != viewer.user_id and Permission.EDIT_USERS not in viewer.permissions:
        raise NotFound


@action(permission=Permission.END_OWN_SESSIONS)
def end_own_session(*, session_id: int, by: Actor, at: datetime) -> None:
    """End one of the actor's own sessions.

    :raises NotFound: if it is over, or somebody else's
    """
    _end_one(OpenSession.objects.filter(user_id=by.user_id or 0, pk=session_id), by.user_id or 0)


@action(permission=Permission.END_OWN_SESSIONS)
def end_own_other_sessions(*, kept_key: str, by: Actor, at: datetime) -> int:
    """End all of the actor's own sessions but the one it asks from; return how many."""
    found = OpenSession.objects.filter(user_id=by.user_id or 0).exclude(session_key=kept_key)
    return _end_all(found, by.user_id or 0)


@action(permission=Permission.EDIT_USERS)
def end_session_of(*, user_id: int, session_id: int, by: Actor, at: datetime) -> None:
    """End a session of somebody else.

    :raises NotFound: if it is over, or not of that person
    """
    _end_one(OpenSession.objects.filter(user_id=user_id, pk=session_id), user_id)


@action(permission=Permission.EDIT_USERS)
def end_sessions_of(*, user_id: int, by: Actor, at: datetime) -> int:
    """End all sessions of somebody; return how many."""
    return _end_all(OpenSession.objects.filter(user_id=user_id), user_id)


def _end_one(found: "QuerySet[OpenSession]", user_id: int) -> None:
    if not _delete(found):
        raise NotFound
    audit.record(reference("user", user_id), facts={"ended": 1})


def _end_all(found: "QuerySet[OpenSession]", user_id: int) -> int:
    ended = _delete(found)
    if ended:
        audit.record(reference("user", user_id), facts={"ended": ended})
    return ended


def _delete(found: "QuerySet[OpenSession]") -> int:
    keys = list(found.select_for_update().values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    OpenSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def drop_all_of(user_id: int) -> None:
    """End all sessions of somebody as part of an action that says so itself."""
    _delete(OpenSession.objects.filter(user_id=user_id))


def forget_ended(at: datetime) -> int:
    """Delete what was kept of sessions that are over; return how many."""
    holding = Session.objects.filter(expire_date__gt=at).values("session_key")
    return OpenSession.objects.exclude(session_key__in=holding).delete()[0]
