"""Tokens of other systems that manage employees: made, listed, revoked, kept as a hash only."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.reading import query
from debiet.core.references import reference
from debiet.identity.models import ApiToken
from debiet.rules.access import Permission

USED_EVERY = timedelta(minutes=5)
"""How exact "latest used" is."""


class TokenNameMissing(Refused):
    """A token without a name cannot be told from another."""

    code = "identity.token-name-missing"
    message = _("Say which system gets this token.")


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A new token; its secret is shown this once."""

    token_id: int
    secret: str


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as whoever manages sign-ins sees it.

    :param maker_left: whoever made it left meanwhile, and may still know it
    """

    token_id: int
    name: str
    made_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    maker_left: bool


@action(permission=Permission.EDIT_USERS)
def make_token(*, name: str, by: Actor, at: datetime) -> MadeToken:
    """Make a token for a system that manages employees.

    :raises TokenNameMissing: if it has no name
    """
    if not name.strip():
        raise TokenNameMissing
    secret = secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        name=name.strip()[:60], digest=_digest(secret), made_by_id=by.user_id, made_at=at
    )
    audit.record(reference("token", row.pk))
    return MadeToken(row.pk, secret)


@action(permission=Permission.EDIT_USERS)
def revoke_token(*, token_id: int, by: Actor, at: datetime) -> None:
    """Revoke a token: from the next request on it is nobody's; twice changes nothing.

    :raises NotFound: if there is no such token
    """
    row = ApiToken.objects.select_for_update().filter(pk=token_id).first()
    if row is None:
        raise NotFound
    if row.revoked_at is None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        audit.record(reference("token", token_id))


@query(personal=False)
def tokens(*, viewer: Actor) -> list[TokenRow]:
    """Return all tokens, those that hold first; nothing for who does not manage sign-ins."""
    if Permission.EDIT_USERS not in viewer.permissions:
        return []
    rows = ApiToken.objects.select_related("made_by").order_by("revoked_at", "-id")
    return [
        TokenRow(
            token_id=row.pk,
            name=row.name,
            made_at=row.made_at,
            used_at=row.used_at,
            revoked_at=row.revoked_at,
            maker_left=row.made_by is not None and not row.made_by.is_active,
        )
        for row in sorted(rows, key=lambda row: row.revoked_at is not None)
    ]


@query(personal=False)
def token_of(secret: str, *, at: datetime) -> int | None:
    """Return the token that a secret is of, None where it is none or was revoked."""
    held = ApiToken.objects.filter(digest=_digest(secret), revoked_at__isnull=True)
    token_id = held.values_list("pk", flat=True).first()
    if token_id is not None:
        stale = Q(used_at__isnull=True) | Q(used_at__lte=at - USED_EVERY)
        held.filter(stale).update(used_at=at)
    return token_id


def _digest(secret: str) -> str:
    # 256 random bits: nothing is gained by a slow hash, and each request pays for it.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
