"""allauth's own checks of the settings, less the one that our realms answer."""

from typing import Any

from allauth.account import checks
from django.core.checks import CheckMessage, register
from django.core.checks.registry import registry


def leave_out_unique_address() -> None:
    """Run allauth's check without its demand that an address is unique over all sign-ins.

    Ours is unique in its realm, by a constraint, and nothing looks for it across realms. The
    demand has no id, so `SILENCED_SYSTEM_CHECKS` cannot name it.
    """
    registry.registered_checks.discard(checks.settings_check)
    register(_settings_check)


def _settings_check(app_configs: Any, **options: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = checks.settings_check(app_configs, **options)
    return [message for message in found if "ACCOUNT_UNIQUE_EMAIL" not in message.msg]
