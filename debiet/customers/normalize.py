"""Bringing what people type to the one form it is found by."""

import re

import phonenumbers

from debiet.customers.models import ContactKind, CustomerAccount

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


# In English, as the Universal Postal Convention lets mail between countries be addressed; the
# nearest ones by name, any other by its code.
_COUNTRIES = {
    "NL": "NETHERLANDS",
    "FR": "FRANCE",
    "DE": "GERMANY",
    "LU": "LUXEMBOURG",
    "GB": "UNITED KINGDOM",
}


def postal_lines_of(name: str, account: CustomerAccount) -> tuple[str, ...]:
    """Return the lines of an envelope: name, street with number, postal code with place.

    A country of its own stands below; mail inside Belgium bears none.
    """
    lines = [
        name,
        f"{account.street} {account.house_number}",
        f"{account.postal_code} {account.municipality}",
    ]
    if account.country not in ("", "BE"):
        lines.append(_COUNTRIES.get(account.country, account.country))
    return tuple(" ".join(line.split()) for line in lines if line.strip())
