"""What can be set up at the desk: one line a subject, in the order in which people read them."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debiet.core.actor import Actor
from debiet.core.words import Words
from debiet.rules.access import Permission


class Group(StrEnum):
    """Under which heading a subject stands."""

    PEOPLE = "people"
    WORK = "work"
    MESSAGES = "messages"
    HOUSE = "house"


GROUPS: dict[Group, Words] = {
    Group.PEOPLE: _("Who works here"),
    Group.WORK: _("What questions are about, and by when"),
    Group.MESSAGES: _("What comes in and goes out"),
    Group.HOUSE: _("The house"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that can be set up.

    :param address: the name of its first page, without `desk:`
    :param permissions: whoever holds one of them may open it
    """

    address: str
    group: Group
    title: Words
    about: Words
    icon: str
    permissions: frozenset[Permission]


def _subject(
    address: str, group: Group, icon: str, title: Words, about: Words, *permissions: Permission
) -> Subject:
    return Subject(address, group, title, about, icon, frozenset(permissions))


SUBJECTS: tuple[Subject, ...] = (
    _subject(
        "setup-employees",
        Group.PEOPLE,
        "people",
        _("Employees"),
        _("Who works here, in which teams and with which roles."),
        Permission.EDIT_STAFF,
    ),
    _subject(
        "setup-roles",
        Group.PEOPLE,
        "key",
        _("Roles"),
        _("Who may do what, who has which role, and what waits for a second person."),
        Permission.SEE_ROLES,
    ),
    _subject(
        "setup-teams",
        Group.PEOPLE,
        "hands",
        _("Teams"),
        _("Their names, their work and their people."),
        Permission.EDIT_STAFF,
    ),
    _subject(
        "setup-organizations",
        Group.PEOPLE,
        "home",
        _("Organizations"),
        _("Our own, and the partners that handle contacts for us."),
        Permission.EDIT_STAFF,
    ),
    _subject(
        "setup-topics",
        Group.WORK,
        "tag",
        pgettext_lazy("setup", "Topics"),
        _("What customers choose from, and which team handles it."),
        Permission.EDIT_TOPICS,
    ),
    _subject(
        "sessions-all",
        Group.PEOPLE,
        "lock",
        _("Who is signed in"),
        _("In which browsers, and ending it."),
        Permission.EDIT_USERS,
    ),
    _subject(
        "tokens",
        Group.PEOPLE,
        "lock",
        _("Tokens for managing employees"),
        _("By which another system of the house makes and ends employees."),
        Permission.EDIT_USERS,
    ),
    _subject(
        "ties",
        Group.PEOPLE,
        "link",
        _("Employees who are customers"),
        _("Whose own file, household or family is asked about before it opens."),
        Permission.EDIT_STAFF,
    ),
    _subject(
        "calendars",
        Group.WORK,
        "calendar",
        _("Calendars"),
        _("Opening hours, holidays and days off, by which every term is counted."),
        Permission.EDIT_TERMS,
    ),
    _subject(
        "policies",
        Group.WORK,
        "clock",
        _("Policies"),
        _("What is promised about time, and for which questions."),
        Permission.EDIT_TERMS,
    ),
    _subject(
        "texts",
        Group.MESSAGES,
        "speech",
        _("Texts"),
        _("What messages say, in every language; a second person approves each."),
        Permission.EDIT_CLAUSES,
    ),
    _subject(
        "text-templates",
        Group.MESSAGES,
        "note",
        _("Templates"),
        _("Of which texts each message is made, and how it reads."),
        Permission.EDIT_CLAUSES,
    ),
    _subject(
        "setup-site",
        Group.MESSAGES,
        "home",
        _("Texts of the website"),
        _("Welcome, opening hours, how to reach us, privacy: in every language, with a preview."),
        Permission.EDIT_CLAUSES,
    ),
    _subject(
        "setup-mailboxes",
        Group.MESSAGES,
        "mail",
        _("Mailboxes"),
        _("Where mail arrives, what it is about and who sees it."),
        Permission.EDIT_MAILBOXES,
    ),
    _subject(
        "setup-delivery",
        Group.MESSAGES,
        "send",
        _("Delivery"),
        _("By which ways messages leave, in which order, and whether anything leaves at all."),
        Permission.EDIT_MAILBOXES,
    ),
    _subject(
        "setup-office",
        Group.MESSAGES,
        "shield",
        _("Letterhead of the ombuds office"),
        _("Under which name and from which address it writes."),
        Permission.EDIT_STAFF,
    ),
    _subject(
        "setup-colors",
        Group.HOUSE,
        "eye",
        _("Colors"),
        _("In which color the website and the desk show themselves."),
        Permission.EDIT_STAFF,
    ),
    _subject(
        "setup-logo",
        Group.HOUSE,
        "home",
        _("Logo"),
        _("The picture on the website, at the desk and over letters."),
        Permission.EDIT_STAFF,
    ),
    _subject(
        "connections",
        Group.HOUSE,
        "meter",
        _("Connections"),
        _("How many there are in each municipality and year: figures are told by them."),
        Permission.EDIT_CONNECTIONS,
    ),
    _subject(
        "setup-choices",
        Group.HOUSE,
        "pen",
        _("Choices of the house"),
        _("The digest's hour, emergencies, the forecast, notes, and how we write."),
        Permission.EDIT_STAFF,
    ),
    _subject(
        "retention",
        Group.HOUSE,
        "calendar",
        _("Kept and erased"),
        _("How long each kind of record is kept, and what is held."),
        Permission.SEE_RETENTION,
    ),
)


def open_to(viewer: Actor) -> list[Subject]:
    """Return the subjects that somebody may open."""
    return [one for one in SUBJECTS if one.permissions & viewer.permissions]
