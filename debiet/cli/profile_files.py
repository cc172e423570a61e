"""Reading a profile: one utility's own values, as the files of a folder say them.

Nothing is changed here and no database is needed: a mistake in a file is said before anything is
loaded, with the file and the entry it is in.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar, get_origin, get_type_hints

from debiet.cli.refusals import CommandRefused
from debiet.rules.complaint_referral import ReviewBody
from debiet.rules.complaint_subject import SETTING
from debiet.rules.language import FormOfAddress, LanguageRule
from debiet.rules.verification import Fact

LANGUAGES = ("nl", "fr", "en")
MAIN_LANGUAGE = "nl"
VARIANTS = (*LANGUAGES, "nl-je")
"""What a text can stand under: a language, or a form of address in it."""
_SECTION = re.compile(r"^## +([\w-]+) *$", re.MULTILINE)

_LONGEST_SUBJECT = 40 - len(SETTING)

Row = TypeVar("Row")


class ProfileRefused(CommandRefused):
    """A profile cannot be used; the sentence says which file, which entry and why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Organization:
    """The utility itself, or a partner."""

    code: str
    name: str
    is_partner: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Team:
    """A team, with the sign-in addresses of its leads."""

    code: str
    name: str
    organization: str
    compartment: str = ""
    leads: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """What a case can be about."""

    code: str
    labels: dict[str, str]
    parent: str = ""
    team: str = ""
    is_public: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Mailbox:
    """Where mail for the utility arrives; whoever handles its topic sees what does."""

    code: str
    address: str
    protocol: str
    topic: str
    is_active: bool = True
    server: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """A calendar without its single days, which depend on when it is loaded."""

    code: str
    name: str
    kind: str
    holidays: str = ""
    takes_days_off: bool = False
    weekly: dict[str, list[list[str]]] = field(default_factory=dict)
    open_weekdays: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """What is promised, and for which cases."""

    code: str
    title: str
    targets: list[dict[str, Any]]
    match: dict[str, str] = field(default_factory=dict)
    promise: dict[str, str] = field(default_factory=dict)
    is_retired: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """A text, by language."""

    code: str
    title: str
    # What employees type for it in an answer; "" for a text that is only part of messages.
    key: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """Of which clauses a message is made."""

    code: str
    title: str
    clauses: list[str]
    is_for_answers: bool = False
    is_substantive: bool = True
    resolves: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """What callers are asked before anything personal is said, and how much of it must fit."""

    facts: list[str] = field(default_factory=lambda: [str(fact) for fact in Fact])
    needed: int = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Complaints:
    """The utility's own terms for complaints, in place of the jurisdiction's; 0 leaves them."""

    acknowledged: int = 0
    refused: int = 0
    handled: int = 0
    first_line: int = 0
    silent: int = 0
    escalation: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """Everything a profile says."""

    name: str
    jurisdiction: str
    form_of_address: str
    language_rule: str
    tz: str
    days_off: Sequence[date]
    organizations: Sequence[Organization]
    teams: Sequence[Team]
    topics: Sequence[Topic]
    mailboxes: Sequence[Mailbox]
    calendars: Sequence[Calendar]
    policies: Sequence[Policy]
    clauses: Sequence[Clause]
    templates: Sequence[Template]
    verification: Verification = field(default_factory=Verification)
    complaints: Complaints = field(default_factory=Complaints)
    second_line: Mapping[str, Sequence[str]] = field(default_factory=dict)


