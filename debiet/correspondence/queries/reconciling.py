"""Whether the sums agree: what came by each source, and what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, Q, Sum, Value, When

from debiet.core.actor import Actor
from debiet.core.reading import query
from debiet.correspondence.models import Mailbox, RawMessage
from debiet.correspondence.sources import mailbox_source
from debiet.staff.visibility import visible

SCANS = "scan"
"""What the sources of scans and of the letters in them begin with."""
SILENT_AFTER = timedelta(minutes=15)
"""A mailbox that was not looked into for so long needs somebody; so does a message not taken up."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One source and one compartment: how many messages came, and in which state each of them is.

    :param waiting_too_long: of those received, how many nobody took up for a quarter of an hour
    :param kept_count: how many the IMAP server keeps as taken in; None for other sources
    :param kept_here: how many of those we have, also in parts that the viewer does not see; each
        with the copies that the server has of it
    :param copies_seen: how many of them in parts that the viewer sees
    :param is_mailbox: whether somebody has to look into it
    """

    source: str
    compartment: str
    address: str
    came: int
    received: int
    taken: int
    set_aside: int
    quarantined: int
    waiting_too_long: int
    kept_count: int | None
    kept_here: int
    copies_seen: int
    is_mailbox: bool
    looked_at: datetime | None
    trouble: str
    is_silent: bool

    @property
    def adds_up(self) -> bool:
        """Whether each message is in one known state, and the mail server has the same ones."""
        known = self.received + self.taken + self.set_aside + self.quarantined
        return known == self.came and not self.difference

    @property
    def difference(self) -> int:
        """How many messages more the mail server keeps than came from it."""
        return 0 if self.kept_count is None else self.kept_count - self.kept_here

    @property
    def on_server(self) -> int | None:
        """How many the mail server keeps, less those of ours that the viewer does not see.

        Beside what came, the whole number would tell how many went to a closed part.
        """
        return None if self.kept_count is None else self.copies_seen + self.difference

    @property
    def is_well(self) -> bool:
        """Whether nobody has to do anything."""
        in_order = self.adds_up and not self.waiting_too_long
        return in_order and not self.is_silent and not self.trouble


@query(personal=True)
def reconciled(*, viewer: Actor, at: datetime) -> list[Reconciled]:
    """Return each source of the viewer's compartments: mailboxes first, then the other ways in.

    One row of the sums a source, however many messages there are: it counts all of them.
    """
    mailboxes = visible(Mailbox.objects.filter(is_active=True), viewer).order_by("code")
    sums, kept_here = _sums(viewer, at), _kept_here()
    rows = []
    for box in mailboxes:
        source = mailbox_source(box.code)
        found = sums.pop((source, box.compartment), {})
        kept = kept_here.get(source, 0)
        rows.append(_row(source, box.compartment, found, box=box, kept_here=kept, at=at))
    rows += [
        _row(source, compartment, found, box=None, at=at)
        for (source, compartment), found in sorted(sums.items())
    ]
    return rows


def _kept_here() -> dict[str, int]:
    """Return how many messages of each IMAP mailbox its server must have.

    A number over all parts of the house and nothing else: a mail that went on with a case of a
    closed part is no longer where it came in.
    """
    codes = Mailbox.objects.filter(protocol=Mailbox.Protocol.IMAP).values_list("code", flat=True)
    rows = RawMessage.objects.filter(source__in=[mailbox_source(code) for code in codes])
    found = rows.order_by().values_list("source").annotate(kept=Sum("copies"))
    return {source: int(kept) for source, kept in found}


def _sums(viewer: Actor, at: datetime) -> dict[tuple[str, str], dict[str, int]]:
    state = RawMessage.State
    waited = Q(state=state.RECEIVED, recorded_at__lt=at - SILENT_AFTER)
    found = (
        visible(RawMessage.objects.all(), viewer)
        .annotate(came_by=_CAME_BY)
        .values("came_by", "compartment")
        .annotate(
            came=Count("id"),
            received=Count("id", filter=Q(state=state.RECEIVED)),
            taken=Count("id", filter=Q(state=state.TAKEN)),
            set_aside=Count("id", filter=Q(state=state.SET_ASIDE)),
            quarantined=Count("id", filter=Q(state=state.QUARANTINED)),
            waiting_too_long=Count("id", filter=waited),
            copies_seen=Sum("copies"),
        )
    )
    return {
        (row["came_by"], row["compartment"]): {name: int(row[name]) for name in _COUNTS}
        for row in map(dict[str, Any], found)
    }


# Each letter of a scan has a source of its own; together they are one way in.
_CAME_BY = Case(When(source__startswith=SCANS, then=Value(SCANS)), default=F("source"))
_COUNTS = (
    "came", "received", "taken", "set_aside", "quarantined", "waiting_too_long", "copies_seen"
)  # fmt: skip


def _row(
    source: str,
    compartment: str,
    found: dict[str, int],
    *,
    box: Mailbox | None,
    kept_here: int = 0,
    at: datetime,
) -> Reconciled:
    looked_at = box.looked_at if box else None
    return Reconciled(
        source=source,
        compartment=compartment,
        address=box.address if box else "",
        **{name: found.get(name, 0) for name in _COUNTS},
        kept_count=box.kept_count if box and box.protocol == Mailbox.Protocol.IMAP else None,
        kept_here=kept_here,
        is_mailbox=box is not None,
        looked_at=looked_at,
        trouble=box.trouble if box else "",
        is_silent=box is not None and (looked_at is None or looked_at < at - SILENT_AFTER),
    )
