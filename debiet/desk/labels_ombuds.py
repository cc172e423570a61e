"""The words of the desk for the ombuds function."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debiet.core.words import Words
from debiet.rules.complaint_duties import StandIn
from debiet.rules.complaint_remedies import ActionStep, RemedyKind, RemedyStep
from debiet.rules.complaint_sampling import Verdict
from debiet.rules.complaints import Takeover

Labels = Mapping[str, Words]

TAKEOVERS: Labels = {
    Takeover.CUSTOMER_ASKS: _("the customer asks for it"),
    Takeover.INTERNAL_CONFLICT: _("a conflict inside the house"),
    Takeover.CANNOT_SOLVE: _("the first line cannot solve it"),
    Takeover.TERM_PASSED: _("the first line's term is over"),
}
STAND_INS: Labels = {
    StandIn.OMBUDSPERSON: _("ombudsperson"),
    StandIn.DEPUTY: _("deputy"),
    StandIn.OUTSIDE: _("somebody outside"),
}
REMEDY_KINDS: Labels = {
    RemedyKind.APOLOGY: _("apology"),
    RemedyKind.CORRECTION: _("correction"),
    RemedyKind.REFUND: _("refund"),
    RemedyKind.COMPENSATION: _("compensation"),
    RemedyKind.PROCESS_CHANGE: _("change of how we work"),
}
REMEDY_STEPS: Labels = {
    RemedyStep.PROPOSED: pgettext_lazy("a remedy", "proposed"),
    RemedyStep.APPROVED: pgettext_lazy("a remedy", "approved"),
    RemedyStep.DECLINED: pgettext_lazy("a remedy", "declined"),
    RemedyStep.EXECUTED: pgettext_lazy("a remedy", "carried out"),
    RemedyStep.DONE: pgettext_lazy("a remedy", "done"),
    RemedyStep.DROPPED: pgettext_lazy("a remedy", "dropped"),
}
ACTION_STEPS: Labels = {
    ActionStep.PLANNED: pgettext_lazy("an action", "planned"),
    ActionStep.UNDER_WAY: pgettext_lazy("an action", "under way"),
    ActionStep.CARRIED_OUT: pgettext_lazy("an action", "carried out"),
    ActionStep.EFFECTIVE: pgettext_lazy("an action", "effective"),
    ActionStep.DROPPED: pgettext_lazy("an action", "dropped"),
}
ROOT_CAUSES: Labels = {
    "rule": _("it is what the rules ask"),
    "policy": _("policy"),
    "process": _("how we work"),
    "software": _("software"),
    "data": _("data"),
    "mistake": _("a mistake"),
    "knowledge": _("knowledge"),
    "capacity": _("too few hands"),
    "contractor": _("a contractor"),
    "other-party": _("another party"),
    "material": _("material"),
    "weather": _("the weather"),
    "promise-not-kept": _("a promise not kept"),
    "not-found": _("not found"),
}
VERDICTS: Labels = {
    Verdict.AGREED: _("rightly called a question"),
    Verdict.DISAGREED: _("we see a complaint in it"),
}
OMBUDS: Mapping[str, Labels] = {
    "takeover": TAKEOVERS,
    "stand-in": STAND_INS,
    "remedy-kind": REMEDY_KINDS,
    "remedy-step": REMEDY_STEPS,
    "action-step": ACTION_STEPS,
    "root-cause": ROOT_CAUSES,
    "verdict": VERDICTS,
}
