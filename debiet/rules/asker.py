"""Reading who calls from one line, as it is typed while somebody speaks.

`An Peeters, 0470 12 34 56, an@example.be, 100200300, Kerkstraat 12, 9230 Wetteren`
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asker:
    """Who calls or comes by, as far as it was typed."""

    name: str = ""
    email: str = ""
    phone: str = ""
    account_number: str = ""
    address: str = ""


_PHONE = re.compile(r"(?:\+|00|0)[\d\s./()-]{7,}")
_NUMBER = re.compile(r"\d[\d\s.-]*")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")


def asker_from(typed: str) -> Asker:
    """Return who a line names; its parts stand between commas, in any order.

    What has digits and letters is a part of the address, what has letters only is the name; of two
    names the second belongs to the name too (`De Smet, Ann`).
    """
    found: dict[str, list[str]] = {}
    for part in re.split(r"[,;\n]", typed):
        tidy = " ".join(part.split())
        if tidy:
            found.setdefault(_kind(tidy), []).append(tidy)
    return Asker(
        name=" ".join(found.get("name", [])),
        email=found.get("email", [""])[0],
        phone=found.get("phone", [""])[0],
        account_number=found.get("account_number", [""])[0],
        address=", ".join(found.get("address", [])),
    )


def _kind(part: str) -> str:
    if _EMAIL.fullmatch(part):
        return "email"
    if _PHONE.fullmatch(part):
        return "phone"
    if _NUMBER.fullmatch(part):
        return "account_number"
    return "address" if any(sign.isdigit() for sign in part) else "name"


def initials(name: str) -> str:
    """Return the first letters of a name, enough to choose by and no more: `A. D. S.`."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalnum())
