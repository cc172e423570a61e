"""What the steps, sides, letters and pieces of a complaint are called, on screens and on paper."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debiet.core.words import Words
from debiet.rules.complaint_bundle import LeftOut, PieceKind
from debiet.rules.complaints import ComplaintActor, ComplaintStep, LetterKind

Labels = Mapping[str, Words]

STEPS: Labels = {
    ComplaintStep.RECEIVED: _("received"),
    ComplaintStep.FIRST_LINE: _("with the first line"),
    ComplaintStep.ANSWERED: _("answered"),
    ComplaintStep.ACCEPTED: _("answer accepted"),
    ComplaintStep.SILENT: _("answered, no reaction"),
    ComplaintStep.OMBUDS: _("with the ombuds function"),
    ComplaintStep.MEDIATED: _("mediated"),
    ComplaintStep.DECIDED: _("decided"),
    ComplaintStep.CLOSED: pgettext_lazy("of a complaint", "closed"),
    ComplaintStep.REFUSED: pgettext_lazy("of a complaint", "refused"),
    ComplaintStep.WITHDRAWN: pgettext_lazy("of a complaint", "withdrawn"),
    ComplaintStep.NOT_A_COMPLAINT: _("not a complaint"),
}
ACTORS: Labels = {
    ComplaintActor.CUSTOMER: _("the customer"),
    ComplaintActor.FIRST_LINE: _("the first line"),
    ComplaintActor.OMBUDS: _("the ombuds function"),
    ComplaintActor.SYSTEM: _("by itself"),
}
LETTERS: Labels = {
    LetterKind.ACKNOWLEDGEMENT: _("acknowledgement"),
    LetterKind.HOLDING: _("holding letter"),
    LetterKind.FINAL: _("answer to the complaint"),
    LetterKind.REFUSAL: _("refusal"),
    LetterKind.REFERRAL: _("referral to whom it concerns"),
}
PIECES: Labels = {
    PieceKind.LEDGER: _("Steps and terms"),
    PieceKind.MESSAGE: _("Message"),
    PieceKind.CALL: _("Conversation"),
    PieceKind.NOTE: _("Internal note"),
    PieceKind.EXPLANATION: _("Explanation of a department"),
    PieceKind.FINDING: _("Finding"),
    PieceKind.REMEDY: _("What was done for the customer"),
}
LEFT_OUT: Labels = {
    LeftOut.LOST: _("not included: we cannot find it any more"),
    LeftOut.NOT_SCANNED: _("not included: it is still being checked for viruses"),
    LeftOut.INFECTED: _("not included: there is a virus in it"),
    LeftOut.DANGEROUS: _("not included: a kind of file that can do harm"),
    LeftOut.DAMAGED: _("not included: it is damaged"),
    LeftOut.LOCKED: _("not included: it is locked with a password"),
    LeftOut.TOO_LONG: _("not included: it has too many pages; ask for it apart"),
    LeftOut.TOO_LARGE: _("not included: it is too large; ask for it apart"),
}
