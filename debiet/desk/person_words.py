"""The words of a customer's file: purposes, ways of verifying, what people are to each other."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debiet.core.words import Words
from debiet.customers.queries import ContactKind
from debiet.desk.labels import Labels
from debiet.rules.cases import Segment
from debiet.rules.customer_file import Bond, HowVerified, Purpose, RelationKind
from debiet.rules.duplicates import Sign

PURPOSES: Labels = {
    Purpose.CONTACT: _("The customer calls, writes or stands at the counter"),
    Purpose.CHECK_DATA: _("To check or correct data"),
    Purpose.DUPLICATE: _("To see whether two customers are one"),
    Purpose.BILLING: _("For an invoice or a payment"),
    Purpose.OVERSIGHT: _("For oversight: a check, an audit, a request about data"),
    Purpose.OTHER: _("For another reason"),
}
HOW_VERIFIED: Labels = {
    HowVerified.CALLER: _("the caller proved who it is"),
    HowVerified.IDENTITY_CARD: _("by identity card at the counter"),
    HowVerified.ANSWERED: _("the customer answered from it"),
    HowVerified.LETTER: _("by a signed letter"),
}
RELATIONS: Labels = {
    RelationKind.HOUSEHOLD: _("lives in the same household"),
    RelationKind.REPRESENTATIVE: _("represents this customer"),
    RelationKind.REPRESENTED: _("is represented by this customer"),
    RelationKind.LANDLORD: _("is the landlord"),
    RelationKind.TENANT: _("is the tenant"),
    RelationKind.HEIR: _("is an heir"),
    RelationKind.DECEASED: _("has died; this customer is an heir"),
    RelationKind.COMPANY_CONTACT: _("is the contact of this company"),
    RelationKind.COMPANY: _("is the company of this contact"),
}
POINT_KINDS: Labels = {ContactKind.EMAIL: _("E-mail"), ContactKind.PHONE: _("Phone")}
SEGMENTS: Labels = {
    Segment.HOUSEHOLD: pgettext_lazy("kind of customer", "household"),
    Segment.ENTERPRISE: pgettext_lazy("kind of customer", "enterprise"),
    Segment.PUBLIC_BODY: pgettext_lazy("kind of customer", "public body"),
}
BONDS: Labels = {
    Bond.OWN: _("its own"),
    Bond.HOUSEMATE: _("of a housemate"),
    Bond.RELATED: _("of a relative or somebody it is tied to"),
    Bond.COLLEAGUE: _("of a colleague"),
}
SIGNS: Labels = {
    Sign.SAME_NAME: _("the same name"),
    Sign.NEAR_NAME: _("nearly the same name"),
    Sign.EMAIL: _("the same e-mail address"),
    Sign.PHONE: _("the same telephone number"),
    Sign.BORN_ON: _("the same date of birth"),
    Sign.ADDRESS: _("the same address"),
    Sign.ACCOUNT: _("the same customer number"),
    Sign.OTHER_BIRTH_DATE: _("another date of birth"),
    Sign.OTHER_NAME: _("another name"),
}
FIELDS: Labels = {
    "name": _("Name"),
    "segment": _("Kind of customer"),
    "language": _("Language"),
    "born_on": _("Date of birth"),
    "wants_large_print": _("Letters"),
}
WORDS = {
    "sign": SIGNS,
    "bond": BONDS,
    "field": FIELDS,
    "purpose": PURPOSES,
    "how": HOW_VERIFIED,
    "relation": RELATIONS,
    "point": POINT_KINDS,
    "segment": SEGMENTS,
}


def word(code: object, kind: str) -> Words:
    """Return the word for a code of a kind, or the code itself where there is none."""
    return WORDS[kind].get(str(code or ""), str(code or ""))
