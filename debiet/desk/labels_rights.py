"""Words for requests about one's own data."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from debiet.core.words import Words

Labels = Mapping[str, Words]

RIGHTS_KINDS: Labels = {
    "access": _("Access to own data"),
    "correction": _("Correction of own data"),
    "erasure": _("Erasure of own data"),
    "objection": _("Objection to use of own data"),
}

RIGHTS_STATES: Labels = {
    "received": _("not known yet who asks"),
    "identified": _("known who asks"),
    "prepared": _("made, to be looked at"),
    "reviewed": _("looked at, to be given"),
    "done": _("answered"),
    "refused": _("refused"),
}

PROOFS: Labels = {
    "known-facts": _("by facts that only this person knows"),
    "at-counter": _("in person, at the counter"),
    "address-on-file": _("asked from the address that we have"),
    "signed-in": _("signed in"),
    "representative": _("by a representative, with a mandate"),
}

LONGER_REASONS: Labels = {
    "complex": _("it is complex"),
    "many-requests": _("there are many requests of this person"),
}
