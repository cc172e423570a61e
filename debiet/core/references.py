"""Naming a record of any kind in one text, such as `case:2026-000123`."""


def reference(kind: str, identity: str | int) -> str:
    """Return the reference of a record."""
    return f"{kind}:{identity}"


def parts(text: str) -> tuple[str, str]:
    """Return kind and identity of a reference."""
    kind, _, identity = text.partition(":")
    return kind, identity
