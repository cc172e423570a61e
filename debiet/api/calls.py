"""Where a telephone exchange tells of its calls."""

import hashlib
import hmac
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from ninja.security import HttpBearer
from pydantic import AwareDatetime, StringConstraints

from debiet.api.problems import problem
from debiet.core.actor import Actor
from debiet.correspondence import actions
from debiet.correspondence.actions import Sign
from debiet.rules.calls import CallEvent, is_believable


class SourceToken(HttpBearer):
    """The token of one exchange; which one it is becomes the calls' source."""

    def authenticate(self, request: HttpRequest, token: str) -> Any | None:
        """Return the source whose token this is; all are compared, in the same time."""
        given, found = _digest(token), None
        for source, known in settings.CALLS_TOKENS.items():
            if hmac.compare_digest(given, _digest(known)):
                found = source
        return found


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _plain(longest: int, *, shortest: int = 0) -> Any:
    # No control signs: they are no part of a number, and PostgreSQL keeps none of them.
    return StringConstraints(
        strip_whitespace=True,
        min_length=shortest,
        max_length=longest,
        pattern=r"^[^\x00-\x1f\x7f]*$",
    )


class CallSign(Schema):
    """One thing an exchange tells of a call."""

    call_id: Annotated[str, _plain(120, shortest=1)]
    event: CallEvent
    at: AwareDatetime
    caller: Annotated[str, _plain(40)] = ""
    called: Annotated[str, _plain(40)] = ""
    employee: Annotated[str, _plain(254)] = ""


class Kept(Schema):
    """What was kept."""

    call: int


router = Router()


@router.post("/", response=Kept, auth=SourceToken(), url_name="calls")
def told(request: HttpRequest, sign: CallSign) -> HttpResponse | Kept:
    """Keep what is told of a call: ringing, answered, ended or abandoned, in any order, any times.

    `employee` is the sign-in address of whoever is called or answers. `caller` is the number
    that calls; it may be empty where it is withheld.
    """
    at = timezone.now()
    if not is_believable(sign.at, at=at):
        return problem(
            status=422,
            title="Not as described",
            detail="Nothing was kept: the moment lies ahead of our clock, or in another age.",
            errors=[{"field": "at", "words": "Set the clock of the exchange."}],
        )
    call_id = actions.record_call(
        source=request.auth,  # type: ignore[attr-defined]
        call_id=sign.call_id,
        caller=sign.caller,
        called=sign.called,
        signs=[Sign(sign.event, sign.at, sign.employee)],
        by=Actor.system("calls.record"),
        at=at,
    )
    return Kept(call=call_id)
