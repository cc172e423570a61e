"""Where a system of the utility manages employees: a part of SCIM 2.0 (RFC 7643, RFC 7644).

Users are made, found, read, replaced and patched. `active: false` ends somebody at once. Nothing
is erased here, and groups are those that the settings name (`scim_groups`).
"""

import functools
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Router
from ninja.security import HttpBearer

from debiet.core import rate_limit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.identity import api_tokens
from debiet.identity.actions import AddressTaken
from debiet.rules.scim import (
    USER,
    BadRequest,
    filtered,
    patched,
    person_of,
)
from debiet.staff import provisioning
from debiet.staff.provisioning import PersonFacts, Provisioned

KIND = "application/scim+json"
A_MINUTE = 600
"""How many requests a token may make in a minute."""
MOST = 200
"""The most people on one page."""
BYTES = 100_000

View = Callable[..., HttpResponse]
router = Router()


class ProvisioningToken(HttpBearer):
    """The token of a system that manages employees."""

    def authenticate(self, request: HttpRequest, token: str) -> Any | None:
        """Return which token it is."""
        return api_tokens.token_of(token, at=timezone.now())


def say(answer: dict[str, Any], status: int = 200) -> HttpResponse:
    return JsonResponse(answer, status=status, content_type=KIND)


def _no(status: int, detail: str, kind: str = "") -> HttpResponse:
    answer = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "status": str(status),
        "detail": detail,
    }
    return say(answer | ({"scimType": kind} if kind else {}), status)


def guarded(view: View) -> View:
    """Count the token's requests, and answer refusals as SCIM says no."""

    @functools.wraps(view)
    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        token_id = str(request.auth)  # type: ignore[attr-defined]
        window = timedelta(minutes=1)
        at = timezone.now()
        if rate_limit.spent(what="api.scim", whose=token_id, limit=A_MINUTE, window=window, at=at):
            answer = _no(429, "Too many requests: wait a minute.")
            answer["Retry-After"] = "60"
            return answer
        try:
            return view(request, **kwargs)
        except BadRequest as bad:
            return _no(400, str(bad), bad.kind)
        except NotFound:
            return _no(404, "There is no such user.")
        except AddressTaken:
            return _no(409, "Somebody has this userName.", "uniqueness")
        except Refused as refusal:
            return _no(400, str(refusal), "invalidValue")

    return answered


def who_acts(request: HttpRequest) -> Actor:
    token = f"token:{request.auth}"  # type: ignore[attr-defined]
    return replace(Actor.system("provisioning.scim"), purpose=token)


def read_body(request: HttpRequest) -> dict[str, Any]:
    if len(request.body) > BYTES:
        raise BadRequest("The request is too long.", kind="tooMany")
    try:
        found = json.loads(request.body)
    except ValueError as broken:
        raise BadRequest("The body must be JSON.", kind="invalidSyntax") from broken
    if not isinstance(found, dict):
        raise BadRequest("The body must be a JSON object.", kind="invalidSyntax")
    return found


def _facts(values: dict[str, Any]) -> PersonFacts:
    return PersonFacts(**values)


def _address(employee_id: int) -> str:
    path = reverse("api:scim-user", kwargs={"employee_id": employee_id})
    return f"{settings.API_URL}{path}"


def _user(one: Provisioned) -> dict[str, Any]:
    return {
        "schemas": [USER],
        "id": str(one.employee_id),
        "userName": one.user_name,
        "displayName": one.name,
        "name": {"formatted": one.name},
        "active": one.is_active,
        "emails": [{"value": one.user_name, "type": "work", "primary": True}],
        "meta": {
            "resourceType": "User",
            "created": one.created_at.isoformat(),
            "location": _address(one.employee_id),
        },
    } | ({"externalId": one.external_id} if one.external_id else {})


def _shown(employee_id: int, status: int = 200) -> HttpResponse:
    found = provisioning.provisioned(employee_id)
    if found is None:
        raise NotFound
    answer = say(_user(found), status)
    if status == 201:
        answer["Location"] = _address(employee_id)
    return answer


@router.get("/ServiceProviderConfig", auth=ProvisioningToken(), url_name="scim-config")
@guarded
def config(request: HttpRequest) -> HttpResponse:
    """Return what of SCIM is done here."""
    no = {"supported": False}
    return say(
        {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
            "patch": {"supported": True},
            "bulk": no | {"maxOperations": 0, "maxPayloadSize": 0},
            "filter": {"supported": True, "maxResults": MOST},
            "changePassword": no,
            "sort": no,
            "etag": no,
            "authenticationSchemes": [
                {
                    "type": "oauthbearertoken",
                    "name": "Bearer token",
                    "description": "A token that an administrator made at the desk.",
                }
            ],
        }
    )


@router.get("/Users", auth=ProvisioningToken(), url_name="scim-users")
@guarded
def users(request: HttpRequest) -> HttpResponse:
    """Return the utility's own employees, or those whom a filter names."""
    wanted = filtered(request.GET.get("filter", ""))
    start = max(_number(request.GET.get("startIndex", ""), 1), 1)
    count = min(_number(request.GET.get("count", ""), 100), MOST)
    total, found = provisioning.find_provisioned(**wanted, start=start, count=count)
    return say(
        {
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": total,
            "startIndex": start,
            "itemsPerPage": len(found),
            "Resources": [_user(one) for one in found],
        }
    )


def _number(typed: str, otherwise: int) -> int:
    return int(typed) if re.fullmatch(r"[0-9]{1,9}", typed) else otherwise


@router.post("/Users", auth=ProvisioningToken(), url_name="scim-users")
@guarded
def make(request: HttpRequest) -> HttpResponse:
    """Make an employee."""
    employee_id = provisioning.provision(
        facts=_facts(person_of(read_body(request))), by=who_acts(request), at=timezone.now()
    )
    return _shown(employee_id, 201)


@router.get("/Users/{int:employee_id}", auth=ProvisioningToken(), url_name="scim-user")
@guarded
def user(request: HttpRequest, employee_id: int) -> HttpResponse:
    """Return an employee."""
    return _shown(employee_id)


@router.put("/Users/{int:employee_id}", auth=ProvisioningToken(), url_name="scim-user")
@guarded
def put(request: HttpRequest, employee_id: int) -> HttpResponse:
    """Replace what is known of an employee."""
    facts = {"external_id": ""} | person_of(read_body(request))
    _change(request, employee_id, facts)
    return _shown(employee_id)


@router.patch("/Users/{int:employee_id}", auth=ProvisioningToken(), url_name="scim-user")
@guarded
def patch(request: HttpRequest, employee_id: int) -> HttpResponse:
    """Change something of an employee; `active: false` ends it at once."""
    _change(request, employee_id, patched(read_body(request)))
    return _shown(employee_id)


def _change(request: HttpRequest, employee_id: int, facts: dict[str, Any]) -> None:
    provisioning.change_provisioned(
        employee_id=employee_id, facts=_facts(facts), by=who_acts(request), at=timezone.now()
    )
