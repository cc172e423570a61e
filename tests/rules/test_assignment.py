"""Who gets a new case: the numbers of the page, and what always holds."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debiet.rules.assignment import (
    EVERYTHING,
    Choice,
    Skill,
    Taker,
    Task,
    Way,
    Why,
    choose,
    knows,
    obstacle,
    spread,
)
from tests.rules.worked import rows

PART = "ordinary"


def taker(text):
    """Read `1: 4/7 away, topic invoice` and whether the case is of somebody close."""
    number, _, words = text.partition(":")
    numbers, _, more = words.strip().partition(" ")
    open_cases, turn = numbers.split("/")
    said = {key: value for key, _, value in (one.strip().partition(" ") for one in more.split(","))}
    skill = Skill(
        takes="out" not in said,
        **{
            f"{name}s": frozenset({said[name]})
            for name in ("topic", "language", "segment")
            if name in said
        },
    )
    found = Taker(
        employee=int(number),
        compartments=frozenset() if "wall" in said else frozenset({PART}),
        is_here="away" not in said,
        skill=skill,
        open_cases=int(open_cases),
        turn=int(turn),
    )
    return found, "close" in said


def people(cell):
    found = [taker(one) for one in cell.split(";") if one.strip()]
    close = frozenset(one.employee for one, is_close in found if is_close)
    task = Task(("moving", "moving-in"), "nl", "household", PART, close)
    return task, [one for one, _close in found]


def shown(employee):
    return "nobody" if employee is None else str(employee)


@pytest.mark.parametrize(
    "row", rows("assignment.md", heading="## Worked numbers"), ids=lambda row: row["Case"]
)
def test_a_case_goes_where_the_page_says(row):
    task, takers = people(row["People"])

    found = choose(Way(row["Way"]), task, takers)

    assert (shown(found.employee), found.why, str(found.among)) == (
        row["Gets"], row["Why"], row["Among"],
    )  # fmt: skip
    assert choose(Way(row["Way"]), task, takers[::-1]) == found


@pytest.mark.parametrize(
    "row", rows("assignment.md", heading="## One after the other"), ids=lambda row: row["Case"]
)
def test_several_cases_go_as_the_page_says(row):
    task, takers = people(row["People"])

    found, _standing = spread(Way(row["Way"]), [task] * int(row["Cases"]), takers)

    assert ", ".join(shown(one.employee) for one in found) == row["Get"]


CODES = st.frozensets(st.sampled_from("abc"), max_size=2)
SKILLS = st.builds(
    Skill, takes=st.booleans(), topics=CODES, languages=CODES, segments=CODES
) | st.just(EVERYTHING)
TASKS = st.builds(
    Task,
    topic_path=st.lists(st.sampled_from("abc"), min_size=1, max_size=2).map(tuple),
    language=st.sampled_from("abc"),
    segment=st.sampled_from("abc"),
    compartment=st.sampled_from([PART, "ombuds"]),
    close=st.frozensets(st.integers(1, 5), max_size=2),
)
WAYS = st.sampled_from([Way.ROUND_ROBIN, Way.LEAST_LOAD])


def takers_of(**fixed):
    return st.lists(
        st.builds(
            Taker,
            employee=st.integers(1, 6),
            **{
                "compartments": st.frozensets(st.sampled_from([PART, "ombuds"])),
                "is_here": st.booleans(),
                "skill": SKILLS,
                "open_cases": st.integers(0, 9),
                "turn": st.integers(0, 9),
                **fixed,
            },
        ),
        max_size=6,
        unique_by=lambda one: one.employee,
    )


PLAIN = Task(("a",), "nl", "household", PART)
ALL_ABLE = {
    "compartments": st.just(frozenset({PART})),
    "is_here": st.just(True),
    "skill": st.just(EVERYTHING),
}


@given(WAYS, TASKS, takers_of())
def test_whoever_gets_a_case_may_take_it_and_nobody_only_where_nobody_may(way, task, takers):
    found = choose(way, task, takers)
    able = [one for one in takers if obstacle(one, task) is None]

    assert found.among == len(able)
    if found.employee is None:
        assert not able
        assert found.why not in (Why.TURN, Why.LEAST, Why.BY_HAND)
        return
    (chosen,) = (one for one in takers if one.employee == found.employee)
    assert chosen.is_here
    assert chosen.skill.takes
    assert knows(chosen.skill, task)
    assert chosen.employee not in task.close
    assert task.compartment in chosen.compartments


@given(WAYS, TASKS, takers_of(), st.randoms())
def test_the_order_in_which_people_are_named_changes_nothing(way, task, takers, random):
    mixed = random.sample(takers, len(takers))
    assert choose(way, task, mixed) == choose(way, task, takers)


@given(takers_of(turn=st.just(0), **ALL_ABLE), st.integers(0, 40))
def test_nobody_is_ever_two_turns_ahead_of_another(takers, count):
    found, _standing = spread(Way.ROUND_ROBIN, [PLAIN] * count, takers)
    for end in range(count + 1):
        given_so_far = Counter(one.employee for one in found[:end])
        had = [given_so_far[one.employee] for one in takers]
        assert not had or max(had) - min(had) <= 1


@given(takers_of(**ALL_ABLE), st.integers(0, 40))
def test_least_load_never_makes_the_difference_larger(takers, count):
    _found, standing = spread(Way.LEAST_LOAD, [PLAIN] * count, takers)
    if takers:
        before = [one.open_cases for one in takers]
        after = [one.open_cases for one in standing]
        assert max(after) - min(after) <= max(max(before) - min(before), 1)
        assert sum(after) == sum(before) + count


@given(WAYS, st.lists(TASKS, max_size=8), takers_of())
def test_spreading_in_two_parts_is_spreading_at_once(way, tasks, takers):
    first, standing = spread(way, tasks[:3], takers)
    rest, end = spread(way, tasks[3:], standing)
    assert (first + rest, end) == spread(way, tasks, takers)


@given(TASKS, takers_of())
def test_by_hand_nobody_gets_anything(task, takers):
    assert choose(Way.BY_HAND, task, takers) == Choice(None, Why.BY_HAND)
