"""The guarded way to a visitor's own case: its number and code first, then that case only.

What was proved is kept in the session as number and code, never as an id: a code that was renewed
opens nothing any more.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import timezone

from debiet.cases import queries as cases
from debiet.cases.queries import PublicCase
from debiet.core import access_log
from debiet.core.actor import Actor
from debiet.core.references import reference
from debiet.files.queries import FileInfo
from debiet.portal import limits
from debiet.rules.cases import tidy_number
from debiet.web import kept_files
from debiet.web.kept_files import Keeper

PURPOSE = "own case"
SESSION_KEY = "portal.cases"
REMEMBERED = 10
"""How many cases one session keeps open; the earliest goes first."""


class Proof(StrEnum):
    """What became of a number and code that somebody gave."""

    RIGHT = "right"
    WRONG = "wrong"
    TOO_MANY = "too-many"


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A case, the visitor that may see it, and what this browser did with it.

    :param has_asked: the question was asked here, so its sender may see all that was sent
    :param verdict: whether it is solved, as the visitor told here about what is shown now
    """

    visitor: Actor
    case: PublicCase
    code: str
    has_asked: bool
    verdict: bool | None


def visitor() -> Actor:
    """Return somebody who has proved nothing yet."""
    return Actor.visitor()


def prove(request: HttpRequest, *, number: str, code: str, at: datetime) -> Proof:
    """Open a case to this browser if number and code belong together.

    Every try counts, before it is judged; a right one is given back. A number that does not exist
    and a wrong code are one answer.
    """
    tries = limits.status_tries(request, number=tidy_number(number))
    used_up = [limits.spent(a_try, at=at) for a_try in tries]  # all are counted, whichever is
    if True in used_up:
        return Proof.TOO_MANY
    if cases.visitor_for(number=number, code=code) is None:
        return Proof.WRONG
    for a_try in tries:
        limits.give_back(a_try, at=at)
    remember(request, number=tidy_number(number), code=code)
    return Proof.RIGHT


def remember(request: HttpRequest, *, number: str, code: str, has_asked: bool = False) -> None:
    """Keep number and code in the session, which gets a new key with it."""
    kept = _kept(request)
    facts = kept.pop(number, {})
    facts |= {"code": code, "asked": has_asked or facts.get("asked", False)}
    kept[number] = facts
    request.session[SESSION_KEY] = dict(list(kept.items())[-REMEMBERED:])
    request.session.cycle_key()


def remember_verdict(request: HttpRequest, own: OwnCase, *, is_solved: bool) -> None:
    """Keep what the visitor said of the contacts there are, so that the page does not ask again."""
    kept = _kept(request)
    kept[own.case.number]["verdict"] = [is_solved, len(own.case.contacts)]
    request.session[SESSION_KEY] = kept


def numbers(request: HttpRequest) -> list[str]:
    """Return the cases that are open to this browser, latest first."""
    return list(reversed(_kept(request)))


def forget(request: HttpRequest) -> None:
    """Close all cases to this browser, and the files that wait for it."""
    request.session.pop(SESSION_KEY, None)
    kept_files.forget(request)


def keeper(request: HttpRequest, *, by: Actor, at: datetime) -> Keeper:
    """Return what keeps a form's files for this browser, for as many forms as one may leave."""
    counted = limits.kept_files(request)
    return Keeper(request, by=by, at=at, may_keep=lambda: not limits.spent(counted, at=at))


def case(request: HttpRequest, number: str) -> OwnCase:
    """Return the visitor's own case and write down the look.

    :raises Http404: if it is not open to this browser, is somebody else's or does not exist
    """
    facts = _kept(request).get(number)
    proved = cases.visitor_for(number=number, code=facts["code"]) if facts else None
    if facts is None or proved is None:
        raise Http404
    viewer = replace(proved, purpose=PURPOSE)
    found = cases.public_case(viewer=viewer)
    if found is None:
        raise Http404
    access_log.look(
        subject=reference("case", found.number),
        surface=request.resolver_match.view_name if request.resolver_match else "portal",
        compartment=found.compartment,
        by=viewer,
        at=timezone.now(),
    )
    is_solved, contacts = facts.get("verdict", (None, None))
    return OwnCase(
        visitor=viewer,
        case=found,
        code=facts["code"],
        has_asked=facts["asked"],
        verdict=is_solved if contacts == len(found.contacts) else None,
    )


def file(request: HttpRequest, own: OwnCase, file_id: int) -> FileInfo:
    """Return a file of the visitor's own case, and write down the look.

    :raises Http404: where no contact of that case that was with the customer has it
    """
    info = cases.case_file(own.case.case_id, file_id=file_id, viewer=own.visitor)
    if info is None:
        raise Http404
    access_log.look(
        subject=reference("file", file_id),
        surface=request.resolver_match.view_name if request.resolver_match else "portal",
        compartment=own.case.compartment,
        by=own.visitor,
        at=timezone.now(),
    )
    return info


def _kept(request: HttpRequest) -> dict[str, Any]:
    # Who has no cookie has nothing here, and asking the session would already vary the page by it.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not request.session.modified:
        return {}
    return dict(request.session.get(SESSION_KEY, {}))
