"""Files of a form that is shown again: kept for the browser that sent them, and for nobody else.

What the form holds of each is signed: where its content waits, its name and size, and a secret of
this session. A place of somebody else, an old one and an invented one are all the same: gone.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.http import HttpRequest

from debiet.core.actor import Actor
from debiet.files import actions as files
from debiet.files import queries
from debiet.files.accepting import SentFile
from debiet.web.uploads import sent_too_much

SESSION_KEY = "web.kept-files"
_SALT = "debiet.web.kept_files"
MAX_TOKEN_CHARS = 2000


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that waits for its form to be sent again.

    :param token: names it in the form
    """

    token: str
    file: SentFile

    @property
    def name(self) -> str:
        """Return its name."""
        return self.file.name

    @property
    def size(self) -> int:
        """Return its size in bytes."""
        return len(self.file.content)


class Keeper:
    """Keeps the files of one request's form, and finds those that an earlier one left.

    :param may_keep: asked before new files are kept; counts what one visitor may leave with us
    """

    def __init__(
        self,
        request: HttpRequest,
        *,
        by: Actor,
        at: datetime,
        may_keep: Callable[[], bool] = lambda: True,
    ) -> None:
        self._session, self._by, self._at = request.session, by, at
        self.may_keep = may_keep
        self.has_sent_too_much = sent_too_much(request)
        # htmx leaves the input in the page as it is, and what was chosen in it.
        self.has_input_left = "HX-Request" in request.headers

    def keep(self, file: SentFile) -> KeptFile:
        """Keep a file that was taken, for this session."""
        holder = self._session.setdefault(SESSION_KEY, secrets.token_urlsafe(24))
        place = files.keep_waiting(content=file.content, by=self._by, at=self._at)
        return KeptFile(_signer().sign_object([holder, place, file.name]), file)

    def found(self, token: str) -> KeptFile | None:
        """Return what was kept for this session, or None where it is gone or is not its own."""
        holder = self._session.get(SESSION_KEY)
        if len(token) > MAX_TOKEN_CHARS:
            return None
        try:
            whose, place, name = _signer().unsign_object(token)
        except (signing.BadSignature, ValueError):
            return None
        if holder is None or not secrets.compare_digest(whose, holder):
            return None
        content = queries.waiting_content(place, at=self._at)
        return None if content is None else KeptFile(token, SentFile(name, content))


def forget(request: HttpRequest) -> None:
    """Let nobody who uses this browser next send what was kept."""
    request.session.pop(SESSION_KEY, None)


def _signer() -> signing.Signer:
    return signing.Signer(salt=_SALT)
