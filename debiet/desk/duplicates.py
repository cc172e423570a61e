"""Customers that may be one: compared field by field, merged, and taken apart again."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from debiet.cases import actions as cases
from debiet.core.errors import ChangedMeanwhile, Refused
from debiet.core.words import Words
from debiet.customers import actions as customers
from debiet.customers import queries
from debiet.customers.queries import CustomerFile, SuspectedPair
from debiet.desk import access, frame, labels, person, person_words
from debiet.desk.access import DeskRequest, employees
from debiet.desk.timeline import whole_number
from debiet.rules.access import Permission
from debiet.rules.duplicates import FIELDS, WEIGHTS, Taken, proposed


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs, in words, and whose value is taken."""

    name: str
    label: Words
    kept: str
    other: str
    taken: Taken


@employees(Permission.EDIT_CUSTOMERS)
def duplicates(request: DeskRequest) -> HttpResponse:
    """Show the pairs that nobody looked at, the likeliest first."""
    pairs = queries.suspected_pairs(viewer=access.actor(request))
    facts = {"pairs": [(pair, _words(pair)) for pair in pairs]}
    return frame.show(request, "desk/duplicates.html", facts, current="duplicates")


@employees(Permission.EDIT_CUSTOMERS)
def pair(request: DeskRequest, pair_id: int) -> HttpResponse:
    """Show two customers beside each other and what one of both would be; merge or part them."""
    found, viewer = access.pair(request, pair_id)
    turned = request.POST.get("keep", request.GET.get("keep", "")) == str(found.second_id)
    ids = (found.second_id, found.first_id) if turned else (found.first_id, found.second_id)
    today = timezone.localdate(request.at)
    files = [queries.customer_file(key, viewer=viewer, on=today) for key in ids]
    kept, other = files
    if kept is None or other is None:
        raise Http404
    chosen = _chosen(request, kept, other)
    status = 200
    if request.method == "POST" and "merge" in request.POST:
        try:
            cases.merge_two_customers(
                kept_id=kept.customer_id,
                other_id=other.customer_id,
                chosen=chosen,
                seen_versions=(
                    whole_number(request.POST.get("seen_kept", "")),
                    whole_number(request.POST.get("seen_other", "")),
                ),
                by=viewer,
                at=request.at,
            )
        except ChangedMeanwhile as refusal:
            messages.warning(request, str(refusal))
            status = 409
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("They are one customer now. It can be undone on its file."))
            return redirect("desk:person", customer_id=kept.customer_id)
    facts = {
        "pair": found,
        "signs": _words(found),
        "kept": kept,
        "other": other,
        "differences": _differences(kept, other, chosen),
        "preview": {field: _shown(field, kept, other, chosen) for field in FIELDS},
        "both": (kept, other),
    }
    return frame.show(request, "desk/duplicate.html", facts, current="duplicates", status=status)


@employees(Permission.EDIT_CUSTOMERS)
def dismiss(request: DeskRequest, pair_id: int) -> HttpResponse:
    """Say that they are two."""
    found, viewer = access.pair(request, pair_id)
    if request.method == "POST":
        try:
            customers.dismiss_pair(pair_id=found.pair_id, by=viewer, at=request.at)
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("They are two. They are not suspected again."))
    return redirect("desk:duplicates")


@employees(Permission.EDIT_CUSTOMERS)
def undo(request: DeskRequest, customer_id: int, merge_id: int) -> HttpResponse:
    """Make two customers of one again."""
    opened = access.customer(request, customer_id)
    if request.method == "POST":
        try:
            customers.undo_merge(
                merge_id=merge_id, customer_id=opened.customer_id, by=opened.viewer, at=request.at
            )
        except Refused as refusal:
            access.answer_hidden(refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("They are two customers again, each with its own."))
    return redirect(person.address(opened))


def _words(found: SuspectedPair) -> list[tuple[Words, int]]:
    return [(person_words.word(sign, "sign"), WEIGHTS[sign]) for sign in found.signs]


def _values(file: CustomerFile) -> dict[str, object]:
    return {field: getattr(file, field) for field in FIELDS}


def _chosen(request: DeskRequest, kept: CustomerFile, other: CustomerFile) -> dict[str, Taken]:
    """Return whose value is taken of each field that differs: as chosen, else as proposed."""
    found = proposed(_values(kept), _values(other))
    for field in found:
        typed = request.POST.get(f"take-{field}", "")
        if typed in set(Taken):
            found[field] = Taken(typed)
    return found


def _differences(
    kept: CustomerFile, other: CustomerFile, chosen: dict[str, Taken]
) -> list[Difference]:
    return [
        Difference(
            field,
            person_words.word(field, "field"),
            _in_words(field, getattr(kept, field)),
            _in_words(field, getattr(other, field)),
            taken,
        )
        for field, taken in chosen.items()
    ]


def _shown(field: str, kept: CustomerFile, other: CustomerFile, chosen: dict[str, Taken]) -> str:
    source = other if chosen.get(field) is Taken.OTHER else kept
    return _in_words(field, getattr(source, field))


def _in_words(field: str, value: object) -> str:
    match field:
        case "segment":
            return str(person_words.word(value, "segment"))
        case "language":
            return str(labels.word(value, "language"))
        case "born_on":
            return date_format(value, "j F Y") if value else _("not known")  # type: ignore[arg-type]
        case "wants_large_print":
            return _("in large print") if value else _("in ordinary print")
    return str(value)