def read_profile(name: str) -> Profile:
    """Read a profile that ships with Debiet by its name, or any other by the path of its folder.

    :raises ProfileRefused: if there is none, or if a file says something that cannot be meant
    """
    folder = _folder(name)
    utility = _table(folder, "utility.toml")
    calendars = _table(folder, "calendars.toml")
    profile = Profile(
        name=name,
        jurisdiction=_value(utility, "jurisdiction", str, "utility.toml"),
        form_of_address=_choice(utility, "form_of_address", FormOfAddress),
        language_rule=_choice(utility, "language_rule", LanguageRule),
        tz=_value(calendars, "tz", str, "calendars.toml"),
        days_off=_value(calendars, "days_off", list, "calendars.toml"),
        organizations=_rows(utility, "organizations", Organization, "utility.toml"),
        teams=_rows(utility, "teams", Team, "utility.toml"),
        topics=_rows(_table(folder, "topics.toml"), "topics", Topic, "topics.toml"),
        mailboxes=_mailboxes(folder),
        calendars=_rows(calendars, "calendars", Calendar, "calendars.toml"),
        policies=_rows(_table(folder, "terms.toml"), "policies", Policy, "terms.toml"),
        clauses=_clauses(folder),
        templates=_rows(_table(folder, "templates.toml"), "templates", Template, "templates.toml"),
        verification=_row(
            utility.get("verification", {}), Verification, "utility.toml, verification"
        ),
        complaints=_row(utility.get("complaints", {}), Complaints, "utility.toml, complaints"),
        second_line=_second_line(utility.get("second_line", {})),
    )
    check(profile)
    return profile


def _second_line(table: Any) -> dict[str, list[str]]:
    """Return which bodies take which subject, in the order in which they are named."""
    bodies = set(ReviewBody)
    for topic, named in table.items() if isinstance(table, dict) else [("", None)]:
        is_list = isinstance(named, list) and named and set(named) <= bodies
        if not is_list or len(topic) > _LONGEST_SUBJECT:
            known = ", ".join(sorted(bodies))
            raise ProfileRefused(
                f"utility.toml, second_line, {topic}: a short code, and one or more of {known}."
            )
    return dict(table)


def _folder(name: str) -> Traversable:
    shipped = files("debiet") / "profiles"
    names = sorted(place.name for place in shipped.iterdir() if place.is_dir())
    if name in names:
        return shipped / name
    if Path(name).is_dir():
        return Path(name)
    raise ProfileRefused(
        f"There is no profile {name!r}. Give the path of a folder, or one of: {', '.join(names)}."
    )


def _mailboxes(folder: Traversable) -> list[Mailbox]:
    if not (folder / "mailboxes.toml").is_file():
        return []  # a utility may take no mail in, or begin with it later
    return _rows(_table(folder, "mailboxes.toml"), "mailboxes", Mailbox, "mailboxes.toml")


def _table(folder: Traversable, file: str) -> dict[str, Any]:
    return _parsed(_text(folder / file, file), file)


def _text(place: Traversable, file: str) -> str:
    try:
        return place.read_text(encoding="utf-8")
    except FileNotFoundError as trouble:
        raise ProfileRefused(f"{file} is missing.") from trouble
    except (OSError, UnicodeDecodeError) as trouble:
        raise ProfileRefused(f"{file} cannot be read: {trouble}") from trouble


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise ProfileRefused(f"{file}: {trouble}") from trouble


def _value(table: Mapping[str, Any], key: str, kind: type, file: str) -> Any:
    value = table.get(key)
    if not isinstance(value, kind):
        raise ProfileRefused(f"{file}: `{key}` must be there as {kind.__name__}.")
    return value


def _choice(table: Mapping[str, Any], key: str, codes: type[StrEnum]) -> str:
    """Return one of a list of codes, the first one where the file says nothing."""
    known = [str(code) for code in codes]
    value = table.get(key, known[0])
    if value not in known:
        raise ProfileRefused(f"utility.toml: `{key}` is one of {', '.join(known)}.")
    return str(value)


def _rows(table: Mapping[str, Any], key: str, kind: type[Row], file: str) -> list[Row]:
    return [
        _row(entry, kind, f"{file}, {key} {number}")
        for number, entry in enumerate(_value(table, key, list, file), start=1)
    ]


