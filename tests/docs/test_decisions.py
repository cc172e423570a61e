"""Decisions are numbered, of one form, short, and listed."""

import re

import pytest

from tests.docs.pages import ROOT, page

FILES = sorted((ROOT / "docs" / "decisions").iterdir())


def test_decisions_are_numbered_without_a_gap():
    assert [path.name[:5] for path in FILES] == [f"{n:04}-" for n in range(1, len(FILES) + 1)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_decision_is_one_page_with_status_context_decision_and_consequences(path):
    text = path.read_text()
    assert re.match(rf"# {int(path.name[:4])}\. \S", text)
    assert re.search(r"^\*\*Status\*\*: (accepted|replaced by \[)", text, re.MULTILINE)
    heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert heads == ["Context", "Decision", "Consequences"]
    assert len(text.splitlines()) <= 60


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_index_lists_a_decision_by_its_title(path):
    number, _, title = path.read_text().splitlines()[0].removeprefix("# ").partition(". ")
    assert f"\n{number}. [{title}](decisions/{path.name})\n" in page("docs/README.md") + "\n"
