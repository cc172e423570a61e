"""What each kind of notice says."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy, ngettext

from debiet.core.words import Words
from debiet.desk import labels, person_words
from debiet.desk.labels_setup import ROLES
from debiet.rules.access import Role

Facts = Mapping[str, object]

TASK_NOTICES: dict[str, Words] = {
    "task.asked": gettext_lazy("Your team is asked something about it"),
    "task.answered": gettext_lazy("The other team answered"),
    "task.refused": gettext_lazy("The other team refused"),
    "task.disputed": gettext_lazy("Your team's answer is disputed"),
    "task.withdrawn": gettext_lazy("What your team was asked is withdrawn"),
}
OMBUDS_NOTICES: dict[str, Words] = {
    "ombuds.opened": gettext_lazy("The ombuds function has a new file"),
    "ombuds.wanted": gettext_lazy("The customer asks for the ombuds function"),
    "ombuds.asked": gettext_lazy("The ombuds function asks your team for an explanation"),
    "ombuds.late": gettext_lazy("Your team's explanation for the ombuds function is overdue"),
    "ombuds.explained": gettext_lazy("A department gave its explanation"),
    "rights.asked": gettext_lazy(
        "Somebody of whom your office keeps something asks about its own data: answer for your "
        "part as well"
    ),
    "ombuds.disputed": gettext_lazy(
        "It was called a question. The ombuds function asks to look again: is it a complaint?"
    ),
}
REVIEW_NOTICES: dict[str, Words] = {
    "review.asked": gettext_lazy("A body of the second line asks something about it"),
    "review.near": gettext_lazy("The term that the second line gave is nearly used up"),
    "review.late": gettext_lazy("The term that the second line gave is over"),
}

PLAIN_NOTICES: dict[str, Words] = (
    TASK_NOTICES
    | OMBUDS_NOTICES
    | REVIEW_NOTICES
    | {
        "case.undelivered": gettext_lazy("A message to the customer could not be delivered"),
        "case.sent-on-paper": gettext_lazy(
            "An e-mail to the customer came back; the same words go by letter"
        ),
        "case.letter-rejected": gettext_lazy(
            "The printer did not post a letter; it waits for the next batch"
        ),
        "case.callback-missed": gettext_lazy("A promised call was not made within its window"),
        "complaint.letter-waits": gettext_lazy("A letter waits for you as the second person"),
        "complaint.letter-back": gettext_lazy("Your letter came back with a remark"),
        "case.woken": gettext_lazy("It was put aside and is back"),
        "case.follow-up": gettext_lazy("You meant to look at it again"),
        "return.due": gettext_lazy(
            "The return on the complaints of the year before is owed before 10 February"
        ),
        "customer.locked": gettext_lazy(
            "Somebody failed five times within an hour to prove to be one and the same customer"
        ),
    }
)
_OPENED_LATE = gettext_lazy("What %(name)s opened in an emergency should have been judged by now")
_OPENED_NEAR = gettext_lazy("What %(name)s opened in an emergency is to be judged within a day")
SENTENCES: dict[str, Words] = {
    "case.level": gettext_lazy("%(level)s %% of the term is used up: %(milestone)s"),
    "case.low-rating": gettext_lazy("The customer was not satisfied: %(score)s of 5"),
    "customer.close-file": gettext_lazy("Somebody opened a customer's file: %(bond)s"),
    "emergency.opened": gettext_lazy("%(name)s opened something that it may not see"),
    "emergency.tried": gettext_lazy(
        "%(name)s tried to open something of the ombuds office in an emergency"
    ),
    "employee.last-admin": gettext_lazy(
        "%(name)s should have left, but is the only admin: make somebody else one"
    ),
    "employee.role-waits": gettext_lazy(
        "%(name)s would get a role; a second person must agree: %(role)s"
    ),
    "quarantine.level": gettext_lazy(
        "%(level)s %% of its term is used up: somebody must look at it"
    ),
    "task.level": gettext_lazy("%(level)s %% of the term of an internal task is used up"),
    "text.waits": gettext_lazy("A second person must approve a text: %(language)s"),
}
"""Sentences with facts in them."""
FACTS: dict[str, Callable[[object], Words]] = {
    "milestone": lambda code: labels.word(code, "milestone"),
    "bond": lambda code: person_words.word(code, "bond"),
    "role": lambda code: ROLES[Role(str(code))],
    "language": lambda code: labels.word(code, "text-language"),
}
"""How a fact that is a code is said."""


def said(kind: str, facts: Facts) -> str:
    """Return what a notice says; one of a kind that is not known here says its code."""
    if kind in PLAIN_NOTICES:
        return str(PLAIN_NOTICES[kind])
    if kind == "employee.left":
        return _left(facts)
    if kind == "emergency.unjudged":
        sentence: Words = _OPENED_LATE if facts["is_late"] else _OPENED_NEAR
    elif kind in SENTENCES:
        sentence = SENTENCES[kind]
    else:
        return kind
    return str(sentence) % {
        name: FACTS[name](fact) if name in FACTS else fact for name, fact in facts.items()
    }


def _left(facts: Facts) -> str:
    count = int(str(facts["count"]))
    return ngettext(
        "%(name)s works here no longer; %(count)s open case has nobody now",
        "%(name)s works here no longer; %(count)s open cases have nobody now",
        count,
    ) % {"name": facts["name"], "count": count}
