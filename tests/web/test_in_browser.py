"""The hand of all pages in a real browser, under the real security policy, without any server."""

import mimetypes
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from csp.utils import build_policy
from django import forms
from django.conf import settings as django_settings
from django.contrib.staticfiles import finders
from django.template import engines
from django.utils import translation
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.browser

ORIGIN = "http://debiet.test"
LIST = """
{% extends "web/desk.html" %}{% load debiet %}
{% block title %}Mine{% endblock %}{% block layout %}with-case{% endblock %}
{% block list %}<section class="list" aria-labelledby="list-title">
<div class="bar"><h1 id="list-title">Mine</h1>
<form class="search" role="search">{% icon "search" %}
<label class="visually-hidden" for="q">Search</label>
<input id="q" type="search" data-key="/"></form></div>
<ol class="rows">{% for name in "abc" %}
<li><a class="item late" href="#row-{{ name }}" data-row><span class="used used-85"></span>
<span class="subject">Leak {{ name }}</span>
{% include "web/_state.html" with tone="late" words="2 days too late" %}
<span class="line">{% icon "mail" %}<span class="customer">Els</span><span class="topic">Bill</span>
<span class="words">first line</span><span class="assignee">Tom</span></span></a></li>
{% endfor %}</ol>
</section>{% endblock %}
{% block case %}<article class="case" aria-labelledby="case-title">
<header><h1 id="case-title">Leak b</h1>
<button class="button" type="button" hx-get="/slow" hx-target="#facts">More</button>
<button class="button" type="button" hx-get="/broken" hx-target="#facts">Less</button></header>
<div class="body"><ol class="timeline"><li class="message ours">
<div class="who"><strong>Tom</strong><span class="soft">yesterday</span></div>
<div class="text"><p>Words.</p></div></li></ol>
<aside class="facts" id="facts" aria-label="Facts"><section><h2>Terms</h2><div class="clock soon">
<progress class="track" max="100" value="85" aria-label="Time used">85 %</progress></div></section>
</aside></div>
<form class="composer" method="post"><details><summary>Answer</summary>
<label for="words">Answer</label><textarea id="words" data-key="a"></textarea></details>
<button class="button first">Send</button></form></article>{% endblock %}
"""
FORM = """
{% extends "web/portal.html" %}{% block title %}Ask{% endblock %}{% block content %}<h1>Ask</h1>
{% include "web/form/_errors.html" %}<form class="form card" method="post" novalidate>
{% for field in form %}{% include "web/form/_field.html" %}{% endfor %}
<button class="button first">Send</button></form>
<ol class="steps"><li class="done"><span class="name">Received</span></li>
<li class="now" aria-current="step"><span class="name">In treatment</span></li></ol>{% endblock %}
"""
NAVIGATION = [{"label": "Mine", "url": "/", "icon": "inbox", "count": 3, "late": True}]


class Question(forms.Form):
    topic = forms.ChoiceField(choices=[("a", "Bill"), ("b", "Leak")], widget=forms.RadioSelect)
    words = forms.CharField(widget=forms.Textarea, help_text="In your own words.")
    agreed = forms.BooleanField(required=False)


@pytest.fixture
def window(browser: Browser, rf, settings) -> Callable[..., Page]:
    """Return a function that opens a template's text as a page, with the real style and scripts."""
    settings.ROOT_URLCONF = "debiet.web.urls"
    policy = build_policy(config=django_settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])
    opened: list[Page] = []
    trouble: list[str] = []

    def show(text: str, *, context: dict[str, object] | None = None, **options: object) -> Page:
        page = browser.new_context(locale="en", **options).new_page()
        # There is no database here to ask whether this is a restored copy.
        given = {"outgoing_off": False} | (context or {})
        opened.append(page)
        page.on("console", lambda line: trouble.append(line.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))

        def serve(route: Route) -> None:
            path = urlsplit(route.request.url).path
            if path.startswith("/static/"):
                found = finders.find(path.removeprefix("/static/"))
                route.fulfill(path=found, content_type=mimetypes.guess_type(path)[0])
            elif path == "/":
                with translation.override("en"):
                    body = engines["django"].from_string(text).render(given, rf.get("/"))
                headers = {"Content-Security-Policy": policy}
                route.fulfill(body=body, content_type="text/html", headers=headers)
            elif path == "/colors.css":  # the house's own colors; here it has none
                route.fulfill(body="", content_type="text/css")
            elif path == "/broken":
                route.fulfill(status=500, body="no")
            # Anything else never answers: what waits can be looked at.

        page.route("**/*", serve)
        page.goto(ORIGIN)
        return page

    yield show
    for page in opened:
        page.context.close()
    # The browser's own line about the answer that is meant to be broken is no trouble.
    assert [line for line in trouble if "status of 500" not in line and "/broken" not in line] == []


