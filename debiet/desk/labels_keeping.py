"""Words for how long records are kept."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from debiet.core.words import Words

Labels = Mapping[str, Words]

RECORD_KINDS: Labels = {
    "case": _("cases with all that hangs on them"),
    "set-aside": _("what came in and became no case"),
    "print-batch": _("batches for the printer"),
    "call": _("phone calls in no case"),
    "verification": _("checks of callers"),
    "customer": _("customers with nothing left"),
    "notification": _("what employees were told"),
    "absence": _("absences of employees"),
    "employee": _("names of employees who left"),
    "access-log": _("who looked at whose file"),
}
START_EVENTS: Labels = {
    "closed": _("the closing"),
    "received": _("the receipt"),
    "posted": _("the posting"),
    "called": _("the call"),
    "checked": _("the check"),
    "recorded": _("the recording"),
    "told": _("the telling"),
    "returned": _("the return"),
    "left": _("the leaving"),
    "looked": _("the look"),
}
GROUNDS: Labels = {
    "contract": _("contract, art. 6(1)(b)"),
    "legal-obligation": _("legal obligation, art. 6(1)(c)"),
    "public-task": _("public task, art. 6(1)(e)"),
    "legitimate-interest": _("legitimate interest, art. 6(1)(f)"),
}
STOPS: Labels = {
    "open": _("not closed"),
    "shared": _("a letter with another question that stays"),
    "has-account": _("an account"),
    "has-cases": _("a case"),
    "hold": _("a hold"),
}
