"""A select is written as Django writes it, to the letter."""

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from debiet.web.selects import Renderer

OURS, DJANGOS = Renderer(), DjangoTemplates()
WORDS = st.text("ab <>&\"'é\n", max_size=6)
OPTIONS = st.lists(st.tuples(WORDS | st.integers() | st.booleans(), WORDS), max_size=4)
GROUPS = st.lists(st.tuples(WORDS, OPTIONS), max_size=3)
VALUES = WORDS | st.booleans() | st.integers()
ATTRIBUTES = st.dictionaries(st.sampled_from(["id", "class", "required", "data-x"]), VALUES)


def both(widget: forms.Widget, value: object, attrs: dict[str, object]) -> tuple[str, str]:
    ours, djangos = (
        str(widget.render("topic", value, attrs, renderer=renderer)) for renderer in (OURS, DJANGOS)
    )
    return ours, djangos


@given(OPTIONS | GROUPS, WORDS | st.none(), ATTRIBUTES)
def test_a_select_is_the_same(
    choices: list[tuple[object, object]], value: object, attrs: dict[str, object]
) -> None:
    ours, djangos = both(forms.Select(choices=choices), value, attrs)
    assert ours == djangos


@given(OPTIONS, st.lists(WORDS, max_size=3))
def test_a_select_of_several_is_the_same(
    choices: list[tuple[object, object]], value: object
) -> None:
    ours, djangos = both(forms.SelectMultiple(choices=choices), value, {})
    assert ours == djangos


def test_a_label_that_is_html_already_stays_html() -> None:
    ours, djangos = both(forms.Select(choices=[("a", mark_safe("<b>a</b>"))]), "a", {})
    assert "<b>a</b>" in ours
    assert ours == djangos


def test_other_widgets_are_drawn_by_django() -> None:
    for widget in (forms.TextInput(), forms.RadioSelect(choices=[("a", "A")]), forms.Textarea()):
        ours, djangos = both(widget, "a", {"id": "x"})
        assert ours == djangos
