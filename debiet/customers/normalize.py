"""Bringing what people type to the one form it is found by."""

import re

import phonenumbers

from debiet.customers.models import ContactKind

_DIGITS = re.compile(r"\D")


def normalized(kind: ContactKind, value: str, *, region: str = "BE") -> str:
    """Return an e-mail address in small letters, or a phone number as `+32470123456`.

    A number that cannot be read keeps its digits: it is found again when typed the same.
    """
    value = value.strip()
    if kind is ContactKind.EMAIL:
        return value.casefold()
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return _DIGITS.sub("", value)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def account_number(typed: str) -> str:
    """Return a typed customer number without the spaces and points people put in."""
    return re.sub(r"[\s.\-/]", "", typed)


def sort_key(name: str) -> str:
    """Return a name in the form it is sorted and searched by."""
    return " ".join(name.casefold().split())
