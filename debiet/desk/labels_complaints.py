"""The words of the desk for complaints."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debiet.complaints.actions.refusals import REFUSALS
from debiet.complaints.words import ACTORS, LETTERS, STEPS
from debiet.core.words import Words
from debiet.rules.complaint_facts import Answered, Fate
from debiet.rules.complaint_letters import DraftState
from debiet.rules.complaint_themes import OmbudsNorm, ThemeGroup
from debiet.rules.complaints import (
    Assessment,
    Component,
    Ground,
    LetterPart,
    Outcome,
)

Labels = Mapping[str, Words]

GROUNDS: Labels = {
    Ground.ANONYMOUS: _("nobody knows who complains"),
    Ground.NO_INTEREST: _("no interest of its own"),
    Ground.MANIFESTLY_UNFOUNDED: _("manifestly unfounded"),
    Ground.MANIFESTLY_UNREASONABLE: _("manifestly unreasonable"),
    Ground.ALREADY_HANDLED: _("handled before"),
    Ground.OLDER_THAN_A_YEAR: _("facts of more than a year ago"),
    Ground.APPEAL_OPEN: _("an appeal is still open"),
    Ground.COURT: _("before a court"),
    Ground.NOT_COMPETENT: _("not for us to decide"),
    Ground.POLICY: _("about policy or regulation"),
}
COMPONENTS: Labels = {
    Component.DRINKING_WATER: _("drinking water"),
    Component.SANITATION: _("sanitation"),
    Component.BOTH: _("drinking water and sanitation"),
}
ASSESSMENTS: Labels = {
    Assessment.FOUNDED: _("founded"),
    Assessment.PARTLY_FOUNDED: _("partly founded"),
    Assessment.UNFOUNDED: _("unfounded"),
}
OUTCOMES: Labels = {
    Outcome.SOLVED: _("solved"),
    Outcome.PARTLY_SOLVED: _("partly solved"),
    Outcome.NOT_SOLVED: _("not solved"),
}
ANSWERED: Labels = {
    Answered.IN_TIME: _("in time"),
    Answered.LATE: _("too late"),
    Answered.OWED: _("owed, still in time"),
    Answered.OWED_LATE: _("owed, too late already"),
    Answered.NONE: _("no answer was due"),
}
FATES: Labels = {
    Fate.NOT_A_COMPLAINT: _("not a complaint"),
    Fate.NOT_ADMISSIBLE: _("not admissible"),
    Fate.FOUNDED: _("founded"),
    Fate.PARTLY_FOUNDED: _("partly founded"),
    Fate.UNFOUNDED: _("unfounded"),
    Fate.OPEN: _("still open"),
    Fate.WITHDRAWN: pgettext_lazy("of a complaint", "withdrawn"),
    Fate.NOT_ASSESSED: _("not assessed"),
    "unknown": _("not known"),
}
THEME_GROUPS: Labels = {
    ThemeGroup.CUSTOMER_MATTERS: _("Customer matters"),
    ThemeGroup.TECHNICAL: _("Technical"),
    ThemeGroup.COMMUNICATION: _("Communication"),
    ThemeGroup.WATER_QUALITY: _("Water quality"),
}
THEMES: Labels = {
    "bill": _("bill"),
    "price": _("price"),
    "payment": _("payment"),
    "meter-reading": _("meter reading"),
    "moving": _("moving"),
    "high-use": _("high use"),
    "cut-off": _("cutting off"),
    "connection": _("connection"),
    "meter": _("meter"),
    "interruption": _("interruption"),
    "pressure": _("pressure"),
    "works": _("works"),
    "damage": _("damage"),
    "sewer": _("sewer"),
    "appointment": _("appointment"),
    "reachability": _("reaching us"),
    "information": _("information"),
    "no-answer": _("no answer"),
    "treatment": _("how somebody was treated"),
    "privacy": _("privacy"),
    "quality": _("quality of the water"),
}

PARTS: Labels = {
    LetterPart.NUMBER: _("the number"),
    LetterPart.RECEIVED_ON: _("when it was received"),
    LetterPart.ANSWER_BY: _("by when an answer comes"),
    LetterPart.WHO_HANDLES: _("who handles it"),
    LetterPart.WHY_LATER: _("why it takes longer (holding letter)"),
    LetterPart.FINDINGS: _("what we found (answer)"),
    LetterPart.ASSESSMENT: _("whether the customer was right (answer)"),
    LetterPart.SOLUTION: _("what we do about it (answer)"),
    LetterPart.GROUND: _("on which ground (refusal)"),
    LetterPart.REASONS: _("the reasons (answer, refusal, referral)"),
    LetterPart.REFERRED_TO: _("to whom it goes (referral)"),
    LetterPart.WHERE_NEXT: _("where the customer can go next"),
}
DRAFTS: Labels = {
    DraftState.OPEN: _("being written"),
    DraftState.WAITING: _("waits for a second person"),
    DraftState.SENT_BACK: _("came back with a remark"),
    DraftState.LEFT: pgettext_lazy("of a letter", "left"),
    DraftState.DROPPED: pgettext_lazy("of a letter", "thrown away"),
}
CODED: Labels = {
    "theme": _("about what"),
    "root_cause": _("root cause"),
    "component": pgettext_lazy("of a complaint", "service"),
    "municipality": _("municipality"),
    "segment": _("kind of customer"),
    "facts_on": _("when it happened"),
}
NORMS: Mapping[str, tuple[Words, Words]] = {
    "law": (_("In line with the law"), _("What was done is lawful")),
    "reasons": (_("Sufficient reasons"), _("The reasons are given and suffice")),
    "equality": (
        _("Equality and impartiality"),
        _("Like cases are treated alike, by somebody who takes no side"),
    ),
    "certainty": (
        _("Legal certainty and justified trust"),
        _("People can know the rules and rely on what they were told"),
    ),
    "proportion": (
        _("Reasonableness and proportion"),
        _("Interests were weighed; the burden is no heavier than it must be"),
    ),
    "treatment": (_("Correct treatment"), _("People are met politely and helpfully")),
    "active": (_("Active service"), _("Help goes further than the question")),
    "correspondence": (
        _("Sound correspondence"),
        _("Letters are answered, to the point and legibly"),
    ),
    "reachable": (_("Easy to reach"), _("People get hold of somebody")),
    "information": (
        _("Effective general information"),
        _("What everybody should know is told well"),
    ),
    "accuracy": (
        _("Good execution and administrative accuracy"),
        _("Work is done well and files are right"),
    ),
    "complaint-handling": (
        _("Careful internal handling of complaints"),
        _("Complaints are handled with care inside"),
    ),
    "time": (_("Reasonable time"), _("It does not take longer than it must")),
    "coordination": (_("Efficient coordination"), _("Departments work together")),
    "privacy": (_("Respect for private life"), _("What is private stays private")),
}
"""The norms in the reader's language: their names, and what each asks."""


def norm_name(norm: OmbudsNorm) -> Words:
    """Return what a norm is called; one of a newer list that has no words yet, by its own name."""
    return NORMS[norm.code][0] if norm.code in NORMS else norm.name


def norm_options(norms: Iterable[OmbudsNorm]) -> list[tuple[str, str]]:
    """Return norms to choose from, each with what it asks."""
    return [
        (norm.code, f"{norm_name(norm)}: {NORMS.get(norm.code, ('', norm.meaning))[1]}")
        for norm in norms
    ]


COMPLAINTS: Mapping[str, Labels] = {
    "coded": CODED,
    "norm": {code: name for code, (name, _meaning) in NORMS.items()},
    "letter-part": PARTS,
    "letter-draft": DRAFTS,
    "complaint-step": STEPS,
    "complaint-actor": ACTORS,
    "complaint-ground": GROUNDS,
    "complaint-trouble": {trouble: refusal.message for trouble, refusal in REFUSALS.items()},
    "component": COMPONENTS,
    "assessment": ASSESSMENTS,
    "outcome": OUTCOMES,
    "complaint-answered": ANSWERED,
    "complaint-letter": LETTERS,
    "theme": THEMES,
}
