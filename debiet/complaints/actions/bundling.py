"""Putting a complaint's file together for a body of the second line, and keeping what was in it."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from debiet.complaints import bundle
from debiet.complaints.actions.reviews_at_hand import locked_review
from debiet.complaints.bundle_files import Annex, annexes_of
from debiet.complaints.models import ExternalReview, ReviewBundle
from debiet.complaints.office import employee_id
from debiet.complaints.queries.bundling import Piece, bundle_pieces
from debiet.core import audit
from debiet.core.actor import Actor
from debiet.core.errors import NotFound, Refused
from debiet.core.operations import action
from debiet.core.references import reference
from debiet.files import actions as files
from debiet.rules.access import Compartment, Permission

PRESSED_AGAIN = timedelta(minutes=2)
"""A large bundle takes some time, in which somebody may press once more."""


class NothingChosen(Refused):
    """A bundle without a piece says nothing."""

    code = "reviews.nothing-chosen"
    message = _("Choose what goes into the bundle.")


class PieceNotThere(Refused):
    """A piece that is not there, or not for whoever puts the bundle together."""

    code = "reviews.piece-not-there"
    message = _("Something that you chose cannot be put in. Look at the list again.")


@action(permission=Permission.HANDLE_COMPLAINT)
def make_bundle(*, review_id: int, chosen: Collection[str], by: Actor, at: datetime) -> int:
    """Put a complaint's file together as one PDF, and return the id of what was kept of it.

    Pieces of the ombuds function's file are put in by whoever handles it, one by one; then the
    bundle stands in the office's part of the house.

    The same pressed again while it is made is one bundle.

    :param chosen: the pieces by their codes
    :raises NotFound: where the actor may not see the review
    :raises NothingChosen: without a piece
    :raises PieceNotThere: if a piece is not among what the actor can put in
    """
    pieces = bundle_pieces(review_id, viewer=by)
    if pieces is None:
        raise NotFound
    if not chosen:
        raise NothingChosen
    wanted = [one for one in pieces.every if one.code in chosen]
    if len(wanted) != len(set(chosen)):
        raise PieceNotThere
    wanted.sort(key=lambda one: (one.kind != "ledger", one.happened_at))
    annexes = annexes_of(wanted, viewer=by)
    made = bundle.compose(pieces, wanted, annexes, language=settings.LANGUAGE_CODE, at=at)
    # Locked only now: nobody waits for a large bundle.
    review = locked_review(review_id, by=by)
    return _keep(review, made, wanted, listed=_listed(wanted, annexes), by=by, at=at)


def _keep(
    review: ExternalReview,
    made: bundle.Composed,
    wanted: Sequence[Piece],
    *,
    listed: list[dict[str, object]],
    by: Actor,
    at: datetime,
) -> int:
    """Keep a bundle with what went into it, and return its id.

    :param listed: what went in and what did not, as codes
    """
    has_ombuds = any(one.is_ombuds for one in wanted)
    compartment = Compartment.OMBUDS if has_ombuds else review.compartment
    maker = employee_id(by)
    same = ReviewBundle.objects.filter(review=review, employee=maker, pieces=listed)
    if (known := same.filter(made_at__gt=at - PRESSED_AGAIN).first()) is not None:
        return known.pk
    file_id = files.store_file(
        content=made.content,
        name=f"{review.body}-{review.case.number}.pdf",
        compartment=compartment,
        is_made_here=True,
        by=by,
        at=at,
    )
    kept = ReviewBundle.objects.create(
        review=review,
        compartment=compartment,
        file_id=file_id,
        sha256=hashlib.sha256(made.content).hexdigest(),
        page_count=made.page_count,
        pieces=listed,
        has_ombuds=has_ombuds,
        employee_id=maker,
        made_at=at,
    )
    audit.record(
        reference("case", review.case.number),
        compartment=compartment,
        facts={
            "review": review.pk,
            "bundle": kept.pk,
            "sha256": kept.sha256,
            "pieces": [one.code for one in wanted],
            "has_ombuds": has_ombuds,
        },
    )
    return kept.pk


def _listed(
    wanted: Sequence[Piece], annexes: Mapping[str, Sequence[Annex]]
) -> list[dict[str, object]]:
    """Return what went in, and what did not and why, as codes."""
    listed: list[dict[str, object]] = []
    for piece in wanted:
        listed.append({"piece": piece.code, "is_in": True})
        listed += [
            {
                "piece": f"file-{annex.info.file_id}",
                "of": piece.code,
                "is_in": annex.left_out is None,
                "why": str(annex.left_out or ""),
            }
            for annex in annexes[piece.code]
        ]
    return listed
