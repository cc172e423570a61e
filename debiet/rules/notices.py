"""What employees are told: what goes where, when a digest is due, and what a mail may say.

The desk is inside the house, a mail is not. So a mail holds kinds, counts and numbers of cases, and
of a closed part of the house nothing but how many. The tables are in ``docs/howto/notices.md``.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from debiet.rules.access import Compartment, Role
from debiet.rules.sla import DUE


class NoticeKind(StrEnum):
    """What an employee can be told of, in the order in which a digest lists it."""

    BREACHED = "case.breached"
    CALLBACK_MISSED = "case.callback-missed"
    AT_RISK = "case.at-risk"
    HELD = "quarantine.level"
    UNDELIVERED = "case.undelivered"
    LETTER_REJECTED = "case.letter-rejected"
    SENT_ON_PAPER = "case.sent-on-paper"
    LOW_RATING = "case.low-rating"
    FOLLOW_UP = "case.follow-up"
    WOKEN = "case.woken"
    TASK_ASKED = "task.asked"
    TASK_ANSWERED = "task.answered"
    TASK_REFUSED = "task.refused"
    TASK_DISPUTED = "task.disputed"
    TASK_WITHDRAWN = "task.withdrawn"
    TASK_LEVEL = "task.level"
    LOCKED = "customer.locked"
    CLOSE_FILE = "customer.close-file"
    LEAVER = "employee.left"
    EMERGENCY = "emergency.opened"
    LAST_ADMIN = "employee.last-admin"
    TRIED = "emergency.tried"
    UNJUDGED = "emergency.unjudged"
    ROLE_WAITS = "employee.role-waits"
    TEXT_WAITS = "text.waits"
    OMBUDS_OPENED = "ombuds.opened"
    OMBUDS_WANTED = "ombuds.wanted"
    EXPLANATION_ASKED = "ombuds.asked"
    EXPLANATION_LATE = "ombuds.late"
    EXPLAINED = "ombuds.explained"
    REVIEW_ASKED = "review.asked"
    REVIEW_NEAR = "review.near"
    REVIEW_LATE = "review.late"
    LETTER_WAITS = "complaint.letter-waits"
    LETTER_BACK = "complaint.letter-back"
    DISPUTED = "ombuds.disputed"
    RETURN_DUE = "return.due"
    OWN_DATA_ASKED = "rights.asked"
    OTHER = "other"
    """What this version does not know: told in the desk, chosen by nobody."""


LEVEL: Final = "case.level"
"""How a share of a case's term is told: from all of it on the promise is missed."""


def kind_of(told: str, *, level: object = None) -> NoticeKind:
    """Return of which kind something told is.

    :param told: as the notification has it, such as `case.level`
    :param level: which share of the term is used up, in percent, where that is what is told
    """
    if told == LEVEL:
        is_missed = isinstance(level, int) and level >= DUE
        return NoticeKind.BREACHED if is_missed else NoticeKind.AT_RISK
    return NoticeKind(told) if told in set(NoticeKind) else NoticeKind.OTHER


class MailWay(StrEnum):
    """Whether a mail tells of it as well."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Choice:
    """Where one kind of notice goes."""

    in_desk: bool
    mail: MailWay

    @property
    def is_told(self) -> bool:
        """Return whether it goes anywhere at all."""
        return self.in_desk or self.mail is not MailWay.NONE


class WhyKept(StrEnum):
    """Why a kind of notice always stands in the desk."""

    PROMISE = "promise"
    SECURITY = "security"
    CLOSE_FILE = "close-file"


KEPT: Final[Mapping[NoticeKind, WhyKept]] = {
    NoticeKind.BREACHED: WhyKept.PROMISE,
    NoticeKind.CALLBACK_MISSED: WhyKept.PROMISE,
    NoticeKind.LOCKED: WhyKept.SECURITY,
    NoticeKind.CLOSE_FILE: WhyKept.CLOSE_FILE,
    NoticeKind.EMERGENCY: WhyKept.SECURITY,
    NoticeKind.LAST_ADMIN: WhyKept.SECURITY,
    NoticeKind.TRIED: WhyKept.SECURITY,
    NoticeKind.UNJUDGED: WhyKept.SECURITY,
}
"""What nobody can switch off inside the desk."""

UNCHOSEN: Final = frozenset({NoticeKind.EMERGENCY, NoticeKind.OWN_DATA_ASKED, NoticeKind.OTHER})
"""What nobody chooses: of an emergency a mail of its own leaves at once, whoever it is for. That
somebody whom the ombuds function knows asks about its own data stands in the desk only: a mail
with the number of that request would say so to whoever reads the mail."""

HOUSE: Final = "house"
"""The part of notices about the house itself, about nobody's file: whoever is told reads it."""

SPECIAL: Final[Mapping[NoticeKind, frozenset[Role]]] = {
    NoticeKind.LAST_ADMIN: frozenset({Role.ADMIN, Role.DPO}),
    NoticeKind.TRIED: frozenset({Role.OMBUDS, Role.DPO}),
    NoticeKind.UNJUDGED: frozenset({Role.DPO}),
    NoticeKind.ROLE_WAITS: frozenset({Role.ADMIN, Role.DPO}),
    NoticeKind.TEXT_WAITS: frozenset({Role.TEAM_LEAD}),
    NoticeKind.LETTER_WAITS: frozenset({Role.TEAM_LEAD}),
    NoticeKind.RETURN_DUE: frozenset({Role.OMBUDS}),
}
"""What only these roles are ever told of."""

HANDLING: Final = (Role.AGENT, Role.TEAM_LEAD, Role.OMBUDS, Role.PARTNER_AGENT)
"""The roles that handle cases, and lead the teams that do."""

