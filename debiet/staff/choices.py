"""Choosing what is the house's own to choose: hours, minutes and numbers, with all there was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from debiet.core import queries as core
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.operations import action
from debiet.core.reading import query
from debiet.core.references import reference
from debiet.rules.access import Permission
from debiet.rules.house_choices import HouseChoice, chosen, is_possible
from debiet.staff.actions import save_house_setting
from debiet.staff.queries import house_settings

SAVED = "staff.save_house_setting"


class NotAChoice(Refused):
    """It is out of what can be chosen."""

    code = "staff.not-a-choice"
    message = _("“%(value)s” cannot be chosen here.")


@query(personal=False)
def house_choices(*, at: datetime) -> dict[HouseChoice, str]:
    """Return what holds for every choice at a moment."""
    return chosen(house_settings(at=at))


@action(permission=Permission.EDIT_STAFF)
def choose_for_house(*, values: Mapping[HouseChoice, str], by: Actor, at: datetime) -> None:
    """Let choices of the house hold from now on, all or none; the same again changes nothing.

    :raises NotAChoice: if one is out of what can be chosen
    """
    now = house_choices(at=at)
    for choice, value in values.items():
        if not is_possible(choice, value):
            raise NotAChoice(value=value)
        if value != now[choice]:
            save_house_setting(code=choice, value=value, valid_from=at, by=by, at=at)


@dataclass(frozen=True, slots=True)
class ChoiceVersion:
    """What was chosen from a moment on, and by whom."""

    choice: HouseChoice
    value: str
    at: datetime
    user_id: int | None
    actor_name: str


@query(personal=False)
def choice_versions(*, limit: int = 60) -> list[ChoiceVersion]:
    """Return all that was chosen, the latest first, in one statement."""
    names = {reference("setting", choice): choice for choice in HouseChoice}
    found = core.changes_of_any(names, actions=[SAVED], limit=limit)
    return [
        ChoiceVersion(
            names[about], str(one.facts.get("value", "")), one.at, one.user_id, one.actor_name
        )
        for about, one in found
    ]
