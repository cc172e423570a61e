"""Every kind of notice that the code tells has a code, a name and a place in the table."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from debiet.rules.internal_tasks import TaskState
from debiet.rules.notices import KEPT, LEVEL, MailWay, NoticeKind, WhyKept, kind_of
from debiet.staff.notice_kinds import MAIL_WAYS, NAMES, WHY_KEPT

DEBIET = Path(__file__).parents[2] / "debiet"

KINDS = "case|task|quarantine|customer|employee|emergency|text|ombuds|review"
TOLD_AS = rf'(?<!code = )"((?:{KINDS})\.[a-z-]+)"'  # the code of a refusal is none


def told_in_the_code() -> set[str]:
    """Return the kinds that stand, as words or members, where somebody is told something."""
    found: set[str] = set()
    for path in DEBIET.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if "notify_employee(" in source:
            found |= set(re.findall(TOLD_AS, source))
            found |= {NoticeKind[name] for name in re.findall(r"ind ?= ?NoticeKind\.(\w+)", source)}
    return found


TOLD = sorted(told_in_the_code() | {f"task.{state}" for state in TaskState})


def test_the_code_tells_something():
    assert {LEVEL, "case.undelivered", "customer.close-file"} <= set(TOLD)


@pytest.mark.parametrize("told", TOLD)
def test_every_kind_that_is_told_has_a_row_in_the_table(told):
    """A new one gets a member of `NoticeKind` and a name in `debiet/staff/notice_kinds.py`."""
    assert kind_of(told) is not NoticeKind.OTHER


def test_no_kind_is_in_the_table_that_nobody_tells():
    known = {kind_of(told) for told in TOLD} | {kind_of(LEVEL, level=100), NoticeKind.OTHER}
    assert known == set(NoticeKind)


def test_every_kind_way_and_reason_has_words():
    assert set(NAMES) == set(NoticeKind)
    assert set(MAIL_WAYS) == set(MailWay)
    assert set(WHY_KEPT) == set(WhyKept) == set(KEPT.values())


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_names_differ_in_every_language(language):
    with translation.override(language):
        assert len({str(name) for name in NAMES.values()}) == len(NoticeKind)


def test_the_page_names_every_kind_that_can_be_chosen(project):
    page = (project / "docs/howto/notices.md").read_text(encoding="utf-8")
    for kind in set(NoticeKind) - {NoticeKind.OTHER}:
        assert f"`{kind}`" in page
