"""From what a case is about to the bodies of the second line: the law's table, or the utility's."""

from collections.abc import Mapping, Sequence
from typing import Final

from debiet.rules.complaint_referral import ReviewBody, SecondLine

OTHER: Final = "other"
"""What a utility's own table calls every other subject."""
SETTING: Final = "second-line-"
"""What a choice of the utility's own begins with; the code of a topic or theme follows."""


def own_bodies(choices: Mapping[str, str]) -> dict[str, tuple[ReviewBody, ...]]:
    """Return which bodies a utility names for a topic or theme, by its code.

    :param choices: of the utility, such as `second-line-bill` with `vlaamse-ombudsdienst,vmm`; one
        without bodies leaves the law's
    :raises ValueError: if there is no such body
    """
    found = {}
    for code, value in choices.items():
        if code.startswith(SETTING) and value:
            names = value.split(",")
            found[code.removeprefix(SETTING)] = tuple(ReviewBody(name) for name in names)
    return found


def with_own(law: SecondLine, own: Mapping[str, tuple[ReviewBody, ...]]) -> SecondLine:
    """Return the law's table with a utility's own lines over it."""
    lines = {code: bodies for code, bodies in own.items() if code != OTHER}
    return SecondLine(by_theme={**law.by_theme, **lines}, fallback=own.get(OTHER, law.fallback))


def theme_of(topic_path: Sequence[str], second_line: SecondLine) -> str:
    """Return the subject that bodies are named for: the case's topic or the nearest one above.

    :param topic_path: the codes of its topic, from the root of the tree to the leaf
    """
    return next((code for code in reversed(topic_path) if code in second_line.by_theme), "")
