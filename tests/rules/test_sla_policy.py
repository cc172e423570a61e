import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.sla import CaseFacts, PolicyMatch, PolicyTie, conflicts, find_ties, most_specific

LEAK = CaseFacts(
    kind="question",
    topic_path=("billing", "billing.leak", "billing.leak.hidden"),
    carrier="email",
    segment="household",
    priority="high",
)
ANY = PolicyMatch()
NARROWER = [
    # broader, narrower
    (ANY, PolicyMatch(priority="high")),
    (PolicyMatch(topic="billing"), PolicyMatch(topic="billing.leak")),
    (PolicyMatch(kind="question"), PolicyMatch(carrier="email", segment="household")),
    (PolicyMatch(topic="billing.leak.hidden"), PolicyMatch(kind="question")),
    (PolicyMatch(carrier="email"), PolicyMatch(topic="billing")),
    (PolicyMatch(segment="household"), PolicyMatch(carrier="email")),
    (PolicyMatch(priority="high"), PolicyMatch(segment="household")),
    (
        PolicyMatch(topic="billing.leak", segment="household"),
        PolicyMatch(kind="question", priority="high"),
    ),
    (
        PolicyMatch(topic="billing", carrier="email"),
        PolicyMatch(topic="billing.leak", priority="high"),
    ),
]


@pytest.mark.parametrize(("broader", "narrower"), NARROWER)
def test_the_narrower_policy_holds(broader, narrower):
    assert most_specific([(broader, "broad"), (narrower, "narrow")], LEAK) == "narrow"
    assert most_specific([(narrower, "narrow"), (broader, "broad")], LEAK) == "narrow"


@pytest.mark.parametrize(
    "match",
    [
        PolicyMatch(kind="report"),
        PolicyMatch(topic="supply"),
        PolicyMatch(carrier="post"),
        PolicyMatch(segment="company"),
        PolicyMatch(priority="low"),
        PolicyMatch(kind="question", topic="billing", carrier="post"),
    ],
)
def test_a_policy_that_asks_for_something_else_does_not_hold(match):
    assert most_specific([(match, "other")], LEAK) is None


def test_equal_policies_are_a_tie_and_never_a_toss():
    match = PolicyMatch(kind="question", topic="billing")
    policies = [(match, "one"), (match, "two"), (ANY, "any")]
    with pytest.raises(PolicyTie, match="2 policies"):
        most_specific(policies, LEAK)
    assert find_ties([each for each, _ in policies]) == [(match, match)]
    assert find_ties([match, ANY]) == []


def test_a_tie_that_a_narrower_policy_beats_does_no_harm():
    narrow = PolicyMatch(kind="question")
    assert most_specific([(ANY, "a"), (ANY, "b"), (narrow, "narrow")], LEAK) == "narrow"


def asks(*values):
    return st.sampled_from([None, *values])


matches = st.builds(
    PolicyMatch,
    kind=asks("question"),
    topic=asks(*LEAK.topic_path),
    carrier=asks("email"),
    segment=asks("household"),
    priority=asks("high"),
)


@given(matches, matches)
def test_two_policies_for_one_case_tie_only_if_saving_refuses_them(a, b):
    assert a.matches(LEAK)
    assert (a.specificity(LEAK) == b.specificity(LEAK)) == conflicts(a, b)