def desk(window: Callable[..., Page], **options: object) -> Page:
    facts = {"navigation": NAVIGATION, "signed_in": {"name": "Els", "detail": "Bills"}}
    return window(LIST, context=facts, **options)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_and_nothing_overflows(window, scheme, width):
    look = {"color_scheme": scheme, "viewport": {"width": width, "height": 844}}
    pages = [
        desk(window, **look),
        window(FORM, context={"form": Question({"words": ""})}, **look),
        window(FORM, context={"form": Question()}, **look),
    ]
    for page in pages:
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keys_walk_the_list_and_reach_the_answer(window):
    page = desk(window, viewport={"width": 1440, "height": 900})
    rows = page.locator("[data-row]")
    page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(rows.nth(2)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("o")
    page.wait_for_url("**#row-b")  # the key is heard before the address has changed
    page.keyboard.press("a")
    expect(page.locator("#words")).to_be_focused()
    page.keyboard.type("jo")
    expect(page.locator("#words")).to_have_value("jo")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()


def test_single_keys_can_be_switched_off_for_good(window):
    page = desk(window, viewport={"width": 1440, "height": 900})
    page.keyboard.press("?")
    page.locator("[data-keys-switch]").uncheck()
    page.get_by_role("button", name="Close").click()
    page.reload()
    page.keyboard.press("j")
    expect(page.locator("[data-row]").first).not_to_be_focused()


def test_waiting_shows_after_a_moment_and_not_at_once(window):
    page = desk(window, viewport={"width": 1440, "height": 900})
    page.clock.install()
    page.clock.pause_at(1_800_000_000_000)
    page.get_by_role("button", name="More").click()
    expect(page.locator("#facts")).to_have_attribute("aria-busy", "true")
    expect(page.locator(".progress")).to_have_css("visibility", "hidden")
    page.clock.run_for(310)
    expect(page.locator(".progress")).to_have_css("visibility", "visible")


def test_a_part_that_does_not_come_says_what_to_do(window):
    page = desk(window, viewport={"width": 1440, "height": 900})
    page.get_by_role("button", name="Less").click()
    expect(page.get_by_role("status")).to_contain_text("Reload the page")
    expect(page.locator("#facts")).not_to_have_attribute("aria-busy", "true")


def test_without_scripts_a_phone_reaches_the_navigation_and_sees_the_case_first(window):
    page = desk(window, viewport={"width": 390, "height": 844}, java_script_enabled=False)
    navigation = page.get_by_role("navigation", name="Worklists")
    expect(navigation).to_be_hidden()
    expect(page.get_by_role("heading", name="Leak b")).to_be_in_viewport()
    page.get_by_role("button", name="Menu").click()
    expect(navigation.get_by_role("link", name="Mine")).to_be_in_viewport()


def test_after_a_refused_form_the_summary_has_the_focus_and_leads_to_the_fields(window):
    page = window(FORM, context={"form": Question({"words": ""})})
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="Words").click()
    expect(page.locator("#id_words")).to_be_focused()


@pytest.mark.parametrize(("template", "smallest"), [(FORM, 44), (LIST, 24)])
def test_what_one_presses_is_large_enough(window, template, smallest):
    page = window(template, context={"form": Question(), "navigation": NAVIGATION})
    for target in page.locator("button:visible, .button:visible, .choices label:visible").all():
        assert target.bounding_box()["height"] >= smallest
