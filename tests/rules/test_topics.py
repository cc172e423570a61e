"""The tree of topics: where a code leads, and what may become of a topic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.topics import (
    TopicNode,
    TopicTrouble,
    branch,
    gathered,
    in_use,
    merge_trouble,
    place_trouble,
    retire_trouble,
    undo_trouble,
)

N = TopicNode
TREE = {
    node.code: node
    for node in (
        N("bill", part="ordinary"),
        N("amount", "bill", part="ordinary"),
        N("advance", "bill", part="ordinary"),
        N("old-advance", "bill", into="advance", is_retired=True, part="ordinary"),
        N("older-advance", "", into="old-advance", is_retired=True, part="ordinary"),
        N("dog", is_retired=True, part="ordinary"),
        N("puppy", "dog", is_retired=True, part="ordinary"),
        N("mail", part="ordinary"),
        N("ombuds", part="ombuds"),
    )
}
NEEDED = {"mail"}


@pytest.mark.parametrize(
    ("code", "current"),
    [
        ("amount", "amount"),
        ("old-advance", "advance"),
        ("older-advance", "advance"),  # through one that was merged itself
        ("dog", ""),
        ("unheard-of", ""),
    ],
)
def test_a_code_stands_for_what_took_its_place(code, current):
    assert in_use(code, TREE) == current


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("amount", ("bill", "amount")),
        ("old-advance", ("bill", "advance", "old-advance")),
        ("older-advance", ("bill", "advance", "old-advance", "older-advance")),
        ("puppy", ("dog", "puppy")),
        ("unheard-of", ()),
    ],
)
def test_a_merged_topic_stands_below_the_one_it_went_into(code, path):
    assert branch(code, TREE) == path


def test_lists_gather_what_was_merged():
    assert gathered("advance", TREE) == {"advance", "old-advance", "older-advance"}
    assert gathered("amount", TREE) == {"amount"}


@pytest.mark.parametrize(
    ("code", "into", "trouble"),
    [
        ("amount", "advance", None),
        ("amount", "amount", TopicTrouble.SAME),
        ("amount", "dog", TopicTrouble.NOT_IN_USE),
        ("amount", "nothing", TopicTrouble.UNKNOWN),
        ("nothing", "amount", TopicTrouble.UNKNOWN),
        ("dog", "amount", TopicTrouble.NOT_IN_USE),
        ("bill", "mail", TopicTrouble.HAS_CHILDREN),
        ("mail", "bill", TopicTrouble.NEEDED),
        ("amount", "ombuds", TopicTrouble.OTHER_PART),
        ("ombuds", "amount", TopicTrouble.OTHER_PART),
    ],
)
def test_two_topics_become_one_as_the_table_says(code, into, trouble):
    assert merge_trouble(code, into, TREE, needed=NEEDED) is trouble


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        ("advance", None),
        ("mail", TopicTrouble.NEEDED),
        ("bill", TopicTrouble.HAS_CHILDREN),
        ("dog", TopicTrouble.NOT_IN_USE),
        ("nothing", TopicTrouble.UNKNOWN),
    ],
)
def test_a_topic_goes_out_of_use_as_the_table_says(code, trouble):
    assert retire_trouble(code, TREE, needed=NEEDED) is trouble


@pytest.mark.parametrize(
    ("code", "parent", "trouble"),
    [
        ("amount", "", None),
        ("amount", "mail", None),
        ("new-one", "bill", None),
        ("amount", "dog", TopicTrouble.NOT_IN_USE),
        ("amount", "nothing", TopicTrouble.UNKNOWN),
        ("bill", "amount", TopicTrouble.BELOW_ITSELF),
        ("bill", "bill", TopicTrouble.BELOW_ITSELF),
    ],
)
def test_a_topic_stands_where_the_tree_stays_a_tree(code, parent, trouble):
    assert place_trouble(code, parent, TREE) is trouble


@pytest.mark.parametrize(
    ("code", "new_since", "trouble"),
    [
        ("old-advance", 0, None),
        ("old-advance", 1, TopicTrouble.SOMETHING_NEW),
        ("dog", 5, None),  # it led nowhere: what came since is not its own
        ("puppy", 0, TopicTrouble.NO_PARENT),
        ("amount", 0, TopicTrouble.IN_USE),
        ("nothing", 0, TopicTrouble.UNKNOWN),
    ],
)
def test_a_topic_comes_back_as_the_table_says(code, new_since, trouble):
    assert undo_trouble(code, TREE, new_since=new_since) is trouble


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12))
def test_whatever_is_merged_in_turn_every_code_leads_somewhere_in_use(pairs):
    tree = {str(one): N(str(one), part="ordinary") for one in range(8)}
    for one, other in pairs:
        code, into = str(one), str(other)
        if merge_trouble(code, into, tree, needed=()) is None:
            tree[code] = N(code, into=into, is_retired=True, part="ordinary")
    for code in tree:
        assert not tree[in_use(code, tree)].is_retired
        assert code in gathered(in_use(code, tree), tree)
        assert branch(code, tree)[-1] == code
