"""Registering a letter: its pages on one side, what somebody reads in it on the other."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from debiet.cases import actions
from debiet.cases import queries as cases
from debiet.core.actor import Actor
from debiet.core.errors import Refused
from debiet.core.references import reference
from debiet.correspondence.queries import Scan
from debiet.customers import queries as customers
from debiet.customers.queries import CustomerCard
from debiet.desk import access, frame
from debiet.desk.access import DeskRequest, employees
from debiet.desk.forms import topic_options
from debiet.desk.letter_forms import AwayForm, LetterForm
from debiet.desk.search_kinds import customers_like
from debiet.desk.timeline import whole_number
from debiet.rules.access import Permission
from debiet.rules.cases import tidy_number

SHOWN_PAGES = 20
SHOWN_CUSTOMERS = 6


@employees(Permission.TAKE_IN_MESSAGE)
def letter(request: DeskRequest, raw_message_id: int) -> HttpResponse:
    """Show a letter and register it; a letter with several questions becomes several cases."""
    found, viewer = access.paper(request, raw_message_id)
    if not found.is_letter:
        return redirect("desk:scan", raw_message_id=raw_message_id)
    if not found.is_waiting:
        messages.info(request, _("A colleague dealt with this already."))
        return redirect("desk:letters")
    words = request.GET.get("q", "").replace("\x00", "").strip()[:120]
    chosen = _chosen(request, viewer, found)
    form = LetterForm(
        request.POST or None,
        topics=topic_options(cases.topic_choices(public=False)),
        initial=_initial(request, found, chosen),
    )
    if form.is_valid():
        try:
            done = actions.register_letter(
                raw_message_id=raw_message_id,
                registration=form.registration(),
                by=viewer,
                at=request.at,
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            form.add_error(None, str(refusal))
        else:
            said = _("The letter is registered: %(numbers)s.")
            messages.success(request, said % {"numbers": ", ".join(done.numbers)})
            return redirect("desk:letters")
    facts = {
        "letter": found,
        "pages": range(min(found.row.pages, SHOWN_PAGES)),
        "is_cut": found.row.pages > SHOWN_PAGES,
        "form": form,
        "away_form": AwayForm(),
        "words": words,
        "searched": _search(request, viewer, found, words),
        "chosen": chosen,
        "suggested": cases.pointed_at(found.pointers, viewer=viewer),
    }
    return frame.show(request, "desk/letters/letter.html", facts, current="letters")


def _search(request: DeskRequest, viewer: Actor, found: Scan, words: str) -> list[CustomerCard]:
    if not words or Permission.SEE_CUSTOMERS not in viewer.permissions:
        return []
    cards = customers_like(words, viewer=viewer, limit=SHOWN_CUSTOMERS)
    seen = [reference("customer", card.customer_id) for card in cards]
    access.saw_paper(request, viewer, found, *seen)
    return cards


def _chosen(request: DeskRequest, viewer: Actor, found: Scan) -> CustomerCard | None:
    """Return the customer that was picked: from the address, or from the form sent back."""
    typed = request.POST.get("customer_id") or request.GET.get("customer", "")
    customer_id = whole_number(typed)
    cards = customers.cards([customer_id], viewer=viewer) if customer_id else []
    if cards:
        access.saw_paper(request, viewer, found, reference("customer", customer_id))
    return cards[0] if cards else None


def _initial(request: DeskRequest, found: Scan, card: CustomerCard | None) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "route": found.row.route,
        "continues": tidy_number(request.GET.get("case", "")),
    }
    if card is None:
        return initial
    points = dict(reversed(card.contact_points))
    number, address = card.accounts[0] if card.accounts else ("", "")
    return initial | {
        "customer_id": card.customer_id,
        "contact_name": card.name,
        "language": card.language,
        "email": points.get("email", ""),
        "phone": points.get("phone", ""),
        "account_number": number,
        "address": address.replace(", ", "\n"),
    }
