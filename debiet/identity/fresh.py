"""Whether somebody gave its second factor anew, and by what ways it can."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Way:
    """A page on which somebody gives its second factor anew."""

    words: str
    url: str


def confirmed_at(request: HttpRequest) -> datetime | None:
    """Return when the second factor was latest given anew in this session; signing in is not it."""
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    moments = [
        one["at"] for one in records if one.get("method") == "mfa" and one.get("reauthenticated")
    ]
    return datetime.fromtimestamp(max(moments), UTC) if moments else None


def ways(request: HttpRequest) -> list[Way]:
    """Return how the second factor can be given anew; none for who has none."""
    found = get_adapter(request).get_reauthentication_methods(request.user)
    return [
        Way(str(one["description"]), str(one["url"]))
        for one in found
        if str(one["id"]).startswith("mfa")
    ]
