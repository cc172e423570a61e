"""Whether all mail arrived: what came by each source, what became of it, and what is wrong."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debiet.core.words import Words
from debiet.correspondence import queries as correspondence
from debiet.correspondence.queries import Reconciled
from debiet.desk import access, frame, labels
from debiet.desk.access import DeskRequest, employees
from debiet.rules.access import Permission


@dataclass(frozen=True, slots=True)
class Row:
    """A source with its state in words."""

    sums: Reconciled
    name: Words
    words: Words


@employees(Permission.SEE_QUARANTINE)
def mailboxes(request: DeskRequest) -> HttpResponse:
    """Show the sums of each source in the viewer's own parts of the house."""
    found = correspondence.reconciled(viewer=access.actor(request), at=request.at)
    rows = [Row(sums, _name(sums), _words(sums)) for sums in found]
    facts = {"rows": rows, "is_well": all(sums.is_well for sums in found)}
    return frame.show(request, "desk/mailboxes.html", facts, current="quarantine")


def _name(sums: Reconciled) -> Words:
    return sums.address or labels.word(sums.source, "source")


def _words(sums: Reconciled) -> Words:
    """Return the first thing that somebody must do something about."""
    if sums.trouble:
        return labels.word(sums.trouble, "mailbox-trouble")
    if sums.is_silent:
        return _("Nobody looks into it.")
    if sums.waiting_too_long:
        words = ngettext(
            "%(count)s message is not taken up.",
            "%(count)s messages are not taken up.",
            sums.waiting_too_long,
        )
        return words % {"count": sums.waiting_too_long}
    if sums.difference > 0:
        return _("The mail server has %(count)s more than we do.") % {"count": sums.difference}
    if sums.difference < 0:
        return _("We have %(count)s more than the mail server.") % {"count": -sums.difference}
    if not sums.adds_up:
        return _("A message is in no known state.")
    return _("All is here.")
