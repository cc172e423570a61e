"""Every key of the desk: the one table that pages bind by and that the sheet of keys shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from debiet.core.words import Words


class Place(StrEnum):
    """Where a key does something."""

    EVERYWHERE = "everywhere"
    LISTS = "lists"
    CASE = "case"
    INCIDENT = "incident"
    WRITING = "writing"


PLACES: Mapping[Place, Words] = {
    Place.EVERYWHERE: _("On every page"),
    Place.LISTS: _("In lists"),
    Place.CASE: _("On the page of a case"),
    Place.INCIDENT: _("On the page of an incident"),
    Place.WRITING: _("While you write"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """A key, what it does in words, and where.

    :param is_of_script: done by the script itself, not by a part of the page that it stands on
    """

    press: str
    words: Words
    place: Place
    is_of_script: bool = False


KEYS: Mapping[str, Key] = {
    "search": Key("/", _("go to the search"), Place.EVERYWHERE),
    "new-contact": Key("c", _("write a new call or visit down"), Place.EVERYWHERE),
    "keys": Key("?", _("show these keys"), Place.EVERYWHERE, is_of_script=True),
    "next-row": Key("j", _("next case in the list"), Place.LISTS, is_of_script=True),
    "previous-row": Key("k", _("previous case in the list"), Place.LISTS, is_of_script=True),
    "open-row": Key("o", _("open the case"), Place.LISTS, is_of_script=True),
    "new": Key("i", _("open an incident, write an article"), Place.LISTS),
    "answer": Key("a", _("write an answer"), Place.CASE),
    "note": Key("n", _("write a note"), Place.CASE),
    "take": Key("t", _("take the case on"), Place.CASE),
    "wait": Key("w", _("put the case on wait, or let it go on"), Place.CASE),
    "call": Key("v", _("write a call or visit about the case down"), Place.CASE),
    "more": Key("m", _("show what else can be done with the case"), Place.CASE),
    "next-case": Key("g", _("go on to the next case of the list"), Place.CASE, is_of_script=True),
    "write-message": Key("n", _("write what people are told"), Place.INCIDENT),
    "approve": Key("a", _("approve the message"), Place.INCIDENT),
    "choose-cases": Key("l", _("choose cases"), Place.INCIDENT),
    "send": Key("Ctrl ⏎", _("register what is filled in"), Place.WRITING, is_of_script=True),
    "leave": Key("Esc", _("leave the field; keys work again"), Place.WRITING, is_of_script=True),
}


def sheet() -> list[tuple[Words, list[tuple[str, Key]]]]:
    """Return all keys with their names, by where they do something."""
    return [
        (words, [(name, key) for name, key in KEYS.items() if key.place is place])
        for place, words in PLACES.items()
    ]
