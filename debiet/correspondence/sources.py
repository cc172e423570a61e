"""How the source of a raw message is written: `import-mail`, `web-form`, or `mailbox:<code>`."""

from debiet.core.references import parts, reference

_MAILBOX = "mailbox"


def mailbox_source(code: str) -> str:
    """Return the source of what arrives in a mailbox."""
    return reference(_MAILBOX, code)


def mailbox_code(source: str) -> str:
    """Return the code of the mailbox that a source is, "" where it is none."""
    kind, code = parts(source)
    return code if kind == _MAILBOX else ""
