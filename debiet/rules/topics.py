"""The tree of topics: which are in use, where a merged one leads, and what may become of each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class TopicNode:
    """A topic in the tree.

    :param parent: the code of the topic above, "" at the top
    :param into: the code of the topic that it was merged into, "" where it was not
    :param part: the closed part of what is about it, "" where nobody handles it
    """

    code: str
    parent: str = ""
    into: str = ""
    is_retired: bool = False
    part: str = ""


Tree = Mapping[str, TopicNode]


class TopicTrouble(StrEnum):
    """Why a topic is not merged, retired, moved or brought back."""

    UNKNOWN = "unknown"
    NOT_IN_USE = "not-in-use"
    SAME = "same"
    NEEDED = "needed"
    HAS_CHILDREN = "has-children"
    OTHER_PART = "other-part"
    BELOW_ITSELF = "below-itself"
    IN_USE = "in-use"
    SOMETHING_NEW = "something-new"
    NO_PARENT = "no-parent"


def in_use(code: str, tree: Tree) -> str:
    """Return the topic that a code stands for now: itself, or the one it was merged into.

    "" where there is none: it never was, or it was retired without another in its place.
    """
    node = tree.get(code)
    while node is not None and node.into:
        node = tree.get(node.into)
    return node.code if node is not None and not node.is_retired else ""


def branch(code: str, tree: Tree) -> tuple[str, ...]:
    """Return the codes from the root to a topic; a merged one stands below where it was merged.

    Empty if there is no such topic.
    """
    found: list[str] = []
    node = tree.get(code)
    while node is not None:
        found.insert(0, node.code)
        node = tree.get(node.into or node.parent)
    return tuple(found)


def gathered(code: str, tree: Tree) -> set[str]:
    """Return a topic with all that were merged into it: what lists show under its name."""
    return {one for one in tree if code in _chain(one, tree)}


def _chain(code: str, tree: Tree) -> list[str]:
    found = [code]
    while tree[found[-1]].into:
        found.append(tree[found[-1]].into)
    return found


def retire_trouble(code: str, tree: Tree, *, needed: Collection[str]) -> TopicTrouble | None:
    """Return why a topic may not be taken out of use; None where it may.

    :param needed: topics that the house cannot do without
    """
    node = tree.get(code)
    if node is None:
        return TopicTrouble.UNKNOWN
    if node.is_retired:
        return TopicTrouble.NOT_IN_USE
    if code in needed:
        return TopicTrouble.NEEDED
    if any(one.parent == code and not one.is_retired for one in tree.values()):
        return TopicTrouble.HAS_CHILDREN
    return None


def merge_trouble(
    code: str, into: str, tree: Tree, *, needed: Collection[str]
) -> TopicTrouble | None:
    """Return why a topic may not be merged into another; None where it may."""
    trouble = retire_trouble(code, tree, needed=needed)
    if trouble is not None:
        return trouble
    target = tree.get(into)
    if target is None:
        return TopicTrouble.UNKNOWN
    if code == into:
        return TopicTrouble.SAME
    if target.is_retired:
        return TopicTrouble.NOT_IN_USE
    return None if target.part == tree[code].part else TopicTrouble.OTHER_PART


def place_trouble(code: str, parent: str, tree: Tree) -> TopicTrouble | None:
    """Return why a topic may not stand below another; None where it may.

    :param code: "" or a new one for a topic that is being made
    """
    if not parent:
        return None
    above = tree.get(parent)
    if above is None:
        return TopicTrouble.UNKNOWN
    if above.is_retired:
        return TopicTrouble.NOT_IN_USE
    return TopicTrouble.BELOW_ITSELF if code in branch(parent, tree) else None


def undo_trouble(code: str, tree: Tree, *, new_since: int) -> TopicTrouble | None:
    """Return why a topic may not be brought back into use; None where it may.

    :param new_since: how many questions came in under the topic it was merged into since
    """
    node = tree.get(code)
    if node is None:
        return TopicTrouble.UNKNOWN
    if not node.is_retired:
        return TopicTrouble.IN_USE
    if node.into and new_since:
        return TopicTrouble.SOMETHING_NEW
    if node.parent and tree[node.parent].is_retired:
        return TopicTrouble.NO_PARENT
    return None
