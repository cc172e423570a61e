"""Groups of SCIM: the teams and roles that the settings name, and who is in them.

Groups are neither made nor renamed here; their members are changed by PATCH. What the settings do
not name is not there.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Router

from debiet.api.scim import ProvisioningToken, guarded, read_body, say, who_acts
from debiet.core.errors import NotFound
from debiet.rules.scim import GROUP, group_named, members_patched
from debiet.staff import provisioned_groups

router = Router()


def _group(name: str, target: str) -> dict[str, Any] | None:
    members = provisioned_groups.group_members(target)
    if members is None:
        return None
    path = reverse("api:scim-group", kwargs={"group_id": target})
    return {
        "schemas": [GROUP],
        "id": target,
        "displayName": name,
        "members": [{"value": str(key), "display": shown} for key, shown in members],
        "meta": {"resourceType": "Group", "location": f"{settings.API_URL}{path}"},
    }


def _found(group_id: str) -> dict[str, Any]:
    for name, target in settings.SCIM_GROUPS.items():
        group = _group(name, target) if target == group_id else None
        if group is not None:
            return group
    raise NotFound


@router.get("/Groups", auth=ProvisioningToken(), url_name="scim-groups")
@guarded
def groups(request: HttpRequest) -> HttpResponse:
    """Return the groups that the settings name, or the one that a filter names."""
    wanted = group_named(request.GET.get("filter", ""))
    named = [
        _group(name, target)
        for name, target in settings.SCIM_GROUPS.items()
        if wanted is None or name.casefold() == wanted.casefold()
    ]
    found = [group for group in named if group is not None]
    return say(
        {
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": len(found),
            "startIndex": 1,
            "itemsPerPage": len(found),
            "Resources": found,
        }
    )


@router.get("/Groups/{str:group_id}", auth=ProvisioningToken(), url_name="scim-group")
@guarded
def group(request: HttpRequest, group_id: str) -> HttpResponse:
    """Return a group with its members."""
    return say(_found(group_id))


@router.patch("/Groups/{str:group_id}", auth=ProvisioningToken(), url_name="scim-group")
@guarded
def patch(request: HttpRequest, group_id: str) -> HttpResponse:
    """Put people into a group, or take them out of it."""
    known = {int(one["value"]) for one in _found(group_id)["members"]}
    wanted = members_patched(read_body(request), known)
    provisioned_groups.change_members(
        target=group_id,
        added=wanted - known,
        removed=known - wanted,
        by=who_acts(request),
        at=timezone.now(),
    )
    return say(_found(group_id))
