"""Keeping in the audit what people do with their second factors; allauth tells by its signals."""

from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.utils import timezone

from debiet.core.actor import Actor
from debiet.identity import actions
from debiet.identity.models import User


def listen() -> None:
    """Start listening, once a process."""
    signals.authenticator_added.connect(_added, dispatch_uid="identity.added")
    signals.authenticator_removed.connect(_removed, dispatch_uid="identity.removed")
    signals.authenticator_reset.connect(_renewed, dispatch_uid="identity.renewed")


def _added(*, user: User, authenticator: Authenticator, **_facts: Any) -> None:
    _note(user, authenticator, "added")


def _removed(*, user: User, authenticator: Authenticator, **_facts: Any) -> None:
    _note(user, authenticator, "removed")


def _renewed(*, user: User, authenticator: Authenticator, **_facts: Any) -> None:
    _note(user, authenticator, "renewed")


def _note(user: User, authenticator: Authenticator, change: str) -> None:
    actions.note_second_factor(
        user_id=user.pk,
        kind=str(authenticator.type),
        change=change,
        by=Actor.system("identity.sign-in"),
        at=timezone.now(),
    )
