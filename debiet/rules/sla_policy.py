"""Which policy holds for a case: the most specific one that matches, never a toss."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

_Policy = TypeVar("_Policy")


class PolicyTie(ValueError):
    """Two policies ask for exactly the same, so neither goes before the other."""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What a policy can ask of a case.

    :param topic_path: the codes of its topic, from the root of the tree to the leaf
    """

    kind: str = ""
    topic_path: tuple[str, ...] = ()
    carrier: str = ""
    segment: str = ""
    priority: str = ""


@dataclass(frozen=True, slots=True)
class PolicyMatch:
    """What a policy asks for; nothing asked means any.

    :param topic: the code of a topic, with all that lies under it
    """

    kind: str | None = None
    topic: str | None = None
    carrier: str | None = None
    segment: str | None = None
    priority: str | None = None

    def matches(self, facts: CaseFacts) -> bool:
        """Return whether a case is what the policy asks for."""
        return (
            self.kind in (None, facts.kind)
            and (self.topic is None or self.topic in facts.topic_path)
            and self.carrier in (None, facts.carrier)
            and self.segment in (None, facts.segment)
            and self.priority in (None, facts.priority)
        )

    def specificity(self, facts: CaseFacts) -> tuple[int, ...]:
        """Return how narrow a matching policy is, to be compared; larger is narrower.

        First how many things it asks for, then, in this order: the kind, the depth of its topic,
        the carrier, the segment, the priority.
        """
        depth = facts.topic_path.index(self.topic) + 1 if self.topic is not None else 0
        asked = [
            wanted is not None
            for wanted in (self.kind, self.topic, self.carrier, self.segment, self.priority)
        ]
        return (sum(asked), asked[0], depth, asked[2], asked[3], asked[4])


def most_specific(
    policies: Iterable[tuple[PolicyMatch, _Policy]], facts: CaseFacts
) -> _Policy | None:
    """Return the narrowest policy that matches a case, or nothing if none does.

    :raises PolicyTie: if two of them ask for exactly the same, which saving refuses
    """
    found = [
        (match.specificity(facts), policy) for match, policy in policies if match.matches(facts)
    ]
    if not found:
        return None
    narrowest = max(rank for rank, _ in found)
    best = [policy for rank, policy in found if rank == narrowest]
    if len(best) > 1:
        raise PolicyTie(f"{len(best)} policies hold equally for {facts}")
    return best[0]


def conflicts(a: PolicyMatch, b: PolicyMatch) -> bool:
    """Return whether two policies could hold equally for one case.

    Two that match the same case and ask for the same things ask for the same values, the topic
    excepted: there one lies deeper in the path than the other. So only equals can tie.
    """
    return a == b


def find_ties(matches: Sequence[PolicyMatch]) -> list[tuple[PolicyMatch, PolicyMatch]]:
    """Return the pairs among policies in force at one time that tie, to be refused on saving."""
    return [(a, b) for a, b in combinations(matches, 2) if conflicts(a, b)]
