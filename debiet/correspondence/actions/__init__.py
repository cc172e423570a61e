"""Everything that changes correspondence; one file a subject, its refusals beside it."""

from debiet.correspondence.actions.failing import (
    clear_unreachable,
    mark_unreachable,
    note_bounced,
)
from debiet.correspondence.actions.raw_clock import end_raw_clock, start_raw_clock
from debiet.correspondence.actions.scans import (
    DayNotPossible,
    NotAScan,
    PaperGone,
    ScanTooLarge,
    choose_first_pages,
    claim_letter,
    keep_scan,
    put_away_paper,
    split_scan,
)
from debiet.correspondence.actions.sending import Recipient, deliver, queue_message
from debiet.correspondence.actions.taking import TakenIn, claim_raw, settle_raw, take_in

__all__ = [
    "DayNotPossible",
    "NotAScan",
    "PaperGone",
    "Recipient",
    "ScanTooLarge",
    "TakenIn",
    "choose_first_pages",
    "claim_letter",
    "claim_raw",
    "clear_unreachable",
    "deliver",
    "end_raw_clock",
    "keep_scan",
    "mark_unreachable",
    "note_bounced",
    "put_away_paper",
    "queue_message",
    "settle_raw",
    "split_scan",
    "start_raw_clock",
    "take_in",
]
