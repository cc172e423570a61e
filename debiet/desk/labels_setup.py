"""The words for what was changed while setting up, by the name of the action."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from debiet.core.words import Words

CHANGES: Mapping[str, Words] = {
    "staff.save_organization": _("Saved"),
    "staff.save_team": _("Saved"),
    "staff.hire_employee": _("Employed"),
    "staff.grant_role": _("Role given"),
    "staff.revoke_role": _("Role taken back"),
    "staff.join_team": _("Team changed"),
    "staff.end_employment": _("Employment ended"),
    "cases.topics.save_topic": _("Saved"),
    "terms.calendars.save_calendar_version": _("New version"),
    "terms.policies.save_policy_version": _("New version"),
    "correspondence.mailboxes.save_mailbox": _("Saved"),
    "staff.looks.save_colors": _("Saved"),
    "correspondence.setting_up.try_mailbox": _("Tried"),
    "core.outgoing.switch_outgoing": _("Switched"),
    "clauses.write_clause": _("Written"),
    "clauses.approve_clause": _("Approved"),
    "clauses.set_clause_key": _("Key changed"),
    "clauses.retire_clause": _("Taken out of use"),
    "clauses.bring_back_clause": _("Brought back"),
    "clauses.save_template": _("Saved"),
    "clauses.retire_template": _("Taken out of use"),
    "clauses.bring_back_template": _("Brought back"),
}
"""Only what stands here shows in the history of a record that is set up."""

SYSTEMS: Mapping[str, Words] = {
    "cli.setup": _("loaded from a profile"),
    "demo": _("made with the demo"),
}
