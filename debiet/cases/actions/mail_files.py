"""Keeping the files of an e-mail, for the actions that take mail up."""

from datetime import datetime

from debiet.core.actor import Actor
from debiet.files import actions as files
from debiet.rules.mail_files import MailFile, read_files


def keep_mail_files(
    raw: bytes, *, compartment: str, by: Actor, at: datetime
) -> tuple[list[int], list[str]]:
    """Store the files of a mail; return their ids, and words for those that were not kept.

    The mail itself stays as it came, so nothing is lost by what is not kept. Small pictures of a
    signature come last.
    """
    kept: list[int] = []
    not_kept: list[str] = []
    # All of them together have no more bytes than one file may have.
    found = list(read_files(raw))
    files.lock_contents(file.content for file in found if file.not_kept is None)
    for file in found:
        if file.not_kept is not None:
            not_kept.append(_words(file))
            continue
        kept.append(
            files.store_file(
                content=file.content,
                name=file.info.filename or _nameless(file),
                media_type=file.info.content_type,
                compartment=compartment,
                by=by,
                at=at,
            )
        )
    return kept, not_kept


def _nameless(file: MailFile) -> str:
    return "message.eml" if file.info.content_type == "message/rfc822" else ""


def _words(file: MailFile) -> str:
    info = file.info
    return f"{info.filename} ({info.content_type}, {info.size} B): {file.not_kept}".strip()
