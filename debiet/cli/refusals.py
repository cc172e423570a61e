"""What a command says no to: a sentence for the person who typed it, and no traceback."""

import os


class CommandRefused(Exception):
    """A command cannot go on; the sentence says why and what to do."""


def require(*names: str) -> None:
    """Refuse to go on while environment variables are missing.

    :raises CommandRefused: naming them
    """
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        raise CommandRefused(
            f"{' and '.join(missing)} must be set: see docs/operate/settings.md. "
            "To try Debiet without any of this: debiet demo."
        )