def _row(entry: object, kind: type[Row], where: str, **more: Any) -> Row:
    """Return an entry as its dataclass: known keys of the right kind only, none missing."""
    if not isinstance(entry, dict):
        raise ProfileRefused(f"{where} is not a table.")
    where = f"{where} ({entry['code']})" if "code" in entry else where
    hints = {key: hint for key, hint in get_type_hints(kind).items() if key not in more}
    for key, value in entry.items():
        if key not in hints:
            raise ProfileRefused(f"{where}: `{key}` is not known; known are {', '.join(hints)}.")
        wanted = get_origin(hints[key]) or hints[key]
        if not isinstance(value, wanted):
            raise ProfileRefused(f"{where}: `{key}` must be of kind {wanted.__name__}.")
    for known in fields(kind):  # type: ignore[arg-type]
        optional = known.default is not MISSING or known.default_factory is not MISSING
        if not optional and known.name not in entry | more:
            raise ProfileRefused(f"{where}: `{known.name}` is missing.")
    return kind(**entry, **more)


def _clauses(folder: Traversable) -> list[Clause]:
    if not (folder / "clauses").is_dir():
        raise ProfileRefused("The folder `clauses` is missing.")
    found = sorted((folder / "clauses").iterdir(), key=lambda place: place.name)
    return [_clause(place) for place in found if place.name.endswith(".md")]


def _clause(place: Traversable) -> Clause:
    """Read a clause: a header in TOML between two lines `+++`, then a part `## nl` a language."""
    file = f"clauses/{place.name}"
    parts = re.split(r"^\+\+\+ *$", _text(place, file), maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0].strip():
        raise ProfileRefused(f"{file}: it must begin with a header between two lines `+++`.")
    before, *sections = _SECTION.split(parts[2])
    if before.strip():
        raise ProfileRefused(f"{file}: a text must stand under a language, such as `## nl`.")
    texts = dict(zip(sections[::2], (text.strip() for text in sections[1::2]), strict=True))
    code = place.name.removesuffix(".md")
    return _row(_parsed(parts[1], file), Clause, file, code=code, texts=texts)


def check(profile: Profile) -> None:
    """Refuse what names something that is not there, and texts nobody could read.

    :raises ProfileRefused: with the first thing that is wrong
    """
    organizations = _codes(profile.organizations, "organization")
    teams = _codes(profile.teams, "team")
    clauses = _codes(profile.clauses, "clause")
    for rows, name in ((profile.calendars, "calendar"), (profile.policies, "policy")):
        _codes(rows, name)
    _codes(profile.templates, "template")
    for team in profile.teams:
        _known(team.organization, organizations, f"team {team.code}: organization")
    earlier: set[str] = set()
    for topic in profile.topics:
        if topic.parent:
            _known(topic.parent, earlier, f"topic {topic.code}: parent (above it in the file)")
        if topic.team:
            _known(topic.team, teams, f"topic {topic.code}: team")
        _languages(topic.labels, f"topic {topic.code}: label")
        earlier.add(topic.code)
    _codes(profile.topics, "topic")
    _codes(profile.mailboxes, "mailbox")
    for mailbox in profile.mailboxes:
        _known(mailbox.topic, earlier, f"mailbox {mailbox.code}: topic")
    for policy in profile.policies:
        if policy.promise:
            _languages(policy.promise, f"policy {policy.code}: promise")
    for clause in profile.clauses:
        _languages(clause.texts, f"clause {clause.code}: text", known=VARIANTS)
    for template in profile.templates:
        for code in template.clauses:
            _known(code, clauses, f"template {template.code}: clause")


def _codes(rows: Sequence[Any], what: str) -> set[str]:
    codes: set[str] = set()
    for row in rows:
        if row.code in codes:
            raise ProfileRefused(f"{what} {row.code} stands there twice.")
        codes.add(row.code)
    return codes


def _known(code: str, known: set[str], where: str) -> None:
    if code not in known:
        raise ProfileRefused(f"{where} {code!r} does not exist.")


def _languages(texts: Mapping[str, str], where: str, *, known: Sequence[str] = LANGUAGES) -> None:
    unknown = set(texts) - set(known)
    if unknown:
        raise ProfileRefused(f"{where} in {min(unknown)!r}: known are {', '.join(known)}.")
    if not texts.get(MAIN_LANGUAGE):
        raise ProfileRefused(f"{where} in {MAIN_LANGUAGE!r} is missing.")
