"""What employees are mailed of what they were told: kinds, counts and numbers of cases.

A mail leaves the house. Whatever else is known of a case stays in it.
"""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from debiet.rules.notices import Digest, Line, MailWay
from debiet.staff.notice_kinds import NAMES, OTHER_PART, PARTS

DESK = "debiet.urls_desk"
MOST_NUMBERS = 20
"""Of one kind no more cases are named; the desk has all."""


def composed(digest: Digest, *, way: MailWay, language: str) -> tuple[str, str]:
    """Return subject and words of a mail in its reader's language."""
    with translation.override(language):
        return _subject(digest, way), "\n\n".join(_paragraphs(digest, way))


def _subject(digest: Digest, way: MailWay) -> str:
    if way is MailWay.AT_ONCE:
        names = [str(NAMES[line.kind]) for line in digest.lines]
        return f"Debiet: {names[0]}" if names else f"Debiet: {_apart(*digest.apart[0])}"
    return ngettext(
        "Debiet: %(count)s message for you", "Debiet: %(count)s messages for you", digest.count
    ) % {"count": digest.count}


def _paragraphs(digest: Digest, way: MailWay) -> Iterator[str]:
    if way is MailWay.DAILY:
        yield _("This is what you were told and have not put away in the desk:")
    yield from map(_of_kind, digest.lines)
    yield from (_apart(part, count) for part, count in digest.apart)
    yield "\n".join([_("Read it in the desk:"), _link("desk:notices")])
    yield "\n".join([_("Choose what you are mailed:"), _link("desk:notice-choices")])


def _of_kind(line: Line) -> str:
    shown = line.numbers[:MOST_NUMBERS]
    rows = [_("%(kind)s: %(count)s") % {"kind": NAMES[line.kind], "count": line.count}]
    rows += [f"- {number}  {_link('desk:case', number)}" for number in shown]
    more = len(line.numbers) - len(shown)
    if more:
        rows.append(
            "- "
            + ngettext("and %(count)s case more", "and %(count)s cases more", more)
            % {"count": more}
        )
    return "\n".join(rows)


def _apart(part: str, count: int) -> str:
    return ngettext("%(count)s message in %(part)s", "%(count)s messages in %(part)s", count) % {
        "count": count,
        "part": PARTS.get(part, OTHER_PART),
    }


def _link(name: str, *arguments: str) -> str:
    return f"{settings.DESK_URL}{reverse(name, args=arguments, urlconf=DESK)}"
