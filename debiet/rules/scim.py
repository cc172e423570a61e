"""Reading what a system that manages people sends by SCIM 2.0, as far as it is done here.

What is not understood is refused, except attributes that mean nothing here: those are left out, as
RFC 7644 allows, because providers send many.
"""

import re
from typing import Any

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
_FILTER = re.compile(r'\s*(userName|externalId)\s+eq\s+"((?:[^"\\]|\\["\\])*)"\s*', re.IGNORECASE)
_GROUP_FILTER = re.compile(r'\s*displayName\s+eq\s+"((?:[^"\\]|\\["\\])*)"\s*', re.IGNORECASE)
_MEMBER = re.compile(r'members\[\s*value\s+eq\s+"([0-9]{1,15})"\s*\]', re.IGNORECASE)
_ID = re.compile(r"[0-9]{1,15}")
_FILTERS = {"username": "user_name", "externalid": "external_id"}
_PATHS = {
    "username": "user_name",
    "externalid": "external_id",
    "active": "is_active",
    "displayname": "name",
    "name.formatted": "name",
}


class BadRequest(ValueError):
    """What was sent cannot be read; `kind` is SCIM's own word for why."""

    def __init__(self, words: str, *, kind: str = "invalidValue") -> None:
        super().__init__(words)
        self.kind = kind


def filtered(typed: str) -> dict[str, str]:
    """Return what a filter asks for; nothing for no filter.

    :raises BadRequest: if it is another than `userName eq "…"` or `externalId eq "…"`
    """
    if not typed.strip():
        return {}
    found = _FILTER.fullmatch(typed)
    if found is None:
        raise BadRequest('Only userName eq "…" and externalId eq "…".', kind="invalidFilter")
    return {_FILTERS[found[1].lower()]: re.sub(r"\\(.)", r"\1", found[2])}


def person_of(resource: dict[str, Any]) -> dict[str, Any]:
    """Return what a whole user says of somebody.

    :raises BadRequest: if it has no userName or no name, or something is of another kind
    """
    found = _read(resource)
    if not found.get("user_name") or not found.get("name"):
        raise BadRequest("A user needs a userName, and a displayName or name.")
    return found


def patched(message: dict[str, Any]) -> dict[str, Any]:
    """Return what a patch changes.

    :raises BadRequest: if it is no patch, or an operation cannot be read
    """
    found: dict[str, Any] = {}
    for operation in _operations(message):
        found |= _operation(operation)
    return found


def _operations(message: dict[str, Any]) -> list[dict[str, Any]]:
    operations = _get(message, "operations")
    if not isinstance(operations, list) or not operations:
        raise BadRequest("A patch needs Operations.", kind="invalidSyntax")
    if not all(isinstance(operation, dict) for operation in operations):
        raise BadRequest("An operation must be an object.", kind="invalidSyntax")
    return operations


def _operation(operation: dict[str, Any]) -> dict[str, Any]:
    kind, path = str(_get(operation, "op")).lower(), _get(operation, "path")
    value = _get(operation, "value")
    if kind == "remove" and str(path).lower() == "externalid":
        return {"external_id": ""}
    if kind not in {"add", "replace"}:
        raise BadRequest("Only add and replace, and remove of externalId.", kind="invalidPath")
    if path is None:
        if not isinstance(value, dict):
            raise BadRequest("Without a path the value must be an object.", kind="noTarget")
        return _read(value)
    if str(path).lower() == "name" and isinstance(value, dict):
        return _read({"name": value})
    field = _PATHS.get(str(path).removeprefix(USER + ":").lower())
    return {} if field is None else {field: _value(field, value)}


def _read(resource: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for name, value in resource.items():
        field = _PATHS.get(name.removeprefix(USER + ":").lower())
        if field is not None and value is not None:
            found[field] = _value(field, value)
    name = _get(resource, "name")
    if "name" not in found and isinstance(name, dict):
        written = _written(name)
        if written:
            found["name"] = written
    return found


def _written(name: dict[str, Any]) -> str:
    whole = _get(name, "formatted")
    parts = [_get(name, "givenname"), _get(name, "familyname")]
    return str(whole) if whole else " ".join(str(part) for part in parts if part)


def _value(field: str, value: Any) -> Any:
    if field == "is_active":
        # Entra ID writes it as a word.
        words = {"true": True, "false": False}
        active = words.get(value.lower()) if isinstance(value, str) else value
        if not isinstance(active, bool):
            raise BadRequest("active must be true or false.")
        return active
    if not isinstance(value, str) or any(sign < " " for sign in value):
        raise BadRequest("A text is expected here.")
    return value.strip()


def _get(resource: dict[str, Any], name: str) -> Any:
    """Return an attribute whatever its capitals: names do not mind them in SCIM."""
    return next((value for key, value in resource.items() if key.lower() == name), None)


def group_named(typed: str) -> str | None:
    """Return the name of the group that a filter asks for, None for no filter.

    :raises BadRequest: if it is another than `displayName eq "…"`
    """
    if not typed.strip():
        return None
    found = _GROUP_FILTER.fullmatch(typed)
    if found is None:
        raise BadRequest('Only displayName eq "…".', kind="invalidFilter")
    return re.sub(r"\\(.)", r"\1", found[1])


def members_patched(message: dict[str, Any], known: set[int]) -> set[int]:
    """Return who is in a group after a patch.

    :param known: who is in it before
    :raises BadRequest: if it is no patch, or changes anything but the members
    """
    members = set(known)
    for operation in _operations(message):
        kind, path = str(_get(operation, "op")).lower(), str(_get(operation, "path") or "")
        value, one = _get(operation, "value"), _MEMBER.fullmatch(path)
        if one is not None and kind == "remove":
            members.discard(int(one[1]))
        elif path.lower() != "members":
            raise BadRequest("Only members are changed here.", kind="mutability")
        elif kind == "add":
            members |= _ids(value)
        elif kind == "replace":
            members = _ids(value)
        elif kind == "remove":
            members = members - _ids(value) if value is not None else set()
        else:
            raise BadRequest("Only add, replace and remove.", kind="invalidPath")
    return members


def _ids(value: Any) -> set[int]:
    if not isinstance(value, list):
        raise BadRequest("Members are a list.")
    named = [str(_get(one, "value")) if isinstance(one, dict) else "" for one in value]
    if not all(_ID.fullmatch(one) for one in named):
        raise BadRequest("A member is named by its id.")
    return {int(one) for one in named}
