"""Asking a ClamAV daemon about a file, over its own protocol (INSTREAM)."""

from typing import BinaryIO

import structlog
from clamav_client.clamd import (
    BufferTooLongError,
    ClamdError,
    ClamdNetworkSocket,
    ClamdUnixSocket,
)
from django.conf import settings

from debiet.rules.files import ScanState

log = structlog.get_logger(__name__)


def is_configured() -> bool:
    """Return whether this installation has a scanner; then only what it calls clean leaves."""
    return bool(settings.CLAMD)


def judgment(content: BinaryIO) -> ScanState:
    """Return what the scanner says; where it says nothing the file stays "not scanned"."""
    try:
        answers = _daemon().instream(content)
    except BufferTooLongError:
        log.error("file larger than the scanner takes", limit="StreamMaxLength")
        return ScanState.NOT_SCANNED
    except (ClamdError, OSError, ValueError) as trouble:
        log.warning("scanner does not answer", error=type(trouble).__name__)
        return ScanState.NOT_SCANNED
    statuses = {status for status, _reason in answers.values()}
    if "FOUND" in statuses:
        return ScanState.INFECTED
    return ScanState.CLEAN if statuses == {"OK"} else ScanState.NOT_SCANNED


def _daemon() -> ClamdNetworkSocket:
    if "/" in settings.CLAMD:
        return ClamdUnixSocket(settings.CLAMD, timeout=settings.CLAMD_TIMEOUT)
    host, _, port = settings.CLAMD.rpartition(":")
    return ClamdNetworkSocket(host, int(port), timeout=settings.CLAMD_TIMEOUT)
