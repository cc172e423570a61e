"""Words of what somebody gets to see of its own data; the settings name this for retention."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from debiet.core.words import Words
from debiet.desk import labels, person_words

Labels = Mapping[str, Words]

OWN_DATA: Labels = {
    "note": _("note of an employee"),
    "customer-note": _("what employees should know of you"),
    "relation": _("what somebody else is to you"),
    "rating": _("your rating"),
    "callback": _("a call that we promised"),
    "callback-attempt": _("a try to call you"),
    "follow-up": _("what an employee planned"),
    "task": _("a question to another team"),
    "task-step": _("an answer of another team"),
    "complaint": _("your complaint"),
    "complaint-way": _("how your complaint reached us"),
    "complaint-step": _("a step of your complaint"),
    "complaint-letter": _("what a letter about your complaint decides"),
    "complaint-draft": _("a letter that did not leave"),
    "exemption": _("why a broken promise gives nothing"),
    "explanation": _("a question of the ombuds function to a team"),
    "finding": _("what the ombuds function found"),
    "remedy": _("what was proposed to make good"),
    "review": _("what a body outside looks at"),
    "review-step": _("a step with that body"),
    "set-aside": _("a message that became no case"),
    "call": _("a call in no case"),
    "verification": _("a check of who called"),
}
"""What is kept about somebody beside messages, as that person reads it."""

VERIFIED: Labels = {
    "yes": _("enough was right"),
    "no": _("not enough was right"),
}

WORDS: Mapping[str, Labels] = {
    "own-data": OWN_DATA,
    "verified": VERIFIED,
    "relation": person_words.RELATIONS,
}


def word(code: str, group: str) -> Words:
    """Return the word for a code of a list, or the code itself where there is none."""
    if group in WORDS:
        return WORDS[group].get(code, code)
    return labels.word(code, group) if group in labels.WORDS else code
