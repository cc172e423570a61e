"""What was set at the desk since, which loading a profile leaves as it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from debiet.core import queries as core
from debiet.core.references import reference

ACTIONS: Mapping[str, tuple[str, ...]] = {
    "organization": ("staff.save_organization",),
    "team": ("staff.save_team", "staff.places.rename_team", "staff.places.close_team"),
    "employee": ("staff.join_team", "staff.employing.leave_team"),
    "topic": (
        "cases.topics.save_topic",
        "cases.topics.add_topic",
        "cases.topics.change_topic",
        "cases.topics.merge_topic",
        "cases.topics.retire_topic",
        "cases.topics.bring_back_topic",
        "cases.handing_over.retire_team",
    ),
    "calendar": ("terms.calendars.save_calendar_version",),
    "policy": ("terms.policies.save_policy_version",),
    "clause": (
        "clauses.write_clause",
        "clauses.approve_clause",
        "clauses.set_clause_key",
    ),
    "template": (
        "clauses.save_template",
        "clauses.write_template",
        "clauses.approve_template",
    ),
    "setting": ("staff.save_house_setting",),
    "mailbox": ("correspondence.mailboxes.save_mailbox",),
}
"""The actions by which a kind of record is set, from a profile or at the desk."""


@dataclass(slots=True)
class Desk:
    """What employees decided goes before what the files say, unless they are told to win.

    :param left: what was left as it was set at the desk, such as `calendar office-hours`
    """

    takes_over: bool = False
    left: list[str] = field(default_factory=list)

    def decided(self, kind: str, code: str | int, *, named: str = "") -> bool:
        """Return whether the latest word on a record came from the desk, and remember that.

        :param named: what it is called where its code is only a number
        """
        if self.takes_over:
            return False
        latest = core.changes_of(reference(kind, code), actions=ACTIONS[kind], limit=1)
        if not latest or latest[0].user_id is None:
            return False
        self.left.append(named or f"{kind} {code}")
        return True
