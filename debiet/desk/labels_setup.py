"""The words for what was changed while setting up, by the name of the action."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from debiet.core.words import Words
from debiet.rules.access import Role

ROLES: Mapping[str, Words] = {
    Role.AGENT: _("Agent"),
    Role.TEAM_LEAD: _("Team lead"),
    Role.OMBUDS: _("Ombuds office"),
    Role.DPO: _("Data protection officer"),
    Role.HR: _("Human resources"),
    Role.FINANCE: _("Finance"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMIN: _("Admin"),
    Role.PARTNER_AGENT: _("Partner's agent"),
}

CHANGES: Mapping[str, Words] = {
    "staff.save_organization": _("Saved"),
    "staff.save_team": _("Saved"),
    "staff.places.rename_team": _("Renamed"),
    "staff.places.close_team": _("Ended; its work went to another team"),
    "staff.hire_employee": _("Employed"),
    "staff.grant_role": _("Role given"),
    "staff.granting.give_role": _("Role asked of a second person"),
    "staff.granting.approve_role": _("Role agreed to"),
    "staff.granting.decline_role": _("Role not given"),
    "staff.revoke_role": _("Role taken back"),
    "staff.join_team": _("Team changed"),
    "staff.employing.leave_team": _("Left a team"),
    "staff.employing.change_employee": _("Renamed"),
    "staff.leaving.plan_leaving": _("Final day set or taken back"),
    "staff.provisioning.provision": _("Employed"),
    "staff.provisioning.change_provisioned": _("Changed"),
    "staff.provisioning.take_over": _("Changed"),
    "staff.leaving.note_refused": _("Should have left, and is the only admin"),
    "staff.end_employment": _("Employment ended"),
    "cases.topics.save_topic": _("Saved"),
    "cases.topics.add_topic": _("Made"),
    "cases.topics.change_topic": _("Changed"),
    "cases.topics.merge_topic": _("Merged into another"),
    "cases.topics.retire_topic": _("Taken out of use"),
    "cases.topics.bring_back_topic": _("Brought back"),
    "cases.handing_over.retire_team": _("Given to another team"),
    "terms.calendars.save_calendar_version": _("New version"),
    "terms.policies.save_policy_version": _("New version"),
    "correspondence.mailboxes.save_mailbox": _("Saved"),
    "staff.looks.save_colors": _("Saved"),
    "staff.office_head.save_office_head": _("Saved"),
    "retention.setting.ask_months": _("Another number of months asked"),
    "retention.setting.agree_months": _("Agreed to"),
    "retention.setting.decline_months": _("Declined"),
    "files.logos.give_logo": _("Picture given"),
    "files.logos.use_logo": _("Chosen"),
    "correspondence.setting_up.try_mailbox": _("Tried"),
    "core.outgoing.switch_outgoing": _("Switched"),
    "clauses.write_clause": _("Written"),
    "clauses.approve_clause": _("Approved"),
    "clauses.set_clause_key": _("Key changed"),
    "clauses.retire_clause": _("Taken out of use"),
    "clauses.bring_back_clause": _("Brought back"),
    "clauses.save_template": _("Saved"),
    "clauses.write_template": _("Written"),
    "clauses.approve_template": _("Approved"),
    "clauses.retire_template": _("Taken out of use"),
    "clauses.bring_back_template": _("Brought back"),
}
"""Only what stands here shows in the history of a record that is set up."""

FIELDS: Mapping[str, Words] = {
    "name": _("Name"),
    "address": _("Address"),
    "protocol": _("How mail gets in"),
    "topic_code": _("Topic"),
    "compartment": _("Part of the house"),
    "is_active": _("Mail is taken in"),
    "host": _("IMAP server"),
    "on": _("Messages leave this house"),
}
"""What a value is called that was changed; others bear the name that the settings give them."""

SYSTEMS: Mapping[str, Words] = {
    "cli.setup": _("loaded from a profile"),
    "demo": _("made with the demo"),
    "provisioning.scim": _("by another system"),
    "staff.end-due": _("on the final day"),
}
