"""Letters in a complaint: what their writer ticks, and which a second person reads."""

import itertools

import pytest

from debiet.rules.complaint_letters import (
    BY_HAND,
    Reviewed,
    added,
    needs_review,
    reviewed,
    to_tick,
    unsaid,
)
from debiet.rules.complaints import LETTER_PARTS, RIGHT, Assessment, LetterKind


@pytest.mark.parametrize("kind", LetterKind)
def test_each_part_of_a_letter_is_ticked_by_its_writer_or_said_by_itself(kind):
    assert {*to_tick(kind), *added(kind)} == LETTER_PARTS[kind]
    assert set(to_tick(kind)) <= BY_HAND
    assert unsaid(kind, to_tick(kind)) == ()
    assert unsaid(kind, ()) == to_tick(kind)


def test_a_house_s_choice_is_read_without_what_is_unknown():
    assert reviewed("") == frozenset()
    assert reviewed("refusal,horoscope,compensation") == {
        Reviewed.REFUSAL,
        Reviewed.COMPENSATION,
    }


def test_a_second_person_reads_what_the_house_chose_and_nothing_else():
    every = itertools.product(LetterKind, [None, *Assessment], [False, True], Reviewed)
    for kind, assessment, pays, one in every:
        is_final = kind is LetterKind.FINAL
        wanted = (
            one == kind
            or (one is Reviewed.COMPENSATION and pays)
            or (is_final and one == assessment)
            or (is_final and one is Reviewed.FOUNDED and assessment in RIGHT)
        )
        assert needs_review(kind, assessment=assessment, pays=pays, chosen={one}) == wanted
        assert not needs_review(kind, assessment=assessment, pays=pays, chosen=())
