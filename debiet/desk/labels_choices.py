"""The small choices of the house in words: what each is, its values, and what a change does."""

from collections.abc import Mapping

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from debiet.core.words import Words
from debiet.desk import labels
from debiet.rules.complaint_coding import CauseAsked
from debiet.rules.complaint_letters import Reviewed
from debiet.rules.house_choices import HouseChoice
from debiet.rules.language import FormOfAddress, LanguageRule

NAMES: Mapping[HouseChoice, Words] = {
    HouseChoice.DIGEST_AT: _("When the daily digest leaves"),
    HouseChoice.EMERGENCY_MINUTES: _("Minutes that an emergency stays open"),
    HouseChoice.CASES_A_DAY: _("Cases a day and employee, for the forecast"),
    HouseChoice.NOTE_DAYS: _("Days that a note about a customer stays at most"),
    HouseChoice.FORM_OF_ADDRESS: _("How Dutch letters and mails address people"),
    HouseChoice.LANGUAGE_RULE: _("What decides the language of letters and mails"),
    HouseChoice.WAYS_OFFERED: _("What is offered beside e-mail and letters"),
    HouseChoice.LETTER_REVIEW: _("Letters in complaints that a second person reads first"),
    HouseChoice.ROOT_CAUSE: _("When an answer to a complaint waits for its root cause"),
    HouseChoice.QUESTION_SAMPLE: _(
        "Percent of those called a question that the ombuds office sees"
    ),
}

FOLLOWS: Mapping[HouseChoice, Words] = {
    HouseChoice.DIGEST_AT: _("Whoever chose an own hour keeps it."),
    HouseChoice.EMERGENCY_MINUTES: _("What is open now ends when it was to end."),
    HouseChoice.CASES_A_DAY: _("The week on the team board is reckoned with it at once."),
    HouseChoice.NOTE_DAYS: _("Notes that are there keep their last day."),
    HouseChoice.FORM_OF_ADDRESS: _("Texts that are not written in that form stay as they are."),
    HouseChoice.LANGUAGE_RULE: _("It holds for questions that come in from now on."),
    HouseChoice.WAYS_OFFERED: _("Customers who chose another way keep it."),
    HouseChoice.LETTER_REVIEW: _("Letters that are sent from now on. Terms run on meanwhile."),
    HouseChoice.ROOT_CAUSE: _("The register says where it is not yet coded."),
    HouseChoice.QUESTION_SAMPLE: _("It holds from the next draw on; what was drawn stays."),
}

ADDRESSES: Mapping[FormOfAddress, Words] = {
    FormOfAddress.POLITE: _("with u"),
    FormOfAddress.FAMILIAR: _("with je"),
}
RULES: Mapping[LanguageRule, Words] = {
    LanguageRule.ASKER: _("what somebody chose, wherever it lives"),
    LanguageRule.LAW: _("what the law allows in the municipality"),
}

REVIEWED: Mapping[Reviewed, Words] = {
    Reviewed.REFUSAL: _("refusals"),
    Reviewed.REFERRAL: _("referrals"),
    Reviewed.UNFOUNDED: _("answers that find a complaint unfounded"),
    Reviewed.FOUNDED: _("answers that find a complaint founded, wholly or partly"),
    Reviewed.COMPENSATION: _("letters that promise money"),
}
CAUSES: Mapping[CauseAsked, Words] = {
    CauseAsked.LATER: _("never: it can be coded later"),
    CauseAsked.FOUNDED: _("where the customer was right"),
    CauseAsked.ALWAYS: _("always"),
}


def value_words(choice: HouseChoice, value: str) -> str:
    """Return what was chosen in words."""
    if choice is HouseChoice.FORM_OF_ADDRESS and value in ADDRESSES:
        return str(ADDRESSES[FormOfAddress(value)])
    if choice is HouseChoice.LANGUAGE_RULE and value in RULES:
        return str(RULES[LanguageRule(value)])
    if choice is HouseChoice.WAYS_OFFERED:
        ways = [str(labels.word(one, "method")) for one in value.split(",") if one]
        return ", ".join(ways) or _now("nothing else")
    if choice is HouseChoice.LETTER_REVIEW:
        kinds = [str(REVIEWED[Reviewed(one)]) for one in value.split(",") if one in set(Reviewed)]
        return ", ".join(kinds) or _now("none")
    if choice is HouseChoice.ROOT_CAUSE and value in set(CauseAsked):
        return str(CAUSES[CauseAsked(value)])
    if choice is HouseChoice.EMERGENCY_MINUTES and value.isdecimal():
        return ngettext("%(count)d minute", "%(count)d minutes", int(value)) % {"count": int(value)}
    if choice is HouseChoice.NOTE_DAYS and value.isdecimal():
        return ngettext("%(count)d day", "%(count)d days", int(value)) % {"count": int(value)}
    return value
