"""The words and pieces that templates use: `{% load debiet %}`; docs/design.md shows them."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from urllib.parse import urlencode

from django import template
from django.contrib.messages import constants as levels
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from debiet.web import wording
from debiet.web.keys import KEYS, sheet

register = template.Library()

TONE_ICONS = {"ok": "check", "calm": "clock", "soon": "clock", "late": "warn", "ombuds": "shield"}
NOTICE_ICONS = {"ok": "check", "late": "warn"}
CARRIER_ICONS = {
    "email": "mail",
    "phone": "phone",
    "web-form": "web",
    "portal": "web",
    "post": "letter",
    "counter": "counter",
    "chat": "speech",
}
LEVEL_TONES = {
    levels.DEBUG: "calm",
    levels.INFO: "calm",
    levels.SUCCESS: "ok",
    levels.WARNING: "soon",
    levels.ERROR: "late",
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Return a drawing from the sprite; without a label it is hidden from screen readers."""
    return _icon(name, str(label))


@lru_cache(maxsize=1024)  # a list of forty rows draws the same few again and again
def _icon(name: str, label: str) -> SafeString:
    address = f"{static('debiet/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>',
            label,
            address,
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>',
        address,
    )


@register.simple_tag
def key(name: str) -> SafeString:
    """Return the attribute that binds a key of the table to the part of a page it stands on."""
    return format_html('data-key="{}"', KEYS[name].press)


@register.simple_tag
def key_cap(name: str) -> SafeString:
    """Return a key as a small cap beside the words of what it does."""
    return format_html('<span class="keys" aria-hidden="true">{}</span>', KEYS[name].press)


@register.inclusion_tag("web/_keys_list.html")
def keys_list(level: int = 3) -> dict[str, object]:
    """Show every key of the desk, by where it does something, under headings of a level."""
    return {"sheet": sheet(), "level": level}


@register.simple_tag
def tone_icon(tone: str) -> SafeString:
    """Return the drawing that goes with a tone, so that color never speaks alone."""
    return icon(TONE_ICONS.get(tone, "info"))


@register.simple_tag
def notice_icon(tone: str) -> SafeString:
    """Return the drawing of a notice in a tone."""
    return icon(NOTICE_ICONS.get(tone, "info"))


@register.simple_tag
def carrier_icon(carrier: str, label: str = "") -> SafeString:
    """Return the drawing of the way a message traveled."""
    return icon(CARRIER_ICONS.get(carrier, "speech"), label)


@register.simple_tag
def message_tone(message: Message) -> str:
    """Return the tone of one of Django's messages."""
    return LEVEL_TONES.get(message.level, "calm")


@register.simple_tag(takes_context=True, name="time_left")
def time_left_tag(
    context: Context, due_at: datetime | None, at_risk_at: datetime | None = None
) -> wording.TimeLeft:
    """Return a term in words and its tone, seen from the page's own `now`."""
    return wording.time_left(due_at, context["now"], at_risk_at)


@register.simple_tag(takes_context=True)
def time_left_pill(
    context: Context,
    due_at: datetime | None,
    at_risk_at: datetime | None = None,
    left: wording.TimeLeft | None = None,
) -> SafeString:
    """Return a term as a pill: `web/_time_left.html` without a template, for each row of a list.

    :param left: its words and tone, where the page has them already
    """
    left = left or wording.time_left(due_at, context["now"], at_risk_at)
    words: str = left.words
    if due_at:
        words = format_html(
            '<time datetime="{}" title="{}">{}</time>',
            timezone.localtime(due_at).isoformat(),
            wording.due_moment(due_at),
            left.words,
        )
    icon_of_tone = tone_icon(left.tone)
    return format_html('<span class="state {}">{}{}</span>', left.tone, icon_of_tone, words)


@register.simple_tag(takes_context=True)
def page_link(context: Context, cursor: str) -> str:
    """Return the address of this page with another cursor, its other choices kept."""
    chosen = [
        (name, value)
        for name, values in context["request"].GET.lists()
        if name != "cursor"
        for value in values
    ]
    return "?" + urlencode([*chosen, ("cursor", cursor)])


@register.filter
def time_left(due_at: datetime | None, now: datetime) -> wording.TimeLeft:
    """Return a term in words and its tone; the tag of the same name also knows the risk."""
    return wording.time_left(due_at, now)


@register.filter
def duration(delta: timedelta | None) -> str:
    """Return a length of time in hours and minutes, nothing for nothing."""
    return "" if delta is None else wording.duration(delta)


@register.filter
def exact_duration(delta: timedelta | None) -> str:
    """Return a length of time to the second, nothing for nothing."""
    return "" if delta is None else wording.duration(delta, exact=True)


@register.filter
def local_moment(moment: datetime | None) -> str:
    """Return a moment in full, nothing for nothing."""
    return "" if moment is None else wording.local_moment(moment)


@register.filter
def local_day(day: date | None) -> str:
    """Return a day in full, nothing for nothing."""
    return "" if day is None else wording.local_day(day)


@register.filter
def short_moment(moment: datetime | None, now: datetime | None = None) -> str:
    """Return a moment for lists and timelines, nothing for nothing."""
    return "" if moment is None else wording.short_moment(moment, now)


@register.filter
def short_day(day: date | None, now: datetime | None = None) -> str:
    """Return a day for lists, nothing for nothing."""
    return "" if day is None else wording.short_day(day, now)


@register.filter
def due_moment(due_at: datetime | None) -> str:
    """Return until when, nothing for nothing."""
    return "" if due_at is None else wording.due_moment(due_at)


@register.filter
def used_class(percent: float | None) -> str:
    """Return the style class of a bar of used time."""
    return wording.used_class(percent)


@register.filter
def anchor(field: BoundField) -> str:
    """Return the id that a link in the summary of errors leads to."""
    return f"{field.auto_id}_0" if field.use_fieldset else str(field.auto_id)


@register.filter
def count_errors(form: BaseForm) -> int:
    """Return how many things a form says are wrong."""
    return sum(len(errors) for errors in form.errors.values())