_LEADS_DAILY: Final = dict.fromkeys(
    (
        NoticeKind.BREACHED,
        NoticeKind.CALLBACK_MISSED,
        NoticeKind.HELD,
        NoticeKind.LOW_RATING,
        NoticeKind.LOCKED,
        NoticeKind.CLOSE_FILE,
        NoticeKind.LEAVER,
    ),
    MailWay.DAILY,
)

DEFAULT_MAIL: Final[Mapping[Role, Mapping[NoticeKind, MailWay]]] = {
    Role.TEAM_LEAD: {
        **_LEADS_DAILY,
        NoticeKind.TEXT_WAITS: MailWay.DAILY,
        NoticeKind.LETTER_WAITS: MailWay.DAILY,
    },
    Role.OMBUDS: {
        **_LEADS_DAILY,
        NoticeKind.TRIED: MailWay.DAILY,
        NoticeKind.RETURN_DUE: MailWay.DAILY,
    },
    # Is seldom at the desk, and must know of it at once.
    Role.DPO: {
        NoticeKind.CLOSE_FILE: MailWay.AT_ONCE,
        NoticeKind.LAST_ADMIN: MailWay.AT_ONCE,
        NoticeKind.TRIED: MailWay.DAILY,
        NoticeKind.UNJUDGED: MailWay.AT_ONCE,
        NoticeKind.ROLE_WAITS: MailWay.DAILY,
    },
    Role.ADMIN: {
        NoticeKind.LAST_ADMIN: MailWay.AT_ONCE,
        NoticeKind.ROLE_WAITS: MailWay.DAILY,
    },
}
"""What is mailed while nobody chose; who handles cases has the desk open all day."""

_STRENGTH: Final = (MailWay.AT_ONCE, MailWay.DAILY, MailWay.NONE)


def default_choice(kind: NoticeKind, roles: Iterable[Role]) -> Choice:
    """Return where a kind goes while somebody chose nothing: of several roles the soonest mail."""
    ways = {DEFAULT_MAIL.get(role, {}).get(kind, MailWay.NONE) for role in roles}
    return Choice(True, min(ways, key=_STRENGTH.index, default=MailWay.NONE))


def settled(kind: NoticeKind, chosen: Choice | None, roles: Iterable[Role]) -> Choice:
    """Return where a kind goes: as it was chosen, but never out of the desk if it must stay."""
    found = default_choice(kind, roles) if chosen is None or kind in UNCHOSEN else chosen
    return Choice(True, found.mail) if kind in KEPT else found


def kinds_for(roles: Collection[Role]) -> tuple[NoticeKind, ...]:
    """Return of what somebody with these roles chooses where it is told."""
    held = set(roles)
    found = {kind for kind, told in SPECIAL.items() if told & held}
    if set(HANDLING) & held:
        found |= set(NoticeKind) - set(SPECIAL)
    elif Role.DPO in held:
        found.add(NoticeKind.CLOSE_FILE)
    return tuple(kind for kind in NoticeKind if kind in found and kind not in UNCHOSEN)


DIGEST_SETTING: Final = "digest_at"
"""The house's own choice of when digests leave, as `08:00`."""
DIGEST_AT: Final = time(8)
"""When they leave where the house chose nothing."""


def digest_time(text: str | None) -> time:
    """Return when digests leave by the house's own choice; what is no time of day is no choice."""
    try:
        found = time.fromisoformat(text or "")
    except ValueError:
        return DIGEST_AT
    return DIGEST_AT if found.tzinfo else found


def digest_until(
    *,
    now: datetime,
    starts_at: time,
    is_working_day: bool,
    is_absent: bool,
    latest_on: date | None,
) -> datetime | None:
    """Return until which moment a digest that is due now collects; nothing if none is due.

    It collects what was told before the day's work began, also if it leaves later: so what comes
    during the day waits for the next one. Who is away gets one at the return.

    :param now: in local time
    :param latest_on: the day of the latest digest
    """
    start = now.replace(
        hour=starts_at.hour, minute=starts_at.minute, second=0, microsecond=0, fold=0
    )
    had_one = latest_on is not None and latest_on >= now.date()
    if had_one or is_absent or not is_working_day or now < start:
        return None
    return start


def is_named_in_mail(part: str) -> bool:
    """Return whether a mail may name the cases of a part of the house."""
    return part in (Compartment.ORDINARY, HOUSE) or part.startswith("partner:")


@dataclass(frozen=True, slots=True)
class Item:
    """Something told, as far as a mail needs it.

    :param number: of the case that it is about; "" where it is about something else
    :param part: the compartment in which that stands now
    """

    kind: NoticeKind
    number: str
    part: str


@dataclass(frozen=True, slots=True)
class Line:
    """What a mail says of one kind."""

    kind: NoticeKind
    count: int
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """What a mail says: lines of kinds, and how many messages each closed part has."""

    lines: tuple[Line, ...]
    apart: tuple[tuple[str, int], ...]

    @property
    def count(self) -> int:
        """Return of how many messages it tells."""
        return sum(line.count for line in self.lines) + sum(count for _part, count in self.apart)


def arranged(items: Iterable[Item]) -> Digest:
    """Return what a mail says of what was told; each case stands once under a kind."""
    found: dict[NoticeKind, list[str]] = {kind: [] for kind in NoticeKind}
    apart: Counter[str] = Counter()
    for item in items:
        if is_named_in_mail(item.part):
            found[item.kind].append(item.number)
        else:
            apart[item.part] += 1
    return Digest(
        lines=tuple(
            Line(kind, len(numbers), tuple(dict.fromkeys(filter(None, numbers))))
            for kind, numbers in found.items()
            if numbers
        ),
        apart=tuple(sorted(apart.items())),
    )
