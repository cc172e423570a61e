"""What the kinds of notice are called, and the parts of the house that a mail only counts in."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from debiet.core.words import Words
from debiet.rules.access import Compartment
from debiet.rules.notices import MailWay, NoticeKind, WhyKept

NAMES: Mapping[NoticeKind, Words] = {
    NoticeKind.BREACHED: _("A promise to a customer was not kept"),
    NoticeKind.CALLBACK_MISSED: _("A promised call was not made"),
    NoticeKind.AT_RISK: _("The term of a case is nearly used up"),
    NoticeKind.HELD: _("A held message waits too long"),
    NoticeKind.UNDELIVERED: _("A message to a customer was not delivered"),
    NoticeKind.LETTER_REJECTED: _("The printer did not post a letter"),
    NoticeKind.SENT_ON_PAPER: _("An e-mail came back and goes by letter"),
    NoticeKind.LOW_RATING: _("A customer was not satisfied"),
    NoticeKind.FOLLOW_UP: _("Something to look at again"),
    NoticeKind.WOKEN: _("A case that was put aside is back"),
    NoticeKind.TASK_ASKED: _("Another team asks something"),
    NoticeKind.TASK_ANSWERED: _("Another team answered"),
    NoticeKind.TASK_REFUSED: _("Another team refused"),
    NoticeKind.TASK_DISPUTED: _("An answer of your team is disputed"),
    NoticeKind.TASK_WITHDRAWN: _("Something asked of your team is withdrawn"),
    NoticeKind.TASK_LEVEL: _("The term of an internal task runs out"),
    NoticeKind.LOCKED: _("A customer's identity was tried too often"),
    NoticeKind.CLOSE_FILE: _("Somebody opened its own file, or that of somebody close"),
    NoticeKind.LEAVER: _("Somebody left, with cases that have nobody now"),
    NoticeKind.EMERGENCY: _("Somebody opened something in an emergency"),
    NoticeKind.LAST_ADMIN: _("Somebody should have left, and nobody else is an admin"),
    NoticeKind.TRIED: _("Somebody tried to open something of the ombuds office"),
    NoticeKind.UNJUDGED: _("Something opened in an emergency waits to be judged"),
    NoticeKind.ROLE_WAITS: _("A role waits for a second person"),
    NoticeKind.TEXT_WAITS: _("A text waits for a second person"),
    NoticeKind.OMBUDS_OPENED: _("The ombuds function has a new file"),
    NoticeKind.OMBUDS_WANTED: _("A customer asks for the ombuds function"),
    NoticeKind.EXPLANATION_ASKED: _("The ombuds function asks for an explanation"),
    NoticeKind.EXPLANATION_LATE: _("An explanation for the ombuds function is overdue"),
    NoticeKind.EXPLAINED: _("A department gave its explanation"),
    NoticeKind.REVIEW_ASKED: _("A body of the second line asks something"),
    NoticeKind.REVIEW_NEAR: _("A term of the second line is nearly used up"),
    NoticeKind.REVIEW_LATE: _("A term of the second line is over"),
    NoticeKind.LETTER_WAITS: _("A letter in a complaint waits for a second person"),
    NoticeKind.LETTER_BACK: _("A letter in a complaint came back from the second person"),
    NoticeKind.DISPUTED: _("The ombuds function asks to look at a question again"),
    NoticeKind.RETURN_DUE: _("The yearly return on complaints is owed"),
    NoticeKind.OWN_DATA_ASKED: _("Somebody whom the ombuds function knows asks for its own data"),
    NoticeKind.OTHER: _("Something else"),
}
"""The names, as short as a line of a mail and a row of a table."""

MAIL_WAYS: Mapping[MailWay, Words] = {
    MailWay.NONE: _("no mail"),
    MailWay.DAILY: _("in the daily digest"),
    MailWay.AT_ONCE: _("a mail at once"),
}

WHY_KEPT: Mapping[WhyKept, Words] = {
    WhyKept.PROMISE: _("Always in the desk: a customer was promised something."),
    WhyKept.SECURITY: _("Always in the desk: it is about security."),
    WhyKept.CLOSE_FILE: _("Always in the desk: somebody has to look at every one of them."),
}

PARTS: Mapping[str, Words] = {
    Compartment.OMBUDS: _("the ombuds office's part"),
    Compartment.HR: _("the personnel part"),
}
"""What the parts are called in which a mail names nothing."""
OTHER_PART = _("a closed part")
