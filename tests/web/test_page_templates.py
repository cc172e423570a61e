"""The pages that all others are built on, and what holds for every template of the house."""

import re
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django import forms
from django.template import engines
from django.template.loader import get_template
from django.utils import timezone, translation

import debiet
from debiet.web.paging import Page

# Every whole page asks whether this is a restored copy.
pytestmark = pytest.mark.django_db

PACKAGE = Path(debiet.__file__).parent
TEMPLATES = sorted(path for path in PACKAGE.rglob("templates/**/*.html"))
SPRITE = PACKAGE / "web" / "static" / "debiet" / "icons.svg"
NAMES = [path.relative_to(PACKAGE).as_posix() for path in TEMPLATES]
NAVIGATION = [
    {"label": "Mine", "url": "/mine", "icon": "inbox", "count": 0, "late": False, "current": True},
    {"label": "Late", "url": "/late", "icon": "warn", "count": "99+", "late": True},
    {"label": "Search", "url": "/search", "icon": "search", "count": None, "apart": True},
]


@pytest.fixture
def render(rf, settings, db):
    """Return a function that renders a template's text as a page would be."""
    settings.ROOT_URLCONF = "debiet.web.urls"

    def rendered(text: str, address: str = "/", **context: object) -> str:
        return engines["django"].from_string(text).render(context, rf.get(address))

    with translation.override("en"):
        yield rendered


def test_a_portal_page_has_its_landmarks_and_its_language(render):
    page = render('{% extends "web/portal.html" %}{% block content %}<h1>Hi</h1>{% endblock %}')
    assert '<html lang="en">' in page
    assert 'href="#main"' in page
    assert re.search(r'<main id="main"[^>]*>.*<h1>Hi</h1>.*</main>', page, re.DOTALL)
    assert page.count("<header") == page.count("<footer") == 1


def test_the_choice_of_language_is_a_form_that_comes_back_to_this_page(render):
    page = render('{% extends "web/portal.html" %}', address="/promise?topic=bill")
    form = re.search(r'<form class="languages".*?</form>', page, re.DOTALL).group()
    assert 'method="post" action="/language/"' in form
    assert 'name="next" value="/promise?topic=bill"' in form
    assert "csrfmiddlewaretoken" in form
    assert re.findall(r'value="(\w\w)" lang="\1"', form) == ["nl", "fr", "en"]
    assert re.findall(r'lang="(\w\w)" aria-current="true"', form) == ["en"]


def test_a_desk_page_shows_where_one_is_and_how_much_there_is(render):
    page = render(
        '{% extends "web/desk.html" %}{% block list %}rows{% endblock %}',
        navigation=NAVIGATION,
        signed_in={"name": "Els <b>", "detail": "Bills"},
    )
    assert re.search(r'href="/mine" aria-current="page">.*Mine<span class="count">0</span>', page)
    assert 'Late<span class="count late">99+</span>' in page
    assert re.search(r"Search</a>", page)
    assert "Els &lt;b&gt;" in page
    assert '<div class="frame list-only">' in page


def test_a_desk_page_comes_without_any_context_of_its_own(render):
    assert "popovertarget" in render('{% extends "web/desk.html" %}')
    assert "<main" in render('{% extends "web/single.html" %}')


class Question(forms.Form):
    topic = forms.ChoiceField(choices=[("a", "Bill"), ("b", "Leak")], widget=forms.RadioSelect)
    words = forms.CharField(widget=forms.Textarea, help_text="In your own words.")
    number = forms.CharField(required=False)
    agreed = forms.BooleanField()
    called_at = forms.SplitDateTimeField()
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


FORM = (
    '{% include "web/form/_errors.html" %}'
    '{% for field in form %}{% include "web/form/_field.html" %}{% endfor %}'
)


def test_a_fresh_form_has_a_label_for_each_field_and_no_errors(render):
    page = render(FORM, form=Question())
    assert "error-summary" not in page
    for name in ("id_words", "id_number", "id_agreed", "id_topic_0", "id_topic_1"):
        assert f'<label for="{name}"' in page or f'class="choice" for="{name}"' in page
        assert f'id="{name}"' in page
    assert "<legend>Topic</legend>" in page
    assert "Number <span" in page and page.count("(not required)") == 1
    assert 'id="id_words_helptext">In your own words.' in page


