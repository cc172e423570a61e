"""The words of the glossary are the words of the code."""

import re

import pytest

from debiet.rules.access import Role
from debiet.rules.sla import Milestone
from tests.docs.pages import ROOT, page, tables

COMING = "*coming*"
CODE = [row[1] for row in tables(page("docs/glossary.md")) if row[1] != "Code"]
SOURCE = "\n".join(path.read_text() for path in sorted(ROOT.glob("debiet/**/*.py")))


def words(*, coming):
    cells = [cell for cell in CODE if (COMING in cell) is coming]
    return sorted({word for cell in cells for word in re.findall(r"`([\w.]+)`", cell)})


@pytest.mark.parametrize("word", words(coming=False))
def test_every_word_of_the_glossary_is_in_the_code(word):
    assert re.search(rf"\b{re.escape(word)}\b", SOURCE) or is_member(word)


def is_member(word):
    kind, _, member = word.partition(".")
    body = re.search(rf"^class {kind}\(.*?(?=^\S|\Z)", SOURCE, re.MULTILINE | re.DOTALL)
    return body is not None and bool(re.search(rf"^    {member} = ", body[0], re.MULTILINE))


@pytest.mark.parametrize("word", words(coming=True))
def test_a_word_that_is_said_to_be_coming_is_not_there_yet(word):
    assert not re.search(rf"^(class|def) {word}\b", SOURCE, re.MULTILINE), "take the mark away"


def test_every_role_has_its_dutch_word():
    assert {f"`Role.{role.name}`" for role in Role} <= set(CODE)


def test_the_glossary_names_the_milestone_that_customers_hear_of():
    assert f"`Milestone.{Milestone.SERVICE_GUARANTEE.name}`" in CODE


def test_no_word_stands_for_two_things():
    cells = [cell for cell in CODE if cell]
    assert len(set(cells)) == len(cells)