def test_each_error_stands_at_its_field_and_is_linked_from_the_summary(render):
    form = Question({"words": "", "number": "1"})
    form.add_error(None, "Something else <i>")
    page = render(FORM, form=form)
    assert "5 things are not right yet" in page
    assert "Something else &lt;i&gt;" in page
    for anchor, error in (
        ("id_topic_0", "id_topic_error"),
        ("id_words", "id_words_error"),
        ("id_agreed", "id_agreed_error"),
        ("id_called_at_0", "id_called_at_error"),
    ):
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}"' in page
        assert f'id="{error}"' in page
    assert 'aria-describedby="id_words_helptext id_words_error"' in page
    assert 'aria-describedby="id_topic_error"' in page


def test_a_pill_has_icon_word_and_the_exact_moment(render):
    due = datetime.fromisoformat("2026-11-25T10:15:00+01:00")
    now = datetime.fromisoformat("2026-11-24T10:00:00+01:00")
    pill = '{% include "web/_time_left.html" with due_at=due at_risk_at=risk %}'
    page = render(pill, due=due, risk=None, now=now)
    assert 'class="state calm"' in page and "#clock" in page
    assert 'datetime="2026-11-25T10:15:00+01:00"' in page
    assert "no later than Wednesday 25 November 2026 at 10:15" in page
    assert ">tomorrow 10:15<" in page
    assert "term not determined" in render(pill, due=None, risk=None, now=now)


def test_the_pager_keeps_what_was_chosen(render):
    page = render(
        '{% include "web/_pager.html" %}',
        address="/mine?topic=bill&cursor=old&q=a%26b",
        page=Page(rows=[], next="new", previous=""),
    )
    assert 'rel="next" href="?topic=bill&amp;q=a%26b&amp;cursor=new"' in page
    assert 'rel="prev"' not in page


def test_a_message_shows_in_the_tone_of_its_level(render):
    messages = [SimpleNamespace(level=25, __str__=lambda: "")]
    page = render('{% include "web/_messages.html" %}', messages=messages)
    assert 'role="status"' in page and 'class="notice ok"' in page


def test_an_icon_is_hidden_from_screen_readers_unless_it_has_a_label(render):
    page = render('{% load debiet %}{% icon "mail" %}|{% icon "mail" label %}', label="<e-mail>")
    hidden, labeled = page.split("|")
    assert 'aria-hidden="true"' in hidden and "debiet/icons.svg#mail" in hidden
    assert 'aria-label="&lt;e-mail&gt;"' in labeled and "aria-hidden" not in labeled


def test_nothing_is_shown_for_no_moment_and_no_duration(render):
    filters = "local_moment local_day short_moment short_day due_moment duration exact_duration"
    text = "".join(f"{{{{ none|{name} }}}}" for name in filters.split())
    assert render("{% load debiet %}" + text, none=None) == ""


def test_the_page_has_one_now(render):
    before = timezone.now()
    page = render("{{ now|date:'c' }} {{ now|date:'c' }} {{ utility_name }}")
    first, second, name = page.split(" ", 2)
    assert first == second
    assert datetime.fromisoformat(first) >= before.replace(microsecond=0)
    assert name


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_every_template_can_be_read_and_none_is_shadowed_by_a_library(path):
    name = path.as_posix().rpartition("/templates/")[2]
    assert Path(get_template(name).origin.name).is_relative_to(PACKAGE)


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_no_template_needs_what_the_security_policy_refuses(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=|<style", text)
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", text)
    assert not re.search(r"hx-on|hx-vars|javascript:", text)
    # Data for a script is no script: the policy lets it pass.
    assert not re.search(r"<script(?![^>]*(\ssrc=|application/json))", text)


def test_every_icon_that_is_asked_for_is_in_the_sprite():
    namespace = "{http://www.w3.org/2000/svg}"
    sprite = ElementTree.parse(SPRITE)  # noqa: S314 (our own file)
    drawn = {symbol.get("id") for symbol in sprite.iter(f"{namespace}symbol")}
    asked = set()
    for path in TEMPLATES:
        asked |= set(re.findall(r"""\{% icon ["']([\w-]+)["']""", path.read_text(encoding="utf-8")))
        asked |= set(re.findall(r"""\bicon=["']([\w-]+)["']""", path.read_text(encoding="utf-8")))
    assert asked
    assert asked <= drawn
